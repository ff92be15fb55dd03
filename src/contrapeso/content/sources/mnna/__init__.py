"""Designations as Major Non-NATO Ally of the United States, of all states, compiled by contrapeso from named sources."""
