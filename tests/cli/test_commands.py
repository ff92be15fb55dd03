"""The commands as scripts use them: keys, codes, exit codes, and the facts that must be seen."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

import contrapeso
from contrapeso.assess.verdict import VERDICTS
from tests.cli.running import Run

KEYS = [
    "id", "requirement", "act", "verdict", "code", "cites", "severity", "due_on", "missing", "evidence",
    "capability",
]  # fmt: skip


@pytest.mark.parametrize("what", ["acts", "stages", "clauses", "privileges", "requirements", "sources", "findings"])
def test_list_gives_an_object_with_that_key(run: Run, what: str) -> None:
    ran = run("list", what, "PER", "--on", "2026-11-23", "--json")
    assert ran.code == 0
    assert list(ran.json) == [what] and len(ran.json[what]) > 10


def test_every_row_of_the_register_belongs_to_one_act(run: Run) -> None:
    acts = run("list", "acts", "PER", "--on", "2026-11-23", "--json").json["acts"]
    rows = [row for act in acts for row in act["rows"]]
    assert len(rows) == len(set(rows)) == 216


def test_one_process_is_one_act_with_its_dated_steps(run: Run) -> None:
    acts = {act["act_id"]: act for act in run("list", "acts", "PER", "--on", "2026-11-23", "--json").json["acts"]}
    steps = [(step["stage"], step["on"]) for step in acts["pe-act-161"]["stages"]]
    path = [("signed", "2024-08-13"), ("requested", "2024-10-03"), ("approved", "2024-11-06")]
    assert steps[:3] == path and ("ratified", "2024-11-14") in steps
    assert [act["act_id"] for act in acts.values() if act["process_id"] == "siforex-2023"] == ["pe-act-148"]
    assert [act["act_id"] for act in acts.values() if act["process_id"] == "arc-gloria-2023"] == ["pe-act-150"]


def test_amounts_are_written_once_per_process(run: Run) -> None:
    acts = run("list", "acts", "PER", "--on", "2026-11-23", "--json").json["acts"]
    money = [(act["process_id"], act["amount"], act["currency"]) for act in acts if act["process_id"] and act["amount"]]
    assert len(money) == len(set(money))


def test_clauses_name_the_acts_they_govern(run: Run) -> None:
    clauses = {row["clause_id"]: row for row in run("list", "clauses", "PER", "--json").json["clauses"]}
    assert {"act_id": "pe-act-161", "applies": "in-force"} in clauses["c11"]["acts"]
    assert all(row["citation"] and row["holder"] for row in clauses.values())


def test_findings_have_exactly_the_promised_keys(run: Run) -> None:
    findings = run("assess", "PER", "--on", "2026-11-23", "--json").json["findings"]
    assert all(list(finding) == KEYS for finding in findings)
    assert {finding["verdict"] for finding in findings} <= set(VERDICTS)
    assert all(" " not in finding["id"] for finding in findings)
    assert len({finding["id"] for finding in findings}) == len(findings)


def test_every_requirement_yields_a_finding_and_not_applicable_only_once(run: Run) -> None:
    findings = run("assess", "PER", "--on", "2026-11-23", "--json").json["findings"]
    requirements = run("list", "requirements", "PER", "--json").json["requirements"]
    assert {row["id"] for row in requirements} == {finding["requirement"] for finding in findings}
    assert len(requirements) >= 35
    idle = [finding for finding in findings if finding["verdict"] == "NOT_APPLICABLE"]
    assert all(finding["act"] is None for finding in idle)
    assert len({finding["requirement"] for finding in idle}) == len(idle)


def test_the_authorisation_for_2026_does_not_fail_when_the_chambers_change(run: Run) -> None:
    for on in ("2026-07-26", "2026-07-27", "2026-11-23"):
        findings = run("assess", "PER", "--on", on, "--json").json["findings"]
        consent = next(one for one in findings if one["id"] == "per/entry-consent:pe-act-204")
        assert consent["verdict"] == "PASS"
        assert any("102(8)" in cite for cite in consent["cites"])
        assert not any("102-A" in cite for cite in consent["cites"])


def test_the_designation_needs_no_approval(run: Run) -> None:
    findings = run("assess", "PER", "--on", "2026-11-23", "--json").json["findings"]
    of_designation = [one for one in findings if one["act"] == "pe-act-208"]
    assert [(one["verdict"], one["code"]) for one in of_designation] == [("PASS", "no-approval-needed")]


def test_excess_articles_are_not_given_and_brazil_contradicts_the_claim(run: Run) -> None:
    privileges = {row["privilege_id"]: row for row in run("list", "privileges", "PER", "--json").json["privileges"]}
    assert privileges["p04"]["given"] == "no"
    claims = run("list", "claims", "PER", "--json").json["claims"]
    claim = next(row for row in claims if "status:mnna-bra" in row["refs"])
    assert claim["verdict"] == "contradicted" and "2019" in claim["answer"]["es"]


def test_python_gives_what_the_command_gives(run: Run, ledger: Path) -> None:
    printed = run("assess", "PER", "--on", "2026-11-23", "--json").json["findings"]
    with contrapeso.open(ledger) as workspace:
        findings = workspace.assess("PER", on=date(2026, 11, 23))
    assert [finding.to_dict() for finding in findings] == printed


def test_explain_reaches_the_line_of_a_file(run: Run, pack: Path) -> None:
    ran = run("explain", "per/treaty-approval:pe-act-161", "--on", "2026-11-23", "--json")
    chain = ran.json["explain"]
    facts = [link for link in chain["rests_on"] if link["kind"] == "fact"]
    assert facts
    for link in facts:
        file, _, line = link["where"].partition(" line ")
        written = (pack / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert link["name"].partition(":")[2] in written
        assert {below["kind"] for below in link["rests_on"]} >= {"snapshot", "source"}
    norm = next(link for link in chain["rests_on"] if link["kind"] == "norm")
    file, _, line = norm["where"].partition(" line ")
    assert norm["name"] in (pack / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_explain_shows_an_assumption_as_such_with_its_range(run: Run, pack: Path) -> None:
    findings = run("assess", "PER", "--on", "2026-11-23", "--json").json["findings"]
    warned = next(one["id"] for one in findings if one["verdict"] == "WARN" and one["act"])
    chain = run("explain", warned, "--on", "2026-11-23", "--json").json["explain"]
    assumed = next(link for link in chain["rests_on"] if link["kind"] == "assumption")
    assert "[1–15]" in assumed["says"]["en"] and "días hábiles" in assumed["says"]["es"]
    file, _, line = assumed["where"].partition(" line ")
    assert "from" in (pack / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


@pytest.mark.parametrize("name", ["PE-061", "per/entry-consent", "pe-act-208", "clause:c17", "rpp-does-not-exist"])
def test_explain_knows_every_kind_of_name(run: Run, name: str) -> None:
    ran = run("explain", name)
    if name == "rpp-does-not-exist":
        assert ran.code == 2 and "nothing is called" in ran.err
    else:
        assert ran.code == 0 and " line " in ran.out


def test_every_undetermined_finding_can_be_asked_about(run: Run, ledger: Path) -> None:
    with contrapeso.open(ledger) as workspace:
        findings = workspace.assess("PER", on=date(2026, 11, 23))
        asked = {}
        for finding in findings:
            if finding.verdict == "UNDETERMINED" and not all(code.startswith("rule-") for code in finding.missing):
                asked.setdefault(finding.requirement, finding.id)
        for finding_id in asked.values():
            draft = workspace.request(finding_id, on=date(2026, 11, 23))
            assert draft.asks and draft.article and draft.answer_by == date(2026, 12, 7)
            assert draft.addressee.es in draft.letter.es and draft.asks[0].en[1:] in draft.letter.en


def test_request_prints_the_letter_in_the_language_asked(run: Run) -> None:
    ran = run("request", "per/executive-account:pe-act-032", "--lang", "es", "--on", "2026-11-23")
    assert ran.code == 0 and "SOLICITUD DE ACCESO" in ran.out and "7 de diciembre de 2026" in ran.out


def test_exit_codes(run: Run) -> None:
    assert run("assess", "PER", "--on", "2026-11-23").code == 0
    assert run("assess", "PER", "--on", "2026-11-23", "--fail-on", "DUE").code == 1
    assert run("assess", "PER", "--on", "2026-11-23", "--fail-on", "NONSENSE").code == 2
    assert run("assess", "XXX").code == 2
    assert run("list", "nonsense", "PER").code == 2
    assert run("assess", "PER", "--on", "23/11/2026").code == 2
    assert run("check", "ledger").code == 0


def test_a_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ran = run("report", "PER", "--lang", "en", "--out", tmp_path / "file" / "report")
    assert ran.code == 2 and "cannot be written" in ran.err and "--out" in ran.err and ran.out == ""


def test_options_count_before_and_after_the_command(run: Run, tmp_path: Path) -> None:
    assert run("--ledger", tmp_path / "one", "ingest", "PER").code == 0
    assert run("ingest", "PER", "--ledger", tmp_path / "two").code == 0
    assert (tmp_path / "one" / "evidence").is_dir() and (tmp_path / "two" / "evidence").is_dir()


def test_a_private_act_shows_only_where_it_is_mounted(run: Run, tmp_path: Path) -> None:
    content = tmp_path / "private"
    file = tmp_path / "acts.csv"
    row = {
        "act_id": "mine-1",
        "kind": "mou",
        "record_type": "instrument",
        "title_es": "Memorando",
        "title_en": "Memorandum",
    }
    row |= {"partner_basis": "named", "partners": "CAN", "status": "in-force", "confidence": "medium"}
    with file.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, list(row))
        writer.writeheader()
        writer.writerow(row)
    added = run("new", "act", "PER", "--from", file, "--content", content, "--json")
    assert added.code == 0 and added.json["acts"] == ["mine-1"]
    mounted = run("list", "acts", "PER", "--content", content, "--json").json["acts"]
    assert "mine-1" in {act["act_id"] for act in mounted}
    plain = run("list", "acts", "PER", "--json").json["acts"]
    assert "mine-1" not in {act["act_id"] for act in plain}
    again = run("new", "act", "PER", "--from", file, "--content", content)
    assert again.code == 2 and "mine-1" in again.err
    assert run("check", "pack", content).code == 0


def test_new_act_asks_and_refuses_what_is_wrong(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([
        "mine-2", "nonsense", "mou", "instrument", "Memorando de prueba", "Test memorandum", "CAN", "signed",
        "23/11/2026", "2026-02", "Nota de prensa", "Cancillería", "official", "https://www.gob.pe/rree",
    ])  # fmt: skip
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    added = run("new", "act", "--content", tmp_path, "--json")
    assert added.code == 0, added.err
    stages = run("list", "stages", "PER", "--content", tmp_path, "--json").json["stages"]
    assert [one["on"] for one in stages if one["act_id"] == "mine-2"] == ["2026-02"]
    chain = run("explain", "mine-2", "--content", tmp_path, "--json").json["explain"]
    assert "https://www.gob.pe/rree" in json.dumps(chain)
