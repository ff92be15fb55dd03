"""From the cells of a row to typed values by the fact's columns; a faulty cell is told from an empty one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePath
from typing import Any, Final, Literal

from contrapeso.core.columns import Column, columns
from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.state import check_state
from contrapeso.core.text import Text
from contrapeso.ingest import wording
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import Said, fill


class Faulty(Enum):
    """The value of a cell that has a fault: neither a value nor an absence."""

    FAULTY = "faulty"


FAULTY: Final[Literal[Faulty.FAULTY]] = Faulty.FAULTY
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(slots=True)
class Row:
    """A row being read: where it stands, its cells, the values found so far."""

    fact: type[Fact]
    file: str
    line: int
    cells: Mapping[str, str]
    faults: FaultList
    values: dict[str, Any] = field(default_factory=dict)
    is_sound: bool = True

    def fault(self, field: str, said: Said, **blanks: object) -> Literal[Faulty.FAULTY]:
        self.is_sound = False
        self.faults.add(self.file, self.line, field, fill(said, **blanks))
        return FAULTY

    def cell(self, header: str) -> str:
        return self.cells.get(header, "").strip()

    def value(self, name: str) -> Any:
        """A value for a rule to look at; None where it is absent."""
        return self.values.get(name)

    def is_faulty(self, *names: str) -> bool:
        return any(self.values.get(name) is FAULTY for name in names)

    @property
    def locator(self) -> str:
        """The row's place in its source: the file's bare name and the line."""
        return f"{PurePath(self.file).name} line {self.line}"

    @property
    def place(self) -> str:
        """The row's place as messages name it."""
        return f"{self.file}:{self.line}"

    @property
    def key(self) -> str:
        """The row's key as ``Fact.key`` writes it, also of a row with faults."""
        names = [name for name, spec in columns(self.fact).items() if spec.is_key]
        return "/".join(self.cell(name) or str(None) for name in names)


def read_cells(row: Row) -> None:
    """Fill in ``row.values`` from its cells, one fault for each cell that is not what its column asks."""
    for spec in columns(row.fact).values():
        row.values[spec.name] = _read_text(spec, row) if spec.type == "text" else _read(spec, row)


def _read_text(spec: Column, row: Row) -> Any:
    sides = [row.cell(header) for header in spec.headers]
    if all(sides):
        return Text(es=sides[0], en=sides[1])
    if not any(sides):
        return row.fault(spec.headers[0], wording.REQUIRED) if spec.required else None
    absent = spec.headers[0] if not sides[0] else spec.headers[1]
    return row.fault(absent, wording.NO_TRANSLATION)


def _read(spec: Column, row: Row) -> Any:
    if (spec.is_key or spec.refers) and spec.type == "string":
        return _read_id(spec, row)
    cell = row.cell(spec.name)
    if not cell:
        if spec.required:
            return row.fault(spec.name, wording.REQUIRED)
        return () if spec.type == "list" else True if spec.name == "public" else None
    return _READ[spec.type](spec, row, cell)


def _read_id(spec: Column, row: Row) -> Any:
    """An identifier, exactly as written: blanks around it are a fault too."""
    cell = row.cells.get(spec.name, "")
    if not cell:
        return row.fault(spec.name, wording.REQUIRED) if spec.required else None
    if _ID.fullmatch(cell):
        return cell
    return row.fault(spec.name, wording.BAD_ID, value=_brief(cell))


def _read_string(spec: Column, row: Row, cell: str) -> Any:
    return _state(spec, row, cell) if spec.is_state else cell


def _read_code(spec: Column, row: Row, cell: str) -> Any:
    if cell in spec.codes:
        return cell
    return row.fault(spec.name, wording.BAD_CODE, value=_brief(cell), codes=", ".join(spec.codes))


def _read_list(spec: Column, row: Row, cell: str) -> Any:
    parts = [part.strip() for part in cell.split(";")]
    if not all(parts):
        return row.fault(spec.name, wording.BLANK_IN_LIST)
    twice = next((part for place, part in enumerate(parts) if part in parts[:place]), None)
    if twice is not None:
        return row.fault(spec.name, wording.TWICE_IN_LIST, value=_brief(twice))
    states = [_state(spec, row, part) for part in parts] if spec.is_state else parts
    return FAULTY if FAULTY in states else tuple(parts)


def _read_date(spec: Column, row: Row, cell: str) -> Any:
    try:
        if cell.isascii():
            return PartialDate.parse(cell)
    except ValueError:
        pass
    return row.fault(spec.name, wording.BAD_DATE, value=_brief(cell))


def _read_number(spec: Column, row: Row, cell: str) -> Any:
    if _NUMBER.fullmatch(cell):
        return float(cell)
    return row.fault(spec.name, wording.BAD_NUMBER, value=_brief(cell))


def _read_integer(spec: Column, row: Row, cell: str) -> Any:
    if _INTEGER.fullmatch(cell):
        return int(cell)
    return row.fault(spec.name, wording.BAD_INTEGER, value=_brief(cell))


def _read_boolean(spec: Column, row: Row, cell: str) -> Any:
    value = _BOOLEANS.get(cell.lower())
    return row.fault(spec.name, wording.BAD_BOOLEAN, value=_brief(cell)) if value is None else value


def _state(spec: Column, row: Row, cell: str) -> Any:
    try:
        return check_state(_brief(cell))
    except UnknownName as error:
        return row.fault(spec.name, (error.what, error.mend))


_READ: dict[str, Callable[[Column, Row, str], Any]] = {
    "string": _read_string,
    "code": _read_code,
    "list": _read_list,
    "date": _read_date,
    "number": _read_number,
    "integer": _read_integer,
    "boolean": _read_boolean,
}


def _brief(cell: str) -> str:
    return cell if len(cell) <= 60 else f"{cell[:60]}…"


def cells_of(row: Fact) -> dict[str, str]:
    """A fact as the cells of its file: what ``read_cells`` reads back as the same fact."""
    cells: dict[str, str] = {}
    for spec in columns(type(row)).values():
        value = getattr(row, spec.name)
        if spec.type == "text":
            sides = ("", "") if value is None else (value.es, value.en)
            cells.update(zip(spec.headers, sides, strict=True))
        else:
            cells[spec.name] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return ";".join(value) if isinstance(value, tuple) else str(value)
