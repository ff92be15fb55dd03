"""Content that analysts and lawyers add: packs, sources, indicators, scenarios; found by folder, never registered."""
