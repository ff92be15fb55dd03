"""Reads each designation as a tie of the designated state to the state that made it."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "designation_id": "tie_id",
    "regime": "level",
    "state": "code",
    "start": "start",
    "end": "end",
    "instrument": "title",
    "citation": "citation",
}
REGIMES = ("mnna", "mnna-treated-as", "mnna-1987")
BY, NAME = "USA", "Major Non-NATO Ally"
DATE = r"^\d{4}(-\d\d){0,2}$"


def parse(recorder: Recorder) -> None:
    """One directed tie for each designation, with the instrument that made it."""
    frame = recorder.delimited("designations", COLUMNS, unused=("confidence", "sources"))
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("tie_id", "level", "code", "start").is_null()), "empty")
    frame = recorder.refuse(frame, ~pl.col("level").is_in(REGIMES), "unknown-regime", "level")
    wrong = ~pl.col("start").str.contains(DATE) | ~pl.col("end").str.contains(DATE).fill_null(True)
    frame = recorder.refuse(frame, wrong, "not-a-date", "start")
    frame = recorder.states(recorder.unique(frame, "tie_id"), "code", into="state", scheme="iso3")
    instrument = pl.concat_str("title", "citation", separator="; ", ignore_nulls=True)
    rows = frame.with_columns(
        kind=pl.lit("designation"), partner=pl.lit(BY), name=pl.lit(NAME), instrument=instrument, directed=pl.lit(True)
    )
    recorder.add(Tie, rows.drop("code", "title", "citation"))
