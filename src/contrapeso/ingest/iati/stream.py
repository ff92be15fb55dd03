"""Reads a document of the standard record by record, in memory that does not grow with the file; refuses hostile XML."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from contrapeso.ingest.iati.grammar import RECORDS

PIECE = 64 * 1024
MEGABYTE = 1024 * 1024
MAX_RECORD = 64 * MEGABYTE
"""Bytes of one activity or organisation; the greatest that publishers are known to have written are a tenth of it."""
MAX_MARKS = 4_000_000
"""Tags and attributes of one record: each takes a hundred bytes of memory, however short it is."""
COUNTED_FROM = 2 * MEGABYTE
"""So many bytes of a record are not counted: few records have more."""
MAX_FRAME = 1000
"""Elements around the records that are kept."""
_OPEN: dict[str, Callable[[Path], Any]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
_SAFE = {
    "resolve_entities": False, "load_dtd": False, "no_network": True, "dtd_validation": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


class Refused(Exception):
    """A document that is not read any further: on which line, by which rule, and what is known of it."""

    def __init__(self, line: int, rule: str, detail: str = "") -> None:
        super().__init__(f"{rule} {line} {detail}")
        self.line, self.rule, self.detail = line, rule, detail


@dataclass(slots=True)
class Document:
    """A document being read: its outermost element, around which records come and go."""

    root: Any = None
    record: str = ""
    """The name of its records; empty if the document is a single element of the standard, read whole."""
    count: int = 0

    @property
    def name(self) -> str:
        return str(self.root.tag)

    @property
    def version(self) -> str:
        return str(self.root.get("version") or "").strip()


def open_bytes(path: Path) -> BinaryIO:
    """A file, unpacked while it is read if its name says that it is packed."""
    opener = _OPEN.get(path.suffix.lower())
    return path.open("rb") if opener is None else cast(BinaryIO, opener(path))


def read_pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file's bytes, a piece at a time; ``Refused`` where it cannot be read or unpacked."""
    try:
        while piece := file.read(PIECE):
            yield piece
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise Refused(0, "unreadable", str(error) or type(error).__name__) from error


def read_records(pieces: Iterator[bytes], document: Document) -> Iterator[Any]:
    """Each record of the document that the pieces make; it is emptied when the next one is asked for.

    A document that is a single element of the standard is its own record. When all is read, the first and the last of each
    run of records still stand in the frame, empty, so that the frame can be checked. Raises ``Refused``.
    """
    from lxml import etree

    held: list[bytes] = []
    root = _first_element(pieces, held)
    document.root, document.record = root, RECORDS.get(root.tag, "")
    parser = etree.XMLPullParser(("start", "end"), tag=tuple(filter(None, (root.tag, document.record))), **_SAFE)
    size = marks = 0
    for piece in _again(held, pieces):
        before = document.count
        error = _feed(parser, piece)
        yield from _records_in(parser, document)
        if error is not None:
            raise error
        size, marks = (0, 0) if document.count > before else (size, marks)
        size += len(piece)
        if size > COUNTED_FROM:
            marks += piece.count(b"<") + piece.count(b"=")
        if size > MAX_RECORD or marks > MAX_MARKS:
            raise Refused(0, "record-too-big", str(document.count + 1))
    error = _close(parser)
    yield from _records_in(parser, document)
    if error is not None:
        raise error


def _first_element(pieces: Iterator[bytes], held: list[bytes]) -> Any:
    """The outermost element as it begins; what was read until there is held for the second reading."""
    from lxml import etree

    parser = etree.XMLPullParser(("start",), **_SAFE)
    for piece in pieces:
        held.append(piece)
        error = _feed(parser, piece)
        for _, element in parser.read_events():
            if element.getroottree().docinfo.internalDTD is not None or element.getroottree().docinfo.doctype:
                raise Refused(int(element.sourceline or 1), "doctype")
            return element
        if error is not None:
            raise error
        if sum(map(len, held)) > MEGABYTE:
            raise Refused(0, "no-element")
    raise _close(parser) or Refused(0, "no-element")


def _again(held: list[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from held
    held.clear()
    yield from pieces


def _records_in(parser: Any, document: Document) -> Iterator[Any]:
    for event, element in parser.read_events():
        parent = element.getparent()
        if event == "start":
            if parent is None:
                document.root = element
        elif not document.record and parent is None:
            document.count += 1
            yield element
        elif document.record and parent is document.root and element.tag == document.record:
            document.count += 1
            yield element
            _empty(element, document)


def _empty(record: Any, document: Document) -> None:
    """Leave of a run of records the first and this one, without what was in them."""
    record.clear(keep_tail=True)
    before = record.getprevious()
    if before is not None and before.tag == record.tag and not (before.tail or "").strip():
        first = before.getprevious()
        if first is not None and first.tag == record.tag:
            document.root.remove(before)
    if len(document.root) > MAX_FRAME:
        raise Refused(int(record.sourceline or 0), "frame-too-big", str(MAX_FRAME))


def _feed(parser: Any, piece: bytes) -> Refused | None:
    from lxml import etree

    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        return _not_well_formed(error)
    return None


def _close(parser: Any) -> Refused | None:
    from lxml import etree

    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        return _not_well_formed(error)
    return None


def _not_well_formed(error: Any) -> Refused:
    return Refused(int(error.lineno or 0), "not-well-formed", str(error.msg).partition(", line ")[0][:300])
