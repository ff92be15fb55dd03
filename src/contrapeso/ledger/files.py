"""Evidence on disk: one immutable Parquet file per table and snapshot, written aside and renamed into place."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.facts import Fact
from contrapeso.ledger.schema import arrow_schema, facts_to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

ORPHAN_SECONDS = 3600
"""A file that no snapshot names is left alone for an hour: another writer may be about to name it."""


class EvidenceFiles:
    """The folder ``evidence/<table>/<snapshot_id>.parquet`` of a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str, snapshot_id: str) -> Path:
        return self.folder / table / f"{snapshot_id}.parquet"

    def write_aside(self, fact: type[Fact], rows: Iterable[Fact], snapshot_id: str) -> Path:
        """Write and sync facts under a temporary name beside their final one; the temporary path."""
        return self.write_table_aside(fact, facts_to_arrow(fact, rows), snapshot_id)

    def write_table_aside(self, fact: type[Fact], table: pa.Table, snapshot_id: str) -> Path:
        """The same for rows that are an Arrow table already; its schema must be the fact's."""
        import pyarrow.parquet as pq

        final = self.path(fact.table, snapshot_id)
        final.parent.mkdir(parents=True, exist_ok=True)
        aside = final.with_name(f".{final.name}.{uuid.uuid4().hex}.tmp")
        try:
            pq.write_table(table.cast(arrow_schema(fact)), aside, compression="zstd")
            _sync(aside)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def take_aside(self, fact: type[Fact], file: Path, snapshot_id: str) -> Path:
        """The same for rows that stand in a Parquet file of that schema already; the file is moved here."""
        final = self.path(fact.table, snapshot_id)
        final.parent.mkdir(parents=True, exist_ok=True)
        aside = final.with_name(f".{final.name}.{uuid.uuid4().hex}.tmp")
        try:
            shutil.move(file, aside)
            _sync(aside)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def publish(self, asides: Collection[Path]) -> None:
        """Rename files written aside to their final names and sync their folders."""
        for aside in asides:
            aside.replace(_final(aside))
        for folder in {aside.parent for aside in asides}:
            _sync(folder)

    def sweep(self, named: Collection[Path], now: datetime) -> int:
        """Remove files that no snapshot names and that nobody touched for an hour; how many.

        Measurements of all states are named by what they were made from, not by snapshots: only drafts of them go.
        """
        limit, removed = now.timestamp() - ORPHAN_SECONDS, 0
        for file in self.folder.glob("*/*"):
            is_kept = file.parent.name == "measurement" and not file.name.startswith(".")
            if file in named or is_kept or not file.is_file():
                continue
            if file.stat().st_mtime < limit:
                file.unlink(missing_ok=True)
                removed += 1
        return removed


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, read a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _final(aside: Path) -> Path:
    """``.<snapshot>.parquet.<hex>.tmp`` → ``<snapshot>.parquet``."""
    return aside.with_name(aside.name[1:].rsplit(".", 2)[0])


def _sync(path: Path) -> None:
    """Ask the disk to keep a file, or a folder's list of names."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
