"""One source, one transaction: its files are read whole and checked, then recorded with their vintage, or nothing is."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from contrapeso.core.errors import ContentError
from contrapeso.core.identity import hash_bytes, hash_files, hash_object
from contrapeso.core.text import Text
from contrapeso.core.world import Issue
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.run import Ingested, Progress, record, silent
from contrapeso.ingest.world.dating import Dating, check_edition, date_files, known_since
from contrapeso.ingest.world.manifest import Source
from contrapeso.ingest.world.opening import Opened, open_files
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.spool import Spooled
from contrapeso.ledger.records import Snapshot, SourceFile

if TYPE_CHECKING:
    import pyarrow as pa

    from contrapeso.core.fact import Fact
    from contrapeso.ledger.ledger import Ledger

Parse = Callable[[Recorder], None]
BUILT_IN = Path(__file__).resolve().parents[2] / "content" / "sources"
AUTHORITY = Path(__file__).resolve().parents[2] / "core" / "authority"


def ingest_source(
    ledger: Ledger,
    source: Source,
    paths: Sequence[Path],
    vintage: date | None = None,
    *,
    retrieved_on: date | None = None,
    actor: str = "system",
    progress: Progress = silent,
) -> Ingested:
    """Record a source's files; files of the same content, date and reading are a no-op.

    ``vintage`` is what the user says of files that do not say it; without, they are of ``retrieved_on`` at the latest,
    or of the day on which they are first recorded. Raises ``ContentError`` with all faults; then nothing was recorded.
    """
    held = [one for one in ledger.register.all_snapshots() if one.source == source.name]
    files, dating = open_source(source, paths, vintage, held, (retrieved_on, ledger.register.clock().date()))
    draft, day = _draft(source, files, dating), dating.on
    same = ledger.register.holds(source.name, draft.sha256)
    if same:
        return Ingested(same, is_new=False)
    name = source.title
    progress(Text(es=f"Leyendo {name.es} ({draft.label})…", en=f"Reading {name.en} ({draft.label})…"))
    tables, issues = read_files(source, files, day)
    rows = sum(len(table) for fact, table in tables.items() if fact is not Issue)
    progress(Text(es=f"Registrando {rows} filas…", en=f"Recording {rows} rows…"))
    named = {f"{fact.table}.parquet": _table(fact, table) for fact, table in tables.items()}
    snapshot = replace(draft, rows=rows, issues=issues, files={**draft.files, **named})

    def write(snapshot_id: str, asides: dict[str, Path]) -> None:
        for fact, table in tables.items():
            if isinstance(table, Spooled):
                asides[fact.table] = ledger.files.take_aside(fact, table.close(), snapshot_id)
            else:
                asides[fact.table] = ledger.files.write_table_aside(fact, table, snapshot_id)

    return Ingested(record(ledger, snapshot, write, actor), is_new=True)


def open_source(
    source: Source,
    paths: Sequence[Path],
    vintage: date | None,
    held: Sequence[Snapshot] = (),
    days: tuple[date | None, date] = (None, date.max),
) -> tuple[dict[str, Opened], Dating]:
    """A source's files, read and unpacked, and the day they are of; ``days``: when they were retrieved, and today."""
    faults = FaultList()
    files = open_files(source, paths, faults)
    dating = None
    if files and not faults:
        retrieved, today = days
        since = known_since(held, files, retrieved or today)
        dating = date_files(source, files, vintage, (since, "retrieved" if retrieved else "recorded"), faults)
    if dating:
        check_edition(held, dating, next(iter(files.values())).name, faults)
    if faults or dating is None:
        raise ContentError(faults)
    return files, dating


def read_files(
    source: Source, files: dict[str, Opened], vintage: date
) -> tuple[dict[type[Fact], pa.Table | Spooled], int]:
    """What a source's parser finds in its files: fact tables (issues among them) and the number of issues.

    A parser that stumbles over what is a fault already is not heard: the faults are.
    """
    recorder = Recorder(source, files, vintage)
    try:
        load_parser(source)(recorder)
    except Exception as error:
        if recorder.faults and not isinstance(error, ContentError):
            raise ContentError(recorder.faults) from error
        raise
    tables, issues = recorder.finish()
    declared = {*source.tables, Issue.table}
    unexpected = {fact.table for fact in tables} - declared
    if unexpected:
        raise ValueError(f"{source.name}: tables {sorted(unexpected)} are not in its manifest")
    return tables, issues


def load_parser(source: Source) -> Parse:
    """The function ``parse`` of a source's folder; a mounted folder is loaded as a package of its own."""
    if source.folder.resolve().parent == BUILT_IN:
        return cast(Parse, importlib.import_module(f"contrapeso.content.sources.{source.folder.name}.parse").parse)
    package = f"contrapeso_source_{source.folder.name}_{hash_bytes(str(source.folder.resolve()).encode())[:8]}"
    if package not in sys.modules:
        _load(package, source.folder / "__init__.py", [str(source.folder)])
    return cast(Parse, importlib.import_module(f"{package}.parse").parse)


def _load(name: str, file: Path, places: list[str]) -> None:
    spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=places)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if file.is_file():
        spec.loader.exec_module(module)


def _draft(source: Source, files: dict[str, Opened], dating: Dating) -> Snapshot:
    """The snapshot before its rows are known: its identity is the files' content, their day, and how they are read."""
    reading = hash_files(source.folder, sorted(source.folder.glob("*.py")))
    authority = hash_files(AUTHORITY, sorted(AUTHORITY.glob("*.csv")))
    content = {role: opened.sha256 for role, opened in files.items()}
    named = {
        opened.name: SourceFile(opened.sha256, edition=dating.edition, dated_by=dating.by) for opened in files.values()
    }
    named[f"{source.name}/parse.py"] = SourceFile(reading)
    return Snapshot(
        source=source.name,
        sha256=hash_object([source.name, dating.on, content, reading, authority]),
        country=None,
        vintage=dating.on,
        licence=source.licence,
        publisher=source.publisher,
        rows=0,
        files=named,
    )


def _table(fact: type[Fact], table: pa.Table | Spooled) -> SourceFile:
    return SourceFile(hash_object([fact.table, len(table)]), fact.table, len(table))
