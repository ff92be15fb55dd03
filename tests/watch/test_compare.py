"""Two days compared: what each difference is called, which rule tells it, and what caused it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.assess.verdict import VERDICTS
from contrapeso.watch.change import Cause
from contrapeso.watch.compare import compare
from contrapeso.watch.state import Judged, State
from tests.watch.small import RULES, act, day, judged, number, reading, stage, state, status

MOVES = [
    ("UNDETERMINED", "FAIL", "ury/finding", "new"),
    (None, "WARN", "ury/finding", "new"),
    ("FAIL", "PASS", "ury/finding", "closed"),
    ("FAIL", "WARN", "ury/finding", "new"),
    (None, "DUE", "ury/deadline", "due"),
    ("DUE", "PASS", "ury/deadline", "closed"),
    ("DUE", "UNDETERMINED", "ury/deadline", "overdue"),
    ("DUE", "FAIL", "ury/deadline", "overdue"),
    ("DUE", "WARN", "ury/finding", "new"),
    ("DUE", None, "ury/deadline", "closed"),
    (None, "UNDETERMINED", None, None),
    ("UNDETERMINED", "PASS", None, None),
    (None, "PASS", None, None),
]


def one(verdict: str | None) -> list[Judged]:
    return [judged("rule:a", verdict, due="2026-03-01" if verdict == "DUE" else None)] if verdict else []


@pytest.mark.parametrize(("was", "now", "rule", "kind"), MOVES)
def test_every_move_of_a_verdict_has_its_name_and_one_rule(
    was: str | None, now: str | None, rule: str | None, kind: str | None
) -> None:
    found = compare(state("2026-02-28", one(was)), state("2026-03-02", one(now)), RULES)
    assert [(change.rule, change.kind) for change in found] == ([(rule, kind)] if kind else [])


@pytest.mark.parametrize(("on", "kinds"), [("2026-03-01", ["new"]), ("2026-03-02", ["overdue"])])
def test_a_deadline_lapses_the_day_after(on: str, kinds: list[str]) -> None:
    found = compare(state("2026-02-01", one("DUE")), state(on, one("FAIL")), RULES)
    assert [change.kind for change in found] == kinds
    assert (found[0].after or {})["due_on"] == ("2026-03-01" if kinds == ["overdue"] else None)


def test_a_deadline_moved_is_due_again() -> None:
    later = judged("rule:a", "DUE", due="2026-04-01")
    (change,) = compare(state("2026-02-01", one("DUE")), state("2026-02-02", [later]), RULES)
    assert change.kind == "due" and (change.before or {})["due_on"] == "2026-03-01"


def test_what_was_told_as_overdue_closes_when_the_step_is_found() -> None:
    before, after = state("2026-03-02", one("UNDETERMINED")), state("2026-03-09", one("PASS"))
    assert compare(before, after, RULES) == ()
    (change,) = compare(before, after, RULES, overdue={"ury/rule:a"})
    assert (change.rule, change.kind) == ("ury/deadline", "closed")


def test_a_red_line_goes_before_the_milder_rule() -> None:
    (change,) = compare(state("2026-02-01"), state("2026-02-02", [judged("consent:a", "FAIL")]), RULES)
    assert change.rule == "ury/consent" and (change.after or {})["red_line"] == "consent"
    (change,) = compare(state("2026-02-01"), state("2026-02-02", acts=[act("a", base=True)]), RULES)
    assert change.rule == "ury/base" and (change.after or {})["red_line"] == "no-base"


def test_a_new_act_brings_its_steps_and_counts_what_cannot_be_settled() -> None:
    signed = stage("a", "signed", "2026-02-02")
    after = state(
        "2026-02-02",
        [judged("x:a", "UNDETERMINED"), judged("y:a", "PASS")],
        acts=[act("a", stages=(signed,))],
        stages=[signed],
    )
    (change,) = compare(state("2026-02-01"), after, RULES)
    assert change.subject == "act:a" and change.cause == Cause("fact", ("act:a",), day("2026-02-02"))
    assert (change.after or {})["findings"] == {"PASS": 1, "UNDETERMINED": 1}


def test_a_later_step_is_told_by_itself() -> None:
    before = state("2026-02-01", acts=[act("a")])
    (change,) = compare(
        before, state("2026-02-02", acts=[act("a")], stages=[stage("a", "ratified", "2026-02-02")]), RULES
    )
    assert change.subject == "stage:a.ratified" and change.cause.refs == ("stage:a.ratified",)


def test_a_designation_begins_and_ends() -> None:
    none, held = state("2026-02-01"), state("2026-02-02", statuses=[status("s", "2026-02-02")])
    assert [change.kind for change in compare(none, held, RULES)] == ["new"]
    assert [change.kind for change in compare(held, replace(none, on=day("2026-03-01")), RULES)] == ["closed"]


def test_the_law_of_a_day_is_one_change() -> None:
    before = state("2026-07-26", norms={"N1": "constitution"}, parameters=[number("chamber", 1)])
    after = state("2026-07-27", norms={"N2": "constitution", "N3": "rules"}, parameters=[number("chamber", 2)])
    (change,) = compare(before, after, RULES)
    assert change.cause.kind == "law" and change.subject == "law:2026-07-27"
    assert change.cause.refs == ("norm:N1", "norm:N2", "norm:N3", "parameter:chamber")
    assert (change.before or {})["norms"] == ["N1"] and (change.after or {})["parameters"] == {"chamber": 2}


def test_causes_are_a_row_a_rule_or_the_day() -> None:
    rest = {"acts": [act("a")], "parameters": [number("limit", 1)]}
    base = state("2026-02-01", **rest)  # type: ignore[arg-type]
    failed = judged("rule:a", "FAIL", evidence=("act:a", "stage:a.signed"), rules=("limit",))
    by_row = replace(
        base,
        on=day("2026-02-02"),
        findings={failed.id: failed},
        stages={"a.signed": stage("a", "signed", "2026-02-02")},
    )
    by_rule = replace(
        base, on=day("2026-02-02"), findings={failed.id: failed}, parameters={"limit": number("limit", 2)}
    )
    by_day = replace(
        base,
        on=day("2026-02-02"),
        findings={failed.id: failed},
        stages={"a.signed": stage("a", "signed", "2026-01-02")},
    )
    before = replace(base, stages=by_day.stages)
    found = [
        next(change.cause for change in compare(start, end, RULES) if change.subject == failed.id)
        for start, end in ((base, by_row), (base, by_rule), (before, by_day))
    ]
    assert [(cause.kind, cause.refs) for cause in found] == [
        ("fact", ("stage:a.signed",)), ("law", ("parameter:limit",)), ("date", ("act:a",)),
    ]  # fmt: skip


findings = st.lists(
    st.builds(
        lambda name, verdict, due: judged(f"{name}:a", verdict, due=due if verdict == "DUE" else None),
        st.sampled_from(["consent", "x", "y"]), st.sampled_from(VERDICTS), st.sampled_from(["2026-01-05", "2026-06-05"]),
    ),
    max_size=3,
)  # fmt: skip
states = st.builds(
    lambda on, found, known, norms: state(
        on.isoformat(), found, [reading("denial:USA", 0.4)], [act(name) for name in known],
        [stage(name, "signed", "2026-01-01") for name in known], norms=dict.fromkeys(norms, "law"),
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), findings, st.sets(st.sampled_from("abc")), st.sets(st.sampled_from(["N1", "N2"])),
)  # fmt: skip


@given(states)
def test_a_state_compared_with_itself_yields_nothing(held: State) -> None:
    assert compare(held, held, RULES) == ()


@given(states, states)
def test_each_subject_changes_once_and_ids_differ(before: State, after: State) -> None:
    found = compare(before, after, RULES)
    assert len({change.subject for change in found}) == len(found) == len({change.id for change in found})
    assert compare(before, after, RULES) == found
