"""Labels of rows and legends that are broken into lines rather than cut, so that a phone shows them whole."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence

from contrapeso.charts.chart import Spec

LETTER = 6.6
"""Mean width in CSS pixels of a letter at 12 px, with some to spare."""
LINE = 13
_GAP = 8
_SYMBOL = 30


def lines_of(label: str, room: float) -> list[str]:
    """The lines of a label in so many pixels, as even as they can be; a bar in it ends a line; no word is cut.

    >>> lines_of("Compras secretas, directas y de Estado a Estado", 160.0)
    ['Compras secretas,', 'directas y de', 'Estado a Estado']
    >>> lines_of("Artillería|China y Rusia", 160.0)
    ['Artillería', 'China y Rusia']
    """
    most = max(int(room / LETTER), 1)
    return [line for part in label.split("|") for line in _even(part, most)]


def _even(text: str, most: int) -> list[str]:
    """As few lines as ``most`` letters each allow, none longer than it need be."""
    found = textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False) or [text]
    for fewer in range(most - 1, 0, -1):
        tried = textwrap.wrap(text, fewer, break_long_words=False, break_on_hyphens=False)
        if len(tried) > len(found) or max(map(len, tried)) > fewer:
            break
        found = tried
    return found


def row_axis(labels: Sequence[str], most: float, least_height: float, **more: object) -> tuple[Spec, float]:
    """The axis of rows whose labels take at most so many pixels, and the height that each row needs for them."""
    lines = {label: lines_of(label, most) for label in labels}
    deepest = max(map(len, lines.values()), default=1)
    axis: Spec = {
        "title": None, "ticks": False, "domain": False, "labelPadding": 6, "labelOverlap": False, "labelLimit": 0,
        "labelExpr": said(lines), "labelLineHeight": LINE, "labelOffset": _raised(lines, deepest), **more,
    }  # fmt: skip
    return axis, max(least_height, LINE * deepest + _GAP)


def room_of(labels: Iterable[str], most: float) -> float:
    """The pixels that the longest line of labels takes when they are broken at ``most``."""
    return max((len(line) * LETTER for label in labels for line in lines_of(label, most)), default=0.0)


def legend_lines(names: Sequence[str], plot: float) -> Spec:
    """A legend above a plot so many pixels wide: its names in a row where they fit, else one below the other, broken."""
    room = plot - _SYMBOL
    is_row = sum(len(name) * LETTER + _SYMBOL for name in names) <= plot
    lines = {name: lines_of(name, room) for name in names}
    return {"columns": len(names) if is_row else 1, "labelLimit": 0, "labelExpr": said(lines)}


def said(lines: dict[str, list[str]]) -> str:
    """The Vega expression that gives each label its lines."""
    return f"({json.dumps(lines, ensure_ascii=False)})[datum.label] || datum.label"


def _raised(lines: dict[str, list[str]], deepest: int) -> Spec:
    """A label of several lines stands with its middle, not its first line, at the middle of its row."""
    tests = [
        {"test": f"length(({json.dumps(lines, ensure_ascii=False)})[datum.label] || []) === {n}",
         "value": -LINE * (n - 1) / 2}
        for n in range(2, deepest + 1)
    ]  # fmt: skip
    return {"condition": tests, "value": 0} if tests else {"value": 0}
