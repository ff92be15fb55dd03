"""The schema of a record type, read off its annotations: columns of files, of Parquet and of JSON alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text


@dataclass(frozen=True, slots=True)
class Key:
    """Annotation: the column that names the row."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Annotation: the column holds keys of another table."""

    table: str


@dataclass(frozen=True, slots=True)
class IsState:
    """Annotation: the column holds ISO 3166-1 alpha-3 codes."""


ColumnType = Literal["text", "string", "code", "list", "date", "number", "integer", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a fact as a file column; a ``text`` field is two columns, ``<name>_es`` and ``<name>_en``."""

    name: str
    type: ColumnType
    required: bool
    codes: tuple[str, ...] = ()
    is_key: bool = False
    is_state: bool = False
    refers: str | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        return (f"{self.name}_es", f"{self.name}_en") if self.type == "text" else (self.name,)


_PLAIN: dict[object, ColumnType] = {
    str: "string", Text: "text", PartialDate: "date", float: "number", int: "integer", bool: "boolean",
}  # fmt: skip
_NOT_COLUMNS = {"locator", "snapshot_id", "stages"}


_COLUMNS: dict[type[Any], dict[str, Column]] = {}


def columns(fact: type[Any]) -> dict[str, Column]:
    """The columns of a fact table, in file order, read off its annotations (once)."""
    if fact not in _COLUMNS:
        _COLUMNS[fact] = _read_columns(fact)
    return _COLUMNS[fact]


_KEYS: dict[type[Any], tuple[str, ...]] = {}


def key_columns(fact: type[Any]) -> tuple[str, ...]:
    """The columns that together name a row; found once, as they are asked of every row that a finding cites."""
    if fact not in _KEYS:
        _KEYS[fact] = tuple(name for name, spec in columns(fact).items() if spec.is_key)
    return _KEYS[fact]


def _read_columns(fact: type[Any]) -> dict[str, Column]:
    hints = get_type_hints(fact, include_extras=True)
    named = [spec for spec in fields(fact) if spec.name not in _NOT_COLUMNS]
    ordered = [spec for spec in named if spec.name != "public"] + [spec for spec in named if spec.name == "public"]
    return {spec.name: _column(spec.name, hints[spec.name]) for spec in ordered}


def _column(name: str, hint: object) -> Column:
    marks = list(_marks(hint))
    bare, optional = _bare(hint)
    return Column(
        name=name,
        type=_type_of(bare),
        required=not optional and get_origin(bare) is not tuple and name != "public",
        codes=tuple(get_args(bare)) if get_origin(bare) is Literal else (),
        is_key=any(isinstance(mark, Key) for mark in marks),
        is_state=any(isinstance(mark, IsState) for mark in marks),
        refers=next((mark.table for mark in marks if isinstance(mark, Refers)), None),
    )


def _marks(hint: object) -> Iterator[object]:
    """All annotations of a hint, however deep."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        yield from marks
        yield from _marks(inner)


def _bare(hint: object) -> tuple[object, bool]:
    """A hint without annotations and without ``None``, and whether ``None`` was allowed."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = get_args(hint)
    if get_origin(hint) is Literal or type(None) not in options:
        return hint, False
    inner = next(option for option in options if option is not type(None))
    return _bare(inner)[0], True


def _type_of(bare: object) -> ColumnType:
    if get_origin(bare) is Literal:
        return "code"
    if get_origin(bare) is tuple:
        return "list"
    return _PLAIN[bare]
