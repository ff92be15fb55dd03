"""The tail of a loss against its definition as a minimum, closed forms, and the axioms of a coherent measure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.loss import Law, atoms, law_of

LEVELS = (0.5, 0.9, 0.95, 0.99)

masses = st.lists(st.integers(1, 50), min_size=2, max_size=12)
losses = st.lists(st.integers(0, 30).map(lambda n: n / 8), min_size=12, max_size=12)


def law(values: list[float], weights: list[int]) -> Law:
    found, place = atoms(values[: len(weights)])
    return law_of(found, place, np.array(weights, dtype=float) / sum(weights))


@given(losses, masses, st.sampled_from(LEVELS))
def test_the_tail_mean_is_the_minimum_of_rockafellar_and_uryasev(
    values: list[float], weights: list[int], alpha: float
) -> None:
    one = law(values, weights)
    tried = [t + one.probabilities @ np.maximum(one.losses - t, 0.0) / (1.0 - alpha) for t in one.losses]
    assert one.tail_mean(alpha) == pytest.approx(min(tried))
    below = one.probabilities[one.losses <= one.var(alpha)].sum()
    assert below >= alpha - 1e-9 and below - one.probabilities[one.losses == one.var(alpha)].sum() < alpha
    assert one.tail_mean(alpha) >= one.var(alpha) - 1e-12 and one.tail_mean(alpha) >= one.expected - 1e-12


@given(losses, masses, st.sampled_from(LEVELS))
def test_the_worst_weigh_one_in_all_and_have_the_tail_mean(
    values: list[float], weights: list[int], alpha: float
) -> None:
    one = law(values, weights)
    tail = one.probabilities * one.tail_weights(alpha)
    assert tail.min() >= -1e-12 and tail.sum() == pytest.approx(1.0)
    assert tail @ one.losses == pytest.approx(one.tail_mean(alpha))


@given(losses, losses, masses, st.sampled_from(LEVELS))
def test_the_tail_mean_is_coherent(one: list[float], other: list[float], weights: list[int], alpha: float) -> None:
    """Subadditive, monotone, homogeneous, and moved by a constant (Artzner et al. 1999)."""
    both = law([a + b for a, b in zip(one, other, strict=True)], weights).tail_mean(alpha)
    apart = law(one, weights).tail_mean(alpha)
    assert both <= apart + law(other, weights).tail_mean(alpha) + 1e-9 and both >= apart - 1e-9
    assert law([2.0 * a for a in one], weights).tail_mean(alpha) == pytest.approx(2.0 * apart)
    assert law([a + 1.0 for a in one], weights).tail_mean(alpha) == pytest.approx(apart + 1.0)


@given(losses, masses)
def test_exceedance_counts_what_reaches_the_level(values: list[float], weights: list[int]) -> None:
    one = law(values, weights)
    share = np.array(weights) / sum(weights)
    for level in (-1.0, 0.0, 0.125, 1.5, 99.0):
        expected = share[np.array(values[: len(weights)]) >= level].sum()
        assert one.exceedance([level])[0] == pytest.approx(expected)


def test_an_atom_at_the_quantile_counts_in_part() -> None:
    """Loss 1 with probability 8 %: of the worst 10 %, 8 are 1 and 2 are 0; of the worst 5 %, all are 1."""
    one = Law(np.array([0.0, 1.0]), np.array([0.92, 0.08]))
    assert (one.var(0.9), one.var(0.95)) == (0.0, 1.0)
    assert one.tail_mean(0.9) == pytest.approx(0.8) and one.tail_mean(0.95) == pytest.approx(1.0)


def test_uniform_losses_have_the_mean_of_the_upper_end() -> None:
    one = law_of(np.arange(1.0, 101.0), np.arange(100), np.full(100, 0.01))
    assert one.var(0.9) == 90.0 and one.tail_mean(0.9) == pytest.approx(95.5)


def test_atoms_that_differ_by_rounding_are_one() -> None:
    values, place = atoms([0.3, 0.1 + 0.2, 0.0])
    assert values.tolist() == [0.0, 0.3] and place.tolist() == [1, 1, 0]


def test_what_makes_no_sense_is_refused() -> None:
    for values, weights in (
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.0], [0.5, 0.5]),
        ([0.0, 1.0], [0.5, 0.6]),
        ([0.0, 1.0], [-1.0, 2.0]),
    ):
        with pytest.raises(ValueError, match=r"law|probabilities"):
            Law(np.array(values), np.array(weights))
    for alpha in (0.0, 1.0, 2.0):
        with pytest.raises(ValueError, match="alpha"):
            Law(np.array([0.0]), np.array([1.0])).var(alpha)
