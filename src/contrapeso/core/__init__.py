"""The vocabulary that every stage speaks: states, dates, text, truth, facts. No input or output."""
