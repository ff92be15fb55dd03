"""Deadlines in hours, calendar or working days, months and years, on a country's own calendar."""

from __future__ import annotations

import calendar as months_calendar
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

UNITS = ("hours", "calendar-days", "working-days", "months", "years")


class WorkingDays:
    """Monday to Friday less the public holidays of a country, as dated in the ``holidays`` library.

    >>> WorkingDays("PE").add(date(2026, 7, 24), 3, "working-days")
    datetime.date(2026, 7, 31)
    """

    def __init__(self, country_alpha_2: str) -> None:
        self.country = country_alpha_2

    @cached_property
    def _holidays(self) -> HolidayBase:
        from holidays import country_holidays

        return country_holidays(self.country)

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._holidays

    def add(self, start: date, count: int, unit: str) -> date:
        """The last day of a period of ``count`` units that begins the day after ``start``.

        Hours are counted to whole days, as registers know no hour of the day.
        """
        if unit == "working-days":
            return self._add_working(start, count)
        if unit in ("months", "years"):
            return _add_months(start, count if unit == "months" else 12 * count)
        if unit not in UNITS:
            raise ValueError(f"unknown unit of time {unit!r}: one of {', '.join(UNITS)}")
        return start + timedelta(days=-(-count // 24) if unit == "hours" else count)

    def _add_working(self, start: date, count: int) -> date:
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day


def _add_months(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, months_calendar.monthrange(year, month)[1]))
