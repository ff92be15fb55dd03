"""XLSX workbooks, unpacked within bounds and then read by calamine: the first sheet that has the wanted columns."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from contrapeso.ingest import wording
from contrapeso.ingest.readers import MAX_FILE_BYTES, FaultList, Sheet, as_sheet
from contrapeso.ingest.wording import fill

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_CELLS = 5_000_000
MAX_TEXT = 1_000_000_000
MAX_PROPERTIES = 65_536
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Workbook:
    """An XLSX file whose every part was unpacked within bounds; nothing is read twice from disk."""

    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self.parts, self.name = parts, name
        self._places = _sheet_places(parts)
        self._grids: dict[str, list[tuple[int, list[str]]]] = {}

    def sheet(self, wanted: Collection[str], faults: FaultList) -> Sheet | None:
        """The first sheet whose header row has the wanted columns; None (no fault) if none has."""
        from python_calamine import CalamineWorkbook

        with CalamineWorkbook.from_filelike(self._packed()) as book:
            for title in book.sheet_names:
                if title not in self._places or not self._fits(title, faults):
                    continue
                sheet = book.get_sheet_by_name(title)
                if set(wanted) <= _headers(sheet):
                    self._find_formulas(title, faults)
                    return as_sheet(self.name, _rows(sheet), faults)
        return None

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the worksheets."""
        return tuple(self._places)

    def part(self, title: str) -> bytes:
        """The XML of a worksheet."""
        return self.parts[self._places[title]]

    def grid(self, title: str, faults: FaultList) -> list[tuple[int, list[str]]]:
        """All rows of a worksheet as text, each with its number; empty with a fault if it is too big."""
        if title not in self._grids:
            if not self._fits(title, faults):
                return []
            sheet = self._opened.get_sheet_by_name(title)
            column = sheet.start[1] if sheet.start else 0
            self._grids[title] = [(line, [""] * column + cells) for line, cells in _rows(sheet)]
        return self._grids[title]

    @cached_property
    def _opened(self) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_filelike(self._packed())

    def _packed(self) -> io.BytesIO:
        """The checked parts as an archive again, so that calamine unpacks nothing else."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for path, content in self.parts.items():
                archive.writestr(path, content)
        packed.seek(0)
        return packed

    def _fits(self, title: str, faults: FaultList) -> bool:
        """Whether the area a sheet spans is one that memory can hold."""
        last_row = last_column = count = 0
        for reference, _ in self._cells(title):
            column, row = _place(reference)
            last_row, last_column, count = max(last_row, row), max(last_column, column), count + 1
        if last_row * last_column <= MAX_CELLS and count * self._longest_text() <= MAX_TEXT:
            return True
        faults.add(self.name, 0, title, fill(wording.XLSX_TOO_BIG, limit=MAX_FILE_BYTES, cells=MAX_CELLS))
        return False

    def _longest_text(self) -> int:
        """Bytes of the longest shared text, which every cell may repeat."""
        shared = self.parts.get("xl/sharedStrings.xml", b"")
        return max((len(text) for text in re.split(rb"</(?:\w+:)?si>", shared)), default=0)

    def _find_formulas(self, title: str, faults: FaultList) -> None:
        for reference, has_formula in self._cells(title):
            if has_formula:
                faults.add(self.name, _place(reference)[1], reference, wording.FORMULA)

    def _cells(self, title: str) -> Iterator[tuple[str, bool]]:
        """The references of a sheet's cells, and whether each holds a formula."""
        for _, element in ElementTree.iterparse(io.BytesIO(self.parts[self._places[title]])):
            tag = element.tag.rpartition("}")[2]
            if tag == "c":
                kinds = {child.tag.rpartition("}")[2] for child in element}
                yield element.get("r", ""), "f" in kinds
            if tag == "row":
                yield f"A{element.get('r', '')}", False
                element.clear()


def workbook_properties(content: bytes) -> str:
    """The core properties of a workbook (author, dates) as XML text; empty where they cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("docProps/core.xml") as part:
            return part.read(MAX_PROPERTIES).decode("utf-8", errors="replace")
    except (*_BAD_ARCHIVE, KeyError):
        return ""


def open_workbook(path: Path | io.BytesIO, name: str, faults: FaultList) -> Workbook | None:
    """Unpack a workbook, or say why not."""
    from python_calamine import CalamineError

    try:
        parts = _unpack(path)
        if parts is None:
            faults.stop(name, 0, fill(wording.XLSX_TOO_BIG, limit=MAX_FILE_BYTES, cells=MAX_CELLS))
            return None
        return Workbook(parts, name)
    except (*_BAD_ARCHIVE, KeyError, ElementTree.ParseError, CalamineError) as error:
        faults.stop(name, 0, fill(wording.NOT_XLSX, reason=_brief(error)))
        return None


def read_sheet(book: Workbook, wanted: Collection[str], faults: FaultList) -> Sheet | None:
    """The first sheet of a workbook with the wanted columns; None if there is none, or with a fault."""
    from python_calamine import CalamineError

    try:
        return book.sheet(wanted, faults)
    except (CalamineError, ElementTree.ParseError, ValueError, OverflowError) as error:
        faults.stop(book.name, 0, fill(wording.NOT_XLSX, reason=_brief(error)))
        return None


def read_xlsx(path: Path, name: str, wanted: Collection[str], faults: FaultList) -> Sheet | None:
    """The first sheet of a file with the wanted columns; None with a fault if there is none."""
    book, known = open_workbook(path, name, faults), len(faults)
    sheet = read_sheet(book, wanted, faults) if book else None
    if book and sheet is None and len(faults) == known:
        faults.stop(name, 0, fill(wording.NO_SHEET, names=", ".join(wanted)))
    return sheet


def _unpack(path: Path | io.BytesIO) -> dict[str, bytes] | None:
    """All parts of an archive; None if they are over the limit, whatever sizes the archive declares."""
    size = path.stat().st_size if isinstance(path, Path) else len(path.getbuffer())
    if size > MAX_FILE_BYTES:
        return None
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_FILE_BYTES:
            return None
        return {part.filename: _unpack_part(archive, part) for part in archive.infolist() if not part.is_dir()}


def _unpack_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """One part, a piece at a time: never more than the size it declares, which its checksum then confirms."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"compression {part.compress_type}")
    with archive.open(part) as source:
        content = b"".join(iter(lambda: source.read(1 << 20), b""))
    if b"<!DOCTYPE" in content[:4096]:
        raise zipfile.BadZipFile("DOCTYPE")
    return content


def _sheet_places(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each worksheet, by the sheet's title."""
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    places: dict[str, str] = {}
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            target = targets.get(element.get(_RELATION), "")
            places[element.get("name", "")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return {title: place for title, place in places.items() if place in parts}


def _place(reference: str) -> tuple[int, int]:
    """Column and row of a reference such as ``AB12``; (1, 0) where the file does not say."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters[:4]:
        column = column * 26 + (ord(letter.upper()) - 64)
    return max(column, 1), int(reference[len(letters) :] or 0)


def _headers(sheet: CalamineSheet) -> set[str]:
    first = sheet.to_python(nrows=1)
    return {str(cell).strip() for cell in first[0]} if first else set()


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.to_python(skip_empty_area=True)
    begins = sheet.start[0] + 1 if sheet.start else 1
    for line, cells in enumerate(rows, begins):
        yield line, [as_text(cell) for cell in cells]


def as_text(cell: object) -> str:
    """A workbook's value as the text a CSV would hold.

    >>> as_text(3.0), as_text(True), as_text(datetime(2026, 1, 14))
    ('3', 'true', '2026-01-14')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _brief(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120] or type(error).__name__
