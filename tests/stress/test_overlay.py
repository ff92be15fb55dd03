"""Overlays: nothing laid over changes nothing, order does not matter, evidence stays as it is, and what is left is 1 − D."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.assess.run import assess
from contrapeso.core.facts import Act, Component, Fact, Holding, Stage, Status
from contrapeso.core.measurement import Measurement
from contrapeso.core.period import PartialDate
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.run import Measurer
from contrapeso.stress.overlay import Blow, Edit, lay
from contrapeso.stress.run import Judged, compare
from contrapeso.stress.scenario import Scenario, Shock
from contrapeso.stress.strike import Target, strike
from tests.architecture.engine import CONTENT
from tests.properties.test_fleets import ON, STATES, fleets, judge

COUNTRY = sorted(path.name for path in (CONTENT / "packs").iterdir() if path.is_dir())[0]
STRIKERS = [state for state in STATES if state != "SUN"]


def evidence_of(rows: Iterable[Fact]) -> Evidence:
    held = list(rows)
    return Evidence(ON, lambda table: [row for row in held if row.table == table])


def own(rows: list[Fact]) -> list[Fact]:
    from dataclasses import replace

    home = COUNTRY.upper()
    return [replace(row, state=home) if isinstance(row, Holding) else row for row in rows]


def ending(states: tuple[str, ...], evidence: Evidence, place: int = 0) -> list[Blow]:
    shock = Shock("end_support", {"by": states}, (), same("test"), f"test line {place}", place)
    scenario = Scenario("test", same("test"), same("test"), (), (shock,))
    return list(strike(scenario, Target(COUNTRY.upper(), evidence, ON, {}, lambda name: ())))


def judged(evidence: Evidence) -> Judged:
    doctrine, indicators = judge(COUNTRY)
    measured = Measurer(doctrine.country, evidence, doctrine.parameters, indicators, {})(None)
    return Judged(evidence, measured, assess(evidence.with_measured(measured), doctrine))


@given(fleets())
@settings(max_examples=10, deadline=None)
def test_an_overlay_of_nothing_changes_nothing(rows: list[Fact]) -> None:
    evidence = evidence_of(own(rows))
    before, after = judged(evidence), judged(evidence.with_overlay({}))
    assert before.measurements == after.measurements and before.findings == after.findings
    assert list(compare(before, after)) == [] and lay([]).over(evidence) is evidence
    untouched = lay(ending((), evidence))
    assert not untouched.rows and not untouched.causes


@given(fleets(), st.permutations(STRIKERS), st.randoms())
@settings(max_examples=25, deadline=None)
def test_shocks_in_any_order_at_once_or_one_after_another_leave_the_same(
    rows: list[Fact], order: list[str], by: object
) -> None:
    evidence = evidence_of(own(rows))
    blows = [blow for place, state in enumerate(STRIKERS[:3]) for blow in ending((state,), evidence, place)]
    turned = list(blows)
    by.shuffle(turned)  # type: ignore[attr-defined]
    one, other = lay(blows), lay(turned)
    assert one.rows == other.rows and one.causes == other.causes
    together = lay(ending(tuple(STRIKERS[:3]), evidence))
    assert one.rows == together.rows
    step = evidence
    for state in sorted(STRIKERS[:3], key=order.index):
        step = lay(ending((state,), step)).over(step)
    assert {row.key: row.ended_by for row in step.rows(Component)} == {
        row.key: row.ended_by for row in one.over(evidence).rows(Component)
    }


@given(fleets())
@settings(max_examples=25, deadline=None)
def test_evidence_is_never_written(rows: list[Fact]) -> None:
    evidence = evidence_of(own(rows))
    before = [(table, evidence.rows(table)) for table in (Holding, Component)]
    laid = lay(ending(tuple(STRIKERS), evidence)).over(evidence)
    assert [row.key for row in laid.rows(Component)] == [row.key for row in evidence.rows(Component)]
    assert all(evidence.rows(table) == held for table, held in before)
    assert not any(row.ended_by for row in evidence.rows(Component))


@given(fleets())
@settings(max_examples=15, deadline=None)
def test_what_is_left_is_one_less_what_the_coalition_can_deny(rows: list[Fact]) -> None:
    """Against denial power, which knows nothing of overlays, over every coalition of two."""
    evidence = evidence_of(own(rows))
    doctrine, indicators = judge(COUNTRY)
    power = measured(evidence, "denial-power")
    for state in STRIKERS:
        left = measured(lay(ending((state,), evidence)).over(evidence), "supported-capability")
        for one in left:
            denied = next((p for p in power if (p.object, p.capability) == (state, one.capability)), None)
            if one.value is not None:
                assert one.value == pytest.approx(1.0 - (denied.value or 0.0 if denied else 0.0))
            assert one.low == pytest.approx(1.0 - (denied.high if denied and denied.high is not None else 0.0))
            assert one.high == pytest.approx(1.0 - (denied.low if denied and denied.low is not None else 0.0))
    assert doctrine and indicators


@given(fleets())
@settings(max_examples=10, deadline=None)
def test_after_one_has_gone_another_can_deny_what_both_could_less_what_the_first_did(rows: list[Fact]) -> None:
    """D_after(q) · (1 − D({p})) = D({p, q}) − D({p}), from the structure of the fleet."""
    from contrapeso.core.parameter import Rules
    from contrapeso.measure.fleet import groups
    from contrapeso.measure.frame import Frame
    from contrapeso.workspace.reversing import RULES

    evidence = evidence_of(own(rows))
    doctrine, _ = judge(COUNTRY)
    frame = Frame(doctrine.country, evidence, Rules(doctrine.parameters, RULES, ON), "test", "share", {})
    whole = {group.capability: group.structure for group in groups(frame) if group.weighing}
    for p, q in combinations(STRIKERS, 2):
        after = measured(lay(ending((p,), evidence)).over(evidence), "denial-power")
        for capability, structure in whole.items():
            gone = structure.denial({p})
            found = next((one.value for one in after if (one.object, one.capability) == (q, capability)), 0.0)
            if gone < 1.0 - 1e-9:
                assert (found or 0.0) * (1.0 - gone) == pytest.approx(structure.denial({p, q}) - gone)


def measured(evidence: Evidence, name: str) -> list[Measurement]:
    doctrine, indicators = judge(COUNTRY)
    return list(Measurer(doctrine.country, evidence, doctrine.parameters, indicators, {})(name))


def test_the_earliest_end_and_the_gravest_status_count() -> None:
    shock = Shock("end_status", {}, (), None, "test")
    status = Status(status_id="s", status="ally", state="URY", start=PartialDate.parse("2020"), start_precision="year")
    act = Act(act_id="a", kind="training", title=same("a"), status="in-force")
    ends = [PartialDate.of(date(2027, 1, 1)), PartialDate.of(date(2026, 5, 1))]
    laid = lay(
        [
            *(Edit(status, "end", end, shock) for end in ends),
            *(Edit(act, "status", one, shock) for one in ("cancelled", "expired")),
        ]
    )
    (ended,), (over,) = laid.rows["status"], laid.rows["act"]
    assert ended.end == ends[1] and over.status == "cancelled"  # type: ignore[attr-defined]
    assert laid.causes == {"status:s": (shock,), "act:a": (shock,)}


def test_a_replaced_row_keeps_its_place_and_rows_are_read_once() -> None:
    asked: list[str] = []
    rows = [
        Stage(stage_id=f"s{n}", act_id="a", stage="signed", on=PartialDate.of(ON), precision="day") for n in range(3)
    ]

    def read(table: str) -> list[Fact]:
        asked.append(table)
        return list(rows) if table == "stage" else []

    evidence = Evidence(ON, read)
    evidence.rows(Stage)
    from dataclasses import replace

    laid = evidence.with_overlay({"stage": [replace(rows[1], instrument="x")]})
    assert [row.stage_id for row in laid.rows(Stage)] == ["s0", "s1", "s2"]
    assert [row.instrument for row in laid.rows(Stage)] == [None, "x", None] and asked == ["stage"]
