"""Cases of who denies: probabilities against the copula, sub-cases against their own law, draws within their error."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.cases import Cases, cases, standard_error, together
from contrapeso.methods.copula import Blocs, Positions

NAMES = ("A", "B", "C", "D", "E")
PLACES = Positions({name: at * 0.7 for at, name in enumerate(NAMES)}, 1.0, 0.4)
chances = st.fixed_dictionaries(dict.fromkeys(NAMES, st.sampled_from([0.0, 0.01, 0.2, 0.5, 0.9, 1.0])))
dependences = st.sampled_from(
    [Blocs({}, 0.0), Blocs(dict.fromkeys(NAMES, "one"), 0.6), Blocs(dict.fromkeys(NAMES, "one"), 1.0), PLACES]
)


def chance_of(found: Cases, coalition: tuple[str, ...]) -> float:
    """How likely exactly these deny."""
    rows = np.array([name in coalition for name in found.names])
    return float(found.probabilities[(found.denied == rows).all(axis=1)].sum())


@given(chances, dependences)
@settings(max_examples=40, deadline=None)
def test_each_supplier_denies_as_often_as_it_is_said_to(chance: dict[str, float], dependence: Blocs) -> None:
    found = cases(NAMES, chance, dependence)
    assert found.probabilities.sum() == pytest.approx(1.0, abs=1e-9)
    for name in NAMES:
        assert float(found.probabilities @ found.of([name])[:, 0]) == pytest.approx(chance[name], abs=1e-9)


@given(chances, dependences, st.lists(st.sampled_from(NAMES), unique=True))
@settings(max_examples=40, deadline=None)
def test_cases_of_some_are_those_of_all_with_the_others_left_out(
    chance: dict[str, float], dependence: Blocs, some: list[str]
) -> None:
    whole = cases(NAMES, chance, dependence)
    part, place = whole.among(some)
    assert np.array_equal(part.denied[place], whole.of(some))
    assert len({tuple(row) for row in part.denied.tolist()}) == len(part.denied)
    alone = cases(some, chance, dependence)
    for row in part.denied:
        coalition = tuple(name for name, denies in zip(some, row, strict=True) if denies)
        assert chance_of(part, coalition) == pytest.approx(chance_of(alone, coalition), abs=1e-9)


def test_independent_suppliers_multiply_and_one_bloc_is_nested() -> None:
    chance = {"A": 0.5, "B": 0.2, "C": 0.1}
    apart = cases(["A", "B", "C"], chance, Blocs({}, 0.0))
    assert chance_of(apart, ("A", "C")) == pytest.approx(0.5 * 0.8 * 0.1)
    nested = cases(["A", "B", "C"], chance, Blocs(dict.fromkeys("ABC", "one"), 1.0))
    assert chance_of(nested, ("A",)) == pytest.approx(0.3) and chance_of(nested, ("A", "B")) == pytest.approx(0.1)
    assert chance_of(nested, ("C",)) == 0.0


@pytest.mark.parametrize("dependence", [Blocs({"A": "x", "B": "x", "C": "x"}, 0.5), PLACES])
def test_draws_agree_with_the_list_within_their_error(dependence: Blocs) -> None:
    chance = dict(zip(NAMES, (0.05, 0.1, 0.2, 0.02, 0.3), strict=True))
    listed = cases(NAMES, chance, dependence)
    drawn = cases(NAMES, chance, dependence, most_enumerated=0, points=1 << 10)
    assert not listed.replicates and len(drawn.replicates) == 16

    def several(of: Cases, chances: np.ndarray) -> float:
        return float(chances @ (of.denied.sum(axis=1) >= 2))

    error = standard_error([several(drawn, one) for one in drawn.replicates])
    assert 0.0 < error < 2e-3
    assert abs(several(drawn, drawn.probabilities) - several(listed, listed.probabilities)) < 5.0 * error


def test_more_likely_denials_are_drawn_on_top_of_the_same_ones() -> None:
    rare = cases(NAMES, dict.fromkeys(NAMES, 0.1), PLACES, most_enumerated=0, points=1 << 8)
    often = cases(NAMES, dict.fromkeys(NAMES, 0.2), PLACES, most_enumerated=0, points=1 << 8)
    tails = [[float(one.probabilities @ (one.denied.sum(axis=1) >= k)) for k in range(6)] for one in (rare, often)]
    assert all(low <= high for low, high in zip(*tails, strict=True))
    assert all(a >= b for tail in tails for a, b in pairwise(tail))


@pytest.mark.parametrize("count", [5, 30, 80])
def test_however_many_they_are_cases_are_told_apart(count: int) -> None:
    denied = np.random.default_rng(1).random((16 * 40, count)) < 0.1
    rows, replicates = together(denied)
    assert {tuple(row) for row in rows.tolist()} == {tuple(row) for row in denied.tolist()}
    assert len(rows) == len({tuple(row) for row in rows.tolist()})
    often = np.mean(replicates, axis=0)
    for row, share in zip(rows, often, strict=True):
        assert share == pytest.approx((denied == row).all(axis=1).mean())


def test_nobody_is_one_case_and_points_are_a_power_of_two() -> None:
    found = cases([], {}, PLACES)
    assert found.denied.shape == (1, 0) and found.probabilities.tolist() == [1.0]
    with pytest.raises(ValueError, match="power of two"):
        cases(NAMES, dict.fromkeys(NAMES, 0.1), PLACES, most_enumerated=0, points=100)
