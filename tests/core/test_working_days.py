"""Deadlines against calendars checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.working_days import UNITS, WorkingDays

PERU = WorkingDays("PE")

HOLIDAYS_OF_2026 = [
    date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 1), date(2026, 6, 29), date(2026, 7, 23),
    date(2026, 7, 28), date(2026, 7, 29), date(2026, 8, 6), date(2026, 10, 8), date(2026, 12, 8), date(2026, 12, 9),
    date(2026, 12, 25),
]  # fmt: skip
"""Those that fall on a weekday, from the list in article 6 of Legislative Decree 713 as amended."""


def test_the_holidays_of_a_year_are_those_of_the_law() -> None:
    year = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    assert [day for day in year if day.weekday() < 5 and not PERU.is_working(day)] == HOLIDAYS_OF_2026


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2021, 8, 6), True),  # the Battle of Junín became a holiday with Law 31381: first in 2022
        (date(2024, 8, 6), False),
        (date(2021, 12, 9), True),  # Ayacucho, Law 31530: first in 2022
        (date(2022, 12, 9), False),
        (date(2021, 7, 23), True),  # Air Force day, Law 31788: later
        (date(2025, 7, 23), False),
        (date(2026, 7, 25), False),  # a Saturday
    ],
)
def test_a_holiday_begins_with_its_law(day: date, working: bool) -> None:
    assert PERU.is_working(day) is working


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2026, 7, 24), 1, "working-days", date(2026, 7, 27)),  # Friday → Monday, two days before the feast
        (date(2026, 7, 24), 2, "working-days", date(2026, 7, 30)),  # over 28 and 29 July
        (date(2026, 8, 5), 1, "working-days", date(2026, 8, 7)),  # over 6 August
        (date(2020, 8, 5), 1, "working-days", date(2020, 8, 6)),  # which was a working day in 2020
        (date(2026, 4, 1), 3, "working-days", date(2026, 4, 8)),  # over Holy Thursday, Good Friday, weekend
        (date(2026, 12, 30), 3, "working-days", date(2027, 1, 5)),  # over New Year
        (date(2026, 6, 10), 10, "working-days", date(2026, 6, 24)),
        (date(2026, 6, 1), 24, "hours", date(2026, 6, 2)),
        (date(2026, 6, 1), 25, "hours", date(2026, 6, 3)),
        (date(2026, 6, 1), 15, "calendar-days", date(2026, 6, 16)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 11, 30), 3, "months", date(2027, 2, 28)),
        (date(2024, 2, 29), 5, "years", date(2029, 2, 28)),
    ],
)
def test_deadlines_counted_by_hand(start: date, count: int, unit: str, last: date) -> None:
    assert PERU.add(start, count, unit) == last


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, one: int, other: int) -> None:
    assert PERU.add(PERU.add(start, one, "working-days"), other, "working-days") == PERU.add(
        start, one + other, "working-days"
    )


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_a_deadline_in_working_days_ends_on_one_and_counts_them_all(start: date, count: int) -> None:
    last = PERU.add(start, count, "working-days")
    between = [start + timedelta(n) for n in range(1, (last - start).days + 1)]
    assert PERU.is_working(last)
    assert sum(PERU.is_working(day) for day in between) == count


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 40), st.sampled_from(UNITS))
def test_a_longer_limit_never_ends_earlier(start: date, count: int, unit: str) -> None:
    assert start <= PERU.add(start, count, unit) <= PERU.add(start, count + 1, unit)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit of time 'weeks'"):
        PERU.add(date(2026, 1, 1), 1, "weeks")
