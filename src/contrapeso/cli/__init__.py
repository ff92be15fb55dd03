"""The command line: one file a verb; results to stdout, everything else to stderr."""
