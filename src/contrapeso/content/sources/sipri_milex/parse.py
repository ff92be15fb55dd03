"""Reads every country sheet of the workbook as series: value, unit, how sure it is, notes, or why it is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.sheets import unpivot

BOOK = "workbook"
YEAR = r"(?:19|20)\d\d"
MARKS = {"…": "not-available", "...": "not-available", ". .": "not-available", "..": "not-available"}
NO_STATE_YET = "xxx"
REGIONS = (
    "Africa", "North Africa", "sub-Saharan Africa", "Americas", "Central America and the Caribbean", "North America",
    "South America", "Asia & Oceania", "Oceania", "South Asia", "East Asia", "South East Asia", "Central Asia", "Europe",
    "Central Europe", "Eastern Europe", "Western Europe", "Middle East",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet: how its title looks, the indicator and unit of its figures, what other columns it has."""

    title: str
    indicator: str
    unit: str
    others: Mapping[str, str]


SHEETS = (
    Sheet(r"Local currency financial years", "milex-local-financial-year", "{currency}",
          {"Currency": "currency", "Fiscal Year (Jan.–Dec. if not stated)": "financial_year"}),
    Sheet(r"Local currency calendar years", "milex-local", "{currency}", {"Currency": "currency"}),
    Sheet(r"Constant \((?P<base>\d{4})\) US\$", "milex-constant", "million USD of {base}", {}),
    Sheet(r"Current US\$", "milex-current", "million USD", {}),
    Sheet(r"Share of GDP", "milex-share-gdp", "share", {}),
    Sheet(r"Per capita", "milex-per-capita", "USD", {}),
    Sheet(r"Share of Govt\. spending", "milex-share-government", "share", {"Reporting year": "reporting_year"}),
)  # fmt: skip
UNUSED = ("Front page", "Regional totals")
FOOTNOTES = "Footnotes"


def parse(recorder: Recorder) -> None:
    """Every figure of every country sheet."""
    titles = recorder.titles(BOOK)
    known = {title: sheet for title in titles for sheet in SHEETS if re.fullmatch(sheet.title, title)}
    there = {_shown(sheet): title for title, sheet in known.items()}
    recorder.expect_titles(BOOK, there, [_shown(sheet) for sheet in SHEETS], (*UNUSED, FOOTNOTES))
    notes = _notes(recorder)
    for title, sheet in known.items():
        _read(recorder, title, sheet, notes)


def _shown(sheet: Sheet) -> str:
    """A title as its reader knows it: «Constant (YYYY) US$».

    >>> [_shown(sheet) for sheet in SHEETS][2:4]
    ['Constant (YYYY) US$', 'Current US$']
    """
    return sheet.title.replace(r"(?P<base>\d{4})", "YYYY").replace("\\", "")


def _notes(recorder: Recorder) -> dict[str, str]:
    """The footnotes by number and the special notes by mark."""
    grid = recorder.grid(BOOK, FOOTNOTES)
    return {
        row[0].strip(): (row[2] or row[1]).strip()
        for row in grid
        if len(row) > 2 and row[0].strip() and (row[1] or row[2])
    }


def _read(recorder: Recorder, title: str, sheet: Sheet, notes: Mapping[str, str]) -> None:
    base = re.fullmatch(sheet.title, title)
    assert base is not None
    frame = recorder.sheet(
        BOOK, title, {"Country": "name", "Notes": "marks", **sheet.others}, unused=("Country ?",), rest=YEAR
    )
    frame = frame.filter(pl.col("name").is_not_null() & ~pl.col("name").is_in(REGIONS))
    years = [column for column in frame.columns if re.fullmatch(YEAR, column)]
    frame = _without_zeros(recorder, frame, years)
    unit = (
        pl.col("currency").fill_null("?")
        if "{currency}" in sheet.unit
        else pl.lit(sheet.unit.format(**base.groupdict()))
    )
    frame = frame.with_columns(unit=unit, note=_note(frame, sheet, notes))
    long = unpivot(frame.drop("marks", *sheet.others.values()), years, "period", "cell")
    long = long.filter((pl.col("cell") != NO_STATE_YET) | pl.col("cell").is_null())
    long = _named(recorder, long)
    long = _valued(recorder, long).join(recorder.colours(BOOK, title), on=["line", "period"], how="left")
    sure = {"blue": "estimate", "red": "uncertain"}
    basis = pl.when(pl.col("value").is_not_null()).then(pl.col("colour").replace_strict(sure, default="reported"))
    rows = long.with_columns(basis=basis, indicator=pl.lit(sheet.indicator))
    recorder.add(Series, rows.drop("name", "cell", "colour"))


def _without_zeros(recorder: Recorder, frame: pl.DataFrame, years: list[str]) -> pl.DataFrame:
    """Rows whose only figures are zeros, with those as missing."""
    numbers = pl.concat_list(pl.col(year).cast(pl.Float64, strict=False) for year in years).list.drop_nulls()
    zeros = (numbers.list.len() > 0) & (numbers.list.max() == 0)
    recorder.note(frame, zeros, "only-zeros", "name")
    return frame.with_columns(
        pl.when(zeros & (pl.col(year).cast(pl.Float64, strict=False) == 0)).then(pl.lit("...")).otherwise(pl.col(year)).alias(year)
        for year in years
    )  # fmt: skip


def _note(frame: pl.DataFrame, sheet: Sheet, notes: Mapping[str, str]) -> pl.Series:
    """What the special marks and the footnote of a row say, and its financial year."""
    said = []
    for row in frame.iter_rows(named=True):
        marks = row["marks"] or ""
        found = [notes[mark] for mark in [*re.findall(r"[^\d\s,]", marks), *re.findall(r"\d+", marks)] if mark in notes]
        extra = [str(row[name]) for name in ("financial_year", "reporting_year") if row.get(name)]
        said.append(" | ".join([*extra, *found]) or None)
    return pl.Series("note", said, dtype=pl.String)


def _named(recorder: Recorder, long: pl.DataFrame) -> pl.DataFrame:
    """Each row with the state that the name meant in the middle of the year; organisations are refused."""
    long = long.with_columns(middle=pl.date(pl.col("period").cast(pl.Int32), 7, 1))
    long = recorder.parties(long, "name", code="state", kind="kind", on="middle")
    return recorder.refuse(long, pl.col("kind") != "state", "no-state", "name").drop("kind", "middle")


def _valued(recorder: Recorder, long: pl.DataFrame) -> pl.DataFrame:
    """Figures as numbers; marks and blanks as missing, with the reason."""
    missing = pl.col("cell").fill_null("...").replace_strict(MARKS, default=None)
    number = pl.col("cell").cast(pl.Float64, strict=False)
    long = recorder.refuse(long, missing.is_null() & number.is_null(), "unknown-mark", "cell")
    return long.with_columns(missing=missing, value=number)
