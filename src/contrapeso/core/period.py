"""Dates known to the day, the month or the year, and periods between them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from contrapeso.core.truth import FALSE, TRUE, Truth, unknown

Precision = Literal["day", "month", "year"]
Clock = Callable[[], date]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as a source states it: ``2026-01-14``, ``2026-01`` or ``2026``; an interval of days.

    >>> PartialDate.parse("2024-02").last
    datetime.date(2024, 2, 29)
    """

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ISO year, year-month or full date; ``ValueError`` for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            first = date(year, month or 1, day or 1)
            last_day = day or calendar.monthrange(year, month or 12)[1]
        except ValueError:
            raise ValueError(f"{text!r} is no day of the calendar") from None
        return cls(first, date(year, month or 12, last_day))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day, day)

    @property
    def precision(self) -> Precision:
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    def __str__(self) -> str:
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def on_or_before(self, other: PartialDate, missing: str) -> Truth:
        """TRUE if surely not later than ``other``; UNKNOWN (for want of ``missing``) if the intervals overlap."""
        if self.last <= other.first:
            return TRUE
        return FALSE if self.first > other.last else unknown(missing)


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both inclusive; None is open.

    >>> Period(date(2026, 7, 27), None).covers(date(2026, 8, 1))
    True
    """

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, when: PartialDate) -> bool:
        return (self.start is None or self.start <= when.last) and (self.end is None or when.first <= self.end)
