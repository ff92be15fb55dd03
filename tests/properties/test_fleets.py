"""Whatever a state flies and whoever supplies it: shares stay in bounds, and no assumed ceiling is ever a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.pack import read_doctrine
from contrapeso.assess.run import assess
from contrapeso.core.facts import Component, Fact, Holding
from contrapeso.core.measurement import Measurement
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.indicator import Indicator, read_indicators
from contrapeso.measure.run import Measurer
from tests.architecture.engine import CONTENT

COUNTRIES = sorted(path.name for path in (CONTENT / "packs").iterdir() if path.is_dir())
STATES = ["ITA", "USA", "KOR", "RUS", "SUN", "FRA"]
ON = date(2026, 6, 1)
numbers = st.none() | st.integers(0, 30)
states = st.lists(st.sampled_from(STATES), max_size=3, unique=True).map(tuple)


@cache
def judge(country: str) -> tuple[Doctrine, tuple[Indicator, ...]]:
    doctrine = read_doctrine([CONTENT / "packs" / country], country.upper())
    return doctrine, read_indicators([CONTENT / "indicators"])


@st.composite
def fleets(draw: st.DrawFn) -> list[Fact]:
    """Platform types of two capabilities, each with a few roles, of which anything may be unknown."""
    rows: list[Fact] = []
    for place in range(draw(st.integers(1, 5))):
        bounds = sorted(draw(st.lists(st.integers(0, 30), min_size=3, max_size=3)))
        quantity = draw(st.sampled_from([None, bounds[1]]))
        low, high = draw(st.sampled_from([(None, None), (bounds[0], bounds[2])]))
        rows.append(Holding(
            holding_id=f"h{place}", state="HOME", platform=f"P{place}", category="c", quantity=quantity, quantity_low=low,
            quantity_high=high, acquired=draw(numbers), capability=draw(st.sampled_from(["air-lift", "submarine"])),
            status=draw(st.sampled_from(["in-service", "unverified", "stored", "ordered"])), delivered_by=draw(states),
        ))  # fmt: skip
        for role in draw(st.lists(st.sampled_from(["sustainment", "engine", "sensor", "weapon"]), unique=True)):
            rows.append(Component(
                component_id=f"h{place}.{role}", holding_id=f"h{place}", role=role, suppliers=draw(states),
                criticality=draw(st.sampled_from(["critical", "degrading", "replaceable"])),
            ))  # fmt: skip
    return rows


PARTS = ("risk-by-partner", "risk-by-platform")
"""Parts of a central value, which have no interval of their own, as their manifests say."""


@given(fleets())
@settings(max_examples=40, deadline=None)
def test_shares_stay_in_bounds_and_assumed_ceilings_never_fail(rows: list[Fact]) -> None:
    for country in COUNTRIES:
        doctrine, indicators = judge(country)
        own = [row if isinstance(row, Component) else _of(row, doctrine.country) for row in rows]
        evidence = Evidence(ON, lambda table, own=own: [row for row in own if row.table == table])  # type: ignore[misc]
        measurer = Measurer(doctrine.country, evidence, doctrine.parameters, indicators, {})
        measured = measurer(None)
        for one in measured:
            assert _is_sound(one), one
        findings = assess(evidence.with_measured(measured), doctrine)
        assumed = {one.id for one in doctrine.requirements if not one.norms}
        judged = [one for one in findings if one.requirement in assumed]
        assert judged and all(one.verdict != "FAIL" for one in judged)


def _of(row: Fact, country: str) -> Fact:
    return replace(row, state=country)  # type: ignore[call-arg]


def _is_sound(one: Measurement) -> bool:
    """A share lies within 0 and 1 and within its interval, if it is no part of a value; what is missing says why."""
    if one.value is None:
        return bool(one.missing)
    if one.indicator in PARTS:
        return one.low is None and 0.0 <= one.value <= 1.0 + 1e-9
    within = one.low is not None and one.high is not None and one.low <= one.value <= one.high
    return within and (one.unit != "share" or (one.low >= 0.0 and one.high <= 1.0 + 1e-9))  # type: ignore[operator]
