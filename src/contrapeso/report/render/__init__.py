"""Renderers: the same document as a web page, a tagged PDF, and data."""
