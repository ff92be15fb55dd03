"""Reads each figure by country, stage and fiscal year as two flows: in current dollars, and in dollars of a base year."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Flow
from contrapeso.ingest.world.fiscal import FiscalCalendar, priced, slug
from contrapeso.ingest.world.recorder import Recorder

FILE = "countries"
COLUMNS = {
    "Country Code": "code", "Country Name": "name", "Transaction Type Name": "type", "Fiscal Year": "year",
    "Income Group Acronym": "income", "current_amount": "current", "constant_amount": "constant",
}  # fmt: skip
UNUSED = (
    "Region ID", "Region Name", "Income Group Name", "Transaction Type ID",
    "constant_amount ?", "constant_amount ? ?", "ilte=",
)  # fmt: skip
"""The last three stand, empty, in a download that is in circulation."""
STAGES = {
    "President's Budget Requests": "requested", "Appropriated and Planned": "appropriated",
    "Initial Allocations": "allocated", "Obligations": "obligated", "Disbursements": "disbursed",
}  # fmt: skip
DONE = ("obligated", "disbursed")
"""The stages that tell what happened, not what was wished."""
CALENDAR = FiscalCalendar(ends=(9, 30), ended=(6, 30), changed=1977, quarters=("1976tq",))
NO_STATES = (
    "World", "Berlin, West", "China (Tibet)", "Netherlands Antilles (former)", "Pacific Island Trust Territory",
)  # fmt: skip
REGION = r" Region$"
NO_CODE = "NULL"
KEY = ("where", "stage", "year")


def parse(recorder: Recorder) -> None:
    """Every line of the file, in both its prices."""
    frame = recorder.delimited(FILE, COLUMNS, unused=UNUSED)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("name", "type", "year").is_null()), "empty")
    frame = frame.with_columns(stage=pl.col("type").replace_strict(STAGES, default=None, return_dtype=pl.String))
    frame = recorder.refuse(frame, pl.col("stage").is_null(), "unknown-stage", "type")
    frame = CALENDAR.read(recorder, frame, "year")
    CALENDAR.check_vintage(recorder, frame.filter(pl.col("stage").is_in(DONE)))
    frame = recorder.numbers(frame, "current", required=True)
    frame = recorder.numbers(frame, "constant")
    frame = _placed(recorder, frame.with_columns(where=_where()))
    frame = recorder.unique(frame, *KEY, "income")
    frame = frame.with_columns(key=_key())
    frame = frame.join(_base_years(recorder, frame), on="stage", how="left", maintain_order="left")
    _add(recorder, frame)


def _key() -> pl.Expr:
    """What names a figure in every vintage; the second of a place with two lines (two income groups) is numbered."""
    line = pl.col("line").cum_count().over(KEY)
    number = pl.when(line > 1).then(pl.format("-{}", line)).otherwise(pl.lit(""))
    return pl.format("usfa-{}-{}-{}{}", *KEY, number)


def _where() -> pl.Expr:
    """What stands for the place in a row's key: the publisher's code, which outlives a change of name, or else its name."""
    has_code = pl.col("code").is_not_null() & (pl.col("code") != NO_CODE)
    return pl.when(has_code).then(pl.col("code")).otherwise(slug("name"))


def _placed(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """Each row with the state that its name meant at the end of the year; none for regions and territories."""
    is_none = pl.col("name").is_in(list(NO_STATES)) | pl.col("name").str.contains(REGION)
    frame = frame.with_columns(state_name=pl.when(~is_none).then(pl.col("name")))
    return recorder.states(frame, "state_name", into="destination", on="day")


def _base_years(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """By stage the one fiscal year in which every figure in constant dollars equals that in current ones."""
    told = frame.filter((pl.col("current") != 0) & pl.col("constant").is_not_null())
    years = told.group_by("stage", "period", "period_kind").agg(same=(pl.col("current") == pl.col("constant")).all())
    found = years.filter("same").group_by("stage").agg(base=pl.col("period").first(), count=pl.len())
    sure = found.filter(pl.col("count") == 1).select("stage", "base")
    without = told.join(sure, on="stage", how="anti").unique("stage", keep="first", maintain_order=True)
    recorder.note(without, pl.lit(True), "no-base-year", "type")
    return sure


def _add(recorder: Recorder, frame: pl.DataFrame) -> None:
    of_year = pl.when(pl.col("base").is_not_null()).then(pl.format("USD of {}", "base"))
    rows = priced(frame, {"current": pl.lit("USD"), "constant": of_year})
    recorder.add(Flow, rows.select(
        "locator", "destination", "stage", "period", "period_kind", "provisional", "value", "unit",
        flow_id=pl.format("{}-{}", "key", "basis"), kind=pl.lit("assistance"),
        origin=pl.lit("USA"), origin_name=pl.lit("United States"), destination_name="name", reporter=pl.lit("USA"),
    ))  # fmt: skip
