"""Facts as people write them in cases: plain values of YAML, read as the schema of their table says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from contrapeso.core.columns import Column, columns
from contrapeso.core.fact import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text

_SHORT = {"votes": "votes_for", "from": "start", "to": "end"}


def fact_of(table: type[Fact], row: Mapping[str, Any]) -> Fact:
    """A fact from plain values (YAML): dates as ISO strings, texts as ``{es, en}``, lists as lists or one string."""
    row = {_SHORT.get(name, name): value for name, value in row.items()}
    specs = columns(table)
    strange = set(row) - set(specs)
    if strange:
        raise ValueError(f"{table.table} has no field {', '.join(sorted(strange))}")
    values = {name: _typed(specs[name], value) for name, value in row.items()}
    absent = [spec.name for spec in fields(table) if spec.default is MISSING and spec.name not in values]
    if absent:
        raise ValueError(f"{table.table} lacks {', '.join(absent)}")
    return table(**values)


def _typed(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.codes and value not in column.codes:
        raise ValueError(f"{column.name}: {value!r} is none of {', '.join(column.codes)}")
    match column.type:
        case "date":
            return PartialDate.parse(str(value))
        case "text":
            return Text(**value)
        case "list":
            return tuple(value) if isinstance(value, list) else (str(value),)
        case "number":
            return float(value)
    return value
