"""Every built-in pack: its cases hold, each requirement is tried in all ways, every code has words for a reader."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from contrapeso.assess.cases import Case, read_cases
from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.missing import missing_text
from contrapeso.assess.pack import read_doctrine
from contrapeso.assess.run import Finding, assess
from contrapeso.core.facts import Body, Fact, Source
from contrapeso.ingest.pack import read_pack
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.indicator import Indicator, read_indicators
from contrapeso.measure.run import Measurer
from tests.architecture.engine import CONTENT, PACKS

ON = date(2026, 11, 23)


@cache
def doctrine(pack: Path) -> Doctrine:
    return read_doctrine((pack,), pack.name.upper())


@cache
def cases(pack: Path) -> tuple[Case, ...]:
    return tuple(read_cases(pack))


@cache
def evidence(pack: Path) -> Evidence:
    rows: dict[str, tuple[Fact, ...]] = {}
    for content in read_pack((pack,), pack.name.upper()):
        for table, facts in content.facts.items():
            rows[table] = (*rows.get(table, ()), *facts)
    view = Evidence(ON, lambda table: rows.get(table, ()))
    return view.with_measured(Measurer(pack.name.upper(), view, doctrine(pack).parameters, indicators(), {}))


@cache
def indicators() -> tuple[Indicator, ...]:
    return read_indicators([CONTENT / "indicators"])


@cache
def findings(pack: Path) -> tuple[Finding, ...]:
    return assess(evidence(pack), doctrine(pack))


every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
every_case = pytest.mark.parametrize(
    ("pack", "case"),
    [pytest.param(pack, case, id=f"{case.file}:{case.line}") for pack in PACKS for case in cases(pack)],
)


@every_case
def test_the_case_holds(pack: Path, case: Case) -> None:
    assert not case.disagreements(doctrine(pack)), "\n".join(case.disagreements(doctrine(pack)))


@every_pack
def test_every_requirement_has_a_passing_a_failing_and_an_undetermined_case(pack: Path) -> None:
    tried: dict[str, set[str]] = {requirement.id: set() for requirement in doctrine(pack).requirements}
    for case in cases(pack):
        for name, expected in case.expect.items():
            assert name.partition(":")[0] in tried, f"{case.file}:{case.line}: there is no requirement {name}"
            tried[name.partition(":")[0]].add(expected.split()[0])
    wants = {"PASS": {"PASS"}, "FAIL or WARN": {"FAIL", "WARN"}, "UNDETERMINED": {"UNDETERMINED"}}
    lacking = [
        f"{name}: no {want} case" for name, had in tried.items() for want, any_of in wants.items() if not had & any_of
    ]
    assert not lacking, "\n".join(lacking)


@every_pack
def test_every_requirement_yields_a_finding_and_no_id_twice(pack: Path) -> None:
    ids = [finding.id for finding in findings(pack)]
    assert len(ids) == len(set(ids))
    assert {finding.requirement for finding in findings(pack)} == {one.id for one in doctrine(pack).requirements}


@every_pack
def test_every_code_that_a_reader_can_meet_has_words(pack: Path) -> None:
    law = doctrine(pack)
    for finding in findings(pack):
        law.words("families", law.requirement(finding.requirement).family)
        if finding.code is not None:
            law.words("codes", finding.code)
        for code in finding.missing:
            missing_text(code, law)
    for case in cases(pack):
        for finding in assess(case.evidence, law):
            if finding.code is not None:
                law.words("codes", finding.code)
            for code in finding.missing:
                missing_text(code, law)


@every_pack
def test_every_finding_can_be_followed(pack: Path) -> None:
    """Articles are named, evidence rows exist, and the body to ask is known."""
    law, view = doctrine(pack), evidence(pack)
    measured = {one.ref for one in view.measured}
    bodies = {body.body_id for body in view.rows(Body)}
    sources = {source.source_id for source in view.rows(Source)}
    for finding in findings(pack):
        unread = any(code.startswith("rule-") for code in finding.missing)
        assert finding.cites or unread or rests_on_assumptions_alone(finding, law), finding.id
        assert not [ref for ref in finding.evidence if view.find(ref) is None and ref not in measured], finding
        assert law.requirement(finding.requirement).asks in bodies
    assert not [norm.norm_id for norm in law.norms.values() if norm.source_id not in sources]


def rests_on_assumptions_alone(finding: Finding, law: Doctrine) -> bool:
    """A threshold that is nobody's norm cites none, names the assumption, and fails nothing."""
    values = [value for name in finding.rules for value in law.parameters[name].values]
    assumed = bool(values) and all(value.basis == "assumption" for value in values)
    return not law.requirement(finding.requirement).norms and assumed and finding.verdict != "FAIL"


@every_pack
def test_requirements_judge_indicators_that_there_are(pack: Path) -> None:
    named = {name for requirement in doctrine(pack).requirements for name in requirement.indicators}
    assert named <= {one.name for one in indicators()}


@every_pack
def test_a_verdict_carries_what_it_must(pack: Path) -> None:
    for finding in findings(pack):
        assert (finding.verdict == "UNDETERMINED") <= bool(finding.missing), finding
        assert (finding.verdict in ("FAIL", "WARN")) <= (finding.code is not None), finding
        assert (finding.verdict == "DUE") == (finding.due_on is not None), finding
        assert (finding.due_on is None) or finding.due_on >= ON, finding
        assert (finding.verdict == "NOT_APPLICABLE") <= (finding.act is None), finding
