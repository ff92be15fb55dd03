"""UNCTAD's merchandise trade matrix of all pairs of economies, in the years for which a matrix is at hand."""
