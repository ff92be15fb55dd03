"""Acts from an analyst's spreadsheet into a private pack folder, under the checks that every pack passes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from contrapeso.core.errors import ContentError
from contrapeso.core.facts import Act, Fact, Source, Stage
from contrapeso.ingest import wording
from contrapeso.ingest.cells import cells_of
from contrapeso.ingest.facts import FactTable, check_tables, headers_of, read_facts, required_headers
from contrapeso.ingest.pack import PackContent, pack_folder, read_pack
from contrapeso.ingest.readers import FaultList, Sheet, as_sheet, read_csv
from contrapeso.ingest.replace import replace_together
from contrapeso.ingest.wording import fill
from contrapeso.ingest.workbook import open_workbook, read_sheet

_TABLES: tuple[type[Fact], ...] = (Act, Stage, Source)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was added to a private pack folder."""

    folder: Path
    acts: tuple[str, ...]
    stages: tuple[str, ...]


def import_acts(file: Path, content: Path, country: str, *, base: Sequence[Path] = ()) -> Imported:
    """Add the acts (and stages) of an XLSX or CSV file to the private pack of a country below ``content``.

    ``base`` are the pack folders that it extends, the built-in one first: ids must be new there, references may
    point there. Raises ``ContentError`` with all faults of the file; then nothing was written.
    """
    faults = FaultList()
    tables = _read_file(file, faults)
    if not faults and not any(table.rows for table in tables):
        faults.add(file.name, 0, "", wording.NO_ROWS)
    return _add(tables, pack_folder(content, country), country, base, faults)


def append_act(
    content: Path,
    country: str,
    act: Act,
    stages: Sequence[Stage] = (),
    sources: Sequence[Source] = (),
    *,
    base: Sequence[Path] = (),
) -> Imported:
    """Add one act with its stages and the sources it cites to the private pack of a country, under the same checks."""
    faults = FaultList()
    given: list[tuple[type[Fact], Sequence[Fact]]] = [(Act, [act]), (Stage, stages), (Source, sources)]
    sheets = [(fact, _sheet_of(fact, rows, faults)) for fact, rows in given if rows]
    tables = [read_facts(fact, sheet, faults) for fact, sheet in sheets if sheet]
    return _add(tables, pack_folder(content, country), country, base, faults)


def _sheet_of(fact: type[Fact], rows: Iterable[Fact], faults: FaultList) -> Sheet | None:
    """Facts as the sheet they would be read from, so that the same checks see them."""
    lines = [list(headers_of(fact)), *([*cells_of(row).values()] for row in rows)]
    return as_sheet(f"new {fact.table}", iter(enumerate(lines)), faults)


def _read_file(file: Path, faults: FaultList) -> list[FactTable]:
    """The tables found in a file: by sheet in a workbook, by its columns in a CSV."""
    suffix = file.suffix.lower()
    if suffix == ".xlsx":
        return _read_workbook(file, faults)
    if suffix != ".csv":
        faults.add(file.name, 0, "", wording.EXTENSION)
        return []
    sheet = read_csv(file, file.name, faults)
    if sheet is None:
        return []
    fact = Stage if "stage_id" in sheet.headers else Act
    return [read_facts(fact, sheet, faults)]


def _read_workbook(file: Path, faults: FaultList) -> list[FactTable]:
    book = open_workbook(file, file.name, faults)
    if book is None:
        return []
    tables: list[FactTable] = []
    for fact, wanted in ((Act, ("act_id", "kind")), (Stage, ("stage_id", "act_id"))):
        sheet = read_sheet(book, wanted, faults)
        if sheet:
            tables.append(read_facts(fact, sheet, faults))
    if not tables and not faults:
        faults.add(file.name, 0, "", fill(wording.NO_SHEET, names="act_id, kind"))
    return tables


def _add(tables: list[FactTable], folder: Path, country: str, base: Sequence[Path], faults: FaultList) -> Imported:
    """Check new rows against the pack they join, then write all files together."""
    below = [one for one in base if one.resolve() != folder.resolve()]
    present = {fact: _bytes(folder / fact.file) for fact in _TABLES}
    packs = _read_whole([*below, folder] if folder.is_dir() else below, country, faults)
    keys: dict[str, dict[str, str]] = {}
    for pack in packs:
        for table, rows in pack.facts.items():
            keys.setdefault(table, {}).update({row.key: row.locator for row in rows})
    check_tables(tables, keys, faults)
    if faults:
        raise ContentError(faults)
    contents = {table.fact.file: _joined(table, packs, folder, present[table.fact]) for table in tables if table.rows}
    _refuse_if_changed(folder, present)
    replace_together(folder, contents)
    return Imported(folder, _added(tables, Act), _added(tables, Stage))


def _added(tables: Iterable[FactTable], fact: type[Fact]) -> tuple[str, ...]:
    return tuple(row.key for table in tables if table.fact is fact for row in table.facts)


def _read_whole(folders: Sequence[Path], country: str, faults: FaultList) -> tuple[PackContent, ...]:
    """The pack that new rows join; its own faults are told with theirs."""
    try:
        return read_pack(folders, country) if folders else ()
    except ContentError as error:
        faults += error.faults
        return ()


def _joined(table: FactTable, packs: Sequence[PackContent], folder: Path, present: bytes) -> bytes:
    """The file with the new rows at its end; what it held stays byte for byte where its columns suffice."""
    new = [cells_of(row) for row in table.facts]
    held = next(csv.reader(io.StringIO(present.decode("utf-8-sig"))), [])
    held = [header.strip() for header in held]
    needed = {header for cells in new for header, cell in cells.items() if cell}
    if held and needed | set(required_headers(table.fact)) <= set(held):
        joint = b"" if present.endswith(b"\n") else b"\n"
        return present + joint + _csv(held, new, with_header=False)
    old = [cells_of(row) for row in packs[-1].facts.get(table.fact.table, ())] if held else []
    return _csv(headers_of(table.fact), old + new, with_header=True)


def _csv(headers: Sequence[str], rows: Iterable[dict[str, str]], *, with_header: bool) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, extrasaction="ignore", lineterminator="\n")
    if with_header:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _refuse_if_changed(folder: Path, present: dict[type[Fact], bytes]) -> None:
    """Somebody else may have written between reading and now: better refuse than lose their rows."""
    faults = FaultList()
    for fact, content in present.items():
        if _bytes(folder / fact.file) != content:
            faults.add(fact.file, 0, "", wording.CHANGED_MEANWHILE)
    if faults:
        raise ContentError(faults)
