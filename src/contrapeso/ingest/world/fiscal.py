"""Fiscal years as publishers of budgets write them: the year, what kind of period it is, and the day on which it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.recorder import Recorder

if TYPE_CHECKING:
    import polars as pl

YEAR = r"^(?:18|19|20)\d\d$"
PROVISIONAL_YEARS = 3
"""Figures move until so many years after a fiscal year's end: docs/explanation/methods/assistance.md shows by how much."""


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """When fiscal years end (month, day), before and after a change, and how the quarter between them is written."""

    ends: tuple[int, int]
    ended: tuple[int, int]
    """When they ended before ``changed``, the first year of the present calendar."""
    changed: int
    quarters: tuple[str, ...]
    """The year before the change and a mark: a period of its own that belongs to no year."""

    def read(self, recorder: Recorder, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        """Columns ``period``, ``period_kind``, ``day`` (its last) and ``provisional``; what is no such year is refused.

        A fiscal year that had not begun on the vintage's day is a fault of that day, which the user gave.
        """
        import polars as pl

        is_quarter = pl.col(name).is_in(list(self.quarters))
        frame = recorder.refuse(frame, ~(pl.col(name).str.contains(YEAR) | is_quarter), "not-a-date", name)
        year = pl.col(name).str.head(4).cast(pl.Int32)
        old = (year < self.changed) & ~is_quarter
        day = pl.when(old).then(pl.date(year, *self.ended)).otherwise(pl.date(year, *self.ends))
        kind = pl.when(is_quarter).then(pl.lit("transition-quarter")).otherwise(pl.lit("fiscal-year"))
        return frame.with_columns(period=year.cast(pl.String), period_kind=kind, day=day).with_columns(
            provisional=pl.col("day").dt.offset_by(f"{PROVISIONAL_YEARS}y") > recorder.vintage
        )

    def check_vintage(self, recorder: Recorder, frame: pl.DataFrame) -> None:
        """A fault where rows tell what happened in a fiscal year that had not begun on the vintage's day."""
        import polars as pl

        last = frame["day"].max()
        if not isinstance(last, date) or frame.is_empty():
            return
        begins = pl.Series([last]).dt.offset_by("-1y").item()
        if begins >= recorder.vintage:
            first = next(iter(recorder.files.values()))
            said = fill(wording.AFTER_VINTAGE, year=last.year, vintage=recorder.vintage)
            recorder.faults.add(first.name, 0, "vintage", said)


def priced(frame: pl.DataFrame, bases: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """One row for each column of amounts: ``value`` in the ``unit`` that the expression gives, ``basis`` the column.

    Amounts of different prices are different units: nothing adds them. A row whose amount or unit is missing is left out.
    """
    import polars as pl

    amounts = list(bases)
    parts = [
        frame.with_columns(value=pl.col(name), unit=unit, basis=pl.lit(name)).drop(amounts)
        for name, unit in bases.items()
    ]
    return pl.concat(parts).filter(pl.col("value").is_not_null() & pl.col("unit").is_not_null())


def slug(name: str) -> pl.Expr:
    """A column of names as they may stand in a key: small letters, digits, hyphens."""
    import polars as pl

    return pl.col(name).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
