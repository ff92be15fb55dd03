"""Scenarios are strict: every fault of a file is told with its line, and what is given must be what is taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contrapeso.core.errors import ContentError, ContrapesoError, UnknownName
from contrapeso.ledger.evidence import Evidence
from contrapeso.stress.scenario import Scenario, read_proposed, read_scenario
from contrapeso.stress.strike import Target, strike, struck_by

HEAD = "title: {es: t, en: t}\nquestion: {es: q, en: q}\n"
TAKES = "takes: [{name: partner, title: {es: p, en: p}}]\n"


def scenario(tmp_path: Path, shocks: str, takes: str = TAKES) -> Scenario:
    folder = tmp_path / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "scenario.yml").write_text(HEAD + takes + "shocks:\n" + shocks, encoding="utf-8")
    return read_scenario(folder)


@pytest.mark.parametrize(
    ("shocks", "line", "said"),
    [
        ("  - end_support: {by: $partner, when: now}\n    assumes: {es: a, en: a}\n", 5, "unknown key: when"),
        ("  - end_everything: {by: USA}\n    assumes: {es: a, en: a}\n", 5, "one kind"),
        ("  - end_support: {by: $nobody}\n    assumes: {es: a, en: a}\n", 5, r"\$nobody"),
        ("  - end_support: {by: USA}\n", 5, "assumes"),
        ("  - end_support: {}\n    assumes: {es: a, en: a}\n", 5, "by is missing"),
        ("  - end_support: {by: USA}\n    assumes: {es: a}\n", 6, "translation"),
        ("  - end_support: {by: USA}\n    assumes: {es: a, en: a}\n    why: no\n", 7, "unknown key: why"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, shocks: str, line: int, said: str) -> None:
    with pytest.raises(ContentError, match=said) as caught:
        scenario(tmp_path, shocks)
    assert {(fault.file, fault.line) for fault in caught.value.faults} == {("scenarios/mine/scenario.yml", line)}


def test_what_is_given_is_what_is_taken(tmp_path: Path) -> None:
    made = scenario(tmp_path, "  - end_support: {by: $partner}\n    assumes: {es: a, en: a}\n")
    assert made.filled({"partner": ("USA",)}) == {"partner": ("USA",)}
    with pytest.raises(ContrapesoError, match="partner"):
        made.filled({})
    with pytest.raises(UnknownName, match="seller"):
        made.filled({"partner": ("USA",), "seller": ("RUS",)})


def test_a_clause_that_nobody_records_has_no_holder(tmp_path: Path) -> None:
    made = scenario(tmp_path, '  - end_support: {by: "holder of sanctions"}\n    assumes: {es: a, en: a}\n', "")
    target = Target("URY", Evidence(date(2026, 1, 1)), date(2026, 1, 1), {}, lambda name: ())
    with pytest.raises(UnknownName, match="sanctions"):
        list(strike(made, target))


def test_the_state_itself_cannot_strike_but_is_passed_over_in_a_group(tmp_path: Path) -> None:
    made = scenario(tmp_path, "  - end_support: {by: $partner}\n    assumes: {es: a, en: a}\n")

    def target(*given: str) -> Target:
        return Target(
            "URY", Evidence(date(2026, 1, 1)), date(2026, 1, 1), {"partner": given}, lambda name: ("BRA", "URY")
        )

    ((_, states),) = struck_by(made, target("south", "usa"))
    assert states == ("BRA", "USA")
    with pytest.raises(ContrapesoError, match="URY is the state itself"):
        struck_by(made, target("URY"))


def test_proposed_cases_are_strict_too(tmp_path: Path) -> None:
    path = tmp_path / "stress.yml"
    assert read_proposed(path) == ()
    path.write_text("- {scenario: x, with: {partner: USA}, why: {es: w, en: w}}\n", encoding="utf-8")
    (one,) = read_proposed(path)
    assert (one.scenario, dict(one.given), one.line) == ("x", {"partner": ("USA",)}, 1)
    path.write_text("- {scenario: x, with: [USA], why: {es: w, en: w}, when: now}\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_proposed(path)
    assert len(caught.value.faults) == 2


def test_a_pack_that_proposes_what_no_scenario_takes_is_told_so(tmp_path: Path) -> None:
    from contrapeso.workspace.checking import check_pack

    folder = tmp_path / "packs" / "per"
    folder.mkdir(parents=True)
    (folder / "stress.yml").write_text(
        "- {scenario: nobody, why: {es: w, en: w}}\n- {scenario: aid-ends, with: {seller: RUS}, why: {es: w, en: w}}\n",
        encoding="utf-8",
    )
    (folder / "pack.yml").write_text("extends: per\n", encoding="utf-8")
    faults = check_pack((tmp_path,), None, "PER")
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [
        ("stress.yml", 1, "scenario"),
        ("stress.yml", 2, "with"),
    ]
