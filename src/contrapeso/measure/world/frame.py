"""What an indicator of all states measures from: the tables of the public record as columns, and the years they cover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from contrapeso.core.fact import Fact

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from contrapeso.measure.assembly import Assembly

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
    assembly: Callable[[], Assembly | None] = lambda: None
    """How all states vote, for indicators whose sources hold votes."""
    history: Reader | None = None
    """Reads a table in all its vintages, for indicators whose manifest says ``history: true``."""
    all_vintages: Mapping[str, str] = field(default_factory=dict)
    """The vintage of every snapshot of the sources, ISO date by snapshot id."""
    select: Callable[[type[Fact], tuple[str, ...]], pa.Table] | None = None
    """Reads some columns of a table, where that is cheaper than to read them all."""
    behind: Callable[[type[Fact]], tuple[str, ...]] | None = None
    """The snapshots in view that hold a fact table; None where what is made of it may not be shared."""
    shared: dict[Any, Any] = field(default_factory=dict)
    """What frames have in common that look at the same snapshots of a table."""
    _kept: dict[Any, Any] = field(default_factory=dict)

    def table(self, fact: type[Fact]) -> pl.DataFrame:
        """All rows of a fact table in view, read once."""
        return self.once(fact, lambda: _columns(self.read(fact)), of=(fact,))

    def columns(self, fact: type[Fact], *names: str) -> pl.DataFrame:
        """Some columns of all rows of a fact table in view, not kept: whoever makes something of a large table needs few."""
        if self.select is None:
            return self.table(fact).select(names)
        return _columns(self.select(fact, names))

    def votes(self) -> Assembly:
        """How all states vote; ``LookupError`` where no source in view holds votes."""
        found = self.assembly()
        if found is None:
            raise LookupError("no source in view holds votes: name one in the manifest")
        return found

    def every_vintage(self, fact: type[Fact]) -> pl.DataFrame:
        """All rows of a fact table in all vintages, with the column ``vintage``, an ISO date; read once."""
        return self.once(("history", fact), lambda: self._every_vintage(fact))

    def _every_vintage(self, fact: type[Fact]) -> pl.DataFrame:
        import polars as pl

        if self.history is None:
            return self.table(fact).with_columns(vintage=pl.lit(self.vintage))
        named = pl.col("snapshot_id").replace_strict(self.all_vintages, return_dtype=pl.String)
        return _columns(self.history(fact)).with_columns(vintage=named)

    def once(self, name: object, make: Callable[[], T], of: tuple[type[Fact], ...] = ()) -> T:
        """What several indicators are made from, made once.

        ``of``: all the fact tables that it is made from, if nothing else goes in; frames of other sources then share it.
        """
        kept, key = self._kept, name
        if of and self.behind is not None:
            kept, key = self.shared, (name, *(self.behind(fact) for fact in of))
        if key not in kept:
            kept[key] = make()
        found: T = kept[key]
        return found


def _columns(table: pa.Table) -> pl.DataFrame:
    import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame
