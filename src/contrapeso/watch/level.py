"""Levels with hysteresis: a measure opens a change when it has stood beyond a threshold, and clears it well below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from contrapeso.core.parameter import Dated
from contrapeso.watch.change import Cause, Change
from contrapeso.watch.compare import cause_of
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import Reading, State

TOLERANCE = 1e-12
Key = tuple[str, str]
"""A rule and a measurement."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number to pass, and where it comes from; a number of the watch rule's own is an assumption too."""

    number: float
    parameter: str | None
    is_assumed: bool


def threshold(at: float | str, rules: Mapping[str, Dated]) -> Threshold | None:
    """What a rule's threshold is on a day; None where no such rule is in force or nobody could read it."""
    if isinstance(at, float):
        return Threshold(at, None, is_assumed=True)
    rule = rules.get(at)
    if rule is None or not rule.in_force or rule.value is None:
        return None
    return Threshold(rule.number, at, rule.is_assumed)


def fits(rule: WatchRule, one: Reading) -> bool:
    """Whether a level rule is about a measurement."""
    return (
        rule.indicator == one.indicator
        and rule.object in (None, one.object)
        and rule.capability in (None, one.capability)
    )


def side(rule: WatchRule, one: Reading, state: State) -> bool | None:
    """True beyond the opening threshold, False on the quiet side of the clearing one, None between or not known."""
    opens, clears = threshold(rule.opens_at, state.parameters), threshold(rule.clears_at, state.parameters)
    number: float | None = getattr(one, rule.end)
    if number is None or opens is None or clears is None:
        return None
    sign = -1 if rule.below else 1
    if sign * (number - opens.number) >= -TOLERANCE:
        return True
    return False if sign * (number - clears.number) < -TOLERANCE else None


class Levels:
    """The levels that stand open while a walk passes from day to day."""

    def __init__(self, rules: Sequence[WatchRule], start: State, standing: Iterable[Key] = ()) -> None:
        """What is beyond its threshold at the start is known already; what ``standing`` names was told before."""
        self.rules = tuple(rule for rule in rules if rule.kind == "level")
        self._open = set(standing)
        self._since: dict[Key, tuple[date, Cause]] = {}
        for rule, one in self._pairs(start):
            if side(rule, one, start):
                self._open.add((rule.id, one.id))

    def _pairs(self, state: State) -> Iterator[tuple[WatchRule, Reading]]:
        return ((rule, one) for rule in self.rules for one in state.readings.values() if fits(rule, one))

    def step(self, before: State, after: State) -> Iterator[Change]:
        """The changes that the passage from one state to the next brings."""
        for rule, one in self._pairs(after):
            key, where = (rule.id, one.id), side(rule, one, after)
            if key in self._open:
                if where is False:
                    self._open.discard(key)
                    cause = _cause(rule, one, before, after)
                    yield level_change(rule, "closed", before.readings.get(one.id), one, cause, after)
                continue
            if where is not True:
                self._since.pop(key, None)
                continue
            first, cause = self._since.setdefault(key, (after.on, _cause(rule, one, before, after)))
            if after.on >= first + timedelta(days=rule.days - 1):
                self._open.add(key)
                self._since.pop(key)
                yield level_change(rule, "new", before.readings.get(one.id), one, cause, after)

    def is_quiet(self, rule_id: str, measurement: str) -> bool:
        """Whether a level does not stand open."""
        return (rule_id, measurement) not in self._open

    def waits_until(self) -> Iterator[date]:
        """The days on which a level will have stood long enough."""
        days = {rule.id: rule.days for rule in self.rules}
        return (first + timedelta(days=days[key[0]] - 1) for key, (first, _) in self._since.items())


def _cause(rule: WatchRule, one: Reading, before: State, after: State) -> Cause:
    was = before.readings.get(one.id)
    rows = [*one.evidence, *(was.evidence if was else ())]
    named = [at for at in (rule.opens_at, rule.clears_at) if isinstance(at, str)]
    return cause_of(rows, [*one.rules, *named], before, after)


def level_change(
    rule: WatchRule, kind: Literal["new", "closed"], was: Reading | None, one: Reading, cause: Cause, state: State
) -> Change:
    """A level that opens or clears, with the threshold passed and whether that is only assumed."""
    passed = threshold(rule.opens_at if kind == "new" else rule.clears_at, state.parameters)
    assert passed is not None
    beyond: dict[str, Any] = {"threshold": passed.number, "parameter": passed.parameter, "assumed": passed.is_assumed}
    return Change(
        rule=rule.id, kind=kind, subject=one.id, cause=cause, on=state.on,
        before=was.to_dict() if was else None, after=one.to_dict() | beyond,
    )  # fmt: skip
