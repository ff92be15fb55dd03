"""Positions of states from their votes in the UN General Assembly, as their authors published them."""
