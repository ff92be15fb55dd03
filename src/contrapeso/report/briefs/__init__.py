"""Briefs: each folder turns records into one kind of document."""
