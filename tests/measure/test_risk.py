"""Risk and endurance of random fleets: figures in order, parts that sum, more people behind a part never lower a loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.core.errors import ContentError
from contrapeso.core.facts import Component, Fact, Holding
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.enduring import LONGEST
from contrapeso.measure.given_votes import given_assembly
from contrapeso.measure.indicator import Indicator, find_indicator, read_indicators
from contrapeso.measure.run import measure
from tests.architecture.engine import CONTENT
from tests.properties.test_fleets import ON, fleets

HOME = "HOM"
TAILS = ("expected", "aar-50", "aar-80", "aar-90", "aar-95", "aar-99")
RULES = {
    "denial_chance": (0.02, 0.005, 0.06), "denial_horizon": (5, 1, 10), "denial_correlation": (0.3, 0.0, 0.7),
    "similarity_distance": (1.0, 0.5, 2.0), "loss_without_sensor": (0.3, 0.1, 0.6), "loss_without_weapon": (0.3, 0.1, 0.6),
    "stock_months": (12, 3, 36), "decay_monthly": (0.04, 0.02, 0.1), "support_floor": (0.1, 0.0, 0.25),
    "capability_minimum": (0.5, 0.3, 0.7),
}  # fmt: skip


@cache
def indicators() -> tuple[Indicator, ...]:
    return read_indicators([CONTENT / "indicators"])


def rule(name: str, value: object, low: float | None = None, high: float | None = None) -> Parameter:
    only = ParameterValue(Period(), value, "assumption", None, None, low, high, None, None, None, 1)
    return Parameter(name, same(name), "case", (only,), None, "case", 1)


def measured(rows: Sequence[Fact], name: str, votes: object = None, **more: object) -> tuple[Measurement, ...]:
    rules = {key: rule(key, *ends) for key, ends in RULES.items()} | {
        key: rule(key, value) for key, value in more.items()
    }
    by_table = {table.table: [row for row in rows if isinstance(row, table)] for table in (Holding, Component)}
    assembly = given_assembly(votes) if votes else None  # type: ignore[arg-type]
    return measure(HOME, Evidence(ON, overlay=by_table), rules, (find_indicator(name, indicators()),), {}, assembly)


def by_topic(found: Sequence[Measurement], capability: str | None) -> dict[str | None, Measurement]:
    return {one.topic: one for one in found if one.capability == capability and one.object is None}


def own(rows: Sequence[Fact]) -> list[Fact]:
    return [replace(row, state=HOME) if isinstance(row, Holding) else row for row in rows]


@given(fleets())
@settings(max_examples=40, deadline=None)
def test_the_worse_the_cases_the_more_is_lost(rows: list[Fact]) -> None:
    found = measured(own(rows), "autonomy-at-risk")
    for capability in {one.capability for one in found}:
        topics = by_topic(found, capability)
        for end in ("value", "low", "high"):
            figures = [getattr(topics[name], end) for name in TAILS]
            if None not in figures:
                assert all(a <= b + 1e-9 for a, b in pairwise(figures)), (capability, end)
        for level in (90, 95, 99):
            var, aar = topics[f"var-{level}"], topics[f"aar-{level}"]
            assert var.value is None or var.value <= (aar.value or 0.0) + 1e-9


@given(fleets())
@settings(max_examples=40, deadline=None)
def test_shares_of_partners_and_of_platforms_sum_to_the_risk(rows: list[Fact]) -> None:
    facts = own(rows)
    whole = {one.capability: one for one in measured(facts, "autonomy-at-risk") if one.topic == "aar-95"}
    for name in ("risk-by-partner", "risk-by-platform"):
        parts = measured(facts, name)
        for capability, one in whole.items():
            if one.value is not None and (capability or name == "risk-by-partner"):
                shares = [part.value or 0.0 for part in parts if part.capability == capability]
                assert sum(shares) == pytest.approx(one.value, abs=1e-9)


@given(fleets())
@settings(max_examples=30, deadline=None)
def test_on_average_all_capabilities_lose_the_mean_of_what_each_loses(rows: list[Fact]) -> None:
    found = [one for one in measured(own(rows), "autonomy-at-risk") if one.topic == "expected"]
    each = [one.value for one in found if one.capability and one.value is not None]
    for one in found:
        if one.capability is None and one.value is not None:
            assert one.value == pytest.approx(sum(each) / len(each), abs=1e-9)


@given(fleets(), st.floats(0.0, 0.2), st.floats(0.0, 0.5))
@settings(max_examples=30, deadline=None)
def test_a_likelier_denial_never_lowers_a_figure(rows: list[Fact], chance: float, more: float) -> None:
    facts = own(rows)
    calm, tense = (measured(facts, "autonomy-at-risk", denial_chance=one) for one in (chance, min(1.0, chance + more)))
    for one, other in zip(calm, tense, strict=True):
        assert (one.value or 0.0) <= (other.value or 0.0) + 1e-8, one.id


@given(fleets())
@settings(max_examples=40, deadline=None)
def test_what_is_left_falls_with_the_months_and_one_state_takes_no_more_than_all(rows: list[Fact]) -> None:
    found = measured(own(rows), "endurance")
    for one in found:
        alike = {
            other.topic: other for other in found if (other.capability, other.object) == (one.capability, one.object)
        }
        months = [alike[name] for name in ("month-6", "month-12", "month-24")]
        for end in ("value", "low", "high"):
            left = [getattr(row, end) for row in months]
            if None not in left:
                assert left == sorted(left, reverse=True)
        below = alike["months-below"]
        assert below.low is not None and below.high is not None and 0.0 <= below.low <= below.high <= LONGEST
        every = next(
            other
            for other in found
            if (other.capability, other.object, other.topic) == (one.capability, None, one.topic)
        )
        assert one.low is not None and every.low is not None and every.low <= one.low + 1e-9
        assert one.value is None or every.value is None or every.value <= one.value + 1e-9


def pair(*states: str) -> list[Fact]:
    rows: list[Fact] = []
    for state in states:
        rows.append(
            Holding(
                holding_id=state,
                state=HOME,
                platform=state,
                category="c",
                capability="lift",
                status="in-service",
                quantity=1,
            )
        )
        rows.append(
            Component(
                component_id=f"{state}.s",
                holding_id=state,
                role="sustainment",
                suppliers=(state,),
                criticality="critical",
            )
        )
    return rows


def test_suppliers_that_vote_alike_are_worse_than_those_that_do_not() -> None:
    worst = {}
    for name, position in (("alike", 0.1), ("apart", 4.0)):
        votes = {"positions": {2024: {"ITA": [0, 0.1], "KOR": [position, 0.1]}}}
        found = measured(pair("ITA", "KOR"), "autonomy-at-risk", votes)
        worst[name] = by_topic(found, "lift")["aar-95"].value or 0.0
        assert all(one.evidence[0].startswith("positions:") for one in found)
        assert all("un-votes" not in one.missing for one in found)
    assert worst["apart"] < worst["alike"]


def test_without_a_position_of_one_there_is_one_factor_and_it_is_said() -> None:
    votes = {"positions": {2024: {"ITA": [0, 0.1]}}}
    found = measured(pair("ITA", "KOR"), "autonomy-at-risk", votes)
    alone = measured(pair("ITA", "KOR"), "autonomy-at-risk")
    assert [one.value for one in found] == [one.value for one in alone]
    assert {one.missing for one in found} == {("un-position",)} and {one.missing for one in alone} == {("un-votes",)}


def test_a_supplier_with_its_own_chance_weighs_by_it() -> None:
    found = measured(
        pair("ITA", "KOR"), "risk-by-partner", denial_chance=0.002, denial_chances={"KOR": [0.001, 0.004, 0.01]}
    )
    shares = {one.object: one.value or 0.0 for one in found}
    assert shares["KOR"] > shares["ITA"] > 0.0


def test_a_chance_out_of_order_is_refused() -> None:
    with pytest.raises(ContentError, match="in order"):
        measured(pair("ITA"), "autonomy-at-risk", denial_chances={"ITA": [0.3, 0.1, 0.2]})
