"""Measures every state and year by one indicator, and picks from the columns what is asked of one state."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from contrapeso.core.errors import ContentError, ContrapesoError, Fault
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.measure.world.frame import WorldFrame

if TYPE_CHECKING:
    from contrapeso.measure.indicator import Indicator

SCHEMA = {
    "state": pl.String(), "period": pl.String(), "object": pl.String(), "topic": pl.String(), "value": pl.Float64(),
    "low": pl.Float64(), "high": pl.Float64(), "unit": pl.String(), "missing": pl.List(pl.String()),
    "is_assumed": pl.Boolean(), "vintage": pl.String(),
}  # fmt: skip
NAMES = ("state", "period", "topic", "object")
NUMBERS = ("low", "value", "high")
BETWEEN = "\x1f"
DAY = 10
"""The length of a period that is a day; one that is a year has four figures."""


def measure_everywhere(indicator: Indicator, frame: WorldFrame) -> pl.DataFrame:
    """What an indicator says of all states and years, checked as single measurements are; ``ContentError`` with its fault."""
    assert indicator.measure_world is not None
    try:
        found = indicator.measure_world(frame)
    except ContrapesoError:
        raise
    except Exception as error:  # indicators are content: somebody else's code
        raise _fault(indicator, f"{error!r}") from error
    table = _conform(found, indicator.unit, frame.vintage)
    _check(indicator, table)
    return table


def _conform(found: pl.DataFrame, unit: str, vintage: str) -> pl.DataFrame:
    """The columns of every table of measurements, in one order, rows too."""
    defaults = {"unit": pl.lit(unit), "is_assumed": pl.lit(False), "vintage": pl.lit(vintage)}
    absent = [name for name in SCHEMA if name not in found.columns]
    found = found.with_columns(defaults.get(name, pl.lit(None)).alias(name) for name in absent)
    table = found.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    return _in_order(table).sort(NAMES)


def _in_order(table: pl.DataFrame) -> pl.DataFrame:
    """Each list of what is missing in order and each code once; there are few different lists, so each is put in order once."""
    told = table["missing"].fill_null(pl.lit([], dtype=pl.List(pl.String()))).list.join(BETWEEN).alias("told")
    distinct = told.unique().to_list()
    lists = [sorted({code for code in one.split(BETWEEN) if code}) for one in distinct]
    kinds = {"told": pl.String(), "missing": pl.List(pl.String())}
    every = pl.DataFrame({"told": distinct, "missing": lists}, schema=kinds)
    return table.drop("missing").with_columns(told).join(every, on="told", how="left").select(*SCHEMA)


def _check(indicator: Indicator, table: pl.DataFrame) -> None:
    """What ``Measurement`` demands of one, demanded of all; the rows are sorted, so that equal ones stand together."""
    low, value, high = (pl.col(name) for name in NUMBERS)
    rules = {
        "finite": pl.all_horizontal(pl.col(name).is_finite().fill_null(True) for name in NUMBERS),
        "low <= value <= high": (low <= value).fill_null(True) & (value <= high).fill_null(True) & (low <= high).fill_null(True),
        "two ends": low.is_null() == high.is_null(),
        "a reason for what is missing": value.is_not_null() | (pl.col("missing").list.len() > 0),
        "measured once": ~pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in NAMES),
    }  # fmt: skip
    for rule, holds in rules.items():
        wrong = table.filter(~holds)
        if wrong.height:
            raise _fault(indicator, f"{rule}: {wrong.row(0, named=True)}")


def of_state(
    table: pl.DataFrame, indicator: str, state: str, on: date, release: str | None = None
) -> tuple[Measurement, ...]:
    """What a table of measurements says of a state in the newest period that was over by a day."""
    return measurements(rows_of(table, [state], on), indicator, release)


def measurements(rows: pl.DataFrame, indicator: str, release: str | None = None) -> tuple[Measurement, ...]:
    """Rows of a table as single measurements."""
    return tuple(_measurement(row, indicator, release) for row in rows.iter_rows(named=True))


def rows_of(table: pl.DataFrame, states: list[str], on: date) -> pl.DataFrame:
    """The rows of some states in the newest period, topic by topic, that was over by a day."""
    whole_year = pl.format("{}-12-31", pl.col("period").str.head(4))
    end = pl.when(pl.col("period").str.len_chars() == DAY).then("period").otherwise(whole_year)
    over = table.select(pl.col("period").unique()).with_columns(_end=end.str.to_date()).filter(pl.col("_end") <= on)
    known = table.lazy().select("topic", "period").unique().join(over.lazy(), on="period")
    newest = known.filter(pl.col("_end") == pl.col("_end").max().over("topic"))
    chosen = table.lazy().filter(pl.col("state").is_in(states))
    return chosen.join(newest, on=["topic", "period"], how="semi", nulls_equal=True).collect()


def _measurement(row: dict[str, object], indicator: str, release: str | None) -> Measurement:
    missing = row["missing"]
    assert isinstance(missing, list)
    given = {
        name: row[name]
        for name in ("period", "object", "topic", "value", "low", "high", "unit", "vintage", "is_assumed")
    }
    return Measurement(indicator=indicator, subject=str(row["state"]), missing=tuple(missing), release=release, **given)  # type: ignore[arg-type]


def _fault(indicator: Indicator, why: str) -> ContentError:
    what = Text(es=f"el indicador no se puede aplicar: {why}", en=f"the indicator cannot be applied: {why}")
    return ContentError([Fault(f"{indicator.name}/measure.py", 0, "", what, _MEND)])


_MEND = Text(es="corrija su código y añada el caso a cases.yml", en="mend its code and add the case to cases.yml")
