"""Walks from a day to a later one through every day on which something may change, so that nothing is passed over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contrapeso.watch.agenda import Agenda
from contrapeso.watch.change import Change
from contrapeso.watch.compare import compare
from contrapeso.watch.level import Key, Levels
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import State

Observer = Callable[[date], State]
Passing = Callable[[date, int], None]
"""Told each day before it is looked at, and how many are still to come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands open when a walk begins: levels told before, and findings whose lapsed deadline was told."""

    levels: frozenset[Key] = frozenset()
    overdue: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Walked:
    """What changed on the way, oldest first, and the states at both ends."""

    changes: tuple[Change, ...]
    first: State
    last: State


def _silent(_: date, __: int) -> None:
    return None


def walk(
    observe: Observer,
    rules: Sequence[WatchRule],
    since: date,
    on: date,
    days: Iterable[date],
    *,
    standing: Standing | None = None,
    passing: Passing = _silent,
) -> Walked:
    """Compare each event day with the one before it, from ``since`` (whose state is known) to ``on``."""
    standing = standing or Standing()
    first = state = observe(since)
    agenda, levels = Agenda(days, since, on), Levels(rules, first, standing.levels)
    overdue, changes = set(standing.overdue), list[Change]()
    agenda.add(_lapses(state))
    for day in agenda:
        passing(day, len(agenda))
        after = observe(day)
        found = [*compare(state, after, rules, overdue=overdue), *levels.step(state, after)]
        _note_overdue(found, overdue)
        changes += found
        agenda.add([*_lapses(after), *levels.waits_until()])
        state = after
    return Walked(tuple(_completed(changes, state)), first, state)


def _lapses(state: State) -> Iterator[date]:
    """The days after the deadlines that are running."""
    return (one.due_on + timedelta(days=1) for one in state.findings.values() if one.due_on and one.verdict == "DUE")


def _note_overdue(changes: Iterable[Change], overdue: set[str]) -> None:
    for change in changes:
        overdue.discard(change.subject)
        if change.kind == "overdue":
            overdue.add(change.subject)


def _completed(changes: Iterable[Change], last: State) -> Iterator[Change]:
    """New acts as they stand at the end: the steps taken since they began, and what is found of them."""
    for change in changes:
        act = last.acts.get(change.subject.removeprefix("act:")) if change.subject.startswith("act:") else None
        if act is None or change.after is None:
            yield change
            continue
        steps, counts = [one.stage for one in act.stages], last.counts(act.act_id)
        yield replace(change, after={**change.after, "status": act.status, "steps": steps, "findings": counts})


def of_acts(changes: Iterable[Change], acts: Collection[str]) -> Iterator[Change]:
    """Of many changes, those about some acts: the acts, their steps and their findings."""
    for change in changes:
        kind, _, key = change.subject.partition(":")
        named = (change.after or {}).get("act") if kind == "stage" else key
        if named in acts:
            yield change
