"""Sources of the public record: publishers' own files, read within bounds, every column consumed, every issue kept."""
