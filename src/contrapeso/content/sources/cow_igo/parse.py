"""Reads in how many intergovernmental organisations a state took part in a year, by kind of membership."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder

COUNTS = {
    "sum_igo_full": "igo-full-member",
    "sum_igo_associate": "igo-associate",
    "sum_igo_observer": "igo-observer",
    "sum_igo_anytype": "igo-any",
}


def parse(recorder: Recorder) -> None:
    """One series for each kind of membership."""
    frame = recorder.dataset("years", {"ccode": "number", "year": "year", **{name: name for name in COUNTS}})
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("number", "year").is_null()), "empty")
    frame = recorder.refuse(frame, ~pl.col("number").is_between(1, 9999), "not-a-number", "number")
    frame = recorder.refuse(frame, ~pl.col("year").is_between(1800, 2100), "not-a-date", "year")
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col(*COUNTS) < 0), "not-a-count", "sum_igo_anytype")
    whole = (pl.col(name).cast(pl.Int64).cast(pl.String) for name in ("number", "year"))
    number, year = whole
    frame = frame.with_columns(number=number, period=year, middle=pl.date(pl.col("year").cast(pl.Int32), 7, 1))
    frame = recorder.states(frame, "number", into="state", scheme="cow", on="middle")
    frame = recorder.unique(frame, "state", "period")
    for name, indicator in COUNTS.items():
        missing = pl.when(pl.col(name).is_null()).then(pl.lit("not-available"))
        rows = frame.select(
            "state", "period", "locator", value=name, indicator=pl.lit(indicator), unit=pl.lit("organisations"),
            missing=missing,
        )  # fmt: skip
        recorder.add(Series, rows)
