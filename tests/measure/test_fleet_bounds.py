"""Intervals of the indicators of dependence: against every world that small random fleets leave open, one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.core.facts import Component, Fact, Holding
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.indicator import Indicator, read_indicators
from contrapeso.measure.run import measure
from tests.architecture.engine import CONTENT

HOME, ABROAD = "URY", ("CAN", "ITA", "USA")
CRITICAL, DEGRADING = ("sustainment", "engine"), ("sensor", "weapon")
CANDIDATES = {"sustainment": frozenset({"ITA"}), "engine": frozenset({"CAN", "USA"})}
LOSS = {"sensor": (0.125, 0.25, 0.5), "weapon": (0.25, 0.5, 0.75)}
THRESHOLD = 0.3
SHARES = ("direct-share", "lookthrough-exposure", "denial-power", "denial-coalition")
World = tuple[float, ...]
"""What one world says of each type: a share between 0 and 1."""


@dataclass(frozen=True)
class Type:
    """A type of the brute force: its numbers in service, who delivered it, and the suppliers of its roles."""

    weight: int
    least: int
    most: int
    deliverers: tuple[str, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]


states = st.lists(st.sampled_from((HOME, *ABROAD)), max_size=2, unique=True).map(tuple)
roles = st.lists(st.tuples(st.sampled_from(CRITICAL + DEGRADING), states), max_size=4).map(tuple)


@st.composite
def types(draw: st.DrawFn) -> Type:
    least, most = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
    return Type(draw(st.integers(least, most)), least, most, draw(states), draw(roles))


fleets = st.lists(types(), min_size=1, max_size=3).map(tuple)


@given(fleets)
@settings(max_examples=150, deadline=None)
def test_values_and_ends_are_those_of_all_worlds(fleet: tuple[Type, ...]) -> None:
    for one in measured(fleet, *SHARES):
        worlds = WORLDS[one.indicator](fleet, frozenset((one.object or one.topic or "").split("+")))
        value, low, high = extremes(fleet, worlds)
        assert (one.value is None) == (value is None), one
        assert one.value == pytest.approx(value, abs=1e-9), one
        assert (one.low, one.high) == pytest.approx((low, high), abs=1e-9), one


@given(fleets)
@settings(max_examples=100, deadline=None)
def test_minimal_coalitions_are_those_of_all_sets(fleet: tuple[Type, ...]) -> None:
    reach = [
        coalition
        for size in range(1, len(ABROAD) + 1)
        for coalition in map(frozenset, itertools.combinations(ABROAD, size))
        if (mean(fleet, [one.weight for one in fleet], centre(fleet, coalition)) or 0.0) >= THRESHOLD - 1e-12
    ]
    minimal = {"+".join(sorted(one)) for one in reach if not any(other < one for other in reach)}
    assert {one.topic for one in measured(fleet, "denial-coalition")} == minimal


@given(fleets)
@settings(max_examples=100, deadline=None)
def test_a_state_that_can_deny_anything_in_some_world_is_named(fleet: tuple[Type, ...]) -> None:
    named = {one.object for one in measured(fleet, "denial-power")}
    able = {
        state
        for state in ABROAD
        if any(one.most for one in fleet) and extremes(fleet, denied(fleet, frozenset([state])))[2] > 0.0
    }
    assert named == able


def extremes(fleet: tuple[Type, ...], worlds: list[World]) -> tuple[float | None, float, float]:
    """The mean in the first world at the stated numbers; the least and the greatest over all worlds and all numbers."""
    numbers = [range(one.least, one.most + 1) for one in fleet]
    means = [mean(fleet, at, world) for at in itertools.product(*numbers) for world in worlds]
    known = [one for one in means if one is not None]
    return mean(fleet, [one.weight for one in fleet], worlds[0]), min(known), max(known)


def mean(fleet: tuple[Type, ...], numbers: Any, world: World) -> float | None:
    total = sum(numbers)
    return sum(n * share for n, share in zip(numbers, world, strict=True)) / total if total else None


def centre(fleet: tuple[Type, ...], coalition: frozenset[str]) -> World:
    return denied(fleet, coalition)[0]


def denied(fleet: tuple[Type, ...], coalition: frozenset[str]) -> list[World]:
    """What a coalition denies of each type; the first world has the central losses and no unknown role that fails."""
    ends = itertools.product((1, 0, 2), (False, True))
    return [tuple(1.0 - left(one, coalition, end, fails) for one in fleet) for end, fails in ends]


def left(one: Type, coalition: frozenset[str], end: int, unknown_fails: bool) -> float:
    """φ of one type without the coalition; unknown critical roles fail where one of it is a candidate for them."""
    share = 1.0
    for role, suppliers in one.roles:
        lost = set(suppliers) <= coalition if suppliers else unknown_fails and bool(open_to(role, coalition))
        if lost:
            share *= 0.0 if role in CRITICAL else 1.0 - LOSS[role][end]
    return share


def open_to(role: str, coalition: frozenset[str]) -> frozenset[str]:
    return CANDIDATES.get(role, frozenset()) & coalition


def supplied(fleet: tuple[Type, ...], coalition: frozenset[str]) -> list[World]:
    """Whether the state supplies a critical role of each type, by name or, in the second world, perhaps."""

    def named(one: Type, perhaps: bool) -> float:
        critical = [(role, suppliers) for role, suppliers in one.roles if role in CRITICAL]
        sure = any(coalition & set(suppliers) for _, suppliers in critical)
        return float(sure or (perhaps and any(not by and open_to(role, coalition) for role, by in critical)))

    return [tuple(named(one, perhaps) for one in fleet) for perhaps in (False, True)]


def delivered(fleet: tuple[Type, ...], coalition: frozenset[str]) -> list[World]:
    """Whether the state alone delivered each type; in the second world it gave all that is shared or unnamed."""
    (state,) = coalition
    alone = tuple(float(one.deliverers == (state,)) for one in fleet)
    perhaps = tuple(float(state in one.deliverers or not one.deliverers) for one in fleet)
    return [alone, perhaps]


WORLDS = {
    "direct-share": delivered, "lookthrough-exposure": supplied, "denial-power": denied, "denial-coalition": denied,
}  # fmt: skip


@cache
def indicators() -> Mapping[str, Indicator]:
    return {one.name: one for one in read_indicators([CONTENT / "indicators"])}


def measured(fleet: tuple[Type, ...], *names: str) -> tuple[Measurement, ...]:
    rows: dict[str, list[Fact]] = {
        "holding": [holding(f"t{n}", one) for n, one in enumerate(fleet)],
        "component": list(components(fleet)),
    }
    chosen = [indicators()[name] for name in names]
    return measure(HOME, Evidence(date(2026, 3, 1), overlay=rows), rules(), chosen, {})


def holding(name: str, one: Type) -> Holding:
    exact = one.least == one.most
    return Holding(
        holding_id=name, state=HOME, platform=name, category="x", capability="lift", status="in-service",
        quantity=one.weight if exact or one.weight > one.least else None,
        quantity_low=None if exact else one.least, quantity_high=None if exact else one.most,
        delivered_by=one.deliverers,
    )  # fmt: skip


def components(fleet: tuple[Type, ...]) -> Iterator[Component]:
    for n, one in enumerate(fleet):
        for at, (role, suppliers) in enumerate(one.roles):
            yield Component(
                component_id=f"t{n}.{role}-{at}", holding_id=f"t{n}", role=role, suppliers=suppliers,  # type: ignore[arg-type]
                criticality="critical" if role in CRITICAL else "degrading",
            )  # fmt: skip


@cache
def rules() -> Mapping[str, Parameter]:
    given: dict[str, tuple[Any, Any, Any]] = {
        **{f"candidates_{role}": (sorted(might), None, None) for role, might in CANDIDATES.items()},
        **{f"loss_without_{role}": (value, low, high) for role, (low, value, high) in LOSS.items()},
        "denial_threshold": (THRESHOLD, None, None),
    }
    return {name: parameter(name, *ends) for name, ends in given.items()}


def parameter(name: str, value: Any, low: float | None, high: float | None) -> Parameter:
    only = ParameterValue(Period(), value, "assumption", None, None, low, high, None, None, None, 1)
    return Parameter(name, same(name), "case", (only,), None, "case", 1)
