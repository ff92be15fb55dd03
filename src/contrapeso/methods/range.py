"""A number as somebody states it: a range, and a value in it where there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, finite; a range of one point is a value, and no other value is guessed from a range.

    >>> Range(0.1, 0.3).value, Range(0.2, 0.2).value
    (None, 0.2)
    """

    low: float
    high: float
    value: float | None = None

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.value, self.high) if end is not None]
        if not all(map(math.isfinite, ends)) or ends != sorted(ends):
            raise ValueError(f"low, value and high of a range are finite and in order, not {ends}")
        if self.low == self.high:
            object.__setattr__(self, "value", self.low)

    @classmethod
    def of(cls, number: Range | float, name: str, least: float = -math.inf, most: float = math.inf) -> Range:
        """A number or a range as a range; ``ValueError`` says what ``name`` must be if it leaves [least, most]."""
        found = number if isinstance(number, Range) else cls(number, number)
        if found.low < least or found.high > most:
            raise ValueError(f"{name} is between {least:g} and {most:g}, not {found.low:g} to {found.high:g}")
        return found
