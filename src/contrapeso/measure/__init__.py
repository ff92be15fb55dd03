"""From evidence to numbers: each indicator a folder of content, each value with its interval, vintage and rows."""

from contrapeso.measure.frame import Frame

__all__ = ["Frame"]
