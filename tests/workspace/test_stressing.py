"""Scenarios upon the real pack: reuse is exact, every kind of after-value is explained, public evidence stays public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from contrapeso.ledger.trace import Link
from contrapeso.stress.overlay import Overlaid, lay
from contrapeso.stress.run import Change, Stressed
from contrapeso.stress.strike import strike
from contrapeso.stress.summary import summary
from contrapeso.workspace import Workspace
from contrapeso.workspace.explaining_stress import Explained, parse
from contrapeso.workspace.stressing import Bench, find_scenario, proposed

ON, COUNTRY = date(2026, 11, 26), "PER"


@pytest.fixture(scope="module")
def bench(workspace: Workspace) -> Bench:
    return Bench(workspace, COUNTRY)


@pytest.fixture(scope="module")
def cases(workspace: Workspace, bench: Bench) -> list[Stressed]:
    return [bench.stress(find_scenario(workspace, one.scenario), one.given) for one in proposed(workspace, COUNTRY)]


def laid(workspace: Workspace, bench: Bench, name: str, given: dict[str, tuple[str, ...]]) -> tuple[date, Overlaid]:
    scenario = find_scenario(workspace, name)
    day = ON + timedelta(days=scenario.notice_days)
    return day, lay(strike(scenario, bench.target(bench.plain(day).evidence, ON, given)))


@pytest.mark.parametrize(
    ("name", "given"),
    [("supplier-ends-support", {"partner": ("RUS",)}), ("aid-ends", {"partner": ("USA",)}), ("status-withdrawn", {})],
)
def test_measuring_only_what_a_shock_touches_says_what_measuring_all_says(
    workspace: Workspace, bench: Bench, name: str, given: dict[str, tuple[str, ...]]
) -> None:
    day, overlaid = laid(workspace, bench, name, given)
    before = bench.plain(day)
    again, whole = bench.again(before, overlaid), bench.judge(overlaid.over(before.evidence))
    assert again.measurements == whole.measurements and again.findings == whole.findings
    assert again.measurements != before.measurements


def test_every_kind_of_changed_value_is_explained_with_its_shock(bench: Bench, cases: list[Stressed]) -> None:
    looked = 0
    for found in cases:
        kinds: dict[tuple[str, bool, bool], Change] = {}
        for one in (*found.measurements, *found.findings):
            if one.is_changed:
                kinds.setdefault((one.id.partition(":")[0], one.before is None, one.after is None), one)
        for one in kinds.values():
            told = list(leaves(Explained(bench, found).change(one)))
            assert told[0].name == found.explain_id(one)
            assert any(
                link.kind == "shock" and link.where.startswith(f"scenarios/{found.scenario.name}/scenario.yml line ")
                for link in told
            )
            assert (one.before is not None) == any(link.kind == "before" and link.name == one.id for link in told)
            looked += 1
    assert looked > 60


def leaves(link: Link) -> Iterator[Link]:
    yield link
    for one in link.rests_on:
        yield from leaves(one)


def test_explaining_by_name_alone_says_what_the_whole_run_says(
    workspace: Workspace, bench: Bench, cases: list[Stressed]
) -> None:
    found = cases[0]
    for wanted in ("per/denial-power:CAN:air-lift", "per/support-lost:amphibious"):
        change = next(one for one in (*found.measurements, *found.findings) if one.id == wanted)
        assert workspace.explain(found.explain_id(change)) == Explained(bench, found).change(change)
    assert parse("stress:a,b=X+Y,c=Z:per/d:e") == ("a", {"b": ("X", "Y"), "c": ("Z",)}, "per/d:e")


def test_each_case_says_what_changes_most_and_support_never_grows(cases: list[Stressed]) -> None:
    by_name = {found.name: summary(found) for found in cases}
    usa, bloc = by_name["supplier-ends-support,partner=USA"], by_name["bloc-ends-support,bloc=USA+mnna"]
    assert bloc.loss >= usa.loss > 0.0 and usa.most[0] == usa.losing[0]
    assert by_name["sanctions-after-purchase,seller=RUS"].loss == usa.loss
    assert by_name["status-withdrawn"].most and not by_name["status-withdrawn"].is_of_support
    for found in cases:
        kept = [one for one in found.measurements if one.id.startswith("per/supported-capability")]
        assert kept and all((one.difference or 0.0) <= 1e-12 for one in kept)


def test_ended_support_leaves_the_findings_of_law_as_they_are(workspace: Workspace, cases: list[Stressed]) -> None:
    law = {one.id for one in workspace.doctrine(COUNTRY).requirements if one.norms}
    for found in cases[:3]:
        changed = [one.id for one in found.findings if one.is_changed]
        assert changed and not [name for name in changed if name.partition(":")[0] in law]


def test_a_report_tries_the_cases_on_public_evidence_and_records_nothing(workspace: Workspace) -> None:
    from contrapeso.workspace.reversing import what_if

    stressed, smallest = what_if(workspace, COUNTRY, workspace.judge(COUNTRY, on=ON, public_only=True))
    assert len(stressed) == 7 and all(one.after.evidence.public_only and not one.run_id for one in stressed)
    assert smallest and all(one.is_exact and one.floor for one in smallest)
