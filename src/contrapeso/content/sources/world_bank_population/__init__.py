"""The World Bank's population of states, by year since 1960, as a table by country code."""
