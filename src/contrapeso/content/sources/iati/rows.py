"""Rows of money flows, gathered in columns and handed over in batches, so that a file of any size fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from contrapeso.content.sources.iati.money import Amount
from contrapeso.content.sources.iati.orgs import Org, state_of_code
from contrapeso.content.sources.iati.shares import Division
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


class Rows:
    """What is read of all documents on its way to the recorder."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._rows: list[tuple[object, ...]] = []

    def add(
        self, key: str, kind: str, stage: str | None, account: str, money: Amount, *, origin: Org, reporter: str,
        channel: str, activity: str, places: Division, purposes: Division, note: str, locator: str,
    ) -> None:  # fmt: skip
        """One row for each place and purpose between which an amount is divided."""
        if money.value_on:
            note = f"{note}; value date {money.value_on}" if note else f"value date {money.value_on}"
        number = 0
        for place in places.shares:
            state = state_of_code(place.code) if place.code else None
            where = place.name or place.code or UNSTATED
            for purpose in purposes.shares:
                number += 1
                self._rows.append((
                    f"{key}.{number}", kind, origin.state, origin.name, state, where, reporter or None, purpose.code,
                    purposes.listed if purpose.code else None, channel or None, account, activity, stage, money.on,
                    "day", money.currency, note or None, locator, money.value * place.part * purpose.part,
                ))  # fmt: skip
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            frame = pl.DataFrame(self._rows, schema=SCHEMA, orient="row")
            self.recorder.add(Flow, frame.with_columns(provisional=pl.lit(False)))
            self._rows.clear()
