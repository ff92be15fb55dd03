"""The World Bank's gross domestic product of states, by year since 1960, as a table by country code."""
