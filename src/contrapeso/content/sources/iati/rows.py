"""Rows of money flows, gathered in columns and handed over in batches, so that a file of any size fits."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from contrapeso.content.sources.iati.money import Amount
from contrapeso.content.sources.iati.orgs import Org, state_of_code
from contrapeso.content.sources.iati.shares import MOST_KNOWN, Division
from contrapeso.core.world import Flow

if TYPE_CHECKING:
    from contrapeso.ingest.world.recorder import Recorder

BATCH = 20_000
TEXT = (
    "flow_id", "kind", "origin", "origin_name", "destination", "destination_name", "reporter", "purpose", "purpose_list",
    "channel", "account", "activity", "stage", "period", "period_kind", "unit", "note", "locator",
)  # fmt: skip
SCHEMA = {**dict.fromkeys(TEXT, pl.String), "value": pl.Float64}
UNSTATED = "—"


Parts = tuple[tuple[str, str | None, str, str | None, str | None, float], ...]
"""Number in the amount, state, name of the place, purpose and its list, and how much of the amount it is."""


@lru_cache(maxsize=MOST_KNOWN)
def parts_of(places: Division, purposes: Division) -> Parts:
    """Every place with every purpose, and their joint share."""
    pairs = ((place, purpose) for place in places.shares for purpose in purposes.shares)
    return tuple(
        (
            f".{number}", state_of_code(place.code) if place.code else None, place.name or place.code or UNSTATED,
            purpose.code, purposes.listed if purpose.code else None, place.part * purpose.part,
        )
        for number, (place, purpose) in enumerate(pairs, 1)
    )  # fmt: skip


class Rows:
    """What is read of all documents on its way to the recorder."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._rows: list[tuple[object, ...]] = []

    def add(
        self, key: str, kind: str, stage: str | None, account: str, money: Amount, *, origin: Org, reporter: str,
        channel: str, activity: str, parts: Parts, note: str, locator: str,
    ) -> None:  # fmt: skip
        """One row for each place and purpose between which an amount is divided."""
        value, unit, on, value_on = money
        if value_on:
            note = f"{note}; value date {value_on}" if note else f"value date {value_on}"
        state, name = origin.state, origin.name
        self._rows += [
            (
                key + number, kind, state, name, place, where, reporter or None, purpose, listed, channel or None, account,
                activity, stage, on, "day", unit, note or None, locator, value * part,
            )
            for number, place, where, purpose, listed, part in parts
        ]  # fmt: skip
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            columns = dict(zip(SCHEMA, zip(*self._rows, strict=True), strict=True))
            frame = pl.DataFrame({name: pl.Series(columns[name], dtype=kind) for name, kind in SCHEMA.items()})
            self.recorder.add(Flow, frame.with_columns(provisional=pl.lit(False)))
            self._rows.clear()
