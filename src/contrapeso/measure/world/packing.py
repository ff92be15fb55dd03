"""Several key columns as one whole number, by which rows are grouped much faster, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

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
    bases: list[int | pl.Series] = []
    sizes: list[int] = []
    key, room = pl.Series("key", [], dtype=pl.Int64), 1
    for name in names:
        column = rows[name]
        coded = _coded(column)
        if coded is None or room * coded[2] >= LARGEST:
            return None
        code, base, size = coded
        room *= size
        key = code if not sizes else key * size + code
        bases.append(base)
        sizes.append(size)
    return Packed(key.alias("key"), tuple(names), tuple(rows[name].dtype for name in names), tuple(bases), tuple(sizes))


def _coded(column: pl.Series) -> tuple[pl.Series, int | pl.Series, int] | None:
    """A column as numbers from 0, what 0 stands for or the words in order, and how many there may be."""
    if column.null_count() or column.is_empty():
        return None
    if column.dtype == pl.String:
        words = column.unique()
        return column.cast(pl.Enum(words)).to_physical().cast(pl.Int64), words, len(words)
    least, most = column.min(), column.max()
    if (
        not isinstance(least, int)
        or not isinstance(most, int)
        or not column.dtype.is_integer()
        or most - least >= LARGEST
    ):
        return None
    return column.cast(pl.Int64) - least, least, most - least + 1
