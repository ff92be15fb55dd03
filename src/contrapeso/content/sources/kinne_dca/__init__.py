"""Kinne's Defense Cooperation Agreement Dataset: who signed what kind of bilateral defence agreement, and when."""
