"""The colour of a worksheet's figures, where a publisher says by colour how sure a figure is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from contrapeso.ingest.workbook import Workbook

_NAMES = {"8": "black", "10": "red", "12": "blue", "FFFF0000": "red", "FF0000FF": "blue", "FF000000": "black"}
"""Places in the palette that workbooks share, and colours written out."""
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"(\w+)=\"([^\"]*)\"")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def coloured_cells(book: Workbook, title: str) -> Iterator[tuple[int, int, str]]:
    """Row, column (both from 1) and colour of each cell of a worksheet whose figure is red or blue."""
    colours = _colours_of_styles(book.parts.get("xl/styles.xml", b""))
    for cell in _CELL.finditer(book.part(title)):
        found = dict(_ATTRIBUTE.findall(cell[1]))
        style, place = found.get(b"s", b"0"), _REFERENCE.fullmatch(found.get(b"r", b"").decode("latin-1"))
        colour = colours[int(style)] if style.isdigit() and int(style) < len(colours) else None
        if place and colour in ("red", "blue"):
            yield int(place[2]), _number(place[1]), colour


def _colours_of_styles(styles: bytes) -> list[str | None]:
    """The colour of the font of each cell style; None where the workbook's theme decides."""
    if not styles:
        return []
    root = ElementTree.fromstring(styles)
    fonts = [_colour(font) for font in _children(root, "fonts")]
    chosen = (int(style.get("fontId", 0)) for style in _children(root, "cellXfs"))
    return [fonts[font] if font < len(fonts) else None for font in chosen]


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return next((list(child) for child in root if child.tag.rpartition("}")[2] == name), [])


def _colour(font: ElementTree.Element) -> str | None:
    for part in font:
        if part.tag.rpartition("}")[2] == "color":
            return _NAMES.get(part.get("rgb") or part.get("indexed") or "")
    return None


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column
