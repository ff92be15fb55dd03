"""The manifest of a source: who publishes it on what terms, how to get it, what it covers, how its files look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.manifest import Entry, read_mapping
from contrapeso.core.text import Text
from contrapeso.core.world import WORLD
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording

MANIFEST = "source.yml"
FORMATS = ("csv", "xlsx", "rda", "dta", "sqlite", "json", "xml", "text")
PLACES = ("head", "name", "properties", "asked")
Place = Literal["head", "name", "properties", "asked"]
MEGABYTE = 1024 * 1024
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class FileRule:
    """One of the files of a source: its role, how its name looks, how it is written, how big it may be."""

    role: str
    pattern: str
    format: str
    encoding: str = "utf-8"
    delimiter: str = ","
    max_bytes: int = 256 * MEGABYTE
    max_unpacked_bytes: int = 1024 * MEGABYTE
    final_newline: bool = False
    """Whether the publisher ends the last line, so that a file cut short is seen."""
    optional: bool = False
    carried: str | None = None
    """The name of a file in the source's own folder that is read where the user gives none."""
    open_header: bool = False
    """Whether the header, and no record, ends with a delimiter after which there is nothing."""
    many: bool = False
    """Whether there may be several of them, each alone or all in one ZIP or tar archive."""
    streamed: bool = False
    """Whether a file is read while it is parsed, as it may be bigger than memory."""


@dataclass(frozen=True, slots=True)
class FetchRule:
    """Where the publisher offers a file for download, and what comes from there; bounded as the file of its role is."""

    role: str
    url: str
    types: tuple[str, ...]
    """The content types that may come."""
    name: str
    """Under which name the file is kept: the last part of the address, if the manifest gives no other."""
    size: int | None = None
    sha256: str | None = None
    """Of a file that the publisher never changes: its length in bytes and its hash."""


@dataclass(frozen=True, slots=True)
class EditionRule:
    """Where a file says which edition it is: in its first lines or its name, by the group ``edition``."""

    place: Place
    pattern: str

    def find(self, text: str) -> str | None:
        """The edition that a text names, «25_1» being 25.1."""
        match = re.search(self.pattern, text)
        return match["edition"].replace("_", ".") if match else None


@dataclass(frozen=True, slots=True)
class VintageRule:
    """Where a file says of which day it is: first lines, name, a workbook's properties, or nowhere (``asked``).

    Where no file says it, a user may; else the day is that on which the file was retrieved or first recorded, as a bound.
    """

    place: Place
    pattern: str = ""
    role: str | None = None
    """Which of the files says it: the first, if the manifest names none; one that is optional may be absent."""

    def find(self, text: str) -> date | None:
        """The day that a text names, by the groups ``year``, ``month`` (number or English name) and ``day``."""
        match = re.search(self.pattern, text) if self.pattern else None
        if match is None:
            return None
        parts = match.groupdict()
        try:
            return date(int(parts["year"]), _month(parts.get("month") or "1"), int(parts.get("day") or 1))
        except ValueError:
            return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the public record, as its manifest describes it."""

    name: str
    folder: Path
    title: Text
    publisher: Text
    licence: str
    terms: Text
    homepage: str
    obtain: Text
    cite: str
    grain: Text
    coverage: Text
    tables: tuple[str, ...]
    files: tuple[FileRule, ...]
    vintage: VintageRule
    edition: EditionRule | None
    fetch: tuple[FetchRule, ...]
    """Where each file is downloaded; empty where the publisher does not allow it."""
    reasons: dict[str, Text]
    """The words for the source's own reasons why a record could not be read."""
    method: Text | None

    @property
    def carried(self) -> tuple[Path, ...]:
        """The files that the source carries itself, compiled by this project."""
        return tuple(self.folder / rule.carried for rule in self.files if rule.carried)


def read_source(folder: Path) -> Source:
    """The manifest of a source's folder; ``ContentError`` with all its faults."""
    faults: list[Fault] = []
    entry = read_mapping(folder / MANIFEST, f"{folder.name}/{MANIFEST}", faults)
    source = _source(folder, entry) if entry else None
    if faults or source is None:
        raise ContentError(faults)
    return source


def name_of(folder: Path) -> str:
    """The name of a source by its folder: ``un_votes`` is ``un-votes``."""
    return folder.name.replace("_", "-")


def _source(folder: Path, entry: Entry) -> Source:
    """A source whose absent parts are faults already; the caller raises before anybody reads it."""
    files = tuple(_file(one) for one in entry.entries("files"))
    source = Source(
        name=name_of(folder),
        folder=folder,
        title=cast(Text, entry.text("title")),
        publisher=cast(Text, entry.text("publisher")),
        licence=str(entry.string("licence")),
        terms=cast(Text, entry.text("terms")),
        homepage=str(entry.string("homepage")),
        obtain=cast(Text, entry.text("obtain")),
        cite=str(entry.string("cite")),
        grain=cast(Text, entry.text("grain")),
        coverage=cast(Text, entry.text("coverage")),
        tables=_tables(entry),
        files=files,
        vintage=_vintage(entry.entry("vintage"), tuple(file.role for file in files)),
        edition=_edition(entry.entry("edition", required=False)),
        fetch=tuple(_fetch(one, tuple(file.role for file in files)) for one in entry.entries("fetch", required=False)),
        reasons=_reasons(entry.entry("reasons", required=False)),
        method=entry.text("method", required=False),
    )
    entry.done()
    return source


def _tables(entry: Entry) -> tuple[str, ...]:
    line, known = entry.line_of("tables"), [fact.table for fact in WORLD]
    names = entry.value("tables")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        entry.fault("tables", *wording.NOT_A_LIST, line)
        return ()
    for name in names:
        if name not in known:
            entry.fault("tables", *fill(wording.NOT_A_CODE, value=name, codes=", ".join(known)), line)
    return tuple(names)


def _file(entry: Entry) -> FileRule:
    size, unpacked = entry.number("megabytes", required=False), entry.number("unpacked_megabytes", required=False)
    rule = FileRule(
        role=str(entry.string("role")),
        pattern=str(entry.string("pattern")),
        format=str(entry.code("format", FORMATS)),
        encoding=entry.string("encoding", required=False) or "utf-8",
        delimiter=entry.string("delimiter", required=False) or ",",
        max_bytes=int((size or 256) * MEGABYTE),
        max_unpacked_bytes=int((unpacked or 1024) * MEGABYTE),
        final_newline=entry.boolean("final_newline", required=False) or False,
        optional=entry.boolean("optional", required=False) or False,
        carried=entry.string("carried", required=False),
        open_header=entry.boolean("open_header", required=False) or False,
        many=entry.boolean("many", required=False) or False,
        streamed=entry.boolean("streamed", required=False) or False,
    )
    entry.done()
    return rule


def _fetch(entry: Entry, roles: tuple[str, ...]) -> FetchRule:
    url, line = str(entry.string("url")), entry.line_of("url")
    try:
        path = urlsplit(url).path if re.match(r"https?://[^/]", url) and urlsplit(url).hostname else None
    except ValueError:
        path = None
    if path is None:
        entry.fault("url", *wording.NOT_A_URL, line)
    size = entry.number("bytes", required=False)
    rule = FetchRule(
        role=str(entry.code("role", roles)),
        url=url,
        name=PurePosixPath(entry.string("name", required=False) or unquote(path or "")).name,
        types=tuple(str(one) for one in entry.value("types") or ()),
        size=None if size is None else int(size),
        sha256=entry.string("sha256", required=False),
    )
    entry.done()
    return rule


def _vintage(entry: Entry | None, roles: tuple[str, ...]) -> VintageRule:
    if entry is None:
        return VintageRule("asked")
    place = cast(Place, entry.code("place", PLACES))
    pattern = _pattern(entry, "year", required=place != "asked")
    role = entry.code("role", roles, required=False)
    entry.done()
    return VintageRule(place, pattern, role)


def _edition(entry: Entry | None) -> EditionRule | None:
    if entry is None:
        return None
    rule = EditionRule(cast(Place, entry.code("place", PLACES[:2])), _pattern(entry, "edition"))
    entry.done()
    return rule


def _pattern(entry: Entry, group: str, *, required: bool = True) -> str:
    """A regular expression with the group that is looked for."""
    line, pattern = entry.line_of("pattern"), entry.string("pattern", required=required) or ""
    try:
        if pattern and group not in re.compile(pattern).groupindex:
            entry.fault("pattern", *fill(wording.BAD_PATTERN, reason=group), line)
    except re.error as error:
        entry.fault("pattern", *fill(wording.BAD_PATTERN, reason=error), line)
    return pattern


def _reasons(entry: Entry | None) -> dict[str, Text]:
    if entry is None:
        return {}
    return {code: text for code in entry.keys() if (text := entry.text(code)) is not None}
