"""XML documents of publishers, record by record within the bounds of their source; refused by name where they cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from contrapeso.core.text import Text
from contrapeso.ingest.iati import words
from contrapeso.ingest.iati.stream import PIECE, Document, Refused, open_bytes, read_pieces, read_records
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording

if TYPE_CHECKING:
    from contrapeso.ingest.world.opening import Opened

MEND = Text(
    es="descargue de nuevo el archivo, o corríjalo: contrapeso check iati dice qué falta",
    en="download the file again, or mend it: contrapeso check iati says what is wrong",
)


def read_documents(opened: Opened, faults: FaultList) -> Iterator[tuple[Document, Any]]:
    """Each record of a file with the document around it; stops with a fault where the file cannot be read."""
    document = Document()
    try:
        for record in read_records(_bounded(opened), document):
            if document.count == 1:
                _check_root(document)
            yield document, record
    except Refused as error:
        faults.stop(opened.name, error.line, (words.refusal(error.rule, error.detail, "2.0x"), MEND))
    except OverflowError:
        faults.stop(opened.name, 0, fill(wording.UNPACKS_TOO_BIG, limit=opened.rule.max_unpacked_bytes))


def _check_root(document: Document) -> None:
    if not document.record:
        raise Refused(1, "unknown-root", document.name)
    if document.version.startswith(("0.", "1.")):
        raise Refused(1, "old-version", document.version)


def _bounded(opened: Opened) -> Iterator[bytes]:
    total = 0
    for piece in _pieces(opened):
        total += len(piece)
        if total > opened.rule.max_unpacked_bytes:
            raise OverflowError
        yield piece


def _pieces(opened: Opened) -> Iterator[bytes]:
    if opened.path is None:
        yield from (opened.content[start : start + PIECE] for start in range(0, len(opened.content), PIECE))
        return
    with closing(open_bytes(opened.path)) as file:
        yield from read_pieces(file)
