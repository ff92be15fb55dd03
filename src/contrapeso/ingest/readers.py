"""Tables from files that may be broken or hostile: CSV and XLSX as rows of text, each with its line."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from contrapeso.core.errors import Fault
from contrapeso.ingest import wording
from contrapeso.ingest.wording import Said, fill

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_CELL_BYTES = 100_000
MAX_LINE_BYTES = 4 * 1024 * 1024
MAX_FAULTS = 1000
_REMEMBERED = 10_000
"""Cells known to be clean: columns that repeat a few values by the million are checked once a value."""


class Record(NamedTuple):
    """The line where a record begins, and its cells by header; ``whole`` is false if cells are missing or left over."""

    line: int
    cells: dict[str, str]
    whole: bool = True


_GZIP = b"\x1f\x8b"
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: the name messages call it, its headers and the line they stand on, its records."""

    name: str
    headers: tuple[str, ...]
    line: int
    records: Iterable[Record]


class Digest:
    """The SHA-256 of what has been read through it, known once the file is read to its end."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, content: bytes) -> None:
        self._hash.update(content)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


class FaultList(list[Fault]):
    """The faults found so far; past a thousand it counts itself full. ``unread`` names files not read to their end."""

    def __init__(self) -> None:
        super().__init__()
        self.unread: set[str] = set()

    def add(self, file: str, line: int, field: str, said: Said) -> None:
        if len(self) < MAX_FAULTS:
            self.append(Fault(file, line, field, *said))
        elif len(self) == MAX_FAULTS:
            self.append(Fault(file, line, "", *wording.TOO_MANY))

    def stop(self, file: str, line: int, said: Said) -> None:
        """A fault past which a file cannot be read."""
        self.add(file, line, "", said)
        self.unread.add(file)

    @property
    def is_full(self) -> bool:
        return len(self) > MAX_FAULTS


def read_csv(
    path: Path, name: str, faults: FaultList, digest: Digest | None = None, limit: int = MAX_FILE_BYTES
) -> Sheet | None:
    """A CSV file (UTF-8, comma, RFC 4180; plain or gzip) as a sheet read record by record; None if it has no usable header.

    Faults are added while the records are taken, so they are complete once the last record is. ``limit``: the most
    bytes, unpacked.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            faults.stop(name, 0, fill(wording.FILE_TOO_BIG, size=size, limit=limit))
            return None
        source = _opened(path)
    except OSError as error:
        faults.stop(name, 0, fill(wording.NO_FILE, reason=error.strerror))
        return None
    rows = _csv_rows(source, name, faults, digest or Digest(), limit)
    return as_sheet(name, rows, faults)


def _opened(path: Path) -> BinaryIO:
    """Unpacked where it begins as gzip does or its name says so, whatever the other says."""
    source = path.open("rb")
    is_packed = source.peek(2)[:2] == _GZIP or path.suffix.lower() == ".gz"
    return cast("BinaryIO", gzip.GzipFile(fileobj=source)) if is_packed else source


def as_sheet(name: str, rows: Iterator[tuple[int, list[str]]], faults: FaultList) -> Sheet | None:
    """The first non-empty row as headers, the others as records."""
    line, headers = next(((line, cells) for line, cells in rows if any(cells)), (0, []))
    while headers and not headers[-1].strip():
        headers.pop()
    if not headers:
        if name not in faults.unread:
            faults.stop(name, 0, wording.EMPTY_FILE)
        return None
    headers = [header.strip() for header in headers]
    known = len(faults)
    _check_headers(name, line, headers, faults)
    if len(faults) > known:
        faults.unread.add(name)
        return None
    return Sheet(name, tuple(headers), line, _records(name, rows, headers, faults))


def _check_headers(name: str, line: int, headers: Sequence[str], faults: FaultList) -> None:
    if len(headers) == 1 and re.search(r"[;\t|]", headers[0]):
        faults.add(name, line, "", wording.SEPARATOR)
        return
    for place, header in enumerate(headers, 1):
        if not header:
            faults.add(name, line, "", fill(wording.HEADER_EMPTY, place=place))
        elif header in headers[: place - 1]:
            faults.add(name, line, header, fill(wording.HEADER_TWICE, name=header))
        elif looks_like_formula(header):
            faults.add(name, line, header, wording.FORMULA)


def _records(
    name: str, rows: Iterator[tuple[int, list[str]]], headers: list[str], faults: FaultList
) -> Iterator[Record]:
    clean: set[str] = set()
    for line, cells in rows:
        if faults.is_full:
            return
        while len(cells) > len(headers) and not cells[-1]:
            cells.pop()
        if not any(cells):
            continue
        whole = len(cells) == len(headers)
        if not whole:
            faults.add(name, line, "", fill(wording.RAGGED, found=len(cells), expected=len(headers)))
        record = dict(zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False))
        for header, cell in record.items():
            if cell not in clean:
                known = len(faults)
                _check_cell(name, line, header, cell, faults)
                if len(faults) == known and len(clean) < _REMEMBERED:
                    clean.add(cell)
        yield Record(line, record, whole)


def _check_cell(name: str, line: int, header: str, cell: str, faults: FaultList) -> None:
    if len(cell) * 4 > MAX_CELL_BYTES and len(cell.encode()) > MAX_CELL_BYTES:
        faults.add(name, line, header, fill(wording.CELL_TOO_BIG, limit=MAX_CELL_BYTES))
    if looks_like_formula(cell):
        faults.add(name, line, header, wording.FORMULA)
    if _UNREADABLE.search(cell):
        faults.add(name, line, header, wording.CONTROL)


def looks_like_formula(cell: str) -> bool:
    """Whether a spreadsheet might run the cell; a plain negative number it does not."""
    return cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)


def escape_cell(cell: str) -> str:
    """A cell for an exported CSV that no spreadsheet runs: a quote before what begins like a formula.

    >>> escape_cell("=1+1"), escape_cell("Lima"), escape_cell("-3.5")
    ("'=1+1", 'Lima', '-3.5')
    """
    return f"'{cell}" if looks_like_formula(cell) else cell


def _csv_rows(
    source: BinaryIO, name: str, faults: FaultList, digest: Digest, limit: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with the physical line on which each begins; stops at what cannot be read past."""
    with source:
        rows = csv.reader(_lines(source, name, faults, digest, limit), strict=True)
        while True:
            begins = rows.line_num + 1
            try:
                cells = next(rows, None)
            except csv.Error as error:
                too_big = "field larger" in str(error)
                said = (
                    fill(wording.CELL_TOO_BIG, limit=MAX_CELL_BYTES) if too_big else fill(wording.QUOTES, reason=error)
                )
                faults.stop(name, begins, said)
                return
            except (OSError, EOFError, zlib.error) as error:
                faults.stop(name, begins, fill(wording.BROKEN_FILE, reason=error))
                return
            if cells is None:
                return
            yield begins, cells


def _lines(source: BinaryIO, name: str, faults: FaultList, digest: Digest, limit: int) -> Iterator[str]:
    """The lines of a file as text; its first byte that is not UTF-8 is a fault, reading goes on."""
    total, is_utf8 = 0, True
    for number, line in enumerate(iter(lambda: source.readline(MAX_LINE_BYTES + 1), b""), 1):
        total += len(line)
        digest.update(line)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        said = _unreadable(line, number)
        if total > limit:
            said = fill(wording.FILE_TOO_BIG, size=total, limit=limit)
        if said:
            faults.stop(name, number, said)
            return
        text = line.decode("utf-8", errors="replace")
        if is_utf8 and "\ufffd" in text and not _decodes(line):
            is_utf8 = False
            faults.add(name, number, "", wording.ENCODING)
        yield text if is_utf8 else text.replace("\ufffd", "?")


def _unreadable(line: bytes, number: int) -> Said | None:
    """Why reading cannot go on past this line, if it cannot."""
    if number == 1 and line[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return wording.ENCODING
    if b"\0" in line:
        return wording.NUL
    if len(line) > MAX_LINE_BYTES:
        return fill(wording.LINE_TOO_LONG, limit=MAX_LINE_BYTES)
    return None


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
