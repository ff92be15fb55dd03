"""The shape of fact tables in Parquet: Arrow schemas read off the fact types, and rows to facts both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from contrapeso.core.columns import Column, columns
from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

F = TypeVar("F", bound=Fact)


def arrow_schema(fact: type[Fact]) -> pa.Schema:
    """The Arrow schema of a fact table: text as two columns, a date also as its first and last day."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "code": pa.string(),
        "list": pa.list_(pa.string()),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
    }
    named: list[pa.Field] = []
    for spec in columns(fact).values():
        if spec.type == "text":
            named += [pa.field(header, pa.string()) for header in spec.headers]
        elif spec.type == "date":
            named.append(pa.field(spec.name, pa.string()))
            named += [pa.field(f"{spec.name}_{end}", pa.date32()) for end in ("first", "last")]
        else:
            named.append(pa.field(spec.name, types[spec.type]))
    return pa.schema([*named, pa.field("locator", pa.string())])


def row_of(row: Fact) -> dict[str, object]:
    """One fact as a row of its Arrow table."""
    cells: dict[str, object] = {"locator": row.locator}
    for spec in columns(type(row)).values():
        cells.update(_split(spec, getattr(row, spec.name)))
    return cells


def facts_to_arrow(fact: type[F], rows: Iterable[F]) -> pa.Table:
    """The facts of one table, in order, as an Arrow table."""
    import pyarrow as pa

    return pa.Table.from_pylist([row_of(row) for row in rows], schema=arrow_schema(fact))


def facts_from_arrow(fact: type[F], table: pa.Table, snapshot_id: str) -> tuple[F, ...]:
    """The facts of an Arrow table, as they were, naming their snapshot.

    An optional column that an older file lacks reads as the fact's default; a required one raises ``LedgerError``.
    """
    readers = _readers(fact, frozenset(table.column_names))
    return tuple(
        fact(**{name: read(row) for name, read in readers.items()}, locator=row["locator"], snapshot_id=snapshot_id)
        for row in table.to_pylist()
    )


Read = Callable[[Mapping[str, Any]], Any]


def _readers(fact: type[Fact], present: frozenset[str]) -> dict[str, Read]:
    readers: dict[str, Read] = {}
    defaulted = {spec.name for spec in fields(fact) if spec.default is not MISSING}
    for spec in columns(fact).values():
        if set(spec.headers) <= present:
            readers[spec.name] = _reader(spec)
        elif spec.name not in defaulted:
            raise LedgerError(
                Text(
                    es=f"un archivo antiguo de {fact.table} no tiene la columna {spec.name}",
                    en=f"an old file of {fact.table} lacks the column {spec.name}",
                ),
                Text(es="vuelva a incorporar su fuente", en="ingest its source again"),
            )
    return readers


def _split(spec: Column, value: Any) -> dict[str, object]:
    """A field's value as one, two or three cells."""
    if spec.type == "text":
        sides = (None, None) if value is None else (value.es, value.en)
        return dict(zip(spec.headers, sides, strict=True))
    if spec.type == "date":
        days = (None, None, None) if value is None else (str(value), value.first, value.last)
        return dict(zip((spec.name, f"{spec.name}_first", f"{spec.name}_last"), days, strict=True))
    return {spec.name: list(value) if spec.type == "list" else value}


def _reader(spec: Column) -> Read:
    """The function that takes a field's value out of a row."""
    name = spec.name
    if spec.type == "text":
        spanish, english = spec.headers
        return lambda row: Text(es=row[spanish], en=row[english]) if row[spanish] is not None else None
    if spec.type == "date":
        return lambda row: PartialDate.parse(row[name]) if row[name] is not None else None
    if spec.type == "list":
        return lambda row: tuple(row[name] or ())
    return lambda row: row[name]
