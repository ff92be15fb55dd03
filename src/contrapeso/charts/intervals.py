"""A value with its interval for every state: a dot on a line, both ends of what is possible in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import LETTER, LINE, lines_of, room_of, row_axis
from contrapeso.charts.theme import ACCENT, MUTED
from contrapeso.core.text import Language, Text

_SPAN = "#9fb6c9"
ROOM = 1.05
"""Below zero, room between the last end and the edge."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A number under a label, with its ends; None where it is missing. ``said`` is its cell in the table and its mark."""

    label: Text
    value: float | None
    low: float | None
    high: float | None
    said: Text


def intervals(
    chart_id: str,
    spreads: Sequence[Spread],
    *,
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, Text],
    is_share: bool,
) -> Chart:
    """A row a spread in the order given; what is missing has its words in place of a dot."""

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(spreads, language, width, is_share)

    rows = tuple((one.label, one.said) for one in spreads)
    return Chart(chart_id, title, units, source, alt, header, rows, drawing)


def _drawing(spreads: Sequence[Spread], language: Language, width: int, is_share: bool) -> Spec:
    is_wide = width > 500
    values = _values(spreads, language, width)
    greatest = max((float(one["end"]) for one in values), default=0.0)
    is_whole = is_share and greatest > 0.25
    most = 1.0 if is_whole else greatest or 1.0
    lows = [end for one in spreads for end in (one.low, one.value) if end is not None]
    least = min([0.0, *lows]) * ROOM
    labels = [one.label[language] for one in spreads]
    widest = width * 0.4
    room = room_of(labels, widest)
    row, height = row_axis(labels, widest, 24, grid=False)
    said = [str(one["text"]).split("\n") for one in values]
    text = max((len(part) for parts in said for part in parts), default=0) * LETTER + 16.0
    deepest = max(map(len, said), default=1)
    beyond = (most - least) * text / max(width - room - text, 60)
    y = {"field": "label", "type": "nominal", "sort": labels, "axis": row}
    scale = {"domain": [least, most + beyond], "nice": False}
    ticks = (
        {"values": [0, 0.25, 0.5, 0.75, 1] if is_wide else [0, 0.5, 1], "format": ".2~f"}
        if is_whole
        else {"tickCount": 5 if is_wide else 3}
    )
    axis = {"title": None, "domain": False, "ticks": False, **ticks}
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    known = [one for one in values if one["value"] is not None]
    return {
        "data": {"values": values}, "width": width, "height": max(height, LINE * deepest + 8) * max(len(values), 1),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"data": {"values": [one for one in values if one["low"] is not None]},
             "mark": {"type": "rule", "strokeWidth": 5, "color": _SPAN, "strokeCap": "round"},
             "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}},
            {"data": {"values": known}, "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": ACCENT}, "encoding": {"x": x, "y": y}},
            *_words(values, x, y),
        ],
    }  # fmt: skip


def _values(spreads: Sequence[Spread], language: Language, width: int) -> list[Spec]:
    """A record a spread; its words broken into lines that leave the drawing its room."""
    is_wide = width > 500
    room = width * (0.5 if is_wide else 0.4)
    return [
        {"label": one.label[language], "value": one.value, "low": one.low, "high": one.high,
         "end": max((end for end in (one.high, one.value) if end is not None), default=0.0),
         "text": "\n".join(lines_of(_short(one.said[language], is_wide), room))}
        for one in spreads
    ]  # fmt: skip


def _words(values: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    """A layer for each number of lines, whose middle stands at the middle of its row."""
    by_lines: dict[int, list[Spec]] = {}
    for one in values:
        by_lines.setdefault(one["text"].count("\n") + 1, []).append(one)
    return [
        {"data": {"values": found},
         "mark": {"type": "text", "align": "left", "dx": 9, "dy": -LINE * (n - 1) / 2, "fontSize": 12,
                  "lineBreak": "\n", "lineHeight": LINE, "color": MUTED},
         "encoding": {"x": {**x, "field": "end"}, "y": y, "text": {"field": "text"}}}
        for n, found in sorted(by_lines.items())
    ]  # fmt: skip


def _short(said: str, is_wide: bool) -> str:
    """On a phone the ends are in the drawing, the words without them."""
    return said if is_wide else said.partition(" [")[0]
