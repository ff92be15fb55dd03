"""Bounds of shares: against brute force on a grid, closed forms, and what no bound may do."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.bounds import Amount, diversity_bounds, greatest_means, least_means, mean_bounds
from contrapeso.methods.diversity import hill

unit = st.integers(0, 8).map(lambda eighths: eighths / 8)
ranges = st.tuples(unit, unit).map(sorted)


@given(st.lists(st.tuples(ranges, ranges), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_mean_bounds_are_those_of_all_corners(rows: list[tuple[list[float], list[float]]]) -> None:
    if not any(weight[1] for _, weight in rows):
        with pytest.raises(ValueError, match="share of nothing"):
            mean_bounds(*_columns(rows))
        return
    means = [
        sum(w * d for w, d in zip(weights, values, strict=True)) / sum(weights)
        for weights in itertools.product(*(weight for _, weight in rows))
        for values in itertools.product(*(value for value, _ in rows))
        if sum(weights) > 0
    ]
    low, high = mean_bounds(*_columns(rows))
    assert low == pytest.approx(min(means), abs=1e-12)
    assert high == pytest.approx(max(means), abs=1e-12)


def _columns(rows: list[tuple[list[float], list[float]]]) -> tuple[list[float], ...]:
    return tuple([pair[which][end] for pair in rows] for which in (0, 1) for end in (0, 1))


def test_mean_bounds_refuse_what_is_upside_down() -> None:
    with pytest.raises(ValueError, match="upside down"):
        mean_bounds([1.0], [0.0], [1.0], [1.0])
    with pytest.raises(ValueError, match="one length"):
        mean_bounds([1.0, 0.0], [1.0], [1.0], [1.0])


@pytest.mark.parametrize("q", [0.0, 1.0, 2.0])
def test_exact_amounts_have_exact_diversity(q: float) -> None:
    amounts = (Amount(3, 3, ("A",)), Amount(1, 1, ("B",)))
    assert diversity_bounds(amounts, q) == pytest.approx((hill([0.75, 0.25], q),) * 2)


@pytest.mark.parametrize("q", [1.0, 2.0])
def test_diversity_bounds_hold_every_split_of_a_grid(q: float) -> None:
    amounts = (Amount(2, 4, ("A",)), Amount(0, 3, ("B", "C")), Amount(1, 1, ("A", "C")))
    bounds = diversity_bounds(amounts, q)
    assert bounds is not None
    found = []
    steps = np.linspace(0, 1, 9)
    for a, b, split_b, split_c in itertools.product(2 + 2 * steps, 3 * steps, steps, steps):
        row = np.array([a + split_c, b * split_b, b * (1 - split_b) + 1 - split_c])
        found.append(hill(row / row.sum(), q))
    assert bounds[0] <= min(found) + 1e-9 and bounds[1] >= max(found) - 1e-6
    assert bounds[0] == pytest.approx(min(found), abs=1e-6)
    assert bounds[1] == pytest.approx(max(found), abs=0.02)


def test_unknown_partners_may_be_one_or_many() -> None:
    amounts = (Amount(1, 1, ("A", "B")), Amount(1, 1, ("A", "B")))
    assert diversity_bounds(amounts, 0.0) == (1.0, 2.0)
    assert diversity_bounds(amounts, 2.0) == pytest.approx((1.0, 2.0))


def test_too_many_corners_are_not_searched() -> None:
    assert diversity_bounds((Amount(0, 1, ("A", "B", "C", "D")),) * 9, 2.0) is None


def test_nothing_has_no_diversity() -> None:
    with pytest.raises(ValueError, match="of nothing"):
        diversity_bounds((Amount(0, 0, ("A",)),), 2.0)


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([0.0, 0.5, 3.0])),
        min_size=1,
        max_size=6,
    )
)
def test_rows_of_nought_and_one_have_the_same_ends_as_any_others(rows: list[tuple[bool, float, float]]) -> None:
    """The short way for values 0 and 1 against all corners of the weights."""
    values = np.array([[float(one) for one, _, _ in rows]])
    light = np.array([weight for _, weight, _ in rows])
    heavy = light + np.array([more for _, _, more in rows])
    if not heavy.any():
        return
    corners = np.array(np.meshgrid(*zip(light, heavy, strict=True), indexing="ij")).reshape(len(rows), -1).T
    corners = corners[corners.sum(axis=1) > 0.0]
    means = (corners @ values[0]) / corners.sum(axis=1)
    assert least_means(values, light, heavy)[0] == pytest.approx(means.min())
    assert greatest_means(values, light, heavy)[0] == pytest.approx(means.max())
    assert mean_bounds(values[0], values[0], light, heavy) == pytest.approx((means.min(), means.max()))
