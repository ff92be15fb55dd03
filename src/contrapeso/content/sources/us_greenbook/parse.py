"""Reads each obligation by country, account and agency as two flows: in dollars of its year, and in constant ones."""

from __future__ import annotations

import re

import polars as pl

from contrapeso.core.errors import ContentError
from contrapeso.core.world import Flow
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.fiscal import FiscalCalendar, priced, slug
from contrapeso.ingest.world.recorder import Recorder

BOOK, SHEET = "workbook", "Economic and Military Aid"
COLUMNS = {
    "Fiscal Year": "year", "Country": "name", "Assistance Category": "category", "Publication Row": "row",
    "Funding Agency": "agency", "Funding Account Name": "account",
    "Obligations (Historical Dollars)": "current", "Obligations (Constant Dollars)": "constant",
}  # fmt: skip
TOLD = ("year", "name", "category", "row", "agency", "account")
CALENDAR = FiscalCalendar(ends=(9, 30), ended=(6, 30), changed=1977, quarters=("1976.9", "1976tq"))
CATEGORIES = {"Economic": "economic", "Military": "military"}
COUNTER_NARCOTICS_ROWS = ("Narcotics Control", "Drug Interdiction and Counter-Drug")
COUNTER_NARCOTICS_ACCOUNTS = r"Narcotics|Counter-?[Dd]rug|Drug Enforcement"
ROWS = "us-greenbook-publication-row"
NO_STATE = r" \(not specified\)$"
BASE = re.compile(r"Constant (\d{4}) \$US")


def parse(recorder: Recorder) -> None:
    """Every line of the sheet, in both its prices."""
    recorder.expect_titles(BOOK, {SHEET: SHEET}, (SHEET,), ())
    frame = recorder.sheet(BOOK, SHEET, COLUMNS, unused=("Region",))
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col(TOLD).is_null()), "empty")
    frame = recorder.refuse(frame, ~pl.col("category").is_in(list(CATEGORIES)), "unknown-category", "category")
    frame = CALENDAR.read(recorder, frame, "year")
    frame = recorder.numbers(frame, "current", required=True)
    frame = recorder.numbers(frame, "constant")
    frame = recorder.unique(frame, *TOLD)
    frame = frame.with_columns(state_name=pl.when(~pl.col("name").str.contains(NO_STATE)).then(pl.col("name")))
    frame = recorder.states(frame, "state_name", into="destination", on="day")
    _add(recorder, frame, _base_year(recorder))


def _base_year(recorder: Recorder) -> str:
    """The year of the constant dollars, which the lines above the table say."""
    for cells in recorder.grid(BOOK, SHEET)[:10]:
        found = BASE.search(" ".join(cells))
        if found:
            return found[1]
    recorder.faults.stop(recorder.files[BOOK].name, 0, wording.NO_BASE_YEAR)
    raise ContentError(recorder.faults)


def _category() -> pl.Expr:
    """Economic or military as the Greenbook has it; counter-narcotics by publication row and name of account."""
    by_row = pl.col("row").is_in(list(COUNTER_NARCOTICS_ROWS))
    against = by_row | pl.col("account").str.contains(COUNTER_NARCOTICS_ACCOUNTS)
    return pl.when(against).then(pl.lit("counter-narcotics")).otherwise(pl.col("category").replace_strict(CATEGORIES))


def _add(recorder: Recorder, frame: pl.DataFrame, base: str) -> None:
    words = pl.concat_str(["year", *(slug(name) for name in TOLD[1:])], separator="-")
    frame = frame.with_columns(words=words, group=_category())
    rows = priced(frame, {"current": pl.lit("USD"), "constant": pl.lit(f"USD of {base}")})
    recorder.add(Flow, rows.select(
        "locator", "destination", "account", "period", "period_kind", "provisional", "value", "unit",
        flow_id=pl.format("greenbook-{}-{}", "words", "basis"), kind=pl.lit("assistance"), stage=pl.lit("obligated"),
        origin=pl.lit("USA"), origin_name=pl.lit("United States"), destination_name="name", reporter=pl.lit("USA"),
        category="group", purpose="row", purpose_list=pl.lit(ROWS), channel="agency",
        note=pl.format("Assistance Category: {}", "category"),
    ))  # fmt: skip
