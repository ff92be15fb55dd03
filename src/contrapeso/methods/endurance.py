"""How long we last: capability month by month after support ends, and when it falls below what doctrine demands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.denial import TOLERANCE
from contrapeso.methods.range import Range

Array = NDArray[np.float64]

_EXACT = 1e-9

Outcome = Literal["falls", "holds", "short"]
"""It falls below the minimum; it never does; or it is short of it with everything in service."""


@dataclass(frozen=True, slots=True)
class Decline:
    """A platform type after support ends: it lasts while stocks do, then decays to what cannibalising others keeps up.

    a(t) = max(floor, exp(−rate · (t − stock)₊)); of its ``weight`` the fraction ``lost`` goes with a, the rest stays.
    Every number may be a range; ``ValueError`` for one that makes no sense.
    """

    weight: float
    stock: Range | float
    """Months that stocks last."""
    rate: Range | float
    """Decay a month, once they are gone."""
    floor: Range | float = 0.0
    """The fraction that goes on without support."""
    lost: float = 1.0
    """The fraction that needs the support: 1 where a critical role ends."""
    name: str = ""

    def __post_init__(self) -> None:
        Range.of(self.weight, f"the weight of {self.name!r}", 0.0)
        Range.of(self.stock, f"the stock of {self.name!r}", 0.0)
        Range.of(self.rate, f"the rate of {self.name!r}", 0.0)
        Range.of(self.floor, f"the floor of {self.name!r}", 0.0, 1.0)
        Range.of(self.lost, f"what {self.name!r} loses", 0.0, 1.0)


@dataclass(frozen=True)
class Endurance:
    """Capability over time (m,), in the unit of the weights."""

    months: Array
    low: Array
    high: Array
    value: Array | None
    """None if a number is stated as a range alone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When capability falls below a minimum; ``months`` is None where it never does, 0 where it always was."""

    outcome: Outcome
    months: float | None


@dataclass(frozen=True, slots=True)
class TimeBelow:
    """The first moment below a minimum, at the earliest, at the latest, and at the stated values if all have one."""

    earliest: Moment
    latest: Moment
    value: Moment | None


def endurance(declines: Iterable[Decline], months: ArrayLike) -> Endurance:
    """Capability at ``months`` ≥ 0 (m,) after support ends at 0.

    It rises with every stock and floor and falls with every rate, so the band is exact: all at their worst, all at their
    best. It is a band for each month, and for the whole curve.

    >>> curve = endurance([Decline(1.0, stock=Range(6, 12), rate=0.1)], [0, 12])
    >>> curve.low.round(3).tolist(), curve.high.tolist(), curve.value
    ([1.0, 0.549], [1.0, 1.0], None)
    """
    times = np.asarray(months, dtype=np.float64)
    if times.ndim != 1 or not np.all(np.isfinite(times)) or np.any(times < 0.0):
        raise ValueError("months must be one row of finite numbers, none negative")
    worst, best, stated = _cases(declines)
    return Endurance(times, worst.at(times), best.at(times), None if stated is None else stated.at(times))


def time_below(declines: Iterable[Decline], minimum: float) -> TimeBelow:
    """When capability first falls below ``minimum`` > 0, in the unit of the weights; exact to 1e-9 months.

    >>> found = time_below([Decline(1.0, stock=6, rate=Range(0.05, 0.1, 0.1), floor=Range(0.0, 0.6, 0.2))], 0.5)
    >>> round(found.earliest.months, 2), round(found.value.months, 2), found.latest
    (12.93, 12.93, Moment(outcome='holds', months=None))
    """
    if not (np.isfinite(minimum) and minimum > 0.0):
        raise ValueError(f"a minimum of {minimum} demands nothing: give a finite one above 0")
    worst, best, stated = _cases(declines)
    return TimeBelow(worst.falls(minimum), best.falls(minimum), None if stated is None else stated.falls(minimum))


class _Case(NamedTuple):
    """Declines with every number fixed (n,)."""

    weight: Array
    lost: Array
    stock: Array
    rate: Array
    floor: Array

    def at(self, months: Array) -> Array:
        spent = np.maximum(months[:, None] - self.stock, 0.0)
        available = np.maximum(self.floor, np.exp(-self.rate * spent))
        return np.asarray(np.sum(self.weight * (1.0 - self.lost * (1.0 - available)), axis=1))

    def falls(self, minimum: float) -> Moment:
        """Between two breaks the curve falls smoothly: bisection there finds where it crosses."""
        ends = self._breaks()
        enough = self.at(ends) >= minimum - TOLERANCE
        if not enough[0]:
            return Moment("short", 0.0)
        if self._left() >= minimum - TOLERANCE:
            return Moment("holds", None)
        place = int(np.flatnonzero(enough)[-1])
        low = float(ends[place])
        high = float(ends[place + 1]) if place + 1 < ends.size else self._beyond(low, minimum)
        return Moment("falls", self._crossing(low, high, minimum))

    def _left(self) -> float:
        """Capability in the end."""
        kept = np.where(self.rate > 0.0, self.floor, 1.0)
        return float(np.sum(self.weight * (1.0 - self.lost * (1.0 - kept))))

    def _breaks(self) -> Array:
        """0, the months at which stocks run out, and those at which floors are reached, rising."""
        landing = (self.rate > 0.0) & (self.floor > 0.0)
        reached = self.stock[landing] - np.log(self.floor[landing]) / self.rate[landing]
        return np.unique(np.concatenate([[0.0], self.stock, reached]))

    def _beyond(self, low: float, minimum: float) -> float:
        step = 1.0
        while self.at(np.array([low + step]))[0] >= minimum - TOLERANCE:
            step *= 2.0
        return low + step

    def _crossing(self, low: float, high: float, minimum: float) -> float:
        if self.weight.size == 1:
            available = 1.0 - (1.0 - minimum / float(self.weight[0])) / float(self.lost[0])
            return float(self.stock[0] - np.log(available) / self.rate[0])
        while high - low > _EXACT:
            middle = (low + high) / 2.0
            if not low < middle < high:
                break
            if self.at(np.array([middle]))[0] >= minimum - TOLERANCE:
                low = middle
            else:
                high = middle
        return low


def _cases(declines: Iterable[Decline]) -> tuple[_Case, _Case, _Case | None]:
    """All numbers at their worst, at their best, and at their values if each has one."""
    listed = list(declines)
    stock, rate, floor = (
        [Range.of(number, "") for number in numbers]
        for numbers in ([one.stock for one in listed], [one.rate for one in listed], [one.floor for one in listed])
    )
    weight, lost = np.array([one.weight for one in listed]), np.array([one.lost for one in listed])
    worst = _Case(weight, lost, _lows(stock), _highs(rate), _lows(floor))
    best = _Case(weight, lost, _highs(stock), _lows(rate), _highs(floor))
    values = [[one.value for one in numbers if one.value is not None] for numbers in (stock, rate, floor)]
    if any(len(each) < len(listed) for each in values):
        return worst, best, None
    return worst, best, _Case(weight, lost, *(np.array(each, dtype=np.float64) for each in values))


def _lows(numbers: Sequence[Range]) -> Array:
    return np.array([one.low for one in numbers], dtype=np.float64)


def _highs(numbers: Sequence[Range]) -> Array:
    return np.array([one.high for one in numbers], dtype=np.float64)
