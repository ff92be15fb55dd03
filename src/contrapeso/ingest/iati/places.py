"""Finds on which line an element stands, also where a file has more lines than the parser's trees can count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any
from xml.parsers import expat

MAX_COUNTED = 65_535
"""From this line on a tree only knows an element's line roughly."""
_STEP = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<place>\d+)\])?")
Place = tuple[int, int]
"""Number of a record in its document, and of an element in the record, both counted from 0."""


def line_of(element: Any) -> int:
    """The line on which an element's start tag ends, beyond what the tree counts too: from the text in it, or after it.

    Where an element holds a text of several kilobytes of many lines, and begins beyond line 65,535, it may be off by some.
    """
    line = int(element.sourceline or 0)
    if line < MAX_COUNTED:
        return line
    inner, text = element, element.text
    while text is None and len(inner):
        inner = inner[0]
        text = inner.text
    if text is None:
        text = inner.tail
    return line - text.count("\n") if text else line


def element_at(record: Any, path: str) -> Any:
    """The element that the schema validator names by its path within a record; as far down as the path can be followed."""
    found = record
    for step in path.split("/")[2:]:
        match = _STEP.fullmatch(step)
        if match is None:
            return found
        children = [one for one in found if isinstance(one.tag, str) and _fits(one, match["name"])]
        place = int(match["place"] or 1) - 1
        if not 0 <= place < len(children):
            return found
        found = children[place]
    return found


def _fits(element: Any, name: str) -> bool:
    """A path writes an element of a default namespace as a star, which counts all elements."""
    prefix = f"{element.prefix}:" if element.prefix else ""
    return name == "*" or name == prefix + element.tag.rpartition("}")[2]


def place_of(record: Any, element: Any, number: int) -> Place:
    """The place of an element in the document whose record is the one of that number."""
    return number, next(count for count, one in enumerate(record.iter("*")) if one is element)


def find_lines(pieces: Iterator[bytes], record: str, wanted: Collection[Place]) -> dict[Place, int]:
    """The lines on which the elements at these places stand, by a second reading of the document."""
    found: dict[Place, int] = {}
    depth, number, count = 0, -1, 0
    parser = expat.ParserCreate()

    def begin(name: str, _: object) -> None:
        nonlocal depth, number, count
        depth += 1
        if depth == 2:
            number, count = (number + 1, 0) if name == record else (number, -1)
        elif count >= 0:
            count += 1
        if count >= 0 and (number, count) in wanted:
            found[number, count] = parser.CurrentLineNumber

    def end(_: str) -> None:
        nonlocal depth, count
        depth -= 1
        count = -1 if depth == 1 else count

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    for piece in pieces:
        parser.Parse(piece, False)
    return found
