"""A few paths over years, each with its band of uncertainty and its name at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.theme import ACCENT
from contrapeso.core.text import Language, Text, same

COLOURS = ("#d55e00", "#b0558f", "#e6a400", "#009e73", "#0072b2")
MOST = 1 + len(COLOURS)
"""More lines than colours that can be told apart are not drawn."""
_LETTER, _GAP = 6.8, 16.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year with the ends of its interval."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Path:
    """A named line of points in order of years."""

    name: Text
    points: tuple[Point, ...]


def lines(
    chart_id: str, paths: Sequence[Path], *, title: Text, units: Text, source: Text, alt: Text, header: tuple[Text, ...]
) -> Chart:
    """The first path stands out; ``header`` names the columns line, year, value, low and high of the table behind.

    ``ValueError`` for more paths than can be told apart.
    """
    if not 1 <= len(paths) <= MOST:
        raise ValueError(f"from 1 to {MOST} lines can be told apart, not {len(paths)}")

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(paths, language, width)

    rows = tuple(_row(path.name, one) for path in paths for one in path.points)
    return Chart(chart_id, title, units, source, alt, header, rows, drawing)


def _row(name: Text, one: Point) -> tuple[Text | float, ...]:
    return (name, same(str(one.year)), round(one.value, 2), round(one.low, 2), round(one.high, 2))


def _drawing(paths: Sequence[Path], language: Language, width: int) -> Spec:
    height = 380 if width > 500 else 330
    room = max(len(path.name[language]) for path in paths) * _LETTER + 10
    every = [one for path in paths for one in path.points]
    low, high = min(one.low for one in every), max(one.high for one in every)
    names, colours = [path.name[language] for path in paths], [ACCENT, *COLOURS][: len(paths)]
    colour = {"field": "name", "type": "nominal", "scale": {"domain": names, "range": colours}, "legend": None}
    x = {"field": "year", "type": "quantitative",
         "scale": {"domain": [min(one.year for one in every), max(one.year for one in every)], "nice": False},
         "axis": {"title": None, "grid": False, "format": "d", "tickCount": 7 if width > 500 else 4}}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "scale": {"domain": [low, high], "nice": False},
         "axis": {"title": None, "domain": False, "ticks": False, "tickCount": 6}}  # fmt: skip
    values = [
        {"name": path.name[language], "year": one.year, "value": one.value, "low": one.low, "high": one.high,
         "first": at == 0}
        for at, path in enumerate(paths) for one in path.points
    ]  # fmt: skip
    thick = {"condition": {"test": "datum.first", "value": 3}, "value": 1.8}
    return {
        "data": {"values": values}, "width": width - room - 40, "height": height,
        "padding": 4,
        "layer": [
            {"mark": {"type": "area", "opacity": 0.16},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}},
            {"mark": {"type": "line"}, "encoding": {"x": x, "y": y, "color": colour, "strokeWidth": thick}},
            _labels(paths, language, height, (low, high), colour),
        ],
    }  # fmt: skip


def _labels(paths: Sequence[Path], language: Language, height: int, ends: tuple[float, float], colour: Spec) -> Spec:
    """Each name beside the last point of its line, moved apart where two would overlap."""
    low, high = ends
    scale = height / (high - low if high > low else 1.0)
    wanted = sorted(((high - path.points[-1].value) * scale, at) for at, path in enumerate(paths))
    values = [
        {
            "name": paths[at].name[language],
            "year": max(one.year for path in paths for one in path.points),
            "place": place,
        }
        for place, (_, at) in zip(spread([place for place, _ in wanted], _GAP, height), wanted, strict=True)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12, "fontWeight": 600, "clip": False},
        "encoding": {"x": {"field": "year", "type": "quantitative"}, "y": {"field": "place", "type": "quantitative", "scale": None},
                     "text": {"field": "name"}, "color": colour},
    }  # fmt: skip


def spread(places: Sequence[float], gap: float, most: float) -> list[float]:
    """Places in ascending order, moved down, and then back up from ``most``, until none is nearer than ``gap``.

    >>> spread([0.0, 5.0, 100.0], 10.0, 100.0)
    [0.0, 10.0, 100.0]
    >>> spread([95.0, 100.0], 10.0, 100.0)
    [90.0, 100.0]
    """
    out: list[float] = []
    for place in places:
        out.append(max(place, out[-1] + gap) if out else place)
    limit = most
    for at in reversed(range(len(out))):
        out[at] = min(out[at], limit)
        limit = out[at] - gap
    return out
