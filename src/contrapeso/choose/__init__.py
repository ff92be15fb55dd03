"""Choosing: which of a country's offers to take, under budget, law, red lines and ceilings on who could deny what."""
