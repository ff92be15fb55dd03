"""How long a capability lasts when a coalition ends its support: denial power, spread over months by assumed stocks and decay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from contrapeso.core.facts import Fact
from contrapeso.core.parameter import Dated
from contrapeso.measure.fleet import Group, rows_for
from contrapeso.measure.frame import Frame
from contrapeso.methods.endurance import Decline, Moment, endurance, time_below
from contrapeso.methods.range import Range

LONGEST = 120.0
"""Months beyond which nothing is told: a capability that lasts so long, or for ever, is said to last these."""
SPENT = ("stock_months", "decay_monthly", "support_floor")
"""Without these rules no endurance is measured."""
ANYBODY = "?"
"""Who might fill a role for which no rule names candidates."""
Told = tuple[float | None, float, float]
"""(value, low, high)."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Stocks in months, decay a month, what lasts without support, and the least share that serves."""

    stock: Range
    rate: Range
    floor: Range
    minimum: Range | None


def assumed(frame: Frame) -> Assumed | None:
    """What the pack assumes on the day; None where it does not say how stocks and decay go."""
    found = [frame.rule(name) for name in SPENT]
    if any(not one.in_force or one.value is None for one in found):
        return None
    least = frame.rule("capability_minimum")
    minimum = _range(least) if least.in_force and least.value is not None else None
    stock, rate, floor = map(_range, found)
    return Assumed(stock, rate, floor, minimum)


@dataclass(frozen=True)
class Lost:
    """What a coalition takes from a capability in the end; ``state`` is its only member, None for several."""

    group: Group
    coalition: frozenset[str]
    state: str | None = None

    @cached_property
    def denied(self) -> Told:
        """Its denial power."""
        each = {one.holding.key: self.group.denied(one, self.coalition) for one in self.group.present}
        return self.group.share(each)

    @property
    def high(self) -> float:
        return self.denied[2]

    def capability(self, rules: Assumed, months: float) -> Told:
        """The share of the capability that is left after some months: 1 − D (1 − a(t))."""
        return _left(rules, self.denied, months)

    def months_below(self, rules: Assumed, minimum: Range) -> Told:
        """Months until less than the minimum is left, at most ``LONGEST``: what lasts longer is not told."""
        return _below(rules, self.denied, minimum)

    @property
    def missing(self) -> tuple[str, ...]:
        unnamed = any(self.group.may_hide(state) for state in self.coalition)
        return (*self.group.missing(), *(("suppliers",) if unnamed else ()))

    @cached_property
    def rows(self) -> tuple[Fact, ...]:
        return rows_for(self.group, *sorted(self.coalition))


@lru_cache(maxsize=4096)
def _left(rules: Assumed, denied: Told, months: float) -> Told:
    value, low, high = denied
    least, most = (endurance([_decline(rules, end)], [months]) for end in (high, low))
    stated = None if value is None else endurance([_decline(rules, value)], [months]).value
    middle = None if stated is None else float(stated[0])
    return _ordered(middle, float(least.low[0]), float(most.high[0]))


@lru_cache(maxsize=1024)
def _below(rules: Assumed, denied: Told, minimum: Range) -> Told:
    value, low, high = denied
    earliest = time_below([_decline(rules, high)], minimum.high).earliest
    latest = time_below([_decline(rules, low)], minimum.low).latest
    stated = None
    if value is not None and minimum.value is not None:
        stated = time_below([_decline(rules, value)], minimum.value).value
    return _ordered(None if stated is None else _months(stated), _months(earliest), _months(latest))


def _decline(rules: Assumed, lost: float) -> Decline:
    return Decline(1.0, rules.stock, rules.rate, rules.floor, min(1.0, max(0.0, lost)))


def _months(moment: Moment) -> float:
    return LONGEST if moment.months is None else min(moment.months, LONGEST)


def _ordered(value: float | None, low: float, high: float) -> Told:
    """Ends that differ from the value by rounding alone are put in order."""
    known = [low, high, *([] if value is None else [value])]
    return value, min(known), max(known)


def _range(rule: Dated) -> Range:
    low, high = (rule.number if end is None else end for end in (rule.low, rule.high))
    return Range(low, high, rule.number)
