"""Back-testing: what a rule would have told, day by day, on what was known then, and how that stands up now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from contrapeso.core.text import Text, same
from contrapeso.locale import counted, number, say
from contrapeso.methods.proportion import Proportion, wilson
from contrapeso.watch.change import Change
from contrapeso.watch.compare import compare
from contrapeso.watch.level import Levels
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import State
from contrapeso.watch.walk import Observer

OPENING = ("new", "due", "overdue")


@dataclass(frozen=True, slots=True)
class Firing:
    """One time that the rule would have told something."""

    on: date
    change: Change
    lead_days: int | None
    """Days from telling to the deadline; for a fact, minus the days since it happened; None once it has lapsed."""
    held_up: bool | None
    """Whether what is known now says the same of that day; None where nothing else is known."""
    outcome: str
    """``met``, ``late``, ``open``, ``stands``, ``ended``."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(), "kind": self.change.kind, "subject": self.change.subject,
            "lead_days": self.lead_days, "held_up": self.held_up, "outcome": self.outcome,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replayed:
    """The record of a rule over a period."""

    rule: WatchRule
    since: date
    on: date
    vintages: int
    """How many bodies of knowledge the period saw; with one, what was known then cannot be told from what is known now."""
    firings: tuple[Firing, ...]

    @property
    def knew_then(self) -> bool:
        return self.vintages > 1

    @property
    def precision(self) -> Proportion | None:
        """The share of what was told that holds up; None where nothing was told or only one vintage is held."""
        judged = [one.held_up for one in self.firings if one.held_up is not None]
        return wilson(sum(judged), len(judged)) if judged else None

    @property
    def lead(self) -> tuple[int, ...]:
        """Lead times in days, shortest first."""
        return tuple(sorted(one.lead_days for one in self.firings if one.lead_days is not None))

    @property
    def load(self) -> dict[str, int]:
        """How many a month, months without any among them."""
        told = Counter(f"{one.on:%Y-%m}" for one in self.firings)
        return {month: told[month] for month in _months(self.since, self.on)}

    def to_dict(self) -> dict[str, Any]:
        share, lead = self.precision, self.lead
        return {
            "rule": self.rule.id, "since": self.since.isoformat(), "on": self.on.isoformat(), "vintages": self.vintages,
            "known": "then" if self.knew_then else "now", "firings": [one.to_dict() for one in self.firings],
            "lead_days": {"n": len(lead), "median": median(lead), "low": lead[0], "high": lead[-1]} if lead else None,
            "precision": {"value": share.value, "low": share.low, "high": share.high, "n": share.n} if share else None,
            "precision_missing": None if share else ("firings" if self.knew_then else "earlier-vintages"),
            "load": self.load,
        }  # fmt: skip

    def lines(self) -> Iterator[Text]:
        """The record in words."""
        yield say("watch.replay", rule=self.rule.title, since=self.since, on=self.on)
        yield say("watch.replay-then", n=self.vintages) if self.knew_then else say("watch.replay-now")
        for one in self.firings:
            lead = "" if one.lead_days is None else f"{one.lead_days:+d} d"
            yield same(f"  {one.on}  {one.change.kind:<8} {one.change.subject}  {one.outcome}  {lead}".rstrip())
        yield counted(
            "watch.replay-told", len(self.firings), months=len(self.load), most=max(self.load.values(), default=0)
        )
        if self.lead:
            yield say(
                "watch.replay-lead", n=len(self.lead), median=median(self.lead), low=self.lead[0], high=self.lead[-1]
            )
        share = self.precision
        if share:
            low, high = (number(round(100 * end)) for end in (share.low, share.high))
            yield say("watch.replay-precision", share=number(round(100 * share.value)), low=low, high=high, n=share.n)
        else:
            yield say("watch.replay-no-precision")


def replay(
    then: Observer, now: Observer, rule: WatchRule, days: Sequence[date], *, vintages: int
) -> tuple[Firing, ...]:
    """What the rule tells from the first of ``days`` through the others, seen as ``then`` knew, judged as ``now`` knows."""
    rules, state = (rule,), then(days[0])
    levels, overdue, found = Levels(rules, state), set[str](), list[Firing]()
    last = now(days[-1])
    for day in days[1:]:
        after = then(day)
        for change in [*compare(state, after, rules, overdue=overdue), *levels.step(state, after)]:
            overdue = (overdue | {change.subject}) if change.kind == "overdue" else overdue - {change.subject}
            if change.kind in OPENING:
                held = _holds(change, now(day), rules) if vintages > 1 else None
                found.append(Firing(day, change, _lead(change, day), held, _outcome(change, last)))
        state = after
    return tuple(found)


def _lead(change: Change, day: date) -> int | None:
    due = (change.after or {}).get("due_on")
    if due:
        return (date.fromisoformat(due) - day).days if change.kind == "due" else None
    return -(day - change.cause.on).days if change.cause.kind == "fact" and change.cause.on else None


def _holds(change: Change, now: State, rules: Iterable[WatchRule]) -> bool:
    """Whether the state of that day, as known now, still shows what was told."""
    kind = change.subject.partition(":")[0]
    if kind in ("act", "stage", "status"):
        return now.has(change.subject)
    if change.subject in now.readings or kind in ("law", "parameter"):
        rule = next(iter(rules))
        reading = now.readings.get(change.subject)
        return reading is None or not Levels([rule], now).is_quiet(rule.id, reading.id)
    one, after = now.findings.get(change.subject), change.after or {}
    if one is None:
        return False
    return one.verdict == after.get("verdict") or (change.kind == "overdue" and one.verdict in ("FAIL", "UNDETERMINED"))


def _outcome(change: Change, last: State) -> str:
    """How it ended, as known now on the last day."""
    one, after = last.findings.get(change.subject), change.after or {}
    if after.get("due_on"):
        if one is None or one.verdict == "PASS":
            return "met"
        return "open" if one.verdict == "DUE" else "late"
    if one is not None:
        return "stands" if one.verdict == after.get("verdict") else "ended"
    return "stands" if change.subject in last.readings or last.has(change.subject) else "ended"


def _months(since: date, on: date) -> Iterator[str]:
    year, month = since.year, since.month
    while (year, month) <= (on.year, on.month):
        yield f"{year}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
