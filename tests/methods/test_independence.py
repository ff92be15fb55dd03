"""Effective numbers of independent suppliers in many groups against the diversity of one, all corners, and drawn amounts."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.diversity import hill, shares, similarity_from_positions, similarity_sensitive
from contrapeso.methods.independence import CROWD, UNPLACED, independence

H = (0.5, 1.0, 2.0)
AMOUNT = st.floats(0.0, 5.0).map(lambda one: round(one, 3))
PARTIES = st.lists(st.tuples(AMOUNT, AMOUNT, st.floats(-3.0, 3.0)), min_size=1, max_size=6).filter(
    lambda rows: sum(low for low, _, _ in rows) > 0.1
)


def of(amounts: list[float], theta: list[float], h: float) -> float:
    return similarity_sensitive(shares(amounts), similarity_from_positions(theta, h), 2)


@given(PARTIES)
def test_exact_amounts_give_the_diversity_of_each_h(rows: list[tuple[float, float, float]]) -> None:
    amounts, theta = [low for low, _, _ in rows], [at for _, _, at in rows]
    found = independence(amounts, amounts, amounts, [0], range(len(rows)), [theta], H)
    assert float(found.value[0]) == pytest.approx(of(amounts, theta, 1.0))
    assert float(found.low[0]) == pytest.approx(max(1.0, of(amounts, theta, 2.0)))
    assert float(found.high[0]) == pytest.approx(of(amounts, theta, 0.5))
    assert float(found.high[0]) <= hill(shares(amounts), 2) + 1e-9


@given(PARTIES, st.integers(0, 10))
@settings(max_examples=60)
def test_the_ends_are_those_of_all_corners_and_hold_all_amounts_between(
    rows: list[tuple[float, float, float]], seed: int
) -> None:
    low, theta = [one for one, _, _ in rows], [at for _, _, at in rows]
    high = [one + more for one, more, _ in rows]
    found = independence(low, high, high, [0], range(len(rows)), [theta], (1.0, 1.0, 1.0))
    corners = [of(list(one), theta, 1.0) for one in itertools.product(*zip(low, high, strict=True)) if sum(one) > 0.05]
    assert float(found.low[0]) == pytest.approx(max(1.0, min(corners)))
    drawn = np.random.default_rng(seed).uniform(low, high, (200, len(rows)))
    inside = [of(list(one), theta, 1.0) for one in drawn if sum(one) > 0.05]
    assert max([*corners, *inside]) <= float(found.high[0]) * (1 + 1e-6)


def test_a_group_is_measured_alone() -> None:
    draw = np.random.default_rng(7)
    amounts, party, theta = draw.random(9), draw.integers(0, 4, 9), draw.normal(size=(30, 4))
    whole = independence(amounts, amounts, amounts * 1.2, [0, 2, 5], party, theta, H)
    for n, (first, last) in enumerate(itertools.pairwise([0, 2, 5, 9])):
        own = amounts[first:last]
        one = independence(own, own, own * 1.2, [0], party[first:last], theta, H)
        assert [float(a[n]) for a in whole] == pytest.approx([float(a[0]) for a in one])


def test_errors_of_positions_widen_the_interval_and_leave_the_value() -> None:
    theta = np.array([[0.0, 1.0]])
    noise = np.random.default_rng(3).normal(0, 0.4, (4000, 2))
    alone = independence([1, 1], [1, 1], [1, 1], [0], [0, 1], theta, (1.0, 1.0, 1.0))
    found = independence([1, 1], [1, 1], [1, 1], [0], [0, 1], np.vstack([theta, theta + noise]), (1.0, 1.0, 1.0))
    assert float(found.value[0]) == float(alone.value[0]) == pytest.approx(2 / (1 + math.exp(-1)))
    gaps = np.abs(1.0 + noise[:, 1] - noise[:, 0])
    expected = np.quantile(2 / (1 + np.exp(-gaps)), [0.05, 0.95])
    assert [float(found.low[0]), float(found.high[0])] == pytest.approx(expected.tolist())


def test_who_has_no_position_may_be_like_all_or_none_and_a_crowd_is_any_number() -> None:
    unplaced = independence([1, 1], [1, 1], [1, 1], [0], [0, UNPLACED], [[0.0]], H)
    assert math.isnan(float(unplaced.value[0])) and (float(unplaced.low[0]), float(unplaced.high[0])) == (1.0, 2.0)
    crowd = independence([1, 1], [1, 1], [1, 1], [0], [0, CROWD], [[0.0]], H)
    assert (float(crowd.low[0]), float(crowd.high[0])) == (1.0, 4.0)
    only = independence([1], [1], [1], [0], [CROWD], [[0.0]], H)
    assert math.isnan(float(only.low[0])) and math.isnan(float(only.high[0]))


def test_with_more_than_twelve_open_amounts_the_low_end_still_holds() -> None:
    draw = np.random.default_rng(11)
    low, width, theta = draw.random(15) + 0.2, draw.random(15) * 0.3, draw.normal(size=15)
    found = independence(low, low, low + width, [0], range(15), [theta], (1.0, 1.0, 1.0))
    corners = low + width * draw.integers(0, 2, (3000, 15))
    worst = min(of(one.tolist(), theta.tolist(), 1.0) for one in corners)
    assert 1.0 <= float(found.low[0]) <= worst


@pytest.mark.parametrize(
    ("low", "high", "party", "h"),
    [([-1.0], [1.0], [0], H), ([2.0], [1.0], [0], H), ([1.0], [1.0], [1], H), ([1.0], [1.0, 2.0], [0], H), ([1.0], [1.0], [0], (0.0, 1.0, 2.0))],
)  # fmt: skip
def test_what_does_not_fit_is_refused(low: list[float], high: list[float], party: list[int], h: tuple[float, float, float]) -> None:  # fmt: skip
    with pytest.raises(ValueError, match="amount"):
        independence(low, low, high, [0], party, [[0.0]], h)
