"""A report as a small tree of records: what it says, before anybody decides how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contrapeso.assess.verdict import VerdictName
from contrapeso.charts.chart import Chart
from contrapeso.core.text import Language, Text

Tone = Literal["plain", "good", "bad", "warn", "unknown"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of running text."""

    text: Text
    style: Literal["plain", "strong", "code", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of text that leads to an address outside the report."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A piece of text that leads to another place of the report."""

    text: Text
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict: symbol, word and colour together, never colour alone."""

    verdict: VerdictName
    text: Text


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured figure: its words lead to its entry, and ``measurement`` is the id that explains it.

    A figure of a chart's table is not led to an entry: a line under the chart says how to ask for any of them.
    """

    text: Text
    measurement: str
    value: float | None = None
    is_led: bool = True

    @property
    def anchor(self) -> str:
        return measured_anchor(self.measurement)


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two pieces of text: a space, a comma."""

    between: str = " "


GAP = Gap()
Inline = Run | Link | Ref | Mark | Measured | Gap
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Line
    style: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class List:
    entries: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``kind`` says how its cells align and how much room they need."""

    header: Text
    kind: Literal["text", "number", "short", "wide"] = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; its first cell names it."""

    cells: tuple[Line, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    style: Literal["plain", "matrix"] = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption, alternative text, source, the table of the numbers it draws, and how to trace them."""

    chart: Chart
    table: Table
    note: Line = ()


@dataclass(frozen=True, slots=True)
class Callout:
    tone: Tone
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure with its name; ``mark`` gives it a verdict's symbol and colour."""

    value: Text
    label: Text
    mark: VerdictName | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and what is said of it."""

    term: Text
    said: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a matter, under a heading."""

    heading: Text
    tone: Tone
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Sides of one matter that stand beside each other, one above the other on a phone; no figure sums them up."""

    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that a reader opens on demand; print and PDF always show them."""

    summary: Line
    blocks: tuple[Block, ...]
    anchor: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part; its depth in the tree is the level of its heading."""

    anchor: str
    heading: Text
    blocks: tuple[Block, ...]


Block = Paragraph | List | Table | Figure | Callout | Tiles | Sides | Details | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: who publishes it, as of when, what it says."""

    country: str
    title: Text
    subtitle: Text
    publisher: Text
    about: Line
    sections: tuple[Section, ...]


def blocks_of(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of the tree, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, (Section, Details, Callout)):
            yield from blocks_of(block.blocks)


def lines_of(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Every line of the tree, in reading order."""
    for block in blocks_of(blocks):
        match block:
            case Paragraph(runs=runs):
                yield runs
            case List(entries=entries):
                yield from entries
            case Table(rows=rows) | Figure(table=Table(rows=rows)):
                yield from (cell for row in rows for cell in row.cells)
            case Sides(sides=sides):
                yield from (said for side in sides for entry in side.entries for said in entry.said)
            case Details(summary=summary):
                yield summary


def measured_anchor(measurement: str) -> str:
    """The place where a measurement is shown with its interval and the way to trace it."""
    return "m-" + re.sub(r"[^a-z0-9-]", "-", measurement.lower().replace(":", "--"))


def said(part: Inline, language: Language) -> str:
    """What an inline reads like in a language."""
    return part.between if isinstance(part, Gap) else part.text[language]


def run(text: Text) -> Run:
    return Run(text)


def strong(text: Text) -> Run:
    return Run(text, "strong")


def line(*parts: Text | Inline) -> Line:
    """A line of texts and inlines."""
    return tuple(Run(part) if isinstance(part, Text) else part for part in parts)


def paragraph(*parts: Text | Inline) -> Paragraph:
    return Paragraph(line(*parts))


def note(*parts: Text | Inline) -> Paragraph:
    return Paragraph(line(*parts), "note")
