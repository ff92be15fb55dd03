"""Assessing again only what a change touches finds, on the real pack, what assessing all of it anew finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.assess.again import assess_again
from contrapeso.assess.run import assess
from contrapeso.core.facts import Act, Component, Coverage, Fact, Holding, Stage, Status
from contrapeso.core.period import PartialDate
from contrapeso.workspace import Workspace, measuring
from contrapeso.workspace.measuring import Judged

ON, COUNTRY = date(2026, 11, 26), "PER"
LATER = PartialDate.of(date(2027, 3, 1))
CHANGES: tuple[tuple[type[Fact], dict[str, Any]], ...] = (
    (Act, {"status": "historic"}), (Act, {"status": "in-force"}), (Act, {"kind": "treaty"}), (Act, {"armed": True}),
    (Stage, {"stage": "ratified"}), (Stage, {"stage": "approved", "votes_for": 5}), (Stage, {"on": LATER}),
    (Coverage, {"complete": False}), (Coverage, {"kind": "all"}), (Component, {"ended_by": ("USA",)}),
    (Holding, {"status": "retired"}), (Status, {"end": PartialDate.of(date(2026, 1, 1))}),
)  # fmt: skip


@pytest.fixture(scope="module")
def judged(workspace: Workspace) -> Judged:
    return workspace.judge(COUNTRY, on=ON)


def overlay(judged: Judged, picked: list[tuple[int, int]]) -> dict[str, list[Fact]]:
    laid: dict[str, dict[str, Fact]] = {}
    for change, at in picked:
        table, values = CHANGES[change]
        rows = judged.evidence.rows(table)
        row = rows[at % len(rows)]
        laid.setdefault(table.table, {})[row.key] = replace(laid.get(table.table, {}).get(row.key, row), **values)
    return {table: list(rows.values()) for table, rows in laid.items()}


@given(st.lists(st.tuples(st.integers(0, len(CHANGES) - 1), st.integers(0, 10_000)), max_size=4))
@settings(max_examples=30, deadline=None)
def test_only_what_a_change_touches_is_assessed_again(
    workspace: Workspace, judged: Judged, picked: list[tuple[int, int]]
) -> None:
    laid, doctrine = overlay(judged, picked), workspace.doctrine(COUNTRY)
    changed = judged.evidence.with_overlay(laid)
    view = changed.with_measured(measuring.measurer(workspace, COUNTRY, changed))
    assert assess_again(judged.findings, judged.evidence, view, doctrine, set(laid)) == assess(view, doctrine)


def test_an_act_that_is_gone_takes_its_findings_along(workspace: Workspace, judged: Judged) -> None:
    doctrine, acts = workspace.doctrine(COUNTRY), {one.act for one in judged.findings if one.act}
    stages = [row for row in judged.evidence.rows(Stage) if row.act_id in acts]
    act = stages[0].act_id
    late = [replace(one, on=LATER) for one in stages if one.act_id == act]
    view = judged.evidence.with_overlay({"stage": late}).with_measured(judged.measurements)
    found = assess_again(judged.findings, judged.evidence, view, doctrine, {"stage"})
    assert act not in {one.act for one in found} and found == assess(view, doctrine)


def test_requirements_that_read_nothing_but_their_act_are_known(workspace: Workspace, judged: Judged) -> None:
    reads = [judged.evidence.reads[one.id] for one in workspace.doctrine(COUNTRY).requirements if one.scope == "act"]
    assert sum("act" not in tables for tables in reads) > len(reads) / 2


def test_what_was_measured_counts_as_read(workspace: Workspace, judged: Judged) -> None:
    asked = [one for one in workspace.doctrine(COUNTRY).requirements if one.scope == "capability"]
    assert asked and all({"component", "holding"} <= judged.evidence.reads[one.id] for one in asked)
