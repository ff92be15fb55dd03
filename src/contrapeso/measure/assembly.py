"""How states vote in the General Assembly, as known at a vintage: their ballots, and the positions estimated from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from contrapeso.core.measurement import Measurement
from contrapeso.measure.places import Places

Floats = NDArray[np.float64]
PLACES = "positions"
"""How a measurement cites the estimate of all positions: ``positions:<key>``."""
LACKING = "un-votes"
"""The missing fact where no votes are on record."""


@dataclass(frozen=True, slots=True)
class RollCallBallots:
    """A roll call: its id, year, topics, and what names its question where that is put again in other years."""

    roll_call_id: str
    year: int
    topics: tuple[str, ...] = ()
    question: str | None = None


@dataclass(frozen=True)
class Assembly:
    """Roll calls with the votes of every state: ``ballot(state)`` (calls,) holds −1, 0, 1, NaN where it cast none."""

    calls: tuple[RollCallBallots, ...]
    ballot: Callable[[str], Floats]
    estimate: Callable[[], Places]
    vintage: str
    """Of the snapshot that the votes are read from, ISO date."""

    @cached_property
    def places(self) -> Places:
        """The positions of all states, estimated or read when first asked for."""
        return self.estimate()

    @cached_property
    def years(self) -> NDArray[np.int64]:
        return np.array([one.year for one in self.calls], dtype=np.int64)

    def common(self, first: str, second: str, since: int, until: int) -> tuple[list[RollCallBallots], Floats, Floats]:
        """The roll calls of the years ``since`` to ``until`` on which both voted, and how each did."""
        a, b = self.ballot(first), self.ballot(second)
        at = np.flatnonzero((self.years >= since) & (self.years <= until) & ~np.isnan(a) & ~np.isnan(b))
        return [self.calls[one] for one in at.tolist()], a[at], b[at]

    def repeated(self, state: str, year: int) -> tuple[list[RollCallBallots], int]:
        """The roll calls of a year whose question was put before, the state voting both times; and on how many it changed.

        The vote before is the state's latest on the question in an earlier year.
        """
        own, before = self.ballot(state), dict[str, float]()
        found, changed = list[RollCallBallots](), 0
        for at, call in enumerate(self.calls):
            if call.question is None or np.isnan(own[at]):
                continue
            if call.year < year:
                before[call.question] = own[at]
            elif call.year == year and call.question in before:
                found.append(call)
                changed += bool(before[call.question] != own[at])
        return found, changed

    def from_calls(self, one: Measurement, calls: Iterable[RollCallBallots]) -> Measurement:
        """The measurement, resting on roll calls."""
        return replace(one, evidence=tuple(f"roll_call:{call.roll_call_id}" for call in calls), vintage=self.vintage)

    def from_places(self, one: Measurement) -> Measurement:
        """The measurement, resting on the estimate of all positions besides its own rows."""
        return replace(one, evidence=(f"{PLACES}:{self.places.key}", *one.evidence), vintage=self.vintage)


def of_votes(
    calls: Iterable[RollCallBallots], votes: Mapping[str, Mapping[str, float]], places: Places | None, vintage: str
) -> Assembly:
    """An assembly from votes by roll call and state, and from places that are known; for few."""
    listed = tuple(calls)

    def ballot(state: str) -> Floats:
        return np.array([votes.get(one.roll_call_id, {}).get(state, np.nan) for one in listed], dtype=np.float64)

    def known() -> Places:
        if places is None:
            raise LookupError("no positions are given")
        return places

    return Assembly(listed, ballot, known, vintage)
