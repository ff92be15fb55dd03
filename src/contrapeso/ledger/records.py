"""What the register remembers, as plain records: snapshots of sources and runs of a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from contrapeso.core.identity import hash_object
from contrapeso.core.text import Text

DatedBy = Literal["stated", "given", "retrieved", "recorded"]
"""How a day is known: the file says it; a user gave it; it was fetched then; nobody says, and it was recorded then."""
NOT_LATER = "≤"
"""Before a day on or before which a file was published, where the file does not say when."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a snapshot: its hash and, where it is a fact table, its rows and the hash of its Parquet file.

    ``edition`` is the version that the file states, such as 25.1; ``dated_by`` says how its day is known.
    """

    sha256: str
    table: str | None = None
    rows: int = 0
    parquet_sha256: str | None = None
    edition: str | None = None
    dated_by: DatedBy | None = None


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
    def edition(self) -> str | None:
        """The version that a file of the snapshot states."""
        return next((file.edition for file in self.files.values() if file.edition), None)

    @property
    def dated_by(self) -> DatedBy | None:
        """How the vintage is known; None of a pack, and of what was recorded before that was kept."""
        return next((file.dated_by for file in self.files.values() if file.dated_by), None)

    @property
    def label(self) -> str:
        """«2026-05-18», «v25.1», «v25.1 ≤2026-11-26»: the edition stated, and the day, which is a bound if nobody states it."""
        bound = NOT_LATER if self.dated_by in ("retrieved", "recorded") else ""
        return " ".join(([f"v{self.edition}"] if self.edition else []) + [f"{bound}{self.vintage.isoformat()}"])

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
