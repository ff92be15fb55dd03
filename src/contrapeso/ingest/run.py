"""One source, one transaction: read and check all of it, write its evidence, then record it, or leave no trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import TABLES
from contrapeso.core.text import Text
from contrapeso.ingest.pack import PackContent, hash_pack, read_pack, source_of, table_of
from contrapeso.ingest.replace import finish_replacing
from contrapeso.ledger.files import hash_file
from contrapeso.ledger.ledger import Ledger
from contrapeso.ledger.records import Snapshot, SourceFile

Progress = Callable[[Text], None]
"""Told what is being done, for somebody who waits; never told results."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What the ledger now holds of a source, and whether it did not before."""

    snapshot: Snapshot
    is_new: bool


def silent(_: Text) -> None:
    return None


def ingest_pack(
    ledger: Ledger,
    folders: Path | Sequence[Path],
    country: str,
    *,
    actor: str = "system",
    progress: Progress = silent,
) -> tuple[Ingested, ...]:
    """Bring the ledger up to date with a country's pack folders; quick where it is already.

    All folders are read and checked before any is recorded. Raises ``ContentError`` with all faults.
    """
    in_order = [folders] if isinstance(folders, Path) else list(folders)
    held = [_held(ledger, folder, country) for folder in in_order]
    known = [snapshot for snapshot in held if snapshot]
    if len(known) == len(held):
        return tuple(Ingested(snapshot, is_new=False) for snapshot in known)
    progress(Text(es=f"Leyendo el paquete {country}…", en=f"Reading the pack {country}…"))
    return tuple(ingest(ledger, content, actor=actor, progress=progress) for content in read_pack(in_order, country))


def ingest(ledger: Ledger, content: PackContent, *, actor: str = "system", progress: Progress = silent) -> Ingested:
    """Record one source's content: Parquet files, snapshot and audit entry, all or nothing. Known content is a no-op."""
    held = ledger.register.holds(content.source, content.sha256)
    if held:
        return Ingested(held, is_new=False)
    rows = sum(map(len, content.facts.values()))
    progress(Text(es=f"Registrando {content.source}: {rows} filas…", en=f"Recording {content.source}: {rows} rows…"))
    draft = _draft(content, rows)

    def write(snapshot_id: str, asides: dict[str, Path]) -> None:
        for table, facts in content.facts.items():
            asides[table] = ledger.files.write_aside(TABLES[table], facts, snapshot_id)

    return Ingested(record(ledger, draft, write, actor), is_new=True)


Write = Callable[[str, dict[str, Path]], None]
"""Writes every table of a snapshot under a temporary name, noting each as it is written."""


def record(ledger: Ledger, snapshot: Snapshot, write: Write, actor: str) -> Snapshot:
    """Write a snapshot's evidence and record it, all or nothing; files that exist already are not written again."""
    twin = ledger.register.find_snapshot(snapshot.id)
    if twin:
        snapshot = replace(snapshot, files=twin.files)
    asides: dict[str, Path] = {}
    try:
        if not twin:
            write(snapshot.id, asides)
        recorded = _record(ledger, snapshot, asides, actor)
    except OSError as error:
        raise _unwritten(error) from error
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)
    ledger.sweep()
    return recorded


def _record(ledger: Ledger, snapshot: Snapshot, asides: dict[str, Path], actor: str) -> Snapshot:
    """The one transaction: files take their names, then the register takes the snapshot and its audit entry."""
    hashes = {table: hash_file(aside) for table, aside in asides.items()}
    files = {name: _with_parquet(file, hashes) for name, file in snapshot.files.items()}
    with ledger.register.writing() as connection:
        ledger.files.publish(asides.values())
        return ledger.register.record_snapshot(connection, replace(snapshot, files=files), actor)


def _held(ledger: Ledger, folder: Path, country: str) -> Snapshot | None:
    """The snapshot of a folder's present content, if it is the one that counts."""
    finish_replacing(folder)
    return ledger.register.holds(source_of(folder, country), hash_pack(folder)) if folder.is_dir() else None


def _draft(content: PackContent, rows: int) -> Snapshot:
    def describe(name: str, sha256: str) -> SourceFile:
        table = table_of(name)
        return SourceFile(sha256, table, len(content.facts[table])) if table else SourceFile(sha256)

    return Snapshot(
        source=content.source,
        sha256=content.sha256,
        country=content.country,
        vintage=content.vintage,
        licence=content.licence,
        publisher=content.publisher,
        rows=rows,
        files={name: describe(name, sha256) for name, sha256 in content.files.items()},
    )


def _with_parquet(file: SourceFile, hashes: dict[str, str]) -> SourceFile:
    return replace(file, parquet_sha256=hashes[file.table]) if file.table in hashes else file


def _unwritten(error: OSError) -> LedgerError:
    reason = error.strerror or type(error).__name__
    return LedgerError(
        Text(es=f"no se pudo escribir la evidencia: {reason}", en=f"the evidence could not be written: {reason}"),
        Text(
            es="libere espacio o revise los permisos del libro; no quedó nada a medias",
            en="free some space or check the ledger's permissions; nothing was left half-written",
        ),
        where=str(error.filename or ""),
    )
