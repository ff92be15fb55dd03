"""States side by side: one section a question, with its chart, its table and where each value comes from."""
