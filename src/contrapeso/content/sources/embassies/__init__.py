"""The Database of Embassies from Wikidata: which state has a mission in which, and what else it serves."""
