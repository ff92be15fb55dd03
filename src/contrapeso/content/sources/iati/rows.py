"""Rows of money flows: amounts gathered one after another, divided and handed over in batches, so that a file of any size fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from contrapeso.content.sources.iati.money import Amount
from contrapeso.content.sources.iati.orgs import Org, state_of_code
from contrapeso.content.sources.iati.shares import MOST_KNOWN, Division
from contrapeso.content.sources.iati.terms import Terms
from contrapeso.core.world import Flow
from contrapeso.ingest.iati.places import line_of

if TYPE_CHECKING:
    from contrapeso.ingest.world.recorder import Recorder

BATCH = 20_000
_AMOUNT: dict[str, Any] = {
    "activity": pl.String, "mark": pl.String, "number": pl.Int64, "kind": pl.String, "stage": pl.String, "account": pl.String,
    "value": pl.Float64, "unit": pl.String, "period": pl.String, "origin": pl.String, "origin_name": pl.String,
    "reporter": pl.String, "channel": pl.String, "note": pl.String, "file": pl.String, "line": pl.Int64, "parts": pl.Int64,
}  # fmt: skip
_PART: dict[str, Any] = {
    "parts": pl.Int64, "part_number": pl.Int64, "destination": pl.String, "destination_name": pl.String, "purpose": pl.String,
    "purpose_list": pl.String, "part": pl.Float64,
}  # fmt: skip
_ONLY_HERE = ("mark", "number", "file", "line", "parts", "part_number", "part")
UNSTATED = "—"


Parts = tuple[tuple[int, str | None, str, str | None, str | None, float], ...]
"""Number in the amount, state, name of the place, purpose and its list, and how much of the amount it is."""


@lru_cache(maxsize=MOST_KNOWN)
def parts_of(places: Division, purposes: Division) -> Parts:
    """Every place with every purpose, and their joint share."""
    pairs = ((place, purpose) for place in places.shares for purpose in purposes.shares)
    return tuple(
        (
            number, state_of_code(place.code) if place.code else None, place.name or place.code or UNSTATED,
            purpose.code, purposes.listed if purpose.code else None, place.part * purpose.part,
        )
        for number, (place, purpose) in enumerate(pairs, 1)
    )  # fmt: skip


@lru_cache(maxsize=MOST_KNOWN)
def parts_within(place: Division, purpose: Division, places: Division, purposes: Division) -> Parts:
    """The parts by a place and purpose of an amount's own, if these say any, else by those of what it is part of."""
    return parts_of(place if place.is_said else places, purpose if purpose.is_said else purposes)


@dataclass(slots=True)
class Subject:
    """Whose an amount is: the activity or organisation, who reports it, and the file."""

    key: str
    reporter: Org
    file: str


class Rows:
    """What is read of all documents on its way to the recorder."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._amounts: list[object] = []
        """The columns of an amount, then those of the next: a list of lists would take longer to turn round."""
        self._parts: dict[int, tuple[int, Parts]] = {}
        """Numbers of the divisions of this batch, by the identity of what is held here."""
        self._count = 0

    def add(
        self, subject: Subject, mark: str, number: int, terms: Terms, money: Amount, origin: Org, channel: str, parts: Parts, line: int
    ) -> None:  # fmt: skip
        """An amount, ``mark`` and ``number`` of its subject: one row for each place and purpose between which it is divided."""
        kind, stage, account, note = terms
        value, unit, on, value_on = money
        if value_on:
            note = f"{note}; value date {value_on}" if note else f"value date {value_on}"
        known = self._parts.get(id(parts))
        if known is None:
            known = self._parts[id(parts)] = (len(self._parts), parts)
        self._amounts += (
            subject.key, mark, number, kind, stage, account, value, unit, on, origin.state, origin.name,
            subject.reporter.ref or None, channel or None, note or None, subject.file, line, known[0],
        )  # fmt: skip
        self._count += len(parts)
        if self._count >= BATCH:
            self.flush()

    def issue(
        self, reason: str, file: str, element: Any, *, dropped: bool = True, field: str = "", value: str = "", record: str = ""
    ) -> None:  # fmt: skip
        """An element that is dropped, or kept with something missing."""
        locator = f"{file} line {line_of(element)}"
        self.recorder.issue(reason, locator, dropped=dropped, field=field, value=value, record=record)

    def flush(self) -> None:
        if not self._count:
            return
        amounts = pl.DataFrame([
            pl.Series(name, self._amounts[place :: len(_AMOUNT)], dtype=kind) for place, (name, kind) in enumerate(_AMOUNT.items())
        ])  # fmt: skip
        divided = amounts.join(self._divisions(), on="parts", maintain_order="left_right")
        frame = divided.with_columns(
            pl.col("value") * pl.col("part"),
            flow_id=pl.format("{}#{}{}.{}", "activity", "mark", "number", "part_number"),
            locator=pl.format("{} line {}", "file", "line"), period_kind=pl.lit("day"), provisional=pl.lit(False),
        )  # fmt: skip
        self.recorder.add(Flow, frame.drop(_ONLY_HERE))
        self._amounts.clear()
        self._parts.clear()
        self._count = 0

    def _divisions(self) -> pl.DataFrame:
        rows = [(number, *part) for number, parts in self._parts.values() for part in parts]
        return pl.DataFrame(rows, schema=_PART, orient="row")
