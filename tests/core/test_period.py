"""Dates known to the day, month or year are intervals; order between them is decided only where it is sure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.period import PartialDate, Period

DAYS = st.dates(date(2023, 12, 1), date(2025, 2, 28))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(DAYS).isoformat()
    return PartialDate.parse(day[: draw(st.sampled_from([4, 7, 10]))])


def days(when: PartialDate) -> list[date]:
    return [when.first + timedelta(n) for n in range((when.last - when.first).days + 1)]


@given(partial_dates())
def test_a_date_reads_back_as_it_was_written(when: PartialDate) -> None:
    assert PartialDate.parse(str(when)) == when
    assert len(str(when)) == {"day": 10, "month": 7, "year": 4}[when.precision]


@pytest.mark.parametrize(
    "text", ["", "26", "2026-1-4", "2026-13", "2026-02-30", "14/01/2026", "2026-01-14T00:00", " 2026"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@given(partial_dates(), partial_dates())
def test_order_is_what_all_possible_days_agree_on(one: PartialDate, other: PartialDate) -> None:
    """Brute force over the corners: earliest and latest days are the extremes of every pair."""
    answers = {a <= b for a in (one.first, one.last) for b in (other.first, other.last)}
    expected = answers.pop() if len(answers) == 1 else None
    assert one.on_or_before(other, "order").value == expected


@given(DAYS, st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS))
def test_a_period_covers_its_first_and_last_day(day: date, start: date | None, end: date | None) -> None:
    inside = (start or date.min) <= day <= (end or date.max)
    assert Period(start, end).covers(day) == inside
    assert Period(start, end).overlaps(PartialDate.of(day)) == inside


@given(partial_dates(), DAYS)
def test_a_period_overlaps_if_it_covers_any_day(when: PartialDate, start: date) -> None:
    period = Period(start, start + timedelta(20))
    assert period.overlaps(when) == any(period.covers(day) for day in days(when))
