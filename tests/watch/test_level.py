"""Levels with hysteresis: they open once, stay open between the thresholds, and are never worded as law."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.watch.change import Change
from contrapeso.watch.level import Levels
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import State
from contrapeso.watch.walk import walk
from tests.watch.small import number, reading, rule, state

LEVEL = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25)
START = date(2026, 1, 1)


def days_of(values: list[float | None], **more: object) -> dict[date, State]:
    days = (START + timedelta(days=n) for n in range(len(values)))
    return {
        day: state(day.isoformat(), readings=[reading("denial:USA", value, **more)])
        for day, value in zip(days, values, strict=True)
    }


def told(values: list[float | None], level: WatchRule = LEVEL) -> list[Change]:
    states = days_of(values)
    last = START + timedelta(days=len(values) - 1)
    return list(walk(states.__getitem__, (level,), START, last, states).changes)


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([0.1, 0.3], ["new"]),
        ([0.1, 0.3 - 1e-14], ["new"]),
        ([0.1, 0.29], []),
        ([0.1, 0.31, 0.27, 0.31, 0.26, 0.3], ["new"]),
        ([0.1, 0.31, 0.24, 0.31], ["new", "closed", "new"]),
        ([0.4, 0.4], []),
        ([0.4, 0.2], ["closed"]),
        ([0.1, 0.31, None, 0.31], ["new"]),
    ],
)
def test_it_opens_and_clears_with_a_gap_between(values: list[float | None], kinds: list[str]) -> None:
    assert [change.kind for change in told(values)] == kinds


def test_it_must_have_stood_for_its_days() -> None:
    patient = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25, days=3)
    assert told([0.1, 0.4, 0.4], patient) == []
    (change,) = told([0.1, 0.4, 0.4, 0.4, 0.4], patient)
    assert change.on == date(2026, 1, 4) and change.cause.on == date(2026, 1, 2)
    assert told([0.1, 0.4, 0.4, 0.1, 0.4, 0.4], patient) == []


def test_the_wait_needs_no_other_event() -> None:
    """The walk stops on the day on which a level has stood long enough, even if nothing else happens then."""
    patient = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25, days=10)
    values: list[float | None] = [0.1] + [0.4] * 30
    states = days_of(values)
    walked = walk(states.__getitem__, (patient,), START, START + timedelta(days=30), [START + timedelta(days=1)])
    assert [change.on for change in walked.changes] == [START + timedelta(days=10)]


def test_a_level_may_open_downwards() -> None:
    falling = rule("level", indicator="denial", opens_at=2.0, clears_at=2.5, below=True)
    assert [change.kind for change in told([3.0, 2.0, 2.4, 2.6], falling)] == ["new", "closed"]


def test_the_end_of_the_interval_that_counts() -> None:
    low = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25, end="low")
    before = state("2026-01-01", readings=[reading("denial:USA", 0.2, low=0.1, high=0.5)])
    after = state("2026-01-02", readings=[reading("denial:USA", 0.4, low=0.2, high=0.9)])
    assert list(Levels((low,), before).step(before, after)) == []
    assert [one.kind for one in Levels((LEVEL,), before).step(before, after)] == ["new"]


def test_a_threshold_of_the_pack_is_asked_on_the_day_and_an_assumed_one_says_so() -> None:
    named = rule("level", indicator="denial", opens_at="limit", clears_at="limit")
    quiet, value = number("limit", 0.5, "assumption"), [reading("denial:USA", 0.4)]
    before = state("2026-01-01", readings=value, parameters=[quiet])
    after = state("2026-01-02", readings=value, parameters=[number("limit", 0.3, "assumption")])
    (change,) = Levels((named,), before).step(before, after)
    assert change.cause.kind == "law" and change.cause.refs == ("parameter:limit",)
    assert (change.after or {})["assumed"] is True and (change.after or {})["threshold"] == 0.3
    law = state("2026-01-02", readings=value, parameters=[number("limit", 0.3)])
    assert next(Levels((named,), before).step(before, law)).after["assumed"] is False  # type: ignore[index]
    unread = state("2026-01-02", readings=value, parameters=[number("limit", None)])
    assert list(Levels((named,), before).step(before, unread)) == []


@given(st.lists(st.floats(0, 1, allow_nan=False), min_size=2, max_size=30))
def test_it_never_flaps(values: list[float]) -> None:
    """Openings and clearings alternate, and between two of them the value crossed the whole gap."""
    found = told(list(values))
    kinds = [change.kind for change in found]
    assert all(one != other for one, other in pairwise(kinds))
    for change in found:
        value = (change.after or {})["value"]
        assert value >= 0.30 - 1e-9 if change.kind == "new" else value < 0.25
    at = {START + timedelta(days=n): value for n, value in enumerate(values)}
    for one, other in pairwise(found):
        assert abs(at[one.on] - at[other.on]) > 0.05 - 1e-9
