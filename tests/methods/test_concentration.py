"""Bounds of concentration: brute force over corners, exact closed forms, and values within."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.concentration import concentration_bounds

Limits = list[tuple[float, float]]
AMOUNT = st.one_of(st.just(0.0), st.floats(0.01, 100.0))
LIMITS = st.lists(st.tuples(AMOUNT, AMOUNT).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=6)


def hhi(amounts: np.ndarray) -> float:
    return float((amounts**2).sum() / amounts.sum() ** 2)


def bounds(limits: Limits, unnamed: float = 0.0) -> tuple[float, float]:
    low, high = zip(*limits, strict=True)
    found = concentration_bounds(low, high, [0], [unnamed])
    return float(found.low[0]), float(found.high[0])


@given(LIMITS)
def test_the_high_end_is_the_worst_corner(limits: Limits) -> None:
    corners = [np.array(corner) for corner in itertools.product(*limits)]
    values = [hhi(corner) for corner in corners if corner.sum() > 0]
    if values:
        assert bounds(limits)[1] == pytest.approx(max(values), rel=1e-9)


@given(LIMITS, st.randoms(use_true_random=False))
def test_whatever_the_amounts_are_lies_within(limits: Limits, random: object) -> None:
    draws = np.random.default_rng(random.getrandbits(32))  # type: ignore[attr-defined]
    low, high = np.array(limits).T
    for _ in range(20):
        amounts = low + (high - low) * draws.random(len(limits))
        if amounts.sum() > 0:
            least, most = bounds(limits)
            assert least - 1e-9 <= hhi(amounts) <= most + 1e-9


@given(LIMITS)
def test_the_low_end_is_reached(limits: Limits) -> None:
    """At the least index every amount stands as near as it may to Σ x² / Σ x."""
    low, high = np.array(limits).T
    if high.sum() == 0:
        return
    levels = np.unique(np.concatenate([np.linspace(0.0, high.max(), 2001), low, high]))
    tried = [hhi(at) for level in levels if (at := np.clip(level, low, high)).sum() > 0]
    assert bounds(limits)[0] <= min(tried) + 1e-9
    assert bounds(limits)[0] == pytest.approx(min(tried), abs=2e-3)


@given(LIMITS, st.permutations(range(6)))
def test_the_order_of_partners_does_not_matter(limits: Limits, order: list[int]) -> None:
    turned = [limits[place] for place in order if place < len(limits)]
    if sum(high for _, high in limits):
        assert bounds(turned) == pytest.approx(bounds(limits), rel=1e-9)


def test_groups_do_not_touch_each_other() -> None:
    low, high = [1.0, 1.0, 2.0, 0.0], [1.0, 1.0, 2.0, 2.0]
    together = concentration_bounds(low, high, [0, 2])
    assert together.low.tolist() == pytest.approx([0.5, 0.5]) and together.high.tolist() == pytest.approx([0.5, 1.0])


def test_what_is_unnamed_may_go_to_one_or_to_many() -> None:
    """60 and 40 that may belong to the same or to a crowd: between 0.36 and 1."""
    assert bounds([(60.0, 60.0)], 40.0) == pytest.approx((0.36, 1.0))


def test_many_open_amounts_have_an_outer_bound() -> None:
    limits = [(float(n), float(n + 1)) for n in range(1, 21)]
    low, high = np.array(limits).T
    most = bounds(limits)[1]
    prefixes = [hhi(np.where(np.arange(20) >= cut, high, low)) for cut in range(21)]
    assert max(prefixes) <= most <= max(prefixes) + 1e-3


@pytest.mark.parametrize(
    "wrong", [([2.0], [1.0], [0]), ([-1.0], [1.0], [0]), ([1.0], [1.0], [1]), ([1.0, 1.0], [1.0], [0])]
)
def test_what_does_not_fit_together_is_refused(wrong: tuple[list[float], list[float], list[int]]) -> None:
    with pytest.raises(ValueError, match=r"group|interval|length"):
        concentration_bounds(*wrong)
