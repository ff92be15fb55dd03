"""A document as a tagged PDF (PDF/UA-1): Typst markup made of string literals only, so that no text is ever code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from concurrent.futures import Executor, Future

from contrapeso.charts import WIDE
from contrapeso.charts.theme import FONT_FOLDER
from contrapeso.core.text import Language, Text
from contrapeso.locale import say
from contrapeso.report.document import (
    Block,
    Callout,
    Column,
    Details,
    Document,
    Figure,
    Gap,
    Inline,
    Line,
    Link,
    List,
    Mark,
    Measured,
    Paragraph,
    Ref,
    Run,
    Section,
    Side,
    Sides,
    Table,
    Tiles,
)  # fmt: skip
from contrapeso.report.render.drawings import Drawings
from contrapeso.report.render.layout import PREAMBLE
from contrapeso.report.render.symbols import SYMBOLS
from contrapeso.report.render.typeset import typeset

_WEIGHTS = {"wide": "2.3fr", "text": "1.5fr", "short": "1fr", "number": "0.7fr"}
_REGIONS: dict[Language, str] = {"es": "PE", "en": "US"}
_BREAKS = "/:._-"
_DRAWN_ABOVE = 0x0530
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
_DRAWN = set("\u200b–—‘’“”…•→←↑↓≤≥≈≠−✓✗▲△▼■□●○◆◇\u00a0€№™‰′″‹›") | {chr(code) for code in range(0x2010, 0x2016)}
_UNDRAWN = re.compile(f"[^\x00-{chr(_DRAWN_ABOVE - 1)}{re.escape(''.join(sorted(_DRAWN)))}]")


def print_all(
    document: Document, drawn: Mapping[Language, Future[Drawings]], footer: Text, pool: Executor
) -> dict[Language, Future[bytes]]:
    """The PDF in each language: its markup written now, typeset in the background; the pool needs a place for each."""
    return {
        language: pool.submit(typeset, Markup(language, drawings.result()).document(document, footer), str(FONT_FOLDER))
        for language, drawings in drawn.items()
    }


def literal(text: str) -> str:
    """A Typst string literal; characters that no typeface at hand draws become □."""
    plain = text.translate(_CONTROLS)
    drawn = plain if plain.isascii() else _UNDRAWN.sub("□", plain)
    return '"' + drawn.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Markup:
    """Writes a document as Typst markup in one language."""

    def __init__(self, language: Language, drawings: Drawings) -> None:
        self.language: Language = language
        self.drawings = drawings

    def document(self, document: Document, footer: Text) -> str:
        opening, *rest = document.sections
        settings = (
            f"#let doc-title = {self.text(document.title)}\n#let doc-author = {self.text(document.publisher)}\n"
            f"#let doc-lang = {json.dumps(self.language)}\n#let doc-region = {json.dumps(_REGIONS[self.language])}\n"
            f"#let doc-footer = {self.text(footer)}\n"
            f"#let page-of(n, all) = {self.text(say('page-of', n='@N@', all='@ALL@'))}"
            '.replace("@N@", str(n)).replace("@ALL@", str(all))\n'
        )
        parts = [
            settings, PREAMBLE, f"#masthead({self.text(document.subtitle)})",
            f"#opening[{self.block(opening, 1)}]", f"#contents({self.text(say('contents'))})",
            *(self.block(section, 1) for section in rest), f"#about[{self.line(document.about)}]",
        ]  # fmt: skip
        return "\n".join(parts)

    def text(self, text: Text) -> str:
        return literal(text[self.language])

    def said(self, text: Text) -> str:
        return f"#{self.text(text)};"

    def line(self, one: Line) -> str:
        return "".join(self.inline(part) for part in one)

    def inline(self, part: Inline) -> str:
        match part:
            case Gap(between=between):
                return f"#{literal(between)};"
            case Run(style="plain"):
                return self.said(part.text)
            case Run(style="strong"):
                return f"#strong[{self.said(part.text)}];"
            case Run(style="code"):
                return f"#code({literal(_breakable(part.text[self.language]))});"
            case Run():
                return f"#fine[{self.said(part.text)}];"
            case Link(href=href):
                return f"#link({literal(href)})[{self.said(part.text)}];"
            case Ref(anchor=anchor):
                return f"#to(label({literal(anchor)}))[{self.said(part.text)}];"
            case Measured():
                said = self.said(part.text)
                return f"#measured(label({literal(part.anchor)}))[{said}];" if part.is_led else said
            case Mark(verdict=verdict):
                return f"#mark({literal(verdict)}, {literal(SYMBOLS[verdict])}, {self.text(part.text)});"
        raise TypeError(f"not an inline: {part!r}")

    def blocks(self, blocks: tuple[Block, ...], level: int) -> str:
        return "\n".join(self.block(block, level) for block in blocks)

    def block(self, block: Block, level: int) -> str:
        match block:
            case Section():
                heading = f"#heading(level: {level})[{self.said(block.heading)}] #label({literal(block.anchor)})"
                return f"{heading}\n{self.blocks(block.blocks, level + 1)}"
            case Paragraph():
                return f"#para({literal(block.style)})[{self.line(block.runs)}]"
            case List():
                entries = ", ".join(f"[{self.line(entry)}]" for entry in block.entries)
                return f"#{'enum' if block.ordered else 'list'}({entries})"
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Callout():
                return f"#callout({literal(block.tone)})[#strong[{self.said(block.title)}]\n{self.blocks(block.blocks, level)}]"
            case Tiles():
                tiles = (
                    f"({literal(tile.mark or '')}, {literal(SYMBOLS[tile.mark] if tile.mark else '')}, "
                    f"{self.text(tile.value)}, {self.text(tile.label)})"
                    for tile in block.tiles
                )
                return f"#tiles({', '.join(tiles)})"
            case Sides():
                return f"#sides({', '.join(self.side(side, level) for side in block.sides)})"
            case Details():
                return f"#entry([{self.line(block.summary)}], [{self.blocks(block.blocks, level)}]){self.anchor(block.anchor)}"
        raise TypeError(f"not a block: {block!r}")

    def side(self, side: Side, level: int) -> str:
        entries = ", ".join(
            f"entry-of({self.text(entry.term)}, {', '.join(f'[{self.line(said)}]' for said in entry.said)})"
            for entry in side.entries
        )
        return f"side({level}, {literal(side.tone)}, {self.text(side.heading)}, {entries})"

    def anchor(self, anchor: str | None) -> str:
        return f" #label({literal(anchor)})" if anchor else ""

    def table(self, table: Table) -> str:
        widths = ", ".join(_WEIGHTS[column.kind] for column in table.columns)
        aligns = ", ".join("right" if column.kind == "number" else "left" for column in table.columns)
        header = ", ".join(f"[{self.said(column.header)}]" for column in table.columns)
        rows = "\n".join(self.row(row.cells, row.anchor, table.columns) for row in table.rows)
        return (
            f"#data-table({literal(table.style)}, {self.text(table.caption)}, ({widths},), ({aligns},), "
            f"({header},),\n{rows})"
        )

    def row(self, cells: tuple[Line, ...], anchor: str | None, columns: tuple[Column, ...]) -> str:
        written = [f"[{self.line(cell)}]" for cell in cells]
        if anchor:
            written[0] = f"[#place-label({literal(anchor)}) {written[0][1:]}"
        written[0] = f"row-head{written[0]}"
        return ", ".join(written) + ","

    def figure(self, figure: Figure) -> str:
        chart = figure.chart
        svg = literal(self.drawings[chart.chart_id, WIDE])
        return (
            f"#chart({svg}, {self.text(chart.alt)}, {self.text(chart.title)}, {self.text(chart.units)}, "
            f"{self.text(chart.source)}, [{self.line(figure.note)}])"
        )


def _breakable(code: str) -> str:
    """A command with places where a narrow column may break it."""
    return "".join(f"{char}\u200b" if char in _BREAKS else char for char in code)
