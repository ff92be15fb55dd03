"""The World Factbook: in which international organisations states take part, from its text."""
