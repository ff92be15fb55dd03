"""Reads each estimate of governance with its standard error and its percentile rank with its interval, or why it is missing."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder

BOOK, SHEET = "workbook", "Sheet1"
INDICATORS = {
    "cc": "wgi-control-of-corruption",
    "ge": "wgi-government-effectiveness",
    "pv": "wgi-political-stability",
    "rl": "wgi-rule-of-law",
    "rq": "wgi-regulatory-quality",
    "va": "wgi-voice-and-accountability",
}
COLUMNS = {
    "countryname": "name", "year": "period", "indicator": "code", "estimate": "estimate", "stddev": "error",
    "nsource": "sources", "pctrank": "rank", "pctranklower": "rank_low", "pctrankupper": "rank_high",
}  # fmt: skip
FIGURES = ("estimate", "error", "sources", "rank", "rank_low", "rank_high")
NOT_AVAILABLE = ".."
RANK_COVERAGE = 0.9


def parse(recorder: Recorder) -> None:
    """Two series for each indicator: the estimate in standard normal units, and the percentile rank."""
    recorder.expect_titles(BOOK, {SHEET: SHEET}, (SHEET,), ())
    frame = recorder.sheet(BOOK, SHEET, COLUMNS, unused=("codeindyr", "code"))
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("name", "period", "code").is_null()), "empty")
    frame = recorder.refuse(frame, ~pl.col("code").is_in(list(INDICATORS)), "unknown-indicator", "code")
    frame = recorder.refuse(frame, ~pl.col("period").str.contains(r"^(19|20)\d\d$"), "not-a-date", "period")
    frame = frame.with_columns(pl.when(pl.col(name) != NOT_AVAILABLE).then(pl.col(name)) for name in FIGURES)
    frame = recorder.numbers(frame, *FIGURES)
    frame = recorder.refuse(frame, ~pl.col("sources").is_between(0, 1000), "out-of-order", "sources")
    frame = recorder.states(frame, "name", into="state")
    frame = recorder.unique(frame, "state", "code", "period")
    frame = recorder.refuse(frame, _is_out_of_order(), "out-of-order", "rank")
    _add(recorder, frame)


def _is_out_of_order() -> pl.Expr:
    return (pl.col("error") <= 0) | (pl.col("rank_low") > pl.col("rank")) | (pl.col("rank") > pl.col("rank_high"))


def _add(recorder: Recorder, frame: pl.DataFrame) -> None:
    indicator = pl.col("code").replace_strict(INDICATORS, default=None)
    sources = pl.format("nsource {}", pl.col("sources").cast(pl.Int64))
    shared = frame.select("state", "period", "locator", indicator=indicator, note=sources)
    estimate = shared.with_columns(
        frame["estimate"].alias("value"), frame["error"].alias("standard_error"), unit=pl.lit("standard normal")
    )
    rank = shared.with_columns(
        frame["rank"].alias("value"), frame["rank_low"].alias("low"), frame["rank_high"].alias("high"),
        unit=pl.lit("percentile rank"), indicator=pl.format("{}-rank", pl.col("indicator")),
        coverage=pl.when(frame["rank_low"].is_not_null()).then(pl.lit(RANK_COVERAGE)),
    )  # fmt: skip
    for rows in (estimate, rank):
        known = pl.col("value").is_not_null()
        missing, basis = pl.when(~known).then(pl.lit("not-available")), pl.when(known).then(pl.lit("estimate"))
        recorder.add(Series, rows.with_columns(missing=missing, basis=basis))
