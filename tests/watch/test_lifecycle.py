"""The same cause is told once; parts go with their whole; alerts close when their condition ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contrapeso.watch.change import Change
from contrapeso.watch.lifecycle import Settled, fold, settle, standing
from contrapeso.watch.state import State
from contrapeso.watch.walk import walk
from tests.watch.small import RULES, act, day, judged, reading, rule, stage, state

START = date(2026, 1, 1)
LEVEL = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25)
ALL = (*RULES, LEVEL)


@dataclass(frozen=True)
class Held:
    """An alert as the register holds it."""

    id: str
    rule: str
    kind: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def held(change: Change) -> Held:
    return Held(change.id, change.rule, change.kind, change.subject, change.before, change.after)


def way(*verdicts: str | None, due: str = "2026-01-03", start: date = START) -> dict[date, State]:
    """A finding from day to day."""
    days = [start + timedelta(days=n) for n in range(len(verdicts))]
    return {
        on: state(
            on.isoformat(), [judged("x:a", one, due=due if one == "DUE" else None)] if one else [], acts=[act("a")]
        )
        for on, one in zip(days, verdicts, strict=True)
    }


def walked(states: Mapping[date, State], alerts: Sequence[Held] = (), told: Sequence[str] = ()) -> Settled:
    gone = walk(states.__getitem__, ALL, min(states), max(states), states, standing=standing(alerts))
    return settle(gone.changes, told, alerts, gone.last, ALL)


def test_what_arose_and_lapsed_on_one_way_is_told_as_what_it_came_to() -> None:
    settled = walked(way(None, "DUE", "DUE", "UNDETERMINED"))
    (change,) = settled.raised
    assert change.kind == "overdue" and len(change.parts) == 1
    again = walked(way(None, "DUE", "DUE", "UNDETERMINED"), told=[change.id, *change.parts])
    assert again == Settled((), ())


def test_each_step_of_a_life_closes_the_one_before() -> None:
    (due,) = walked(way(None, "DUE")).raised
    lapse = walked(way("DUE", "DUE", "DUE", "FAIL"), [held(due)], [due.id])
    assert [change.kind for change in lapse.raised] == ["overdue"]
    assert [(one.alert_id, one.cause.kind) for one in lapse.closings] == [(due.id, "date")]
    mended = walked(way("FAIL", "PASS", start=date(2026, 2, 1)), [held(lapse.raised[0])], [due.id, lapse.raised[0].id])
    assert [change.kind for change in mended.raised] == ["closed"]
    assert [one.alert_id for one in mended.closings] == [lapse.raised[0].id]


def test_an_alert_ends_where_no_walk_passed() -> None:
    (due,) = walked(way(None, "DUE")).raised
    late = settle((), [due.id], [held(due)], state("2026-06-01", [judged("x:a", "UNDETERMINED")]), ALL)
    assert [(change.kind, (change.after or {})["due_on"]) for change in late.raised] == [("overdue", "2026-01-03")]
    assert [one.alert_id for one in late.closings] == [due.id]
    met = settle((), [due.id], [held(due)], state("2026-06-01", [judged("x:a", "PASS")]), ALL)
    assert [change.kind for change in met.raised] == ["closed"]
    stands = settle((), [due.id], [held(due)], state("2026-01-02", [judged("x:a", "DUE", due="2026-01-03")]), ALL)
    assert stands == Settled((), ())


def test_two_levels_of_one_measure_live_apart() -> None:
    other = rule("level", id="ury/half", indicator="denial", opens_at=0.50, clears_at=0.45)
    rules = (LEVEL, other)
    values = {START + timedelta(days=n): value for n, value in enumerate([0.1, 0.6, 0.4])}
    states = {on: state(on.isoformat(), readings=[reading("denial:USA", value)]) for on, value in values.items()}
    gone = walk(states.__getitem__, rules, START, max(states), states)
    settled = settle(gone.changes, (), (), gone.last, rules)
    assert {(change.rule, change.kind) for change in settled.raised} == {("ury/level", "new"), ("ury/half", "closed")}
    alerts = [held(change) for change in gone.changes if change.kind == "new"]
    ends = settle(
        (), [one.id for one in alerts], alerts, state("2026-02-01", readings=[reading("denial:USA", 0.2)]), rules
    )
    assert {one.alert_id for one in ends.closings} == {one.id for one in alerts}


def test_steps_go_with_their_new_act_and_with_what_they_cause() -> None:
    signed, late = stage("b", "signed", "2026-01-02"), stage("b", "ratified", "2026-01-03")
    known, approved = act("a"), stage("a", "approved", "2026-01-02")
    failed = judged("x:a", "FAIL", evidence=("stage:a.approved",))
    new = act("b", stages=(signed,))
    states = {
        day("2026-01-01"): state("2026-01-01", acts=[known]),
        day("2026-01-02"): state("2026-01-02", [failed], acts=[known, new], stages=[signed, approved]),
        day("2026-01-03"): state("2026-01-03", [failed], acts=[known, new], stages=[signed, approved, late]),
    }
    settled = walked(states)
    assert {change.subject for change in settled.raised} == {"act:b", "ury/x:a"}
    assert all(len(change.parts) == 1 for change in settled.raised)


ways = st.lists(st.sampled_from([None, "DUE", "FAIL", "PASS", "UNDETERMINED", "WARN"]), min_size=3, max_size=12)


@given(ways, st.data())
def test_an_alert_never_fires_twice_for_one_cause(verdicts: list[str | None], data: st.DataObject) -> None:
    """However the days are cut into watches, and however often they are watched, no id is raised twice."""
    states, told, alerts = way(*verdicts), set[str](), dict[str, Held]()
    last = max(states)
    for _ in range(4):
        first = data.draw(st.dates(START, last))
        until = data.draw(st.dates(first, last))
        part = {on: one for on, one in states.items() if first <= on <= until}
        settled = walked(part, list(alerts.values()), sorted(told))
        ids = {change.id for change in settled.raised}
        assert not ids & told and len(ids) == len(settled.raised)
        told |= ids | {one for change in settled.raised for one in change.parts}
        alerts |= {change.id: held(change) for change in settled.raised if change.kind != "closed"}
        for closing in settled.closings:
            alerts.pop(closing.alert_id, None)
        again = walked(part, list(alerts.values()), sorted(told))
        assert again.raised == ()


@given(ways)
def test_the_last_word_on_a_finding_is_what_it_is_now(verdicts: list[str | None]) -> None:
    states = way(*verdicts)
    raised = [change for change in walked(states).raised if change.subject == "ury/x:a"]
    assert len(raised) <= 1
    now = states[max(states)].findings.get("ury/x:a")
    if raised and raised[0].kind in ("new", "due"):
        assert now is not None and (raised[0].after or {})["verdict"] == now.verdict
    assert fold(raised) == tuple(raised)
