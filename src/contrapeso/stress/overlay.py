"""Lays shocks over evidence: hypothetical rows, each with the shocks that made it; nothing of the evidence is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contrapeso.core.facts import Fact
from contrapeso.core.period import PartialDate
from contrapeso.ledger.evidence import Evidence
from contrapeso.stress.scenario import Shock

STATUSES = ("historic", "expired", "cancelled")
"""Statuses that shocks give to acts, the last one winning where several do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One column of a recorded row as a shock would have it."""

    row: Fact
    column: str
    value: Any
    shock: Shock


@dataclass(frozen=True, slots=True)
class Added:
    """A row that no source records, as a shock would have it."""

    row: Fact
    shock: Shock


Blow = Edit | Added


@dataclass(frozen=True)
class Overlaid:
    """Hypothetical rows by table, and by ``table:key`` the shocks that made each."""

    rows: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    causes: Mapping[str, tuple[Shock, ...]] = field(default_factory=dict)

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(self.rows)

    def over(self, evidence: Evidence) -> Evidence:
        """The evidence with the hypothetical rows in place; itself where there are none."""
        return evidence.with_overlay(self.rows) if self.rows else evidence

    def said(self) -> list[list[str]]:
        """Every row and what it says, in order: equal overlays say the same."""
        return sorted([row.ref, repr(row)] for rows in self.rows.values() for row in rows)


def lay(blows: Iterable[Blow]) -> Overlaid:
    """One overlay out of many blows; in whatever order they come, the rows are the same.

    Who ended support adds up, the earliest end counts, the gravest status wins; a row is added once.
    """
    listed = list(blows)
    rows: dict[str, Fact] = {}
    causes: dict[str, dict[Shock, None]] = {}
    for added in (one for one in listed if isinstance(one, Added)):
        rows.setdefault(added.row.ref, added.row)
        causes.setdefault(added.row.ref, {})[added.shock] = None
    edits: dict[str, list[Edit]] = {}
    for edit in (one for one in listed if isinstance(one, Edit)):
        edits.setdefault(edit.row.ref, []).append(edit)
        causes.setdefault(edit.row.ref, {})[edit.shock] = None
    rows |= {ref: _edited(found) for ref, found in edits.items()}
    by_table: dict[str, list[Fact]] = {}
    for ref in sorted(rows):
        by_table.setdefault(rows[ref].table, []).append(rows[ref])
    told = {ref: tuple(sorted(shocks, key=lambda one: (one.where, one.place))) for ref, shocks in causes.items()}
    return Overlaid({table: tuple(found) for table, found in by_table.items()}, told)


def _edited(edits: Sequence[Edit]) -> Fact:
    """A row with all that its shocks change; each column by its own rule."""
    values: dict[str, list[Any]] = {}
    for edit in edits:
        values.setdefault(edit.column, []).append(edit.value)
    row = edits[0].row
    return replace(row, **{name: COMBINED[name]([getattr(row, name), *found]) for name, found in values.items()})


def _union(found: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({one for part in found for one in part}))


def _earliest(found: Sequence[PartialDate | None]) -> PartialDate:
    return min((one for one in found if one is not None), key=lambda one: (one.last, one.first))


def _gravest(found: Sequence[str]) -> str:
    return max(found[1:], key=STATUSES.index)


COMBINED: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "ended_by": _union, "end": _earliest, "expires_on": _earliest, "status": _gravest, "end_instrument": lambda found: found[-1],
}  # fmt: skip
"""By column, how the recorded value and those of several shocks become one."""
