"""From the public record to numbers for every state and year at once: columns in, columns out."""

from contrapeso.measure.world.frame import WorldFrame

__all__ = ["WorldFrame"]
