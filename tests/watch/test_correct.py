"""What was said of a day against what is known of it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from contrapeso.core.facts import Fact, Holding
from contrapeso.core.text import same
from contrapeso.watch.change import Change
from contrapeso.watch.correct import Known, correct, undated_acts
from contrapeso.watch.lifecycle import fold
from contrapeso.watch.memory import Memory, by_ref, differ
from contrapeso.watch.state import Judged, State
from contrapeso.watch.walk import Standing
from tests.watch.small import RULES, act, judged, reading, rule, stage, state

SIGNED = stage("a", "signed", "2026-01-05")
ROWS = [act("a"), SIGNED]
LAW = {"requirement:ury/x": "1", "requirement:ury/consent": "1", "parameter:limit": "1", "norm:N1": "1"}
ON = "2026-03-01"


def known(
    then: State, now: State, rows: Sequence[Fact] = ROWS, rows_now: Sequence[Fact] | None = None,
    law: dict[str, str] | None = None, code: str = "1", rules: Iterable[object] = RULES,
) -> Known:  # fmt: skip
    memory = Memory.of(then, LAW, "1")
    law_now = LAW | (law or {})
    difference = differ(
        by_ref(rows),
        by_ref(rows if rows_now is None else rows_now),
        LAW,
        law_now,
        is_other_code=code != "1",
        ignore=("note",),
    )
    return Known(memory, now, difference, law_now, tuple(rules), code)  # type: ignore[arg-type]


def at(*findings: Judged, rows: Sequence[Fact] = ROWS) -> State:
    acts = [one for one in rows if one.table == "act"]
    return state(ON, findings, acts=acts, stages=[one for one in rows if one.table == "stage"])  # type: ignore[arg-type]


PASSED = judged("x:a", "PASS", evidence=("stage:a.signed",), rules=("limit",), norms=("N1",))
FAILED = replace(PASSED, verdict="FAIL", code="late")
LATER = replace(SIGNED, on=stage("a", "signed", "2026-01-09").on)


def test_nothing_new_is_known_and_nothing_is_said() -> None:
    assert correct(known(at(PASSED), at(FAILED))) == ()


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"rows_now": [ROWS[0], LATER]}, ("fact", ("stage:a.signed",))),
        ({"law": {"parameter:limit": "2"}}, ("law", ("parameter:limit",))),
        ({"law": {"norm:N1": "2"}}, ("law", ("norm:N1",))),
        ({"law": {"requirement:ury/x": "2"}}, ("code", ("requirement:ury/x",))),
        ({"code": "2"}, ("code", ("code:2",))),
        ({"rows_now": [*ROWS, stage("a", "approved", "2026-02-02")]}, ("fact", ("stage:a.approved",))),
    ],
)
def test_one_difference_is_one_correction_with_its_cause(
    changed: dict[str, object], cause: tuple[str, tuple[str, ...]]
) -> None:
    found = correct(known(at(PASSED), at(FAILED), **changed))  # type: ignore[arg-type]
    (change,) = (one for one in found if one.kind == "corrected")
    assert (change.cause.kind, change.cause.refs) == cause
    assert (change.before or {})["verdict"] == "PASS" and (change.before or {})["said_on"] == ON
    assert (change.after or {})["verdict"] == "FAIL"


def test_a_corrected_row_that_moves_no_finding_is_told_itself() -> None:
    (change,) = correct(known(at(PASSED), at(PASSED), rows_now=[ROWS[0], LATER]))
    assert change.subject == "stage:a.signed" and change.kind == "corrected"
    assert (change.before or {})["on"] == "2026-01-05" and (change.after or {})["on"] == "2026-01-09"


def test_a_note_corrects_nothing() -> None:
    assert correct(known(at(PASSED), at(PASSED), rows_now=[replace(ROWS[0], note=same("x")), SIGNED])) == ()  # type: ignore[call-arg]


def test_a_row_withdrawn_takes_its_steps_along() -> None:
    (change,) = correct(known(at(PASSED), at(rows=[]), rows_now=[]))
    assert change.subject == "act:a" and change.after is None


def test_what_could_not_be_settled_then_was_not_said_wrongly() -> None:
    unknown = replace(PASSED, verdict="UNDETERMINED")
    (change,) = correct(known(at(unknown), at(FAILED), rows_now=[ROWS[0], LATER]))
    assert (change.rule, change.kind) == ("ury/finding", "new")


def test_a_new_requirement_finds_what_was_never_asked() -> None:
    asked = judged("new:a", "FAIL")
    found = correct(known(at(PASSED), at(PASSED, asked), law={"requirement:ury/new": "1"}))
    assert [(change.kind, change.cause.kind) for change in found] == [("new", "code")]


def test_back_and_forth_is_two_causes() -> None:
    there = correct(known(at(PASSED), at(FAILED), rows_now=[ROWS[0], LATER]))
    back = correct(known(at(FAILED), at(PASSED), rows=[ROWS[0], LATER], rows_now=ROWS))
    assert there[0].subject == back[0].subject and there[0].id != back[0].id


def test_a_rule_that_moves_no_finding_is_told_itself() -> None:
    (change,) = correct(known(at(PASSED), at(PASSED), law={"parameter:limit": "2"}))
    assert change.subject == "parameter:limit" and change.cause.kind == "law"


def test_new_rows_are_news_and_new_acts_are_left_to_their_history() -> None:
    approved = stage("a", "approved", "2026-02-02")
    rows = [*ROWS, approved, act("b"), stage("b", "signed", "2026-02-02")]
    (change,) = correct(known(at(PASSED), at(PASSED, judged("x:b", "FAIL"), rows=rows), rows_now=rows))
    assert change.subject == "stage:a.approved" and change.kind == "new"


def test_an_act_without_a_date_is_told_with_its_findings() -> None:
    rows = [*ROWS, act("b")]
    compared = known(at(PASSED), at(PASSED, judged("x:b", "FAIL"), rows=rows), rows_now=rows)
    found = list(undated_acts(compared, compared.now))
    assert [change.subject for change in found] == ["act:b", "ury/x:b"]
    assert all(change.cause.on is None for change in found)


def test_a_measure_carried_over_its_level_by_a_new_row() -> None:
    level = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25)
    low, high = reading("denial:USA", 0.1), reading("denial:USA", 0.4, evidence=("stage:a.approved",))
    then, now = state(ON, readings=[low]), state(ON, readings=[high])
    rows = [*ROWS, stage("a", "approved", "2026-02-02")]
    found = [one for one in correct(known(then, now, rows_now=rows, rules=(level,))) if one.rule == level.id]
    assert [(one.kind, one.cause.refs) for one in found] == [("new", ("stage:a.approved",))]


def test_other_code_that_moves_measures_is_one_correction_for_each_indicator() -> None:
    then = state(ON, readings=[reading("denial:USA", 0.1), reading("denial:FRA", 0.2)])
    now = state(ON, readings=[reading("denial:USA", 0.3), reading("denial:FRA", 0.4)])
    (change,) = correct(known(then, now, code="2"))
    assert change.subject == "indicator:denial" and (change.after or {})["measurements"] == 2
    assert isinstance(change, Change)


def test_what_a_watch_saw_survives_the_register() -> None:
    held = Memory.of(state(ON, [FAILED], [reading("denial:USA", 0.1)]), LAW, "1")
    assert Memory.read(held.kept(), held.on, "1") == held


def test_a_level_told_before_clears_with_the_correction_as_its_cause() -> None:
    level = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25)
    was, now = reading("denial:USA", 0.27), reading("denial:USA", 0.2, evidence=("stage:a.signed",))
    compared = known(
        state(ON, readings=[was]), state(ON, readings=[now]), rows_now=[ROWS[0], LATER], rules=(*RULES, level)
    )
    (change,) = correct(replace(compared, standing=Standing(levels=frozenset([(level.id, now.id)]))))
    assert (change.kind, change.subject, change.cause.refs) == ("closed", now.id, ("stage:a.signed",))
    assert [one.subject for one in correct(compared)] == ["stage:a.signed"]


def test_a_new_row_of_an_undated_table_is_told_unless_it_moved_something() -> None:
    held = Holding(
        holding_id="h", state="URY", platform="Ship", category="ship", capability="sealift", status="in-service"
    )
    rules = (*RULES, rule("fact", id="ury/holdings", table="holding"))
    (change,) = correct(known(at(PASSED), at(PASSED), rows_now=[*ROWS, held], rules=rules))
    assert change.subject == "holding:h" and (change.after or {})["platform"] == "Ship"
    moved = replace(change, subject="ury/denial:USA:-", rule="ury/level")
    assert [one.subject for one in fold([change, moved])] == ["ury/denial:USA:-"]


def test_a_step_learned_late_meets_its_deadline_and_corrects_nothing() -> None:
    published = stage("a", "published", "2026-02-02")
    due = judged("x:a", "DUE", due="2026-04-01")
    (change, *_) = correct(known(at(due), at(PASSED), rows_now=[*ROWS, published]))
    assert (change.rule, change.kind, change.cause.refs) == ("ury/deadline", "closed", ("stage:a.published",))
    lapsed = known(at(replace(PASSED, verdict="UNDETERMINED")), at(PASSED), rows_now=[*ROWS, published])
    assert not [one for one in correct(lapsed) if one.subject == "ury/x:a"]
    told = replace(lapsed, standing=Standing(overdue=frozenset(["ury/x:a"])))
    (change, *_) = correct(told)
    assert (change.kind, change.cause.kind) == ("closed", "fact")
