"""The days on which anything can change: rows begin or end, rules change, deadlines lapse."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.columns import columns
from contrapeso.core.facts import TABLES, Claim, Fact, Source, SpentEntry
from contrapeso.core.period import PartialDate, Period
from contrapeso.ledger.evidence import Reader

QUIET = {Source.table, Claim.table, SpentEntry.table}
"""Tables whose dates judge nothing."""
_DAY = timedelta(days=1)


class Agenda:
    """Days still to come up to a last one, earliest first; more may be added on the way."""

    def __init__(self, days: Iterable[date], since: date, on: date) -> None:
        self._after, self._last = since, on
        self._days: list[date] = []
        self._held: set[date] = set()
        self.add([*days, on])

    def add(self, days: Iterable[date]) -> None:
        for day in days:
            if self._after < day <= self._last and day not in self._held:
                self._held.add(day)
                heapq.heappush(self._days, day)

    def __len__(self) -> int:
        return len(self._days)

    def __iter__(self) -> Iterator[date]:
        while self._days:
            self._after = heapq.heappop(self._days)
            yield self._after


def days_of_rows(rows: Iterable[Fact]) -> Iterator[date]:
    """The first day of every date in the rows, and the day after its last."""
    for row in rows:
        for name, spec in columns(type(row)).items():
            when = getattr(row, name) if spec.type == "date" else None
            if isinstance(when, PartialDate):
                yield from (when.first, *_after(when.last))


def days_of_evidence(reader: Reader) -> Iterator[date]:
    """The days of every table that judgements read."""
    for table in TABLES:
        if table not in QUIET:
            yield from days_of_rows(reader(table))


def days_of_law(doctrine: Doctrine) -> Iterator[date]:
    """The days on which a norm or a dated value comes into force, and those after it went out."""
    for norm in doctrine.norms.values():
        yield from _ends(norm.in_force)
    for parameter in doctrine.parameters.values():
        for value in parameter.values:
            yield from _ends(value.period)


def _ends(period: Period) -> Iterator[date]:
    if period.start:
        yield period.start
    if period.end:
        yield from _after(period.end)


def _after(day: date) -> Iterator[date]:
    if day < date.max:
        yield day + _DAY
