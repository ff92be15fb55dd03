"""Endurance against its definition, closed forms, corners of the ranges, and a fine grid of months."""

from __future__ import annotations

from itertools import product
from math import exp, inf, isinf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.endurance import Decline, Moment, endurance, time_below
from contrapeso.methods.range import Range

MONTHS = np.linspace(0.0, 60.0, 61)

stocks = st.sampled_from([0.0, 3.0, 6.0, 18.0])
rates = st.sampled_from([0.0, 0.02, 0.1, 0.5])
floors = st.sampled_from([0.0, 0.2, 0.5, 1.0])


def ranges(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Range]:
    return st.lists(numbers, min_size=3, max_size=3).map(sorted).map(lambda ends: Range(ends[0], ends[2], ends[1]))


declines = st.lists(
    st.builds(
        Decline,
        st.sampled_from([0.0, 0.25, 0.5]),
        ranges(stocks),
        ranges(rates),
        ranges(floors),
        st.sampled_from([0.0, 0.4, 1.0]),
    ),
    min_size=1,
    max_size=3,
)


def left(listed: list[Decline], month: float, choice: list[tuple[float, float, float]]) -> float:
    """Capability straight from the definition, with stock, rate and floor of each chosen."""
    total = 0.0
    for one, (stock, rate, floor) in zip(listed, choice, strict=True):
        available = max(floor, exp(-rate * max(month - stock, 0.0)))
        total += one.weight * ((1.0 - one.lost) + one.lost * available)
    return total


def values(listed: list[Decline]) -> list[tuple[float, float, float]]:
    return [tuple(Range.of(one, "").value or 0.0 for one in (each.stock, each.rate, each.floor)) for each in listed]


def later(moment: Moment) -> float:
    return inf if moment.months is None else moment.months


@given(declines)
def test_the_curve_is_the_definition_and_only_falls(listed: list[Decline]) -> None:
    curve = endurance(listed, MONTHS)
    assert curve.value is not None
    assert curve.value.tolist() == pytest.approx([left(listed, month, values(listed)) for month in MONTHS])
    for one in (curve.low, curve.high, curve.value):
        assert np.all(np.diff(one) <= 1e-12) and one[0] == pytest.approx(sum(each.weight for each in listed))


@given(st.lists(declines.map(lambda listed: listed[0]), min_size=2, max_size=2))
@settings(max_examples=30)
def test_the_band_is_the_range_over_all_corners(listed: list[Decline]) -> None:
    curve = endurance(listed, [0.0, 7.0, 20.0, 60.0])
    ends = [[Range.of(one, "") for one in (each.stock, each.rate, each.floor)] for each in listed]
    corners = [list(product(*[(one.low, one.high) for one in each])) for each in ends]
    for place, month in enumerate(curve.months):
        found = [left(listed, month, [first, second]) for first in corners[0] for second in corners[1]]
        assert curve.low[place] == pytest.approx(min(found)) and curve.high[place] == pytest.approx(max(found))


@given(declines, st.sampled_from([0.1, 0.25, 0.4, 0.6, 1.0]))
def test_the_time_below_is_where_the_curve_crosses(listed: list[Decline], minimum: float) -> None:
    found = time_below(listed, minimum)
    assert found.value is not None
    assert later(found.earliest) <= later(found.value) + 1e-6 <= later(found.latest) + 2e-6
    moment = found.value
    whole = sum(one.weight for one in listed)
    assert (moment.outcome == "short") == (whole < minimum - 1e-12)
    if moment.outcome == "holds":
        assert moment.months is None and left(listed, 1e9, values(listed)) >= minimum - 1e-9
    elif moment.outcome == "falls":
        assert moment.months is not None
        assert left(listed, moment.months, values(listed)) >= minimum - 1e-9
        assert left(listed, moment.months + 1e-4, values(listed)) < minimum


def test_half_is_left_after_the_stock_and_a_half_life() -> None:
    found = time_below([Decline(1.0, stock=9.0, rate=0.05)], 0.5)
    assert found.earliest == found.latest == found.value
    assert found.value is not None and found.value.months == pytest.approx(9.0 + log(2) / 0.05, abs=1e-8)


def test_it_stays_on_the_minimum_until_the_next_stock_runs_out() -> None:
    """One half is gone for its floor of 0 long before the other's stock ends: the plateau counts as enough."""
    two = [Decline(0.5, stock=0.0, rate=50.0, floor=0.5), Decline(0.5, stock=24.0, rate=0.1)]
    found = time_below(two, 0.75).value
    assert found is not None and found.months == pytest.approx(24.0, abs=1e-6)


def test_what_never_falls_says_so() -> None:
    safe = Decline(1.0, stock=0.0, rate=1.0, floor=0.5)
    assert time_below([safe], 0.5).value == Moment("holds", None)
    assert time_below([Decline(1.0, stock=0.0, rate=0.0)], 0.9).value == Moment("holds", None)
    assert time_below([Decline(1.0, stock=0.0, rate=1.0, lost=0.0)], 0.9).value == Moment("holds", None)
    assert time_below([safe], 1.5).value == Moment("short", 0.0) == time_below([], 0.1).value
    wide = time_below([Decline(1.0, stock=1.0, rate=Range(0.0, 1.0))], 0.5)
    assert wide.value is None and wide.latest.outcome == "holds" and not isinf(later(wide.earliest))


def test_what_makes_no_sense_is_refused() -> None:
    for field, wrong in (("stock", -1.0), ("rate", -0.1), ("floor", 1.5), ("lost", 2.0), ("weight", -1.0)):
        with pytest.raises(ValueError, match=f"{field if field != 'lost' else 'loses'}"):
            Decline(**({"weight": 1.0, "stock": 1.0, "rate": 0.1} | {field: wrong}))
    for minimum in (0.0, -1.0, float("nan"), inf):
        with pytest.raises(ValueError, match="minimum"):
            time_below([], minimum)
    with pytest.raises(ValueError, match="months"):
        endurance([], [-1.0])
