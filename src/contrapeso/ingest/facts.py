"""Sheets become fact tables, and tables are checked against each other; all faults at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from contrapeso.core.columns import Column, columns
from contrapeso.core.facts import TABLES, Fact
from contrapeso.ingest import wording
from contrapeso.ingest.cells import FAULTY, Row, read_cells
from contrapeso.ingest.readers import FaultList, Sheet
from contrapeso.ingest.rules import check_row
from contrapeso.ingest.wording import fill

Keys = Mapping[str, Mapping[str, str]]
"""By table: every key there is, with the place of its row."""


@dataclass(slots=True)
class FactTable:
    """The rows of one file: as facts where they are sound, as rows in any case."""

    fact: type[Fact]
    file: str
    facts: list[Fact] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def headers_of(fact: type[Fact]) -> tuple[str, ...]:
    """All column headers of a fact's file, in order."""
    return tuple(header for spec in columns(fact).values() for header in spec.headers)


def required_headers(fact: type[Fact]) -> tuple[str, ...]:
    return tuple(header for spec in columns(fact).values() if spec.required for header in spec.headers)


def read_facts(fact: type[Fact], sheet: Sheet, faults: FaultList) -> FactTable:
    """The rows of a sheet as facts; every column is consumed or named in a fault."""
    table = FactTable(fact, sheet.name)
    has_columns = _check_columns(fact, sheet, faults)
    for record in sheet.records:
        row = Row(fact, sheet.name, record.line, record.cells, faults)
        table.rows.append(row)
        if has_columns and record.whole:
            read_cells(row)
            check_row(row)
            if row.is_sound:
                table.facts.append(fact(**row.values, locator=row.locator))
    return table


def _check_columns(fact: type[Fact], sheet: Sheet, faults: FaultList) -> bool:
    """Whether all required columns are there; unknown ones are faults too, with the nearest name."""
    known = headers_of(fact)
    for header in sheet.headers:
        if header not in known:
            near = difflib.get_close_matches(header, known, n=1)
            hint = f" (¿{near[0]}?)" if near else ""
            faults.add(sheet.name, sheet.line, header, fill(wording.UNKNOWN_COLUMN, name=header, hint=hint))
    missing = [header for header in _wanted(fact, sheet) if header not in sheet.headers]
    for header in missing:
        faults.add(sheet.name, sheet.line, header, fill(wording.MISSING_COLUMN, name=header))
    if missing:
        faults.unread.add(sheet.name)
    return not missing


def _wanted(fact: type[Fact], sheet: Sheet) -> Iterator[str]:
    """The required columns, and both languages of a text of which one is there."""
    for spec in columns(fact).values():
        if spec.required or (spec.type == "text" and set(spec.headers) & set(sheet.headers)):
            yield from spec.headers


def keys_of(tables: Iterable[FactTable]) -> dict[str, dict[str, str]]:
    """The keys of tables that were read, also of rows with faults: one mend must not wait for another."""
    keys: dict[str, dict[str, str]] = {}
    for table in tables:
        places = keys.setdefault(table.fact.table, {})
        for row in table.rows:
            places.setdefault(row.key, row.place)
    return keys


def check_tables(tables: Iterable[FactTable], base: Keys, faults: FaultList) -> None:
    """Duplicate keys and references to nothing, within the tables and against what they extend."""
    tables = list(tables)
    own = keys_of(tables)
    for table in tables:
        _check_duplicates(table, base.get(table.fact.table, {}), faults)
    for table in tables:
        for row in table.rows:
            _check_references(row, own, base, faults)


def _check_duplicates(table: FactTable, base: Mapping[str, str], faults: FaultList) -> None:
    first = dict(base)
    name = next(name for name, spec in columns(table.fact).items() if spec.is_key)
    for row in table.rows:
        if not row.cell(name):
            continue
        if row.key in first:
            faults.add(row.file, row.line, name, fill(wording.DUPLICATE, key=row.key, place=first[row.key]))
        first.setdefault(row.key, row.place)


def _check_references(row: Row, own: Keys, base: Keys, faults: FaultList) -> None:
    """Rows named and not found; nothing is said of a table whose file could not be read."""
    unread = {PurePath(file).name for file in faults.unread}
    for spec in columns(row.fact).values():
        for table, key in _references(spec, row):
            if table not in TABLES:
                row.fault(spec.name, wording.NO_TABLE, value=f"{table}:{key}", tables=", ".join(TABLES))
            elif TABLES[table].file not in unread and key not in own.get(table, {}) and key not in base.get(table, {}):
                row.fault(spec.name, wording.NO_SUCH_ROW, value=key, file=TABLES[table].file)


def _references(spec: Column, row: Row) -> Iterator[tuple[str, str]]:
    """The rows that a cell names: keys of the column's table, or ``table:key`` in a column called refs."""
    value = row.value(spec.name)
    if value is None or value is FAULTY:
        return
    if spec.refers:
        for key in value if spec.type == "list" else (value,):
            yield spec.refers, key
    elif spec.name == "refs":
        for ref in value:
            table, _, key = ref.partition(":")
            yield table, key
