"""Of which day and edition a publisher's files are, and how that is known: what no file says is never made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import Said, fill
from contrapeso.ingest.workbook import workbook_properties
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened
from contrapeso.ledger.records import DatedBy

if TYPE_CHECKING:
    from contrapeso.ingest.world.manifest import Place, Source
    from contrapeso.ledger.records import Snapshot

HEAD_BYTES = 8192
BOUNDS = ("retrieved", "recorded")
"""Ways to know a day that only say that the files were published by then."""


@dataclass(frozen=True, slots=True)
class Dating:
    """The day of a source's files and how it is known, and the edition that they state, if any."""

    on: date
    by: DatedBy
    edition: str | None = None


def date_files(
    source: Source, files: Mapping[str, Opened], given: date | None, bound: tuple[date, DatedBy], faults: FaultList
) -> Dating | None:
    """The newest day that the files say, which ``given`` may not contradict; else what was given; else the day by which they were there.

    A file whose place for the day is known must fill it, unless that file is optional and absent; else it is a fault.
    """
    rule, edition = source.vintage, _edition(source, files)
    asked = files.values() if not rule.role else [files[rule.role]] if rule.role in files else []
    saying = next(iter(asked), None)
    found = max((day for one in asked if (day := rule.find(_said(rule.place, one)))), default=None)
    if found and given and found != given and saying:
        faults.add(saying.name, 0, "vintage", fill(wording.OTHER_VINTAGE, found=found, asked=given))
        return None
    if found:
        return Dating(found, "stated", edition)
    if given:
        return Dating(given, "given", edition)
    if saying and rule.place != "asked":
        faults.add(saying.name, 0, "vintage", _why_undated(rule.place, saying))
        return None
    return Dating(*bound, edition)


def _why_undated(place: Place, saying: Opened) -> Said:
    """Why a file does not say its day: it is not the kind of file that could, or lacks the day."""
    if place == "head" and b"\0" in saying.content[:HEAD_BYTES]:
        return wording.BINARY
    if place == "properties" and not zipfile.is_zipfile(io.BytesIO(saying.content)):
        return wording.NO_WORKBOOK
    return wording.NO_VINTAGE


def known_since(held: Iterable[Snapshot], files: Mapping[str, Opened], today: date) -> date:
    """The day on which these very files were first recorded: they do not get newer by being read again."""
    these = sorted(opened.sha256 for opened in files.values())
    days = [one.vintage for one in held if one.dated_by in BOUNDS and _published(one) == these]
    return min(days, default=today)


def _published(snapshot: Snapshot) -> list[str]:
    """The hashes of the publisher's files of a snapshot, without the tables and the parser."""
    return sorted(file.sha256 for file in snapshot.files.values() if not file.table and file.dated_by)


def check_edition(held: Iterable[Snapshot], dating: Dating, name: str, faults: FaultList) -> None:
    """An older edition without a day of its own would pass for newer than the one held: a fault."""
    known = [one.edition for one in held if one.edition]
    if dating.by not in BOUNDS or dating.edition is None or not known:
        return
    newest = max(known, key=_order)
    if _order(dating.edition) < _order(newest):
        faults.add(name, 0, "vintage", fill(wording.OLDER_EDITION, edition=dating.edition, held=newest))


def _order(edition: str) -> tuple[int, ...]:
    """25.1 before 25.10; a part without a number counts as 0."""
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in edition.split("."))


def _edition(source: Source, files: Mapping[str, Opened]) -> str | None:
    rule = source.edition
    found = (rule.find(_said(rule.place, opened)) for opened in files.values()) if rule else iter(())
    return next(filter(None, found), None)


def _said(place: Place, opened: Opened) -> str:
    """The part of a file that says its day or edition."""
    if place == "name":
        return opened.name
    if place == "head":
        return opened.content[:HEAD_BYTES].decode("latin-1")
    return workbook_properties(opened.content) if place == "properties" else ""
