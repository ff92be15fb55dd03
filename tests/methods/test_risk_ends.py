"""Ends of a risk: whatever the chances, numbers and unnamed suppliers are, the figure lies between; exact where all is known."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.cases import Cases, cases
from contrapeso.methods.copula import Blocs, Dependence
from contrapeso.methods.loss import Law, atoms, law_of
from contrapeso.methods.risk_ends import Fleet, Held, RiskEnds, risk_ends

NAMES = ("A", "B", "C", "D")
ALPHAS = (0.5, 0.9, 0.95)
LOW, HIGH = dict(zip(NAMES, (0.01, 0.02, 0.0, 0.05), strict=True)), dict(zip(NAMES, (0.1, 0.3, 0.05, 0.4), strict=True))


@dataclass(frozen=True)
class Type:
    """A type with its limits of numbers, who can end its support, and how many of its roles name nobody."""

    light: float
    heavy: float
    needs: tuple[str, ...]
    hidden: int


types = st.builds(
    Type, st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([2.0, 3.0, 7.0]),
    st.lists(st.sampled_from(NAMES), min_size=0, max_size=2, unique=True).map(tuple), st.sampled_from([0, 0, 1, 2]),
)  # fmt: skip
dependences = st.sampled_from(
    [Blocs({}, 0.0), Blocs(dict.fromkeys(NAMES, "one"), 0.5), Blocs(dict.fromkeys(NAMES, "one"), 1.0)]
)


def lost(one: Type, of: Cases, more: tuple[str, ...] = ()) -> np.ndarray:
    return of.of([*one.needs, *more]).any(axis=1).astype(float)


def ends_of(
    fleets: list[list[Type]], dependence: Dependence, low: dict[str, float], high: dict[str, float]
) -> RiskEnds:
    least, most = cases(NAMES, low, dependence), cases(NAMES, high, dependence)
    every = np.arange(len(least.denied)), np.arange(len(most.denied))
    held = [
        [
            Held(one.light, one.heavy, lost(one, least), lost(one, most), min(1.0, one.hidden * max(high.values())))
            for one in fleet
        ]
        for fleet in fleets
    ]
    return risk_ends([Fleet(fleet, *every) for fleet in held], least, most)


def law(fleets: list[list[Type]], of: Cases, draw: random.Random) -> Law:
    """The law if numbers are drawn within their limits and who is hidden among all suppliers."""
    losses = np.zeros(len(of.denied))
    for fleet in fleets:
        weights = [draw.choice([one.light, one.heavy, draw.uniform(one.light, one.heavy)]) for one in fleet]
        if sum(weights) == 0.0:
            weights = [one.heavy for one in fleet]
        parts = [lost(one, of, tuple(draw.choice(NAMES) for _ in range(one.hidden))) for one in fleet]
        losses += sum(w * part for w, part in zip(weights, parts, strict=True)) / sum(weights) / len(fleets)
    values, place = atoms(losses)
    return law_of(values, place, of.probabilities)


@given(st.lists(st.lists(types, min_size=1, max_size=4), min_size=1, max_size=3), dependences, st.integers(0, 10_000))
@settings(max_examples=80, deadline=None)
def test_whatever_the_world_is_the_figure_lies_between(
    fleets: list[list[Type]], dependence: Dependence, seed: int
) -> None:
    ends, draw = ends_of(fleets, dependence, LOW, HIGH), random.Random(seed)
    for _ in range(4):
        chances = {name: draw.choice([LOW[name], HIGH[name], draw.uniform(LOW[name], HIGH[name])]) for name in NAMES}
        found = law(fleets, cases(NAMES, chances, dependence), draw)
        assert ends.expected.low - 1e-9 <= found.expected <= ends.expected.high + 1e-9
        for alpha in ALPHAS:
            assert ends.aar(alpha).low - 1e-8 <= found.tail_mean(alpha) <= ends.aar(alpha).high + 1e-8
            assert ends.var(alpha).low - 1e-9 <= found.var(alpha) <= ends.var(alpha).high + 1e-9


@given(st.lists(types, min_size=1, max_size=4), dependences)
@settings(max_examples=40, deadline=None)
def test_where_all_is_known_the_ends_are_the_value(fleet: list[Type], dependence: Dependence) -> None:
    sure = [Type(one.heavy, one.heavy, one.needs, 0) for one in fleet]
    ends, found = ends_of([sure], dependence, HIGH, HIGH), law([sure], cases(NAMES, HIGH, dependence), random.Random(0))
    for figure, value in ((ends.expected, found.expected), *((ends.aar(a), found.tail_mean(a)) for a in ALPHAS)):
        assert figure.low == pytest.approx(value, abs=1e-9) and figure.high == pytest.approx(value, abs=1e-9)
    assert ends.var(0.9).low == ends.var(0.9).high == found.var(0.9)


def test_one_hidden_supplier_adds_at_most_its_chance_and_a_whole_tail_is_the_most() -> None:
    ends = ends_of([[Type(1.0, 1.0, (), 1)]], Blocs({}, 0.0), LOW, dict.fromkeys(NAMES, 0.04))
    assert ends.expected.low == 0.0 and ends.expected.high == pytest.approx(0.04)
    assert ends.aar(0.9).high == pytest.approx(0.4) and ends.aar(0.99).high == 1.0
    assert ends.var(0.95).high == 0.0 and ends.var(0.99).high == 1.0


def test_drawn_ends_are_moved_outwards() -> None:
    dependence = Blocs(dict.fromkeys(NAMES, "one"), 0.5)
    every = [Type(1.0, 1.0, (name,), 0) for name in NAMES]
    exact = ends_of([every], dependence, LOW, HIGH)
    least, most = (cases(NAMES, chance, dependence, most_enumerated=0, points=1 << 9) for chance in (LOW, HIGH))
    places = np.arange(len(least.denied)), np.arange(len(most.denied))
    drawn = risk_ends(
        [Fleet([Held(1.0, 1.0, lost(one, least), lost(one, most)) for one in every], *places)], least, most
    )
    assert drawn.aar(0.9).low < exact.aar(0.9).low < exact.aar(0.9).high < drawn.aar(0.9).high
    assert drawn.aar(0.9).high == pytest.approx(exact.aar(0.9).high, abs=0.02)


def test_nothing_has_no_risk() -> None:
    none = cases([], {}, Blocs({}, 0.0))
    with pytest.raises(ValueError, match="missing, not zero"):
        risk_ends([], none, none)
