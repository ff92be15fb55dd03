"""V-Dem's indices of democracy with their intervals, by state and year since 1789."""
