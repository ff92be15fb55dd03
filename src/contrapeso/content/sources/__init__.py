"""Sources of the public record: a folder each, with manifest, parser, sample and expected rows."""
