"""Measurements of all states on disk: one immutable Parquet file per indicator and inputs, named by their hash."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.identity import hash_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from contrapeso.ledger.ledger import Ledger
    from contrapeso.ledger.records import Snapshot

FOLDER = "measurement"


class Measured:
    """The folder ``evidence/measurement`` of a ledger: what can be made again from the evidence, so as not to."""

    def __init__(self, ledger: Ledger) -> None:
        self.folder: Path = ledger.files.folder / FOLDER

    def path(self, indicator: str, inputs: str) -> Path:
        return self.folder / f"{indicator}-{inputs[:16]}.parquet"

    def read(self, indicator: str, inputs: str) -> pl.DataFrame | None:
        """What was measured from these inputs, or None."""
        import polars as pl

        path = self.path(indicator, inputs)
        return pl.read_parquet(path) if path.is_file() else None

    def keep(self, indicator: str, inputs: str, table: pl.DataFrame) -> None:
        """Write beside its place, then rename; older measurements of the indicator stay for those who look back."""
        path = self.path(indicator, inputs)
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
        try:
            table.write_parquet(aside, compression="zstd")
            with aside.open("rb") as file:
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def inputs_hash(content_hash: str, engine: str, snapshots: Sequence[Snapshot]) -> str:
    """One hash of all that a table of measurements rests on: the indicator, the engine's code, the snapshots."""
    return hash_object([content_hash, engine, sorted(one.subject for one in snapshots)])
