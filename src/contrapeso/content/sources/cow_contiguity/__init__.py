"""The Correlates of War's direct contiguity: which states border each other by land or across how much sea."""
