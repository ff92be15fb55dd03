"""Several key columns as one whole number, by which rows are grouped much faster, and back again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

Span = tuple[int | pl.Series, int]
LARGEST = 2**62
"""Beyond this many possible keys they are not packed."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One number for each row, and what of each column turns it back: its kind, its least value or its words, its size."""

    key: pl.Series
    names: tuple[str, ...]
    kinds: tuple[pl.DataType, ...]
    bases: tuple[int | pl.Series, ...]
    sizes: tuple[int, ...]

    def columns(self, key: pl.Series, without: int = 0) -> list[pl.Series]:
        """The columns that keys stand for, but the last ``without``, of which the keys are rid already."""
        found = []
        for at in reversed(range(len(self.names) - without)):
            code, base = key % self.sizes[at], self.bases[at]
            key = key // self.sizes[at]
            column = base.gather(code) if isinstance(base, pl.Series) else (code + base).cast(self.kinds[at])
            found.append(column.alias(self.names[at]))
        return found[::-1]


def pack(rows: pl.DataFrame, names: Sequence[str]) -> Packed | None:
    """The columns as one number a row; None where one holds nulls or is neither text nor whole numbers, or all are too many.

    >>> packed = pack(pl.DataFrame({"state": ["A", "B"], "year": [1999, 2001]}), ["state", "year"])
    >>> [column.to_list() for column in packed.columns(packed.key)]
    [['A', 'B'], [1999, 2001]]
    """
    spans = _spans(rows, names)
    if spans is None or math.prod(size for _, size in spans) >= LARGEST:
        return None
    key = pl.lit(0, dtype=pl.Int64)
    for name, (base, size) in zip(names, spans, strict=True):
        key = key * size + _coded(name, base)
    bases, sizes = zip(*spans, strict=True)
    return Packed(rows.select(key=key)["key"], tuple(names), tuple(rows[name].dtype for name in names), bases, sizes)


def _spans(rows: pl.DataFrame, names: Sequence[str]) -> list[Span] | None:
    """What stands for 0 in each column, or its words in order, and how many there may be; None if one cannot be packed."""
    kinds = rows.select(names).schema
    if rows.is_empty() or not all(kind == pl.String or kind.is_integer() for kind in kinds.values()):
        return None
    if sum(rows.select(pl.col(names).null_count()).row(0)):
        return None
    found: list[Span] = []
    for name, kind in kinds.items():
        if kind == pl.String:
            words = rows[name].unique().sort()
            found.append((words, len(words)))
        else:
            least, most = rows.select(least=pl.col(name).min(), most=pl.col(name).max()).row(0)
            found.append((least, most - least + 1))
    return found


def _coded(name: str, base: int | pl.Series) -> pl.Expr:
    """A column as numbers from 0."""
    if isinstance(base, pl.Series):
        return pl.col(name).cast(pl.Enum(base)).to_physical().cast(pl.Int64)
    return pl.col(name).cast(pl.Int64) - base
