"""The as-of view of the public record: per source the newest vintage known on a day, as columns and as facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from contrapeso.core.columns import columns
from contrapeso.core.errors import UnknownName
from contrapeso.core.fact import Fact
from contrapeso.core.facts import TABLES
from contrapeso.core.text import Text
from contrapeso.ledger.schema import facts_from_arrow

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from contrapeso.ledger.ledger import Ledger
    from contrapeso.ledger.records import Snapshot

F = TypeVar("F", bound=Fact)


class World:
    """Facts that no pack holds: what publishers say of all states, as known at a vintage (None: the newest).

    With ``on``, rows that had not begun by that day do not exist yet.
    """

    def __init__(
        self,
        ledger: Ledger,
        known_at: date | None = None,
        on: date | None = None,
        sources: Collection[str] | None = None,
    ) -> None:
        self.known_at, self.on, self.sources = known_at, on, sources
        self._ledger = ledger

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots in view, a source each."""
        held = self._ledger.snapshots(None, self.known_at, self.sources)
        return tuple(one for one in held if one.country is None)

    @cached_property
    def vintages(self) -> tuple[Snapshot, ...]:
        """All vintages of the sources in view that were known, the oldest first."""
        return self._ledger.vintages(self.known_at, self.sources)

    def history(self, fact: type[Fact]) -> pa.Table:
        """A fact table of all vintages, rows naming their snapshot: what was said of one thing, one after the other."""
        return self._begun(fact, self._ledger.expr_of(fact.table, self.vintages)).to_pyarrow()

    def earlier(self, row: F) -> tuple[tuple[Snapshot, F], ...]:
        """What the other vintages of a row's source say under the same key, the oldest first."""
        own = next((one for one in self.vintages if one.id == row.snapshot_id), None)
        others = [one for one in self.vintages if own and one.source == own.source and one.id != own.id]
        names = [column for column, spec in columns(type(row)).items() if spec.is_key]
        found: list[tuple[Snapshot, F]] = []
        for one in others:
            rows = self._ledger.expr_of(row.table, [one])
            for name in names:
                rows = rows.filter(rows[name] == str(getattr(row, name)))
            found += [(one, same) for same in facts_from_arrow(type(row), rows.to_pyarrow(), one.id)]
        return tuple(found)

    def expr(self, fact: type[Fact]) -> ir.Table:
        """A fact table as an Ibis expression, rows naming their snapshot."""
        return self._begun(fact, self._ledger.expr(fact.table, None, self.known_at, sources=self._named))

    @property
    def _named(self) -> list[str]:
        return [one.source for one in self.snapshots]

    def _begun(self, fact: type[Fact], rows: ir.Table) -> ir.Table:
        if self.on is None or fact.begins is None:
            return rows
        begins = rows[f"{fact.begins}_first"]
        return rows.filter((begins <= self.on) | begins.isnull())

    def table(self, fact: type[Fact]) -> pa.Table:
        """A fact table as an Arrow table, rows naming their snapshot."""
        return self.expr(fact).to_pyarrow()

    def select(self, fact: type[Fact], names: Sequence[str]) -> pa.Table:
        """Some columns of a fact table, row by row as in ``table``."""
        return self.expr(fact).select(*names).to_pyarrow()

    def rows(self, fact: type[F], **equal: object) -> tuple[F, ...]:
        """The rows whose columns equal the values given, as facts; meant for few."""
        found = self.expr(fact)
        for name, value in equal.items():
            found = found.filter(found[name] == value)
        table = found.to_pyarrow()
        parts = dict.fromkeys(table["snapshot_id"].to_pylist())
        return tuple(row for one in parts for row in facts_from_arrow(fact, of_snapshot(table, one), one))

    def several(self, refs: Sequence[str]) -> tuple[Fact, ...]:
        """The rows called ``table:key``, in the order asked; each table is searched once for those whose key is one column."""
        found: dict[str, Fact] = {}
        for table in dict.fromkeys(ref.partition(":")[0] for ref in refs):
            fact, keys = TABLES[table], [ref.partition(":")[2] for ref in refs if ref.startswith(f"{table}:")]
            names = [column for column, spec in columns(fact).items() if spec.is_key]
            first = [key if len(names) == 1 else key.split("/")[0] for key in keys]
            for row in self._among(fact, names[0], first):
                found[row.ref] = row
        return tuple(found[ref] for ref in refs if ref in found)

    def _among(self, fact: type[F], name: str, values: Sequence[str]) -> tuple[F, ...]:
        rows = self.expr(fact)
        table = rows.filter(rows[name].isin(sorted(set(values)))).to_pyarrow()
        parts = dict.fromkeys(table["snapshot_id"].to_pylist())
        return tuple(row for one in parts for row in facts_from_arrow(fact, of_snapshot(table, one), one))

    def find(self, ref: str) -> Fact | None:
        """The row called ``table:key``, or None."""
        name, _, key = ref.partition(":")
        if name not in TABLES:
            return None
        fact = TABLES[name]
        names = [column for column, spec in columns(fact).items() if spec.is_key]
        parts = key.split("/") if len(names) > 1 else [key]
        if len(parts) != len(names):
            return None
        return next(iter(self.rows(fact, **dict(zip(names, parts, strict=True)))), None)

    def get(self, ref: str) -> Fact:
        """The row called ``table:key``; ``UnknownName`` if no source in view has it."""
        found = self.find(ref)
        if found is not None:
            return found
        raise UnknownName(
            Text(es=f"el registro público no tiene {ref!r}", en=f"the public record has no {ref!r}"),
            Text(
                es="use contrapeso sources para ver qué fuentes hay; contrapeso ingest para añadir una",
                en="use contrapeso sources to see which sources there are; contrapeso ingest to add one",
            ),
        )


def of_snapshot(table: pa.Table, snapshot_id: str) -> pa.Table:
    """The rows of one snapshot."""
    import pyarrow.compute as pc

    return table.filter(pc.field("snapshot_id") == snapshot_id)
