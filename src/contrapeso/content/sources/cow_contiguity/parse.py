"""Reads each pair of neighbours once, with how near they are and when."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {"ccode1": "first", "ccode2": "second", "conttype": "type", "stdate": "begin", "enddate": "finish"}
LEVELS = {1.0: "land", 2.0: "sea-12-miles", 3.0: "sea-24-miles", 4.0: "sea-150-miles", 5.0: "sea-400-miles"}
NOT_CONTIGUOUS = 0.0
PAIR = ("low", "high", "type", "begin", "finish")


def parse(recorder: Recorder) -> None:
    """One undirected tie for each pair, distance and time; the file has each twice, once from either side."""
    frame = recorder.dataset("pairs", COLUMNS)
    empty = pl.any_horizontal(pl.col(*COLUMNS.values()).is_null())
    frame = recorder.refuse(frame, empty, "empty")
    numbered = pl.all_horizontal(pl.col(name).is_between(1, 9999) for name in ("first", "second"))
    frame = recorder.refuse(frame, ~numbered, "not-a-number", "first")
    known = pl.col("type").is_in([NOT_CONTIGUOUS, *LEVELS])
    frame = recorder.refuse(frame, ~known | (pl.col("first") == pl.col("second")), "unknown-type", "type")
    frame = recorder.refuse(frame, pl.col("begin") > pl.col("finish"), "not-a-date", "finish")
    last = frame["finish"].max()
    frame = frame.filter(pl.col("type") != NOT_CONTIGUOUS)
    rows = _once(recorder, _numbered(frame))
    rows = recorder.states(rows, "low", into="state", scheme="cow", on="begin")
    rows = recorder.states(rows, "high", into="partner", scheme="cow", on="begin")
    month = "%Y-%m"
    rows = rows.with_columns(
        start=pl.col("begin").dt.to_string(month),
        end=pl.when(pl.col("finish") != last).then(pl.col("finish").dt.to_string(month)),
        level=pl.col("type").replace_strict(LEVELS, default=None),
        kind=pl.lit("contiguity"),
        directed=pl.lit(False),
    )
    rows = rows.with_columns(tie_id=pl.concat_str("low", "high", "level", "start", separator="-"))
    rows = recorder.unique(rows, "tie_id")
    recorder.add(Tie, rows.drop("first", "second", "type", "finish", "begin", "low", "high"))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The two numbers as text, the smaller first."""
    pair = pl.min_horizontal("first", "second"), pl.max_horizontal("first", "second")
    low, high = (one.cast(pl.Int64).cast(pl.String) for one in pair)
    return frame.with_columns(low=low, high=high)


def _once(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """Each pair from the side of the smaller number; one that the other side does not confirm is set aside."""
    both = pl.col("first").n_unique().over(PAIR) == 2
    frame = recorder.refuse(frame, ~both, "one-sided", "second")
    return frame.filter(pl.col("first") < pl.col("second"))
