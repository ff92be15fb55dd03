"""Autonomy at Risk against brute force over all coalitions, simulation, limits, and its own bounds."""

from __future__ import annotations

from itertools import chain, combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.copula import Blocs, Dependence, Positions, Similarity
from contrapeso.methods.denial import Platform, Role, Structure
from contrapeso.methods.range import Range
from contrapeso.methods.risk import Risk, autonomy_at_risk
from tests.methods.test_denial import STATES, structures

BLOCS = {"ESP": "EU", "FRA": "EU", "ITA": "EU"}
NAMES = [name for name in STATES if name != "HOM"]

probabilities = st.sampled_from([0.0, 0.02, 0.1, 0.1, 0.35, 0.8, 1.0])
chances = st.fixed_dictionaries(dict.fromkeys(NAMES, probabilities))
dependences = st.builds(Blocs, st.just(BLOCS), st.sampled_from([0.0, 0.3, 0.8, 1.0]))


def cases(structure: Structure, chance: dict[str, float], dependence: Dependence) -> list[tuple[float, frozenset[str]]]:
    """Every coalition with its probability, straight from the copula."""
    order = dependence.arranged([name for name in structure.suppliers if 0.0 < chance[name] < 1.0])
    sure = frozenset(name for name in structure.suppliers if chance[name] == 1.0)
    law = dependence.probabilities(order, [chance[name] for name in order]) if order else np.ones(1)
    assert law is not None
    members = (frozenset(name for bit, name in enumerate(order) if bits >> bit & 1) for bits in range(law.size))
    return [(float(p), coalition | sure) for p, coalition in zip(law, members, strict=True)]


def subset_share(structure: Structure, coalition: frozenset[str], supplier: str) -> float:
    """The supplier's Shapley share of the coalition's denial, as the mean over all orders of joining."""
    orders = list(permutations(sorted(coalition)))
    gain = 0.0
    for order in orders:
        before = frozenset(order[: order.index(supplier)])
        gain += structure.denial(before | {supplier}) - structure.denial(before)
    return gain / len(orders)


def fleet() -> Structure:
    roles = [
        [{"ITA"}, {"USA"}],
        [{"USA", "FRA"}],
        [{"KOR"}, {"ESP", "ITA"}],
        [{"FRA"}],
        [{"USA"}, {"KOR"}, {"FRA", "ESP"}],
    ]
    platforms = [Platform(0.2, [Role(frozenset(one)) for one in each], f"type {n}") for n, each in enumerate(roles)]
    return Structure(platforms, "HOM")


@given(structures, chances, dependences, st.sampled_from([0.5, 0.9, 0.95]))
@settings(max_examples=60, deadline=None)
def test_everything_is_the_definition(
    structure: Structure, chance: dict[str, float], dependence: Dependence, alpha: float
) -> None:
    risk = autonomy_at_risk(structure, chance, dependence, levels=[alpha])
    listed = [(p, structure.denial(coalition), coalition) for p, coalition in cases(structure, chance, dependence)]
    aar = min(t + sum(p * max(loss - t, 0.0) for p, loss, _ in listed) / (1.0 - alpha) for _, t, _ in listed)
    assert risk.is_exact and risk.expected.standard_error is None
    assert risk.expected.value == pytest.approx(sum(p * loss for p, loss, _ in listed), abs=1e-9)
    assert risk.tails[0].aar.value == pytest.approx(aar, abs=1e-9)
    assert risk.value is not None
    for level in (0.1, 0.5, 1.0):
        reaching = sum(p for p, loss, _ in listed if loss >= level - 1e-12)
        assert risk.value.exceedance([level])[0] == pytest.approx(reaching, abs=1e-9)


@given(structures, chances, dependences)
@settings(max_examples=25, deadline=None)
def test_contributions_are_shares_of_the_tail(
    structure: Structure, chance: dict[str, float], dependence: Dependence
) -> None:
    risk = autonomy_at_risk(structure, chance, dependence, levels=[0.9])
    tail = risk.tails[0]
    assert tail.by_platform is not None and tail.by_supplier is not None and tail.aar.value is not None
    assert sum(tail.by_platform) == pytest.approx(tail.aar.value, abs=1e-9)
    assert sum(tail.by_supplier.values()) == pytest.approx(tail.aar.value, abs=1e-9)
    listed = [(p, structure.denial(coalition), coalition) for p, coalition in cases(structure, chance, dependence)]
    var = tail.var.value or 0.0
    beyond = sum(p for p, loss, _ in listed if loss > var + 1e-12)
    at = sum(p for p, loss, _ in listed if abs(loss - var) <= 1e-12)
    for name in structure.suppliers:
        share = 0.0
        for p, loss, coalition in listed:
            weight = 1.0 if loss > var + 1e-12 else (0.1 - beyond) / at if abs(loss - var) <= 1e-12 else 0.0
            if weight and name in coalition:
                share += p * weight / 0.1 * subset_share(structure, coalition, name)
        assert tail.by_supplier[name] == pytest.approx(share, abs=1e-8)


@given(structures, chances, dependences)
@settings(max_examples=25, deadline=None)
def test_platform_contributions_are_derivatives_where_there_is_one(
    structure: Structure, chance: dict[str, float], dependence: Dependence
) -> None:
    """Euler: the change of AaR with a platform's weight lies between those of the two sides, and is the derivative if they agree."""
    tail = autonomy_at_risk(structure, chance, dependence, levels=[0.9]).tails[0]
    assert tail.by_platform is not None and tail.aar.value is not None
    for place, platform in enumerate(structure.platforms):
        sides = []
        for step in (1e-6, -1e-6):
            changed = list(structure.platforms)
            changed[place] = Platform(platform.weight * (1.0 + step), platform.roles)
            moved = autonomy_at_risk(Structure(changed, "HOM"), chance, dependence, levels=[0.9]).tails[0]
            sides.append(((moved.aar.value or 0.0) - tail.aar.value) / step)
        assert min(sides) - 1e-5 <= tail.by_platform[place] <= max(sides) + 1e-5


@given(
    structures, chances, st.fixed_dictionaries({name: st.sampled_from([0.0, 0.05, 0.3]) for name in NAMES}), dependences
)
@settings(max_examples=40, deadline=None)
def test_more_likely_denial_never_lowers_the_loss(
    structure: Structure, low: dict[str, float], more: dict[str, float], dependence: Dependence
) -> None:
    ranges = {name: Range(low[name], min(1.0, low[name] + more[name])) for name in NAMES}
    risk = autonomy_at_risk(structure, ranges, dependence)
    is_range = any(ranges[name].low < ranges[name].high for name in structure.suppliers)
    assert (risk.value is None) == is_range and (risk.tails[0].by_supplier is None) == is_range
    levels = np.linspace(0.0, 8.0, 65)
    assert np.all(risk.low.exceedance(levels) <= risk.high.exceedance(levels) + 1e-9)
    for end in ("low", "high"):
        ends = {name: getattr(ranges[name], end) for name in NAMES}
        alone = autonomy_at_risk(structure, ends, dependence)
        for tail, figures in zip(alone.tails, risk.tails, strict=True):
            assert getattr(figures.aar, end) == pytest.approx(tail.aar.value, abs=1e-9)
            assert getattr(figures.var, end) == pytest.approx(tail.var.value, abs=1e-9)
    inside = {name: (ranges[name].low + ranges[name].high) / 2 for name in NAMES}
    middle = autonomy_at_risk(structure, inside, dependence)
    for tail, figures in zip(middle.tails, risk.tails, strict=True):
        assert figures.aar.low - 1e-9 <= (tail.aar.value or 0.0) <= figures.aar.high + 1e-9


@pytest.mark.parametrize(
    "dependence",
    [
        Blocs(BLOCS, 0.4),
        Positions({name: float(place) for place, name in enumerate(NAMES)}, 2.0, 0.5),
        Similarity(tuple(NAMES), np.full((5, 5), 0.5) + 0.5 * np.eye(5), 0.5),
    ],
)
def test_sampling_agrees_with_the_exact_answer_within_its_error(dependence: Dependence) -> None:
    chance = {"ESP": 0.05, "FRA": 0.1, "ITA": 0.2, "KOR": 0.08, "USA": 0.3}
    exact = autonomy_at_risk(fleet(), chance, dependence)
    sampled = autonomy_at_risk(fleet(), chance, dependence, most_enumerated=2, points=1 << 10)
    assert exact.is_exact and not sampled.is_exact
    pairs = [(exact.expected, sampled.expected)]
    pairs += [(one.aar, other.aar) for one, other in zip(exact.tails, sampled.tails, strict=True)]
    for true, found in pairs:
        assert found.standard_error is not None and 0.0 < found.standard_error < 0.02
        assert abs((found.value or 0.0) - (true.value or 0.0)) < 5 * found.standard_error
    for one, other in zip(exact.tails, sampled.tails, strict=True):
        assert one.by_supplier is not None and other.by_supplier is not None and other.by_platform is not None
        assert other.by_supplier == pytest.approx(one.by_supplier, abs=0.03)
        assert sum(other.by_platform) == pytest.approx(other.aar.value)


def test_simulation_agrees_with_the_exact_answer() -> None:
    chance = {"ESP": 0.05, "FRA": 0.1, "ITA": 0.2, "KOR": 0.08, "USA": 0.3}
    structure, dependence = fleet(), Blocs(BLOCS, 0.6)
    random = np.random.default_rng(1)
    factor = {bloc: random.standard_normal(200_000) for bloc in ("EU", "KOR", "USA")}
    denied = [
        np.sqrt(0.6) * factor[BLOCS.get(name, name)] + np.sqrt(0.4) * random.standard_normal(200_000)
        < np.quantile(factor["EU"], chance[name])
        for name in structure.suppliers
    ]
    losses = structure.denials(np.array(denied).T)
    risk = autonomy_at_risk(structure, chance, dependence)
    assert risk.expected.value == pytest.approx(losses.mean(), abs=0.005)
    assert risk.tails[0].aar.value == pytest.approx(np.sort(losses)[-20_000:].mean(), abs=0.01)


def test_one_supplier_of_all_is_a_coin() -> None:
    """L is 1 with probability π: AaR_α = min(1, π/(1 − α))."""
    coin = Structure([Platform(1.0, [Role(frozenset({"USA"}))])], "HOM")
    risk = autonomy_at_risk(coin, {"USA": 0.03}, Blocs({}, 0.0))
    assert [tail.aar.value for tail in risk.tails] == pytest.approx([0.3, 0.6, 1.0])
    assert [tail.var.value for tail in risk.tails] == [0.0, 0.0, 1.0]


def test_together_they_deny_rarely_but_all_at_once() -> None:
    """Two halves of one capability: independent, both fail with π²; comonotone, always together with π."""
    halves = Structure([Platform(0.5, [Role(frozenset({name}))]) for name in ("FRA", "USA")], "HOM")
    chance, bloc = {"FRA": 0.04, "USA": 0.04}, {"FRA": "x", "USA": "x"}
    apart, together = (autonomy_at_risk(halves, chance, Blocs(bloc, rho)) for rho in (0.0, 1.0))
    assert [apart.expected.value, together.expected.value] == pytest.approx([0.04, 0.04])
    assert together.tails[0].aar.value == pytest.approx(0.4) and together.value is not None
    assert apart.value is not None and apart.value.exceedance([1.0])[0] == pytest.approx(0.0016)
    assert together.value.exceedance([1.0])[0] == pytest.approx(0.04)
    joint = [
        autonomy_at_risk(halves, chance, Blocs(bloc, rho)).tails[2].aar.value or 0.0 for rho in (0.0, 0.3, 0.6, 1.0)
    ]
    assert joint == sorted(joint)


def test_who_surely_denies_or_never_does_is_put_aside() -> None:
    names = [f"S{n:02d}" for n in range(30)]
    many = Structure([Platform(1.0, [Role(frozenset({name}))], name) for name in names], "HOM")
    chance = {name: float(place % 2) for place, name in enumerate(names)} | {"S00": 0.5}
    risk = autonomy_at_risk(many, chance, Blocs({}, 0.0))
    assert risk.is_exact and risk.value is not None
    assert risk.value.losses.tolist() == [15.0, 16.0] and risk.value.probabilities.tolist() == [0.5, 0.5]


def test_more_suppliers_than_a_word_has_bits() -> None:
    names = [f"S{n:02d}" for n in range(70)]
    many = Structure([Platform(1 / 70, [Role(frozenset({name}))], name) for name in names], "HOM")
    risk = autonomy_at_risk(many, dict.fromkeys(names, 0.1), Blocs({}, 0.0), points=1 << 8)
    assert not risk.is_exact and risk.expected.value == pytest.approx(0.1, abs=0.002)


@given(st.integers(0, 3))
@settings(max_examples=4, deadline=None)
def test_the_same_seed_gives_the_same_answer(seed: int) -> None:
    def run() -> Risk:
        return autonomy_at_risk(
            fleet(), dict.fromkeys(NAMES, 0.2), Blocs({}, 0.0), most_enumerated=1, points=64, seed=seed
        )

    assert run().tails == run().tails


def test_coalitions_are_what_is_enumerated() -> None:
    """The closed form Σ over all subsets for independent suppliers, ten of them, by hand."""
    names = [f"S{n}" for n in range(10)]
    ring = Structure([Platform(0.1, [Role(frozenset({names[n], names[n - 1]}))]) for n in range(10)], "HOM")
    chance = {name: 0.05 * (place + 1) for place, name in enumerate(names)}
    subsets = chain.from_iterable(combinations(names, size) for size in range(11))
    listed = []
    for subset in subsets:
        p = np.prod([chance[name] if name in subset else 1.0 - chance[name] for name in names])
        listed.append((ring.denial(subset), float(p)))
    aar = min(t + sum(p * max(loss - t, 0.0) for loss, p in listed) / 0.1 for t, _ in listed)
    assert autonomy_at_risk(ring, chance, Blocs({}, 0.0)).tails[0].aar.value == pytest.approx(aar)


def test_what_makes_no_sense_is_refused() -> None:
    for wrong in (-0.1, 1.1, Range(0.5, 2.0)):
        with pytest.raises(ValueError, match="the chance of ESP is between 0 and 1"):
            autonomy_at_risk(fleet(), dict.fromkeys(NAMES, 0.1) | {"ESP": wrong}, Blocs({}, 0.0))
    with pytest.raises(ValueError, match="for FRA, ITA"):
        autonomy_at_risk(fleet(), {"ESP": 0.1, "KOR": 0.1, "USA": 0.1}, Blocs({}, 0.0))
    with pytest.raises(ValueError, match="power of two"):
        autonomy_at_risk(fleet(), dict.fromkeys(NAMES, 0.1), Blocs({}, 0.0), most_enumerated=0, points=100)
