"""The query engine behind evidence: Ibis over DuckDB, or another backend by configuration."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import TABLES
from contrapeso.core.text import Text
from contrapeso.ledger.schema import arrow_schema

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

ENGINES = ("duckdb", "pyspark")
ENGINE_VARIABLE = "CONTRAPESO_ENGINE"


class Engine:
    """An Ibis backend, connected on first use; it holds no file open between queries."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or os.environ.get(ENGINE_VARIABLE) or ENGINES[0]
        if self.name not in ENGINES:
            raise LedgerError(
                Text(es=f"motor desconocido: {self.name!r}", en=f"unknown engine: {self.name!r}"),
                Text(es=f"use uno de: {', '.join(ENGINES)}", en=f"use one of: {', '.join(ENGINES)}"),
            )
        self._backend: Any = None
        self._parquet: dict[Path, ir.Table] = {}

    @property
    def backend(self) -> Any:
        if self._backend is None:
            import ibis

            self._backend = getattr(ibis, self.name).connect()
        return self._backend

    def parquet(self, path: Path) -> ir.Table:
        """A Parquet file as a table; files are immutable, so each is named to the engine once."""
        if path not in self._parquet:
            self._parquet[path] = self.backend.read_parquet(str(path))
        return self._parquet[path]

    def close(self) -> None:
        self._parquet.clear()
        if self._backend is not None:
            self._backend.disconnect()
            self._backend = None


def read(engine: Engine, table: str, paths: Sequence[tuple[str, Path]]) -> ir.Table:
    """All rows of a fact table in Parquet files of ``(snapshot_id, path)``, each naming its snapshot.

    Columns that an older file lacks are null, so that files of several versions line up.
    """
    import ibis

    schema = ibis.Schema.from_pyarrow(arrow_schema(TABLES[table]))
    parts = [_conform(engine.parquet(path), schema, snapshot_id) for snapshot_id, path in paths]
    if not parts:
        empty = ibis.memtable(arrow_schema(TABLES[table]).empty_table())
        return _conform(empty, schema, "").limit(0)
    return reduce(lambda left, right: left.union(right), parts)


def fetch(engine: Engine, path: Path) -> pa.Table:
    """One Parquet file, rows in file order; by itself the file asks no query, for which DuckDB would take half a second to start."""
    if engine.name != "duckdb":
        return engine.parquet(path).to_pyarrow()
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        return file.read()


def _conform(part: ir.Table, schema: Any, snapshot_id: str) -> ir.Table:
    import ibis

    named = {name: part[name].cast(kind) if name in part.columns else ibis.null(kind) for name, kind in schema.items()}
    return part.select(**named, snapshot_id=ibis.literal(snapshot_id))
