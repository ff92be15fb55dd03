"""The Correlates of War's intergovernmental organisations: in how many a state takes part, by year."""
