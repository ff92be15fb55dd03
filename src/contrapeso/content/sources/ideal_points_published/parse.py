"""Reads the published positions as series: mean, median and the votes behind them, with their quantiles as intervals."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "ccode": "number", "session": "session", "NVotes": "votes", "IdealPoint": "mean",
    "Q5%": "q05", "Q10%": "q10", "Q50%": "median", "Q90%": "q90", "Q95%": "q95",
}  # fmt: skip
UNUSED = ("Row", "QO%", "Q100%", "iso3c", "Countryname")
QUANTILES = ("q05", "q10", "median", "q90", "q95")
BEFORE_FIRST = 1945
"""The first session met in 1946; a year is named after the session that begins in it."""


def parse(recorder: Recorder) -> None:
    """Three series for each state and session."""
    rows = recorder.delimited("estimates", COLUMNS, unused=UNUSED)
    rows = recorder.refuse(rows, pl.col("number").is_null(), "empty", "number")
    rows = recorder.numbers(rows, "session", "votes", whole=True, least=1, required=True)
    rows = recorder.refuse(rows, pl.col("session") > 1000, "not-a-number", "session")
    rows = recorder.numbers(rows, "mean", *QUANTILES, required=True)
    rises = pl.all_horizontal(pl.col(low) <= pl.col(high) for low, high in pairwise(QUANTILES))
    rows = recorder.refuse(rows, ~rises, "bad-quantiles", "q05")
    year = pl.col("session") + BEFORE_FIRST
    rows = rows.with_columns(period=year.cast(pl.String), december=pl.date(year, 12, 1))
    rows = recorder.states(rows, "number", into="state", scheme="cow", on="december")
    rows = recorder.unique(rows, "state", "period")
    recorder.add(Series, _series(rows, "un-ideal-point", "mean", "standard deviations", ("q05", "q95", 0.9)))
    recorder.add(Series, _series(rows, "un-ideal-point-median", "median", "standard deviations", ("q10", "q90", 0.8)))
    recorder.add(Series, _series(rows, "un-ideal-point-votes", "votes", "votes"))


def _series(
    rows: pl.DataFrame, indicator: str, value: str, unit: str, interval: tuple[str, str, float] | None = None
) -> pl.DataFrame:
    named = rows.select("state", "period", "locator", value=value, indicator=pl.lit(indicator), unit=pl.lit(unit))
    if interval is None:
        return named.with_columns(basis=pl.lit("reported"))
    low, high, coverage = interval
    return named.with_columns(
        rows[low].alias("low"), rows[high].alias("high"), coverage=pl.lit(coverage), basis=pl.lit("estimate")
    )
