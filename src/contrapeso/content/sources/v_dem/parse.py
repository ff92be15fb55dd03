"""Reads each index of democracy with the interval and the standard deviation of its measurement model."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder

INDICES = {
    "v2x_polyarchy": "v-dem-electoral",
    "v2x_libdem": "v-dem-liberal",
    "v2x_partipdem": "v-dem-participatory",
    "v2x_delibdem": "v-dem-deliberative",
    "v2x_egaldem": "v-dem-egalitarian",
    "v2x_api": "v-dem-additive-polyarchy",
    "v2x_mpi": "v-dem-multiplicative-polyarchy",
}
FIGURES = {name + end: name + end for name in INDICES for end in ("", "_codelow", "_codehigh", "_sd")}
COLUMNS = {"vdem_country_name": "name", "vdem_cowcode": "number", "year": "year", **FIGURES}
UNUSED = (
    "country_text_id", "country_id", "historical_date", "project", "historical", "histname", "codingstart", "codingend",
    "codingstart_contemp", "codingend_contemp", "codingstart_hist", "codingend_hist", "gapstart1", "gapstart2",
    "gapstart3", "gapend1", "gapend2", "gapend3", "gap_index", "extended_country_name", "GWn", "cown", "in_GW_system",
)  # fmt: skip
NO_STATE = (
    "Oldenburg", "Brunswick", "Nassau", "Saxe-Weimar-Eisenach", "Hamburg", "Palestine/British Mandate",
)  # fmt: skip
"""Territories that neither the Correlates of War nor the authority count among states."""
PART = "Palestine/Gaza"
"""V-Dem gives two series for one state; the other, of the West Bank, stands for it."""
COVERAGE = 0.68


def parse(recorder: Recorder) -> None:
    """Every index of every state and year, or why it is missing."""
    frame = recorder.dataset("indices", COLUMNS, unused=UNUSED)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("name", "year").is_null()), "empty")
    frame = recorder.refuse(frame, ~pl.col("number").is_between(1, 9999), "not-a-number", "number")
    frame = recorder.refuse(frame, ~pl.col("year").is_between(1700, 2100), "not-a-date", "year")
    frame = recorder.refuse(frame, pl.col("number").is_null() & pl.col("name").is_in(NO_STATE), "no-state", "name")
    frame = recorder.refuse(frame, pl.col("name") == PART, "part-of-state", "name")
    year, number = (pl.col(name).cast(pl.Int64).cast(pl.String) for name in ("year", "number"))
    frame = frame.with_columns(period=year, number=number, middle=pl.date(pl.col("year").cast(pl.Int32), 7, 1))
    frame = recorder.states(frame, "number", into="by_number", scheme="cow", on="middle")
    unnumbered = frame.with_columns(name=pl.when(pl.col("number").is_null()).then(pl.col("name")))
    frame = recorder.states(unnumbered, "name", into="by_name", on="middle")
    frame = frame.with_columns(state=pl.coalesce("by_number", "by_name"))
    frame = recorder.unique(frame, "state", "period")
    for column, indicator in INDICES.items():
        recorder.add(Series, _series(recorder, frame, column, indicator))


def _series(recorder: Recorder, frame: pl.DataFrame, column: str, indicator: str) -> pl.DataFrame:
    low, high = f"{column}_codelow", f"{column}_codehigh"
    wrong = ~pl.col(column).is_between(0, 1) | (pl.col(low) > pl.col(column)) | (pl.col(column) > pl.col(high))
    frame = recorder.refuse(frame, wrong, "out-of-order", column)
    known = pl.col(column).is_not_null()
    return frame.select(
        "state", "period", "locator", value=pl.col(column), low=pl.when(known).then(low), high=pl.when(known).then(high),
        standard_error=pl.when(known).then(f"{column}_sd"), indicator=pl.lit(indicator), unit=pl.lit("index 0–1"),
        coverage=pl.when(known & pl.col(low).is_not_null()).then(pl.lit(COVERAGE)),
        missing=pl.when(~known).then(pl.lit("not-available")), basis=pl.when(known).then(pl.lit("estimate")),
    )  # fmt: skip
