"""Joint denials against simulation, dense quadrature, closed forms and Higham's published matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import multivariate_normal

from contrapeso.methods.copula import Blocs, Dependence, Positions, Similarity, nearest_correlation

NAMES = ("AAA", "BBB", "CCC", "DDD", "EEE")
CHANCES = np.array([0.05, 0.3, 0.6, 0.12, 0.3])
THETA = {"AAA": -1.2, "BBB": 0.4, "CCC": 0.5, "DDD": 2.0, "EEE": -0.3}
PAIRS = {"AAA": "x", "BBB": "x", "CCC": "x", "DDD": "y", "EEE": "y"}

Array = NDArray[np.float64]
chances = st.lists(st.floats(0.001, 0.999), min_size=5, max_size=5)


def similarity(theta: dict[str, float] = THETA) -> Array:
    positions = np.array([theta[name] for name in NAMES])
    return np.exp(-np.abs(positions[:, None] - positions[None, :]))


def law(dependence: Dependence, chance: Array = CHANCES) -> Array | None:
    """P of all coalitions, bit i being ``NAMES[i]``."""
    order = dependence.arranged(NAMES)
    places = [NAMES.index(name) for name in order]
    found = dependence.probabilities(order, chance[places])
    if found is None:
        return None
    axes = [len(NAMES) - 1 - places.index(place) for place in reversed(range(len(NAMES)))]
    return found.reshape((2,) * len(NAMES)).transpose(axes).ravel()


def simulated(dependence: Dependence, chance: Array = CHANCES, draws: int = 400_000) -> Array:
    values, vectors = np.linalg.eigh(dependence.correlation(NAMES))
    normal = np.random.default_rng(5).standard_normal((draws, len(NAMES)))
    denied = normal @ (vectors * np.sqrt(np.maximum(values, 0.0))).T < ndtri(chance)
    return np.bincount(denied @ (1 << np.arange(len(NAMES))), minlength=1 << len(NAMES)) / draws


def margins(probabilities: Array) -> list[float]:
    coalitions = np.arange(probabilities.size)
    return [float(probabilities[coalitions >> place & 1 == 1].sum()) for place in range(len(NAMES))]


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.5, 0.6, 0.9, 0.99, 1.0])
def test_blocs_are_what_they_simulate(rho: float) -> None:
    blocs = Blocs(PAIRS, rho)
    found = law(blocs)
    assert found is not None and found.sum() == pytest.approx(1.0)
    assert np.abs(found - simulated(blocs)).max() < 5 * np.sqrt(0.25 / 400_000)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.8])
def test_positions_are_what_they_simulate(rho: float) -> None:
    positions = Positions(THETA, 1.0, rho)
    found = law(positions)
    assert found is not None
    assert np.abs(found - simulated(positions)).max() < 5 * np.sqrt(0.25 / 400_000)


@pytest.mark.parametrize("rho", [0.1, 0.4, 0.6])
def test_three_ways_to_the_same_law_agree(rho: float) -> None:
    """Positions 0 or 50 apart are blocs; a similarity of ones and zeros too: quadrature, Mehler's chain and low rank agree."""
    far = {name: 50.0 * (PAIRS[name] == "y") for name in NAMES}
    alike = np.array([[float(PAIRS[one] == PAIRS[other]) for other in NAMES] for one in NAMES])
    blocs, chain = law(Blocs(PAIRS, rho)), law(Positions(far, 1.0, rho))
    low_rank = law(Similarity(NAMES, alike, rho))
    assert blocs is not None and chain is not None and low_rank is not None
    assert np.abs(blocs - chain).sum() < 1e-8 and np.abs(blocs - low_rank).sum() < 1e-8


def test_any_similarity_of_few_factors_is_exact() -> None:
    """Four states along a line by the chain, and the same matrix by its three factors."""
    names, chance = NAMES[:4], CHANCES[:4]
    positions, matrix = Positions(THETA, 1.0, 0.4), Similarity(NAMES, similarity(), 0.4)
    order = positions.arranged(names)
    places = [names.index(name) for name in order]
    chain, factors = (one.probabilities(order, chance[places]) for one in (positions, matrix))
    assert chain is not None and factors is not None and np.abs(chain - factors).sum() < 1e-9


@pytest.mark.parametrize("rho", [0.2, 0.7, 0.95, 0.999])
def test_two_states_of_one_bloc_have_the_normal_orthant(rho: float) -> None:
    """P(both deny) at π = ½ is ¼ + arcsin(ρ)/(2π) (Sheppard 1899)."""
    found = Blocs({"A": "x", "B": "x"}, rho).probabilities(("A", "B"), [0.5, 0.5])
    assert found[3] == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=1e-12)


@pytest.mark.parametrize("rho", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("chance", [[1e-6, 0.3], [0.05, 0.97], [0.4, 0.4]])
def test_two_states_by_position_have_the_bivariate_normal_of_scipy(rho: float, chance: list[float]) -> None:
    z = float(np.exp(-0.5))
    for dependence, sign in (
        (Positions({"A": 0.0, "B": 0.5}, 1.0, rho), 1.0),
        (Similarity(("A", "B"), np.array([[1.0, z], [z, 1.0]]), rho), 1.0),
        (Similarity(("A", "B"), np.array([[1.0, -z], [-z, 1.0]]), rho), -1.0),
    ):
        found = dependence.probabilities(("A", "B"), chance)
        both = multivariate_normal.cdf(ndtri(chance), cov=[[1.0, sign * rho * z], [sign * rho * z, 1.0]])
        assert found is not None and found[3] == pytest.approx(both, abs=1e-11)


@given(chances, st.floats(0.0, 1.0))
@settings(max_examples=40)
def test_margins_are_the_chances(values: list[float], rho: float) -> None:
    found = law(Blocs(PAIRS, rho), np.array(values))
    assert found is not None and found.min() >= 0.0
    assert margins(found) == pytest.approx(values, abs=1e-9)


@given(chances)
@settings(max_examples=25)
def test_the_limits_are_independence_and_comonotone(values: list[float]) -> None:
    chance = np.array(values)
    coalitions = np.arange(32)
    denied = coalitions[:, None] >> np.arange(5) & 1
    apart = np.prod(np.where(denied, chance, 1.0 - chance), axis=1)
    for dependence in (Blocs(PAIRS, 0.0), Blocs({}, 0.7), Positions(THETA, 1.0, 0.0)):
        found = law(dependence, chance)
        assert found is not None and np.abs(found - apart).max() < 1e-12
    together = law(Blocs(dict.fromkeys(NAMES, "x"), 1.0), chance)
    assert together is not None
    for coalition in coalitions[together > 0.0]:
        inside, outside = chance[denied[coalition] == 1], chance[denied[coalition] == 0]
        assert inside.size == 0 or outside.size == 0 or inside.min() >= outside.max()
    assert margins(together) == pytest.approx(values)


def test_what_quadrature_cannot_do_says_so() -> None:
    assert law(Positions(THETA, 1.0, 1.0)) is None and law(Positions(THETA, 1.0, 0.99)) is None
    assert law(Similarity(NAMES, similarity(), 0.9)) is None


def test_the_nearest_correlation_matrix_of_higham() -> None:
    """Higham (2002, IMA J. Numer. Anal. 22:329–343, §4): the example [1 1 0; 1 1 1; 0 1 1], at distance 0.5278."""
    given_ = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    found = nearest_correlation(given_)
    assert found.round(4).tolist() == [[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]]
    assert np.linalg.norm(found - given_) == pytest.approx(0.5278, abs=5e-5)


@given(st.lists(st.floats(-1, 1), min_size=10, max_size=10))
@settings(max_examples=40)
def test_projection_gives_a_correlation_matrix_and_leaves_one_alone(values: list[float]) -> None:
    matrix = np.eye(5)
    matrix[np.triu_indices(5, 1)] = values
    matrix = np.triu(matrix) + np.triu(matrix, 1).T
    found = nearest_correlation(matrix)
    assert np.linalg.eigvalsh(found).min() > -1e-9 and np.all(np.diag(found) == 1.0)
    assert np.abs(nearest_correlation(found) - found).max() < 1e-6
    rank_one = np.outer(values[:5], values[:5])
    np.fill_diagonal(rank_one, 1.0)
    other = np.linalg.norm(rank_one - matrix)
    assert np.linalg.norm(found - matrix) <= other + 1e-6


def test_an_impossible_similarity_is_projected() -> None:
    z = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    assert Similarity(("A", "B", "C"), z, 1.0).correlation(("C", "B")).round(4)[0].tolist() == [1.0, 0.7607]
    assert np.array_equal(Similarity(("A", "B", "C"), z, 0.5).correlation(("A", "B", "C")), 0.5 * z + 0.5 * np.eye(3))


def test_what_makes_no_sense_is_refused() -> None:
    for rho in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="rho"):
            Blocs({}, rho)
    with pytest.raises(ValueError, match="no position"):
        Positions({}, 1.0, 0.5).arranged(["AAA"])
    with pytest.raises(ValueError, match="distance h"):
        Positions({}, 0.0, 0.5)
    for wrong in (np.eye(2), np.array([[1.0, 0.2], [0.3, 1.0]]), np.array([[1.0, 2.0], [2.0, 1.0]])):
        with pytest.raises(ValueError, match="similarity"):
            Similarity(("A",) if wrong[0, 1] == 0.0 else ("A", "B"), wrong, 0.5)
    with pytest.raises(ValueError, match="no similarity is given for ZZZ"):
        Similarity(("A",), np.eye(1), 0.5).correlation(["ZZZ"])
    with pytest.raises(ValueError, match="symmetric"):
        nearest_correlation([[1.0, 0.0], [1.0, 1.0]])
