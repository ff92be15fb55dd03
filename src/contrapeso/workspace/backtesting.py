"""Back-tests a watch rule of a country: each day on the vintages that were known by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from contrapeso.watch.agenda import Agenda
from contrapeso.watch.replay import Replayed, replay
from contrapeso.watch.rule import WatchRule, find_rule
from contrapeso.watch.state import State
from contrapeso.workspace.watching import Look, refuse_backwards

if TYPE_CHECKING:
    from contrapeso.workspace.workspace import Workspace

DEFAULT_DAYS = 365


def backtest(workspace: Workspace, country: str, rule_id: str, since: date | None, on: date | None) -> Replayed:
    """The record of a rule over a period (default: the last year)."""
    last = on or workspace.today()
    first = since or last - timedelta(days=DEFAULT_DAYS)
    refuse_backwards(first, last)
    now = Look(workspace, country)
    rule = find_rule(rule_id, now.rules)
    vintages = _vintages(workspace, now, last)
    then = _knowing(workspace, country, vintages) if len(vintages) > 1 else now.at
    days = _days(now, rule, first, last, vintages, then)
    return Replayed(rule, first, last, len(vintages), replay(then, now.at, rule, days, vintages=len(vintages)))


def _vintages(workspace: Workspace, now: Look, last: date) -> list[date]:
    """The days on which what is known of the sources in view changed, up to the last day."""
    held = workspace.ledger.register.all_snapshots()
    return sorted({one.vintage for one in held if one.source in now.sources and one.vintage <= last})


def _knowing(workspace: Workspace, country: str, vintages: Sequence[date]) -> Callable[[date], State]:
    """The state of a day by the newest vintages not later than it; before the first, by the first."""
    look = cache(lambda vintage: Look(workspace, country, vintage))
    return lambda day: look(max((one for one in vintages if one <= day), default=vintages[0])).at(day)


def _days(
    now: Look, rule: WatchRule, first: date, last: date, vintages: Sequence[date], then: Callable[[date], State]
) -> list[date]:
    """The first day, then every day on which something may change; level rules are looked at each day."""
    if rule.kind == "level" and rule.days > 1:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    agenda, days = Agenda([*now.days(), *vintages], first, last), [first]
    agenda.add(_lapses(then(first)))
    for day in agenda:
        days.append(day)
        agenda.add(_lapses(then(day)))
    return days


def _lapses(state: State) -> list[date]:
    return [one.due_on + timedelta(days=1) for one in state.findings.values() if one.due_on]
