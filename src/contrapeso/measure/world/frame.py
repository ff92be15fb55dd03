"""What an indicator of all states measures from: the tables of the public record as columns, and the years they cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from contrapeso.core.fact import Fact

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

T = TypeVar("T")
Reader = Callable[[type[Fact]], "pa.Table"]


@dataclass(frozen=True)
class WorldFrame:
    """Handed to ``measure_world(frame)``, which returns columns, and to ``rows_behind(frame, one)``, which names facts.

    The columns returned are ``state``, ``period`` (a year as text), ``value``, ``low``, ``high`` and, where they say
    something, ``object``, ``topic``, ``unit``, ``missing`` (a list of codes) and ``is_assumed``.
    """

    read: Reader
    vintage: str = ""
    """Of which day or edition each source in view is, as readers are told."""
    on: date | None = None
    """The day of the oldest source in view."""
    _kept: dict[Any, Any] = field(default_factory=dict)

    def table(self, fact: type[Fact]) -> pl.DataFrame:
        """All rows of a fact table in view, read once."""
        return self.once(fact, lambda: _columns(self.read(fact)))

    def once(self, name: object, make: Callable[[], T]) -> T:
        """What several indicators are made from, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found


def _columns(table: pa.Table) -> pl.DataFrame:
    import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame
