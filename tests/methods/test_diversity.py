"""Diversity against its limits and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.diversity import hhi, hill, shares, similarity_from_positions, similarity_sensitive

amounts = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12)
orders = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0])


@given(amounts, orders)
def test_unlike_partners_give_the_hill_number_and_identical_ones_count_once(values: list[float], q: float) -> None:
    share = shares(values)
    count = len(values)
    assert similarity_sensitive(share, np.eye(count), q) == pytest.approx(hill(share, q))
    assert similarity_sensitive(share, np.ones((count, count)), q) == pytest.approx(1.0)


@given(amounts, st.randoms(use_true_random=False))
def test_order_of_partners_does_not_matter(values: list[float], random: object) -> None:
    turned = values[::-1]
    for q in (0.0, 1.0, 2.0):
        assert hill(shares(values), q) == pytest.approx(hill(shares(turned), q))


@given(amounts)
def test_bounds_and_the_reciprocal_of_concentration(values: list[float]) -> None:
    share = shares(values)
    assert 1.0 / len(values) - 1e-12 <= hhi(share) <= 1.0 + 1e-12
    assert hill(share, 2.0) == pytest.approx(1.0 / hhi(share))
    assert hill(share, 0.0) == pytest.approx(len(values))
    assert hill(share, 2.0) <= hill(share, 1.0) + 1e-9 <= hill(share, 0.0) + 2e-9


@given(amounts)
def test_order_one_is_the_limit(values: list[float]) -> None:
    share = shares(values)
    assert hill(share, 1.0) == pytest.approx(hill(share, 1.0 + 1e-6), rel=1e-4)


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=8), st.floats(0.1, 5))
def test_similar_positions_lower_diversity(theta: list[float], h: float) -> None:
    even = shares([1.0] * len(theta))
    real = similarity_sensitive(even, similarity_from_positions(theta, h), 2.0)
    assert 1.0 - 1e-9 <= real <= len(theta) + 1e-9


def test_two_equal_partners_half_alike() -> None:
    """s = (½, ½), Z_pq = ½: (Zs) = ¾ each, so the diversity is 4/3 at every order."""
    for q in (0.0, 1.0, 2.0):
        assert similarity_sensitive([0.5, 0.5], [[1.0, 0.5], [0.5, 1.0]], q) == pytest.approx(4 / 3)


@pytest.mark.parametrize("wrong", [[], [0.0, 0.0], [-1.0, 2.0], [float("nan")]])
def test_shares_of_nothing_are_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="amounts"):
        shares(wrong)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="similarity"):
        similarity_sensitive([0.5, 0.5], [[1.0]], 1.0)
    with pytest.raises(ValueError, match="order"):
        hill([1.0], -1.0)
    with pytest.raises(ValueError, match="positive"):
        similarity_from_positions([0.0], 0.0)
    with pytest.raises(ValueError, match="sum to 1"):
        hhi([0.5, 0.2])
