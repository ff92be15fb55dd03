"""Fiscal years: their ends before and after a change of calendar, the quarter between, and the day of the file."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world.fiscal import FiscalCalendar, priced, slug
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.run import BUILT_IN, open_source, read_files

CALENDAR = FiscalCalendar(ends=(9, 30), ended=(6, 30), changed=1977, quarters=("1976tq",))
SOURCE = BUILT_IN / "us_foreign_assistance"


def recorder(vintage: date) -> Recorder:
    source = read_source(SOURCE)
    files, _ = open_source(source, [SOURCE / "sample.csv"], date(2024, 3, 1))
    return Recorder(source, files, vintage)


def years(*written: str, vintage: date = date(2024, 3, 1)) -> pl.DataFrame:
    frame = pl.DataFrame({"year": list(written), "locator": [f"sample.csv line {n}" for n in range(len(written))]})
    return CALENDAR.read(recorder(vintage), frame, "year")


def test_a_year_ends_where_its_calendar_says_and_the_quarter_is_no_year() -> None:
    found = years("1976", "1976tq", "1977").select("period", "period_kind", "day").rows()
    assert found == [
        ("1976", "fiscal-year", date(1976, 6, 30)), ("1976", "transition-quarter", date(1976, 9, 30)),
        ("1977", "fiscal-year", date(1977, 9, 30)),
    ]  # fmt: skip


@pytest.mark.parametrize(("vintage", "provisional"), [(date(2024, 9, 29), True), (date(2024, 9, 30), False)])
def test_a_figure_is_provisional_for_three_years_after_the_year(vintage: date, provisional: bool) -> None:
    assert years("2021", vintage=vintage)["provisional"].to_list() == [provisional]


def test_what_is_no_year_becomes_an_issue() -> None:
    taken = recorder(date(2024, 3, 1))
    frame = pl.DataFrame({"year": ["2020", "twenty", "20201", "1976q"], "locator": ["sample.csv line 1"] * 4})
    assert CALENDAR.read(taken, frame, "year")["period"].to_list() == ["2020"]
    assert len(taken._issues) == 3


@pytest.mark.parametrize(("vintage", "faults"), [(date(2022, 9, 30), 1), (date(2022, 10, 1), 0), (date(2024, 1, 1), 0)])
def test_a_file_cannot_be_older_than_the_years_it_tells_of(vintage: date, faults: int) -> None:
    taken = recorder(vintage)
    taken.faults = FaultList()
    CALENDAR.check_vintage(taken, years("2021", "2023"))
    assert len(taken.faults) == faults


def test_two_prices_are_two_units_and_what_has_no_base_year_is_left_out() -> None:
    frame = pl.DataFrame({"now": [5.0, 6.0], "then": [7.0, 8.0], "base": ["2020", None]})
    rows = priced(frame, {"now": pl.lit("USD"), "then": pl.format("USD of {}", pl.col("base"))})
    assert rows.select("value", "unit").rows() == [(5.0, "USD"), (6.0, "USD"), (7.0, "USD of 2020")]


def test_a_name_in_a_key_has_small_letters_and_hyphens() -> None:
    assert pl.DataFrame({"n": ["Germany (former East)"]}).select(slug("n")).item() == "germany-former-east"


def test_the_flows_of_the_samples_tie_to_their_files() -> None:
    """Every line is in the flows once in each price: nothing is added, lost or mixed."""
    source = read_source(SOURCE)
    files, dated = open_source(source, [SOURCE / "sample.csv"], date(2024, 3, 1))
    tables, _ = read_files(source, files, dated.on)
    flows = pl.concat([pl.from_arrow(table) for fact, table in tables.items() if fact.table == "flow"])  # type: ignore[type-var]
    raw = pl.read_csv(SOURCE / "sample.csv").filter(pl.col("Transaction Type Name") != "Promises")
    current, constant = flows.filter(pl.col("unit") == "USD"), flows.filter(pl.col("unit") != "USD")
    assert current["value"].sum() == raw["current_amount"].sum()
    without_base = raw.filter(pl.col("Transaction Type Name") != "President's Budget Requests")
    assert constant["value"].sum() == without_base["constant_amount"].sum()
    assert flows["flow_id"].is_unique().all()
