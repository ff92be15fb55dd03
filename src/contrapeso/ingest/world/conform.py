"""A parser's frame as the Arrow table of its fact: every column typed, dated, checked; all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contrapeso.core.columns import Column, columns
from contrapeso.core.fact import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.state import is_state
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ledger.schema import arrow_schema

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

LOCATOR = "locator"
Say = Callable[[object], Any]
"""What a fault says of a value."""


def conform(fact: type[Fact], frame: pl.DataFrame, faults: FaultList) -> pa.Table | None:
    """The frame's rows in the fact's own schema; None with faults.

    A date column may hold text (``2026``, ``2026-01``, ``2026-01-14``), days, or years as whole numbers. A column
    that the frame lacks is empty. A column that the fact lacks raises ``ValueError``: the parser is wrong.
    """
    import polars as pl

    specs = columns(fact)
    extra = set(frame.columns) - set(specs) - {header for spec in specs.values() for header in spec.headers} - {LOCATOR}
    if extra or LOCATOR not in frame.columns:
        raise ValueError(f"{fact.table}: columns {sorted(extra)} are unknown, or the locator is missing")
    known = len(faults)
    frame = _filled(specs.values(), frame.with_columns(pl.lit(True).alias("public")))
    for spec in specs.values():
        frame = _conform_column(spec, frame, faults)
    _check_keys(fact, frame, faults)
    if len(faults) > known:
        return None
    schema = arrow_schema(fact)
    return frame.select(schema.names).to_arrow().cast(schema)


def _filled(specs: Iterable[Column], frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns that it lacks, empty."""
    import polars as pl

    lacking = {header: spec for spec in specs for header in spec.headers if header not in frame.columns}
    return frame.with_columns(
        pl.lit(None, dtype=pl.List(pl.String) if spec.type == "list" else pl.String).alias(header)
        for header, spec in lacking.items()
    )


def _conform_column(spec: Column, frame: pl.DataFrame, faults: FaultList) -> pl.DataFrame:
    import polars as pl

    if spec.type == "date":
        frame = _dated(spec, frame, faults)
    elif spec.type in ("number", "integer", "boolean"):
        kind = {"number": pl.Float64, "integer": pl.Int64, "boolean": pl.Boolean}[spec.type]
        if frame.schema[spec.name] != kind:
            frame = frame.with_columns(pl.col(spec.name).cast(kind))
    if spec.type == "number":
        _fault(frame, ~pl.col(spec.name).is_finite(), spec.name, faults, lambda _: wording.NOT_FINITE)
    if spec.required and spec.type != "list" and any(frame[header].null_count() for header in spec.headers):
        absent = pl.any_horizontal(pl.col(header).is_null() for header in spec.headers)
        _fault(frame, absent, spec.name, faults, lambda _: wording.ABSENT)
    _check_codes(spec, frame, faults)
    return frame


def _check_codes(spec: Column, frame: pl.DataFrame, faults: FaultList) -> None:
    """Codes are of their closed list, states are known."""
    import polars as pl

    if spec.codes:
        codes = ", ".join(spec.codes)
        wrong = pl.col(spec.name).is_not_null() & ~pl.col(spec.name).is_in(spec.codes)
        _fault(frame, wrong, spec.name, faults, lambda value: fill(wording.NOT_A_CODE, value=value, codes=codes))
    if spec.is_state and spec.type == "string":
        unknown = [code for code in frame[spec.name].unique().to_list() if code is not None and not is_state(code)]
        if unknown:
            wrong, codes = pl.col(spec.name).is_in(unknown), "ISO 3166-1"
            _fault(frame, wrong, spec.name, faults, lambda value: fill(wording.NOT_A_CODE, value=value, codes=codes))


def _dated(spec: Column, frame: pl.DataFrame, faults: FaultList) -> pl.DataFrame:
    """A date column as its text with its first and last day; each distinct date is read once."""
    import polars as pl

    text = _as_text(frame[spec.name])
    parsed: dict[str, PartialDate] = {}
    for value in text.unique().to_list():
        if value is None:
            continue
        try:
            parsed[value] = _day(value)
        except ValueError:
            _fault(frame, pl.lit(text) == value, spec.name, faults, lambda found: fill(wording.NOT_A_DAY, value=found))
    firsts = {value: one.first for value, one in parsed.items()}
    lasts = {value: one.last for value, one in parsed.items()}
    return frame.with_columns(
        text.alias(spec.name),
        _replaced(text, firsts).alias(f"{spec.name}_first"),
        _replaced(text, lasts).alias(f"{spec.name}_last"),
    )


@lru_cache(maxsize=65_536)
def _day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def _replaced(text: pl.Series, days: dict[str, date]) -> pl.Series:
    import polars as pl

    if not days:
        return pl.repeat(None, len(text), dtype=pl.Date, eager=True)
    return text.replace_strict(days, default=None, return_dtype=pl.Date)


def _as_text(values: pl.Series) -> pl.Series:
    import polars as pl

    if values.dtype == pl.Date:
        return values.dt.to_string("%Y-%m-%d")
    return values.cast(pl.String) if values.dtype != pl.String else values


def _check_keys(fact: type[Fact], frame: pl.DataFrame, faults: FaultList) -> None:
    names = [spec.name for spec in columns(fact).values() if spec.is_key]
    twice = frame.filter(frame.select(names).is_duplicated())
    for row in twice.head(20).iter_rows(named=True):
        key = "/".join(str(row[name]) for name in names)
        _add(row[LOCATOR], names[0], faults, fill(wording.KEY_TWICE, key=key))


def _fault(frame: pl.DataFrame, wrong: pl.Expr, name: str, faults: FaultList, say: Say) -> None:
    """A fault for each of the first rows that are wrong."""
    found = frame.select(wrong.alias("found"))["found"]
    if found.any():
        for row in frame.filter(found).head(20).iter_rows(named=True):
            _add(row[LOCATOR], name, faults, say(row.get(name)))


def _add(locator: str, name: str, faults: FaultList, said: Any) -> None:
    file, _, line = str(locator).rpartition(" line ")
    faults.add(file or str(locator), int(line) if line.isdigit() and file else 0, name, said)


def check_references(tables: Iterable[tuple[type[Fact], pa.Table]], faults: FaultList) -> None:
    """Every key that a row names in another table of the snapshot is there."""
    import polars as pl

    found = {fact.table: (fact, table) for fact, table in tables}
    for fact, table in found.values():
        for spec in columns(fact).values():
            if spec.refers is None or spec.refers not in found:
                continue
            other, of_other = found[spec.refers]
            key = next(one.name for one in columns(other).values() if one.is_key)
            frame, rows = pl.from_arrow(table), pl.from_arrow(of_other)
            assert isinstance(frame, pl.DataFrame) and isinstance(rows, pl.DataFrame)
            wrong = frame.filter(pl.col(spec.name).is_not_null()).join(
                rows, left_on=spec.name, right_on=key, how="anti"
            )
            for row in wrong.head(20).iter_rows(named=True):
                said = fill(wording.NO_ROW, table=spec.refers, key=row[spec.name])
                _add(row[LOCATOR], spec.name, faults, said)
