"""Checks documents of the standard: is the XML well-formed and as the schema wants it, and are the rules kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat

from contrapeso.core.text import Language, Text
from contrapeso.ingest.iati import words
from contrapeso.ingest.iati.grammar import NEWEST, VERSIONS, frame_schema, part_of, schema
from contrapeso.ingest.iati.places import MAX_COUNTED, Place, element_at, find_lines, place_of
from contrapeso.ingest.iati.rules import Level, broken_rules
from contrapeso.ingest.iati.stream import Document, Refused, open_bytes, read_pieces, read_records

MAX_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault of a document: the line of its element, the rule that is broken, and what is wrong."""

    line: int
    rule: str
    level: Level
    says: Text
    place: Place | None = None

    def to_dict(self, language: Language) -> dict[str, object]:
        return {"line": self.line, "rule": self.rule, "level": self.level, "message": self.says[language]}


@dataclass(slots=True)
class Checked:
    """What the check of a file found: ``valid`` by the schema, ``rules_ok`` by the rules that must be kept."""

    path: str
    version: str = ""
    valid: bool = True
    rules_ok: bool = True
    faults: list[Complaint] = field(default_factory=list)
    more: int = 0
    """Faults beyond those that are kept."""

    def add(self, fault: Complaint, *, of_schema: bool) -> None:
        if of_schema:
            self.valid = False
        elif fault.level == "error":
            self.rules_ok = False
        if self.is_full:
            self.more += 1
        else:
            self.faults.append(fault)

    @property
    def is_full(self) -> bool:
        return len(self.faults) >= MAX_SHOWN

    def to_dict(self, language: Language) -> dict[str, object]:
        return {
            "path": self.path, "valid": self.valid, "rules_ok": self.rules_ok, "version": self.version,
            "faults": [one.to_dict(language) for one in self.shown()],
        }  # fmt: skip

    def shown(self) -> list[Complaint]:
        """The faults in the order of the file, and at the end how many more there are."""
        first = sorted(self.faults, key=lambda one: one.line)
        more = [Complaint(0, "more", "warning", words.MORE.format(count=self.more))] if self.more else []
        return [*first, *more]


def check_file(path: Path, asked: str | None, now: datetime, shown: str | None = None) -> Checked:
    """Check one file by the version asked for, else by its own; ``now`` is what dates are compared with.

    A document whose version the standard does not know is held against the newest one. Files of any size are read in
    memory that does not grow with them.
    """
    checked = Checked(shown or str(path))
    document = Document()
    try:
        with open_bytes(path) as file:
            _check_records(read_pieces(file), document, asked, now, checked)
    except (Refused, OSError) as error:
        refused = error if isinstance(error, Refused) else Refused(0, "unreadable", error.strerror or "")
        says = words.refusal(refused.rule, refused.detail, checked.version)
        checked.add(Complaint(refused.line, refused.rule, "error", says), of_schema=True)
        checked.rules_ok = False
    _place_exactly(path, document, checked)
    return checked


def _check_records(
    pieces: Iterator[bytes], document: Document, asked: str | None, now: datetime, checked: Checked
) -> None:
    part: str | None = None
    for record in read_records(pieces, document):
        part = part or _begin(document, asked, checked)
        _check_schema(schema(checked.version, part), record, document, checked)
        for rule, element in broken_rules(record, now):
            line, place = _line(record, element, document)
            checked.add(Complaint(line, rule.number, rule.level, rule.says, place), of_schema=False)
    part = part or _begin(document, asked, checked)
    if document.record:
        _check_schema(frame_schema(checked.version, part), document.root, None, checked)


def _begin(document: Document, asked: str | None, checked: Checked) -> str:
    """The part of the standard that a document belongs to; its version is settled here."""
    own = document.version
    checked.version = asked or (own if own in VERSIONS else NEWEST)
    if asked is None and own.startswith(("1.", "0.")):
        raise Refused(int(document.root.sourceline or 0), "old-version", own)
    part = part_of(document.name, checked.version)
    if part is None:
        raise Refused(int(document.root.sourceline or 0), "unknown-root", document.name)
    return part


def _check_schema(compiled: Any, element: Any, document: Document | None, checked: Checked) -> None:
    if compiled.validate(element):
        return
    checked.valid = False
    for error in compiled.error_log:
        if checked.is_full:
            checked.more += 1
            continue
        rule, says = words.schema_fault(error.message)
        line, place = int(error.line), None
        if document is not None and line >= MAX_COUNTED:
            line, place = _line(element, element_at(element, error.path or ""), document)
        checked.add(Complaint(line, rule, "error", says, place), of_schema=True)


def _line(record: Any, element: Any, document: Document) -> tuple[int, Place | None]:
    line = int(element.sourceline or 0)
    return line, place_of(record, element, document.count - 1) if line >= MAX_COUNTED else None


def _place_exactly(path: Path, document: Document, checked: Checked) -> None:
    """Read the file once more where a tree could not tell the lines of what is wrong in it."""
    wanted = {one.place for one in checked.faults if one.place is not None}
    if not wanted:
        return
    try:
        with open_bytes(path) as file:
            lines = find_lines(read_pieces(file), document.record, wanted)
    except (Refused, OSError, expat.ExpatError):
        return
    checked.faults = [replace(one, line=lines.get(one.place, one.line)) if one.place else one for one in checked.faults]
