"""Standings within intervals against counting by hand, and against every order that the intervals allow."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.fact import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.world import Series
from contrapeso.ledger.schema import facts_to_arrow
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.series import Z_90, published_series, standing_within

STATES = ("COL", "PER", "CHL", "BOL", "ECU")
Figure = tuple[float, float] | None


def frame_of(figures: dict[str, Figure]) -> WorldFrame:
    """A world of one year in which each state has an estimate and its error, or nothing."""
    rows = [
        Series(
            locator="here", indicator="it", state=state, period=PartialDate.parse("2023"), unit="x",
            value=one[0] if one else None, standard_error=one[1] if one else None, missing=None if one else "not-available",
        )
        for state, one in figures.items()
    ]  # fmt: skip

    def read(fact: type[Fact]):  # type: ignore[no-untyped-def]
        return facts_to_arrow(fact, rows if fact is Series else ())

    return WorldFrame(read)


figures = st.fixed_dictionaries({
    state: st.none() | st.tuples(st.integers(-20, 20).map(lambda n: n / 10), st.sampled_from([0.05, 0.2, 1.0]))
    for state in STATES
})  # fmt: skip


@given(figures)
def test_a_standing_holds_every_order_that_the_intervals_allow(figures: dict[str, Figure]) -> None:
    known = {state: one for state, one in figures.items() if one}
    rows = {row["state"]: row for row in standing_within(frame_of(figures), {"t": "it"}).iter_rows(named=True)}
    if len(known) < 2:
        assert rows == {}
        return
    absent, others = len(figures) - len(known), len(known) - 1
    for state, (value, error) in known.items():
        low, high = value - Z_90 * error, value + Z_90 * error
        rest = [one for name, one in known.items() if name != state]
        below = sum((one[0] < value) + (one[0] == value) / 2 for one in rest)
        surely_below = sum(one[0] + Z_90 * one[1] < low for one in rest)
        surely_above = sum(one[0] - Z_90 * one[1] > high for one in rest)
        row = rows[state]
        assert row["value"] == pytest.approx(below / others)
        assert row["low"] == pytest.approx(surely_below / (others + absent))
        assert row["high"] == pytest.approx(1 - surely_above / (others + absent))
        assert ("figures-of-others" in row["missing"]) == (absent > 0)
        ends = [(one[0] - Z_90 * one[1], one[0] + Z_90 * one[1]) for one in rest]
        for drawn, mine in itertools.product(itertools.product(*ends), (low, high)):
            share = sum(other < mine for other in drawn) / (others + absent)
            assert row["low"] - 1e-9 <= share <= row["high"] + 1e-9
    for state in set(figures) - set(known):
        assert rows[state]["value"] is None and rows[state]["missing"] == ["not-available"]


def test_an_error_becomes_an_interval_of_ninety_per_cent() -> None:
    row = published_series(frame_of({"COL": (0.5, 0.1)}), "it").row(0, named=True)
    assert (row["low"], row["high"], row["missing"]) == (
        pytest.approx(0.335515, abs=1e-6),
        pytest.approx(0.664485, abs=1e-6),
        [],
    )
