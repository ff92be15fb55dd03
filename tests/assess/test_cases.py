"""Cases and assessment: a case that lies is caught, findings are ordered and named, and the law of the day applies."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.assess.cases import agrees, describe, read_cases
from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.pack import read_doctrine
from contrapeso.assess.run import Finding, assess
from contrapeso.core.errors import ContentError
from tests.assess.small import FILES, act, evidence, stage, write_pack


@pytest.fixture
def law(tmp_path: Path) -> Doctrine:
    return read_doctrine([write_pack(tmp_path)], "URY")


def finding(verdict: str, **values: object) -> Finding:
    fields = {"code": None, "due_on": None, "missing": ()} | values
    return Finding("x", "r", None, verdict, cites=(), severity="low", evidence=(), **fields)  # type: ignore[arg-type]


def test_a_case_that_holds_has_nothing_to_say(tmp_path: Path, law: Doctrine) -> None:
    [case] = read_cases(tmp_path)
    assert (case.file, case.line) == ("cases/approval.yml", 1)
    assert case.disagreements(law) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("body: assembly", "body: senate", "expected 'PASS', got 'FAIL wrong-chamber'"),
        ("on: 2026-06-30", "on: 2026-07-20", "expected 'PASS', got 'FAIL late'"),
        ("on: 2026-06-30", "on: 2026-07-01", "expected 'PASS', got 'FAIL wrong-chamber'"),
        (", body: assembly", "", "expected 'PASS', got 'UNDETERMINED approved-body'"),
        ("kind: treaty", "kind: purchase", "expected 'PASS', got 'NOT_APPLICABLE'"),
        ("ury/approval: PASS", "ury/aproval: PASS", "got 'no finding'"),
        ("ury/approval: PASS", "ury/approval: FAIL late", "expected 'FAIL late', got 'PASS'"),
    ],
)
def test_a_case_that_does_not_hold_says_why(tmp_path: Path, law: Doctrine, old: str, new: str, says: str) -> None:
    assert old in FILES["cases/approval.yml"]
    write_pack(tmp_path, cases__approval=FILES["cases/approval.yml"].replace(old, new))
    [case] = read_cases(tmp_path)
    assert says in "".join(case.disagreements(law))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: treaty", "knd: treaty", "act has no field knd"),
        ("kind: treaty", "kind: pact", "'pact' is none of"),
        ("stages:", "stage:", "unknown tables ['stage']"),
        ("on: 2026-08-01", "on: August", "not a date: August"),
        ("on: 2026-06-30", "on: 2026-06-31", "2026-06-31"),
        ("  expect:", "  expects:", "expect"),
    ],
)
def test_a_case_that_cannot_be_read_is_a_fault(tmp_path: Path, old: str, new: str, says: str) -> None:
    write_pack(tmp_path, cases__approval=FILES["cases/approval.yml"].replace(old, new))
    with pytest.raises(ContentError, match=r"cases/approval\.yml") as caught:
        read_cases(tmp_path)
    assert says in caught.value.say("en")


@pytest.mark.parametrize(
    ("found", "expected", "agree"),
    [
        (finding("FAIL", code="late"), "FAIL", True),
        (finding("FAIL", code="late"), "FAIL late", True),
        (finding("FAIL", code="late"), "FAIL early", False),
        (finding("UNDETERMINED", missing=("a", "b")), "UNDETERMINED a", True),
        (finding("UNDETERMINED", missing=("a", "b")), "UNDETERMINED a,b", True),
        (finding("UNDETERMINED", missing=("a",)), "UNDETERMINED a,b", False),
        (finding("DUE", due_on="2026-09-01"), "DUE 2026-09-01", True),
        (finding("DUE", due_on="2026-09-01"), "DUE 2026-09-02", False),
        (finding("PASS"), "FAIL", False),
        (None, "NOT_APPLICABLE", False),
    ],
)
def test_what_agrees_with_an_expectation(found: Finding | None, expected: str, agree: bool) -> None:
    assert agrees(found, expected) is agree
    assert not agree or found is None or describe(found).startswith(expected.split()[0])


def test_findings_are_named_by_requirement_and_act_and_cite_the_norm_of_the_day(law: Doctrine) -> None:
    view = evidence(
        act(), act(act_id="b"), act("purchase", act_id="c"),
        stage("approved", "2026-06-30", body="assembly"), stage("approved", "2026-07-01", "b", body="assembly"),
        stage("signed", "2026-01-01", "c"),
    )  # fmt: skip
    found = [(one.id, describe(one), one.cites, one.evidence) for one in assess(view, law)]
    assert found == [
        ("ury/approval:a", "PASS", ("Const., art. 85",), ("stage:a.approved",)),
        ("ury/approval:b", "FAIL wrong-chamber", ("Const., art. 86",), ("stage:b.approved",)),
    ]


def test_a_requirement_that_concerns_no_act_says_so_once(law: Doctrine) -> None:
    [found] = assess(evidence(act("purchase"), act("mou", act_id="b")), law)
    assert (found.id, found.verdict, found.act) == ("ury/approval:-", "NOT_APPLICABLE", None)


def test_assessing_is_a_pure_function(law: Doctrine) -> None:
    view = evidence(act(), stage("approved", "2026-06-30", body="assembly"))
    assert assess(view, law) == assess(view, law)


def test_the_future_is_not_evidence(law: Doctrine) -> None:
    view = evidence(act(), stage("signed", "2026-01-01"), stage("approved", "2026-12-01", body="senate"))
    assert [describe(one) for one in assess(view, law)] == ["UNDETERMINED approved"]
