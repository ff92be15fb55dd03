"""Delimited text as a frame of strings: the header found by its names, every column wanted, every broken line kept."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened

if TYPE_CHECKING:
    import polars as pl

LINE = "line"
"""The column of every frame with the line on which its record begins."""
HEADER_LINES = 60
NAMELESS = " ?"
"""What follows the name of its left neighbour in the name of a column that has none."""
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_NO_TEXT = re.compile(CONTROL.encode())
_C1 = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no record: where it stands, its text, and why."""

    line: int
    text: str
    reason: str
    dropped: bool = True


@dataclass(slots=True)
class Rows:
    """The records of a file as a frame of text (empty cells null), and the lines that are none."""

    frame: pl.DataFrame
    broken: list[Broken] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file: those wanted, by header and new name; those not used; and a pattern for years and the like.

    A column of none of the three is a fault. A column without a name is called after the one to its left with `` ?``.
    """

    wanted: Mapping[str, str]
    unused: Sequence[str] = ()
    rest: str | None = None

    def keeps(self, header: str) -> bool:
        """Whether a header is one of those that keep their own name."""
        return header not in self.wanted and self.rest is not None and re.fullmatch(self.rest, header) is not None

    def knows(self, header: str) -> bool:
        return header in self.wanted or header in self.unused or self.keeps(header)

    def select(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns that are read, under their new names, after the column of lines."""
        kept = [name for name in frame.columns if name != LINE and self.keeps(name)]
        return frame.select(LINE, *(frame[name].alias(new) for name, new in self.wanted.items()), *kept)


@dataclass(frozen=True, slots=True)
class Header:
    """The line that names the columns."""

    line: int
    names: tuple[str, ...]


def read_delimited(opened: Opened, layout: Layout, faults: FaultList, *, rejoin: bool = False) -> Rows | None:
    """The columns of a file by the names that the layout gives them; None with faults where it cannot be read.

    With ``rejoin`` a record that an unquoted line break cut in two is put together again.
    """
    content = as_utf8(opened, faults)
    if content is None:
        return None
    delimiter = _delimiter_of(opened, content, layout)
    header = find_header(opened.name, _first_rows(content, delimiter), layout, faults)
    if header and opened.rule.open_header and header.names[-1].endswith(NAMELESS):
        header = Header(header.line, header.names[:-1])
    rows = _read(opened, content, header, delimiter, faults, rejoin) if header else None
    if rows is None:
        return None
    rows.frame = layout.select(rows.frame)
    return rows


def as_utf8(opened: Opened, faults: FaultList) -> bytes | None:
    """A file's text in UTF-8; a fault where it is binary, cut short or not in the encoding its publisher uses."""
    content, encoding = opened.content.removeprefix(codecs.BOM_UTF8), opened.rule.encoding
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        faults.stop(opened.name, 1, fill(wording.OTHER_ENCODING, encoding=encoding))
    elif b"\0" in content:
        faults.stop(opened.name, _line_of(content, content.index(b"\0")), wording.BINARY)
    elif opened.rule.final_newline and content and not content.endswith((b"\n", b"\r")):
        faults.stop(opened.name, content.count(b"\n") + 1, wording.CUT_SHORT)
    else:
        return _recoded(opened, content, faults)
    return None


def _recoded(opened: Opened, content: bytes, faults: FaultList) -> bytes | None:
    encoding = opened.rule.encoding
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    wrong = _fault_in(content, encoding) if is_utf8 else _single_byte_fault(content, encoding)
    if wrong is not None:
        faults.stop(opened.name, _line_of(content, wrong), fill(wording.OTHER_ENCODING, encoding=encoding))
        return None
    return content if is_utf8 else content.decode(encoding).encode()


def _fault_in(content: bytes, encoding: str) -> int | None:
    """Where the content stops being of an encoding."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _single_byte_fault(content: bytes, encoding: str) -> int | None:
    """Where the content shows that somebody saved it anew: as UTF-8 throughout, or with letters that it does not have."""
    if content.isascii():
        return None
    if _fault_in(content, "utf-8") is None:
        return next(place for place, byte in enumerate(content) if byte > 0x7F)
    match = _C1.search(content) if codecs.lookup(encoding).name == "iso8859-1" else None
    return match.start() if match else _fault_in(content, encoding)


def _line_of(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1


def find_header(
    file: str, rows: Iterable[tuple[int, Sequence[str]]], layout: Layout, faults: FaultList
) -> Header | None:
    """The first line that has all columns; else a fault for each column that the likeliest line lacks."""
    best, wanted = None, set(layout.wanted)
    for line, cells in rows:
        found = Header(line, tuple(_named(cells)))
        if best is None or len(set(found.names) & wanted) > len(set(best.names) & wanted):
            best = found
    if best is None or not set(best.names) & wanted:
        faults.stop(file, 0, fill(wording.NO_HEADER, names=", ".join(layout.wanted)))
        return None
    return best if check_names(file, best.line, best.names, layout, faults) else None


def check_names(file: str, line: int, names: Sequence[str], layout: Layout, faults: FaultList) -> bool:
    """Whether the columns are those of the layout, each once; a fault for each that is not."""
    known = len(faults)
    for name in layout.wanted:
        if name not in names:
            faults.stop(file, line, fill(wording.LACKS_COLUMN, name=name))
    for place, name in enumerate(names):
        if name in names[:place]:
            faults.stop(file, line, fill(wording.COLUMN_TWICE, name=name))
        elif not layout.knows(name):
            faults.stop(file, line, fill(wording.NEW_COLUMN, name=name))
    return len(faults) == known


def _delimiter_of(opened: Opened, content: bytes, layout: Layout) -> str:
    """Of the delimiters that the publisher uses, the one that sets most of the wanted columns apart."""
    wanted = set(layout.wanted)

    def found(delimiter: str) -> int:
        return max((len(wanted & set(_named(cells))) for _, cells in _first_rows(content, delimiter)), default=0)

    choices = opened.rule.delimiter
    return max(choices, key=found) if len(choices) > 1 else choices


def _first_rows(content: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    head = content[: 1024 * 1024].decode("utf-8", errors="replace").splitlines()[:HEADER_LINES]
    for line, text in enumerate(head, 1):
        try:
            yield line, next(csv.reader([text], delimiter=delimiter), [])
        except csv.Error:
            continue


def _named(cells: Sequence[str]) -> Iterator[str]:
    """Headers without blanks around them; one without a name is called after its neighbour to the left."""
    left = ""
    for cell in cells:
        name = cell.strip() or f"{left}{NAMELESS}"
        left = name
        yield name


def _read(
    opened: Opened, content: bytes, header: Header, delimiter: str, faults: FaultList, rejoin: bool
) -> Rows | None:
    import polars as pl
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    invalid: list[tuple[int, str]] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        invalid.append((row.number, row.text))
        return "skip"

    try:
        table = arrow_csv.read_csv(
            io.BytesIO(content),
            arrow_csv.ReadOptions(use_threads=False, skip_rows=header.line, column_names=list(header.names)),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            arrow_csv.ConvertOptions(strings_can_be_null=False, column_types=dict.fromkeys(header.names, pa.string())),
        )
    except pa.ArrowInvalid as error:
        line = quote_never_closed(content)
        said = wording.OPEN_QUOTE if line else fill(wording.UNREADABLE, reason=str(error).splitlines()[0])
        faults.stop(opened.name, line or header.line, said)
        return None
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    frame, broken = _placed(frame, invalid, header)
    if broken and _is_swallowed(broken[-1].line, frame, content):
        faults.stop(opened.name, broken[-1].line, wording.OPEN_QUOTE)
        return None
    if rejoin:
        frame, broken = _rejoined(frame, broken, delimiter)
    return _cleaned(Rows(frame, broken), content)


def quote_never_closed(content: bytes) -> int:
    """The line on which a quotation mark opens that nothing closes: from there on the marks are odd; 0 if they are even.

    >>> quote_never_closed(b'a,"b"\\nc,"d\\ne,"f"\\n'), quote_never_closed(b'"a"')
    (2, 0)
    """
    import numpy as np

    marks = np.frombuffer(content, dtype=np.uint8)
    quotes = np.flatnonzero(marks == ord('"'))
    if quotes.size % 2 == 0:
        return 0
    lines = np.searchsorted(np.flatnonzero(marks == ord("\n")), quotes)
    odd = np.cumsum(np.bincount(lines)) % 2
    even = np.flatnonzero(odd == 0)
    return int(even[-1]) + 2 if even.size else 1


def _is_swallowed(line: int, frame: pl.DataFrame, content: bytes) -> bool:
    """Whether the record that begins on a line is the last, has several lines, and ends with a quotation mark open."""
    last = frame[LINE].max()
    if isinstance(last, int) and last > line:
        return False
    record = content.split(b"\n", line - 1)[-1].strip()
    return b"\n" in record and record.count(b'"') % 2 == 1


def _placed(
    frame: pl.DataFrame, invalid: Sequence[tuple[int, str]], header: Header
) -> tuple[pl.DataFrame, list[Broken]]:
    """Each record with the line on which it begins, counted over broken lines and line breaks within cells."""
    import numpy as np
    import polars as pl

    count = frame.height + len(invalid)
    is_broken = np.zeros(count, dtype=bool)
    is_broken[[number - header.line - 1 for number, _ in invalid]] = True
    breaks = np.zeros(count, dtype=np.int64)
    inner = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))).to_series().to_numpy()
    breaks[~is_broken] = inner
    breaks[is_broken] = [text.rstrip("\r\n").count("\n") for _, text in invalid]
    begins = header.line + 1 + np.arange(count) + np.concatenate(([0], np.cumsum(breaks)[:-1] if count else []))[:count]
    frame = frame.with_columns(pl.Series(LINE, begins[~is_broken], dtype=pl.Int64))
    torn = frame.filter(pl.Series(inner > 0))
    broken = [Broken(int(line), text, "ragged") for line, (_, text) in zip(begins[is_broken], invalid, strict=True)]
    broken += [
        Broken(int(row[LINE]), " | ".join(str(row[name]) for name in header.names), "open-quote")
        for row in torn.to_dicts()
    ]
    return frame.filter(pl.Series(inner == 0)), sorted(broken, key=lambda one: one.line)


def _rejoined(frame: pl.DataFrame, broken: list[Broken], delimiter: str) -> tuple[pl.DataFrame, list[Broken]]:
    """Neighbouring broken lines that make one record: the cells of both are one more than a record has."""
    import polars as pl

    names = [name for name in frame.columns if name != LINE]
    left: list[Broken] = []
    joined: list[dict[str, object]] = []
    for one in broken:
        before = left[-1] if left else None
        if before and before.dropped and before.reason == one.reason == "ragged" and before.line + 1 == one.line:
            head, tail = (_cells(text, delimiter) for text in (before.text, one.text))
            if len(head) + len(tail) == len(names) + 1:
                cells = [*head[:-1], f"{head[-1].rstrip()} {tail[0].lstrip()}", *tail[1:]]
                joined.append({**dict(zip(names, cells, strict=True)), LINE: before.line})
                left[-1] = Broken(before.line, f"{before.text}\n{one.text}", "broken-line", dropped=False)
                continue
        left.append(one)
    if joined:
        frame = pl.concat([frame, pl.DataFrame(joined, schema=frame.schema)]).sort(LINE)
    return frame, left


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter), [])


def _cleaned(rows: Rows, content: bytes) -> Rows:
    """Cells without blanks around them, empty ones null; blank lines gone, records with control characters set apart."""

    frame = without_blanks(rows.frame)
    if _NO_TEXT.search(content):
        control = holds_control(frame)
        odd = frame.filter(control)
        rows.broken += [
            Broken(row[LINE], " | ".join(str(cell) for name, cell in row.items() if name != LINE), "control")
            for row in odd.to_dicts()
        ]
        frame = frame.filter(~control)
    rows.frame = frame
    return rows


def holds_control(frame: pl.DataFrame) -> pl.Series:
    """Whether a text cell of each row holds characters that are no text."""
    import polars as pl

    text = [name for name, kind in frame.schema.items() if kind == pl.String]
    odd = (pl.col(name).str.contains(CONTROL).fill_null(False) for name in text)
    return frame.select(pl.any_horizontal(pl.lit(False), *odd)).to_series()


def without_control(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells with a blank for each run of characters that are no text."""
    import polars as pl

    text = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(pl.col(name).str.replace_all(f"{CONTROL}+", " ") for name in text)


def without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells without blanks around them, empty ones null, and no rows that are empty throughout."""
    import polars as pl

    text = [name for name, kind in frame.schema.items() if kind == pl.String]
    frame = frame.with_columns(pl.col(name).str.strip_chars() for name in text)
    frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in text)
    return frame.filter(~pl.all_horizontal(pl.col(name).is_null() for name in frame.columns if name != LINE))
