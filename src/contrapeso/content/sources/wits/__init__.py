"""WITS trade summaries: each economy's total trade and its five largest partners, as it reports them."""
