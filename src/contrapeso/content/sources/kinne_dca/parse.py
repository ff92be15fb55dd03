"""Reads each bilateral defence agreement as a tie from its signature on, with what it is about."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "DCAid": "tie_id", "ccode1": "first", "ccode2": "second", "signDay": "day", "signMonth": "month", "signYear": "year",
    "type": "level", "category1": "category1", "category2": "category2", "category3": "category3",
    "endYearEstimate": "end",
}  # fmt: skip
UNUSED = (
    "terminated",     "cowName1", "cowName2", "EIFDay", "EIFMonth", "EIFYear", "span", "renewType", "renewYears", "durationActual",
    "asymmetry", "categoryConf", "UNTS", "fullText", "sourceType", "source", "factivaConf", "factivaSign", "factivaEIF",
)  # fmt: skip
CATEGORIES = ("DCA", "DIC", "TREX", "PROCUREMENT", "RESEARCH", "COMMISSION")
"""The author's own codes for what an agreement is about; they are kept as they are."""
LAST_YEAR = 2010
"""The data end here: an agreement said to end in this year was in force when they did."""


def parse(recorder: Recorder) -> None:
    """One undirected tie for each agreement."""
    frame = recorder.delimited("agreements", COLUMNS, unused=UNUSED)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("tie_id", "first", "second").is_null()), "empty")
    frame = recorder.unique(frame, "tie_id")
    frame = _dated(recorder, frame)
    frame = recorder.states(frame, "first", into="state", scheme="cow", on="middle")
    frame = recorder.states(frame, "second", into="partner", scheme="cow", on="middle")
    other = (
        pl.any_horizontal(~pl.col(f"category{place}").is_in(CATEGORIES) for place in (1, 2, 3))
        | pl.col("category1").is_null()
    )
    frame = recorder.refuse(frame, other, "unknown-category", "category1")
    kinds = pl.concat_list(pl.col(f"category{place}").str.to_lowercase() for place in (1, 2, 3))
    rows = frame.with_columns(
        kind=pl.lit("defence-agreement"),
        directed=pl.lit(False),
        instrument=pl.col("tie_id"),
        obligations=kinds.list.drop_nulls(),
    )
    kept = (
        "tie_id",
        "kind",
        "state",
        "partner",
        "start",
        "end",
        "level",
        "obligations",
        "instrument",
        "directed",
        "locator",
    )
    recorder.add(Tie, rows.select(kept))


def _dated(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """``start`` as exact as it is known, ``end`` where it came before the data end, a day for the authority."""
    month, day = (pl.col(name).str.zfill(2) for name in ("month", "day"))
    start = pl.concat_str("year", pl.concat_str(pl.lit("-"), month).fill_null(""))
    exact = pl.concat_str("year", month, day, separator="-")
    valid = exact.str.to_date("%Y-%m-%d", strict=False)
    middle = pl.concat_str("year", month.fill_null("07"), pl.lit("15"), separator="-").str.to_date(strict=False)
    frame = frame.with_columns(middle=middle)
    frame = recorder.refuse(frame, pl.col("middle").is_null(), "not-a-date", "year")
    recorder.note(frame, exact.is_not_null() & valid.is_null(), "not-a-date", "day")
    frame = frame.with_columns(start=pl.when(valid.is_not_null()).then(exact).otherwise(start))
    frame = recorder.numbers(frame, "end", whole=True, least=1900)
    recorder.note(frame, pl.col("end") < pl.col("year").cast(pl.Int64), "ends-before", "end")
    over = (pl.col("end") < LAST_YEAR) & (pl.col("end") >= pl.col("year").cast(pl.Int64))
    return frame.with_columns(end=pl.when(over).then(pl.col("end")))
