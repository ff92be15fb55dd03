"""United States foreign assistance by country, stage and fiscal year: the country file of ForeignAssistance.gov."""
