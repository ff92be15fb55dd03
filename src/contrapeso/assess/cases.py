"""Cases that a lawyer can write: given facts on a day, the verdicts that a requirement must give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.run import Finding, assess
from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.facts import Act, Coverage, Fact, Stage
from contrapeso.core.given import fact_of
from contrapeso.core.manifest import Entry, read_list
from contrapeso.core.measurement import Measurement
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence

_TABLES: dict[str, type[Fact]] = {"acts": Act, "stages": Stage, "coverage": Coverage}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its facts, the day, and by requirement, or by finding where several capabilities are judged, the expected
    ``VERDICT [code | due date | missing,…]``.
    """

    name: str
    on: date
    evidence: Evidence
    expect: Mapping[str, str]
    file: str
    line: int

    def disagreements(self, doctrine: Doctrine) -> list[str]:
        """What the requirements say otherwise, one sentence each; empty if the case holds."""
        findings = assess(self.evidence, doctrine)
        found = {finding.requirement: finding for finding in findings} | {finding.id: finding for finding in findings}
        return [
            f"{self.file}:{self.line} {self.name!r}: {name} expected {expected!r}, got {describe(found.get(name))!r}"
            for name, expected in self.expect.items()
            if not agrees(found.get(name), expected)
        ]


def describe(finding: Finding | None) -> str:
    """A finding in the words of a case: ``FAIL below-majority``, ``DUE 2026-09-01``, ``UNDETERMINED approved``."""
    if finding is None:
        return "no finding"
    detail = finding.due_on or finding.code or ",".join(finding.missing)
    return f"{finding.verdict} {detail}" if detail else finding.verdict


def agrees(finding: Finding | None, expected: str) -> bool:
    """A bare verdict agrees with any detail; a detail must match the code, the date, or lie among the missing."""
    if finding is None:
        return False
    verdict, _, detail = expected.partition(" ")
    if finding.verdict != verdict or not detail:
        return finding.verdict == verdict
    if verdict == "UNDETERMINED":
        return set(detail.split(",")) <= set(finding.missing)
    return detail in (finding.code, str(finding.due_on))


def read_cases(folder: Path) -> list[Case]:
    """All cases below ``folder/cases``; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    cases = [
        case
        for path in sorted(folder.glob("cases/*.yml"))
        for entry in read_list(path, path.relative_to(folder).as_posix(), faults)
        for case in _case(entry)
    ]
    if faults:
        raise ContentError(faults)
    return cases


def _case(entry: Entry) -> Iterator[Case]:
    name, on, given = entry.string("name"), entry.when("on"), entry.value("given")
    expect = entry.value("expect")
    entry.done()
    if name is None or on is None or not isinstance(given, dict) or not isinstance(expect, dict):
        return
    try:
        measured = [_measurement(row, on) for row in given.pop("measurements", [])]
        overlay = _overlay(given)
    except (ValueError, TypeError, KeyError) as error:
        entry.fault("given", Text(es=f"hecho ilegible: {error}", en=f"unreadable fact: {error}"), _SEE_FACTS)
        return
    evidence = Evidence(on.first, overlay=overlay, measured=measured)
    yield Case(name, on.first, evidence, expect, entry.file, entry.line)


def _measurement(row: Mapping[str, Any], on: PartialDate) -> Measurement:
    """A measurement of a case: the state, the day and the unit may be left out."""
    made_up = {"subject": "case", "period": str(on), "vintage": str(on), "unit": "share"}
    return Measurement(**{**made_up, **row, "missing": tuple(row.get("missing", ()))})


def _overlay(given: dict[str, Any]) -> dict[str, list[Fact]]:
    """The facts of a case. ``act`` is one act; its id and title, and the ids of steps, may be left out."""
    given = dict(given)
    acts = [given.pop("act")] if "act" in given else []
    rows: dict[str, list[dict[str, Any]]] = {"acts": acts + given.pop("acts", [])}
    rows |= {name: given.pop(name, []) for name in ("stages", "coverage")}
    if given:
        raise ValueError(f"unknown tables {sorted(given)}: act, acts, stages, coverage, measurements")
    for index, row in enumerate(rows["stages"]):
        row.setdefault("act_id", "case")
        row.setdefault("stage_id", f"{row['act_id']}.{row['stage']}-{index}")
        row.setdefault("precision", PartialDate.parse(str(row["on"])).precision)
    for row in rows["acts"]:
        row.setdefault("act_id", "case")
        row.setdefault("title", {"es": "Acto del caso", "en": "Act of the case"})
    for row in rows["coverage"]:
        row.setdefault("basis", {"es": "Supuesto del caso", "en": "Assumed by the case"})
        row.setdefault("complete", True)
    return {_TABLES[name].table: [fact_of(_TABLES[name], row) for row in rows[name]] for name in _TABLES}


_SEE_FACTS = Text(es="vea los campos en core/facts.py", en="see the fields in core/facts.py")
