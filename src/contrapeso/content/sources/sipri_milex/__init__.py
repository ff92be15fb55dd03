"""The SIPRI military expenditure database: what states spend on their armed forces, by year since 1949."""
