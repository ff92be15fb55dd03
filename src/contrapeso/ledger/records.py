"""What the register remembers, as plain records: snapshots of sources and runs of a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contrapeso.core.identity import hash_object
from contrapeso.core.text import Text


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a snapshot: its hash and, where it is a fact table, its rows and the hash of its Parquet file."""

    sha256: str
    table: str | None = None
    rows: int = 0
    parquet_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A source's content at a vintage; ``id`` is the beginning of its hash."""

    source: str
    sha256: str
    country: str | None
    vintage: date
    licence: str
    publisher: Text
    rows: int
    files: Mapping[str, SourceFile]
    issues: int = 0
    retrieved_at: str = ""
    """When the content was first found, or found again after another; set by the register."""
    seq: int = 0
    """The audit entry that recorded it; set by the register."""

    @property
    def id(self) -> str:
        return self.sha256[:16]

    @property
    def subject(self) -> str:
        return f"{self.source}/{self.id}"

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(file.table for file in self.files.values() if file.table))


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a stage over named evidence and doctrine; the same inputs are the same run."""

    kind: str
    country: str
    on: date
    known_at: date | None
    code_version: str
    doctrine_hash: str
    evidence_hash: str
    started_at: datetime
    finished_at: datetime

    @property
    def id(self) -> str:
        inputs = [self.kind, self.country, self.on, self.known_at]
        return hash_object([*inputs, self.code_version, self.doctrine_hash, self.evidence_hash])[:16]
