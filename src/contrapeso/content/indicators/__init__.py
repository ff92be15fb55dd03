"""Indicators, each a folder: what it measures, how, and cases that prove it; found by their folders."""
