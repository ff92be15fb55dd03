"""What a parser writes to: columns taken from files, names looked up, records refused with their reason, rows kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from contrapeso.core.errors import ContentError, UnknownName
from contrapeso.core.fact import Fact
from contrapeso.core.names import is_dated, party_of, state_of
from contrapeso.core.world import Issue
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.workbook import Workbook, open_workbook
from contrapeso.ingest.world import spool, wording
from contrapeso.ingest.world.conform import LOCATOR, check_references, conform
from contrapeso.ingest.world.databases import read_table, table_names
from contrapeso.ingest.world.documents import read_documents
from contrapeso.ingest.world.manifest import Source
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.r_frames import read_frame
from contrapeso.ingest.world.sheets import colours_below_header, read_sheet, rows_of
from contrapeso.ingest.world.spool import Spooled
from contrapeso.ingest.world.stata import read_dta
from contrapeso.ingest.world.tables import (
    LINE,
    Broken,
    Layout,
    holds_control,
    read_delimited,
    without_blanks,
    without_control,
)
from contrapeso.ingest.world.trees import json_members

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from contrapeso.ingest.iati.stream import Document

MAX_DROPPED_SHARE = 0.05
"""Beyond this share of unreadable records a file is not the publisher's, or its layout changed: it is refused."""
MAX_VALUE = 200
DAY = "day of a name"
MAX_RECORD = 2000
MAX_ISSUES = 200_000
ENGINE_REASONS = (
    "ragged", "open-quote", "broken-line", "control", "not-a-number", "not-a-date", "empty", "repeated",
)  # fmt: skip
"""Reasons that any source may give; their words stand in locale/words.yml."""


@dataclass(slots=True)
class Recorder:
    """One reading of a source: its open files by role, its vintage, and what was found in them.

    A parser takes columns with ``delimited``, looks names up with ``states`` and ``parties``, reads numbers with
    ``numbers``, sets records aside with ``refuse`` or marks them with ``note``, and hands rows over with ``add``.
    """

    source: Source
    files: Mapping[str, Opened]
    vintage: date
    faults: FaultList = field(default_factory=FaultList)
    tables: dict[type[Fact], pa.Table | Spooled] = field(default_factory=dict)
    _issues: list[dict[str, object]] = field(default_factory=list)
    _records: int = 0
    _books: dict[str, Workbook] = field(default_factory=dict)

    def delimited(
        self,
        role: str,
        wanted: Mapping[str, str],
        *,
        unused: Sequence[str] = (),
        rest: str | None = None,
        rejoin: bool = False,
    ) -> pl.DataFrame:
        """The records of a delimited file as text: columns ``wanted[header]``, ``line`` and ``locator``.

        Every column is wanted, named in ``unused``, or fits the pattern ``rest`` (then it keeps its name). Broken
        lines become issues. Raises ``ContentError`` where the file cannot be read.
        """
        opened = self.files[role]
        rows = read_delimited(opened, Layout(wanted, unused, rest), self.faults, rejoin=rejoin)
        if rows is None:
            raise ContentError(self.faults)
        for broken in rows.broken:
            self._broken(opened, broken)
        self._records += sum(one.dropped for one in rows.broken)
        return self._located(rows.frame, f"{opened.name} line ")

    def titles(self, role: str) -> tuple[str, ...]:
        """The titles of a workbook's sheets."""
        return self._book(role).titles

    def expect_titles(self, role: str, found: Mapping[str, str], wanted: Sequence[str], unused: Sequence[str]) -> None:
        """A fault for each kind of sheet that the workbook lacks, and for each sheet that nobody reads.

        ``found`` gives the title of each kind of sheet that is there.
        """
        book = self._book(role)
        for kind in wanted:
            if kind not in found:
                self.faults.stop(book.name, 0, fill(wording.NO_SHEET, title=kind))
        for title in book.titles:
            if title not in found.values() and title not in unused:
                self.faults.stop(book.name, 0, fill(wording.NEW_SHEET, title=title))
        if self.faults:
            raise ContentError(self.faults)

    def grid(self, role: str, title: str) -> list[list[str]]:
        """All cells of a worksheet as text, for notes and the like; empty where there is none."""
        book = self._book(role)
        return [cells for _, cells in rows_of(book, title, self.faults)] if title in book.titles else []

    def colours(self, role: str, title: str) -> pl.DataFrame:
        """The red and blue cells below a worksheet's header: ``line``, ``period`` (the header), ``colour``."""
        return colours_below_header(self._book(role), title, self.faults)

    def sheet(
        self, role: str, title: str, wanted: Mapping[str, str], *, unused: Sequence[str] = (), rest: str | None = None
    ) -> pl.DataFrame:
        """The rows below the header of a worksheet, as ``delimited`` gives those of a text file."""
        book, layout = self._book(role), Layout(wanted, unused, rest)
        frame = read_sheet(book, title, layout, self.faults)
        if frame is None:
            raise ContentError(self.faults)
        return self._located(frame, f"{book.name} {title} row ")

    def dataset(
        self, role: str, wanted: Mapping[str, str], *, name: str | None = None, unused: Sequence[str] = ()
    ) -> pl.DataFrame:
        """A data frame of an R file, or a data set of Stata, typed: text, ``Float64``, ``Int64``, ``Boolean``, ``Date`` or ``Datetime``.

        NA is null, a NaN that is not NA stays NaN; control characters become blanks, with an issue. The locator is ``FILE row N``. ``name`` is the object's, needed
        where the file holds several data frames.
        """
        import polars as pl

        opened = self.files[role]
        layout, is_stata = Layout(wanted, unused), opened.rule.format == "dta"
        frame = read_dta(opened, layout, self.faults) if is_stata else read_frame(opened, name, layout, self.faults)
        if frame is None:
            raise ContentError(self.faults)
        frame = self._located(without_blanks(frame), f"{opened.name} {name} row " if name else f"{opened.name} row ")
        self.note(frame, pl.lit(holds_control(frame)), "control")
        return without_control(frame)

    def roles(self, role: str) -> tuple[str, ...]:
        """The names under which the files of a role are known: itself, and those with a number where there are many."""
        return tuple(name for name, opened in self.files.items() if opened.rule.role == role)

    def tables_of(self, role: str) -> tuple[str, ...]:
        """The names of an SQLite database's tables; empty, with a fault, where it is none."""
        found = table_names(self.files[role], self.faults)
        if self.faults:
            raise ContentError(self.faults)
        return found

    def database(
        self,
        role: str,
        table: str,
        wanted: Mapping[str, str],
        *,
        unused: Sequence[str] = (),
        unread: Sequence[str] = (),
    ) -> pl.DataFrame:
        """A table of an SQLite database as text. Its other tables are named in ``unread``. The locator is ``FILE TABLE row N``."""
        opened = self.files[role]
        frame = read_table(opened, table, Layout(wanted, unused), unread, self.faults)
        if frame is None:
            raise ContentError(self.faults)
        return self._located(frame, f"{opened.name} {table} row ")

    def trees(self, role: str) -> list[tuple[str, dict[str, Any]]]:
        """The JSON files of a tar archive, each with its locator: the archive's name and its own within it."""
        opened = self.files[role]
        found = [(f"{opened.name} {name}", tree) for name, tree in json_members(opened, self.faults)]
        if self.faults:
            raise ContentError(self.faults)
        self._records += len(found)
        return found

    def _book(self, role: str) -> Workbook:
        if role not in self._books:
            opened = self.files[role]
            book = open_workbook(io.BytesIO(opened.content), opened.name, self.faults)
            if book is None:
                raise ContentError(self.faults)
            self._books[role] = book
        return self._books[role]

    def _located(self, frame: pl.DataFrame, place: str) -> pl.DataFrame:
        import polars as pl

        self._records += frame.height
        return frame.with_columns(pl.concat_str(pl.lit(place), pl.col(LINE).cast(pl.String)).alias(LOCATOR))

    def numbers(
        self, frame: pl.DataFrame, *names: str, whole: bool = False, least: float | None = None, required: bool = False
    ) -> pl.DataFrame:
        """Text columns as numbers. A cell that is none becomes an issue: its row is dropped if ``required``."""
        import polars as pl

        kind = pl.Int64 if whole else pl.Float64
        for name in names:
            number = pl.col(name).cast(kind, strict=False)
            wrong = pl.col(name).is_not_null() & (number.is_null() | ~number.cast(pl.Float64).is_finite())
            if least is not None:
                wrong = wrong | (number < least)
            if required:
                frame = self.refuse(frame, pl.col(name).is_null(), "empty", name)
                frame = self.refuse(frame, wrong, "not-a-number", name)
            else:
                self.note(frame, wrong, "not-a-number", name)
            frame = frame.with_columns(pl.when(~wrong).then(number).alias(name))
        return frame

    def states(
        self, frame: pl.DataFrame, name: str, into: str, *, scheme: str = "name", on: str | None = None
    ) -> pl.DataFrame:
        """A column of state codes for a column of names or numbers, on the day in column ``on`` where names are dated.

        A name that the authority does not know is a fault: it stops the source.
        """
        return self._looked_up(frame, name, on, [into], lambda value, day: (state_of(value, day, scheme),), scheme)

    def parties(self, frame: pl.DataFrame, name: str, *, code: str, kind: str, on: str | None = None) -> pl.DataFrame:
        """Columns with the state code (null where the party is none) and the kind of party, for a column of names."""

        def find(value: str, day: date | None) -> tuple[str | None, str]:
            party = party_of(value, day)
            return party.code, party.kind

        return self._looked_up(frame, name, on, [code, kind], find)

    def refuse(self, frame: pl.DataFrame, where: pl.Expr, reason: str, field: str = "") -> pl.DataFrame:
        """The frame without the records for which ``where`` holds; each becomes an issue."""
        found = frame.select(where.fill_null(False).alias("found"))["found"]
        self._report(frame.filter(found) if found.any() else frame.clear(), reason, field, dropped=True)
        return frame.filter(~found) if found.any() else frame

    def note(self, frame: pl.DataFrame, where: pl.Expr, reason: str, field: str = "") -> None:
        """Issues for records that are kept, but with something missing or mended."""
        self._report(frame.filter(where.fill_null(False)), reason, field, dropped=False)

    def unique(self, frame: pl.DataFrame, *keys: str, reason: str = "repeated") -> pl.DataFrame:
        """The frame with the first record of each key; the others become issues."""
        import polars as pl

        return self.refuse(frame, ~pl.struct(keys).is_first_distinct(), reason, keys[0])

    def add(self, fact: type[Fact], frame: pl.DataFrame) -> None:
        """Rows of a fact table, in the fact's own columns and ``locator``; the column ``line`` is let go."""
        table = conform(fact, frame.drop(LINE, strict=False), self.faults)
        if table is not None:
            most = spool.MAX_HELD if any(one.rule.streamed for one in self.files.values()) else None
            self.tables[fact] = spool.together(fact, self.tables.get(fact), table, most)

    def documents(self, role: str) -> Iterator[tuple[Opened, Document, Any]]:
        """Each record of a role's XML documents, with its file and the document around it; emptied when the next is asked for."""
        for name in self.roles(role):
            for document, record in read_documents(self.files[name], self.faults):
                self._records += 1
                yield self.files[name], document, record
        if self.faults:
            raise ContentError(self.faults)

    def count(self, records: int) -> None:
        """Further records than those that the recorder has counted itself."""
        self._records += records

    def issue(
        self, reason: str, locator: str, *, dropped: bool, field: str = "", value: str = "", record: str = ""
    ) -> None:
        """One record of a document that was dropped, or kept with something missing."""
        if reason not in ENGINE_REASONS and reason not in self.source.reasons:
            raise ValueError(f"{self.source.name}: no words for the reason {reason!r}")
        self._issues.append({
            "reason": reason, "dropped": dropped, "field": field or None, LOCATOR: locator,
            "value": value[:MAX_VALUE] or None, "record": record[:MAX_RECORD] or None,
        })  # fmt: skip
        if len(self._issues) > MAX_ISSUES:
            said = fill(
                wording.TOO_MANY_ISSUES, dropped=MAX_ISSUES, records=self._records, first=self._issues[0][LOCATOR]
            )
            self.faults.stop(locator.rpartition(" line ")[0], 0, said)
            raise ContentError(self.faults)

    def finish(self) -> tuple[dict[type[Fact], pa.Table | Spooled], int]:
        """All tables, the issues among them, and the number of issues; ``ContentError`` with all faults."""
        first = next(iter(self.files.values())).name
        dropped = sum(bool(issue["dropped"]) for issue in self._issues)
        if not self.faults and not any(len(table) for table in self.tables.values()):
            self.faults.add(first, 0, "", wording.NO_RECORDS)
        elif self._records and dropped > max(10, MAX_DROPPED_SHARE * self._records):
            issue = next(one for one in self._issues if one["dropped"])
            said = fill(wording.TOO_MANY_ISSUES, dropped=dropped, records=self._records, first=issue[LOCATOR])
            self.faults.add(first, 0, str(issue["field"] or ""), said)
        if not self.faults:
            whole = ((fact, table) for fact, table in self.tables.items() if not isinstance(table, Spooled))
            check_references(whole, self.faults)
        if self.faults:
            raise ContentError(self.faults)
        return {**self.tables, **self._issue_table()}, len(self._issues)

    def _issue_table(self) -> dict[type[Fact], pa.Table]:
        import polars as pl

        if not self._issues:
            return {}
        text = dict.fromkeys(("reason", "field", "value", "record", LOCATOR), pl.String)
        frame = pl.DataFrame(sorted(self._issues, key=_place), schema={**text, "dropped": pl.Boolean})
        frame = frame.with_columns(
            pl.format("{}-{}", pl.lit(self.source.name), pl.int_range(pl.len()) + 1).alias("issue_id")
        )
        table = conform(Issue, frame, self.faults)
        if table is None:
            raise ContentError(self.faults)
        return {Issue: table}

    def _report(self, frame: pl.DataFrame, reason: str, field: str, *, dropped: bool) -> None:
        if reason not in ENGINE_REASONS and reason not in self.source.reasons:
            raise ValueError(f"{self.source.name}: no words for the reason {reason!r}")
        for row in frame.iter_rows(named=True):
            value = row.get(field)
            self._issues.append({
                "reason": reason, "dropped": dropped, "field": field or None, LOCATOR: row[LOCATOR],
                "value": None if value is None else str(value)[:MAX_VALUE], "record": self._as_written(row),
            })  # fmt: skip

    def _as_written(self, row: Mapping[str, object]) -> str:
        """The record as its file has it; of a workbook, its cells."""
        file, _, line = str(row[LOCATOR]).rpartition(" line ")
        for opened in self.files.values():
            if opened.name == file:
                return opened.line(int(line.split(" ")[0]))[:MAX_RECORD]  # a cell's place goes on with its column
        cells = (value for name, value in row.items() if name not in (LINE, LOCATOR))
        return " | ".join("" if cell is None else str(cell) for cell in cells)[:MAX_RECORD]

    def _broken(self, opened: Opened, broken: Broken) -> None:
        self._issues.append({
            "reason": broken.reason, "dropped": broken.dropped, "field": None, "value": None,
            LOCATOR: f"{opened.name} line {broken.line}", "record": broken.text.strip()[:MAX_RECORD],
        })  # fmt: skip

    def _looked_up(
        self, frame: pl.DataFrame, name: str, on: str | None, into: Sequence[str], find: Find, scheme: str = "name"
    ) -> pl.DataFrame:
        """The columns ``into`` from what ``find`` says of each distinct name (and day); a fault for each name it does not know."""
        import polars as pl

        frame, keys = _when_it_matters(frame, name, on, scheme)
        found: list[tuple[object, ...]] = []
        unknown: set[str] = set()
        for row in frame.unique(keys, keep="first", maintain_order=True).iter_rows(named=True):
            if row[name] is None:
                continue
            try:
                found.append((*(row[key] for key in keys), *find(row[name], row.get(DAY))))
            except UnknownName as error:
                if row[name] in unknown:
                    continue
                unknown.add(row[name])
                file, _, line = str(row[LOCATOR]).rpartition(" line ")
                at = int(line) if file and line.isdigit() else 0
                self.faults.add(file or str(row[LOCATOR]), at, name, (error.what, error.mend))
        types = pl.Schema({**{key: frame.schema[key] for key in keys}, **dict.fromkeys(into, pl.String())})
        looked = pl.DataFrame(found, schema=types, orient="row")
        found_for = frame.join(looked, on=keys, how="left", maintain_order="left", nulls_equal=True)
        return found_for.drop(DAY, strict=False)


def _when_it_matters(frame: pl.DataFrame, name: str, on: str | None, scheme: str) -> tuple[pl.DataFrame, list[str]]:
    """The frame with a column of days, null where a name means the same on every day, and the columns to look up by."""
    import polars as pl

    if on is None:
        return frame, [name]
    names = frame[name].unique().drop_nulls().to_list()
    dated = [value for value in names if is_dated(value, scheme)]
    return frame.with_columns(pl.when(pl.col(name).is_in(dated)).then(pl.col(on)).alias(DAY)), [name, DAY]


Find = Callable[[str, date | None], tuple[str | None, ...]]
"""What the authority says of a name on a day: the values of the new columns."""


def _place(issue: Mapping[str, object]) -> tuple[str, int]:
    """File and line of an issue, to list issues in the order of the file."""
    file, _, line = str(issue[LOCATOR]).rpartition(" ")
    return (file, int(line)) if line.isdigit() else (str(issue[LOCATOR]), 0)
