"""One share over steps, with its band: how it falls with the months, or grows with how bad the case is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.theme import ACCENT, INK, MUTED
from contrapeso.core.text import Language, Text

_LIMIT = "#b3261e"
_ROOM = 62


@dataclass(frozen=True, slots=True)
class Step:
    """A share of 1 at a place on the axis, with the label of the place, its ends and its words for the table."""

    at: float
    label: Text
    value: float
    low: float
    high: float
    said: Text


@dataclass(frozen=True, slots=True)
class Limit:
    """A share that the reader compares with, and what it is."""

    value: float
    label: Text


def band(
    chart_id: str,
    steps: Sequence[Step],
    *,
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, Text],
    axis: Text,
    limit: Limit | None = None,
) -> Chart:
    """A line through the values in a band between their ends; ``axis`` says what the steps are. At least two steps."""
    if len(steps) < 2:
        raise ValueError(f"a band joins at least two steps, not {len(steps)}")

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(steps, axis, limit, language, width)

    rows = tuple((one.label, one.said) for one in steps)
    return Chart(chart_id, title, units, source, alt, header, rows, drawing)


def _drawing(steps: Sequence[Step], axis: Text, limit: Limit | None, language: Language, width: int) -> Spec:
    per_cent = " + ' %'" if language == "es" else " + '%'"
    labels = ", ".join(f"'{one.at:g}': '{one.label[language]}'" for one in steps)
    x = {"field": "at", "type": "quantitative",
         "scale": {"domain": [steps[0].at, steps[-1].at], "nice": False},
         "axis": {"title": axis[language], "grid": False, "values": [one.at for one in steps], "labelOverlap": False,
                  "labelExpr": f"{{{labels}}}[toString(datum.value)]"}}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "scale": {"domain": [0, 1], "nice": False},
         "axis": {"title": None, "domain": False, "ticks": False, "values": [0, 0.25, 0.5, 0.75, 1],
                  "labelExpr": f"round(100 * datum.value){per_cent}"}}  # fmt: skip
    values = [
        {"at": one.at, "value": one.value, "low": one.low, "high": one.high, "text": f"{round(100 * one.value)}"}
        for one in steps
    ]
    return {
        "data": {"values": values}, "width": width - _ROOM, "height": 300 if width > 500 else 260, "padding": 4,
        "layer": [
            {"mark": {"type": "area", "opacity": 0.18, "color": ACCENT},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "color": ACCENT, "strokeWidth": 3, "point": {"size": 60, "filled": True, "color": ACCENT}},
             "encoding": {"x": x, "y": y}},
            {"mark": {"type": "text", "dy": -12, "fontSize": 12, "fontWeight": 600, "color": INK},
             "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
            *_limit(limit, language, steps[0].at),
        ],
    }  # fmt: skip


def _limit(limit: Limit | None, language: Language, start: float) -> list[Spec]:
    if limit is None:
        return []
    y = {"field": "limit", "type": "quantitative"}
    values = [{"limit": limit.value, "at": start, "label": limit.label[language]}]
    return [
        {"data": {"values": values}, "mark": {"type": "rule", "strokeDash": [5, 4], "color": _LIMIT}, "encoding": {"y": y}},
        {"data": {"values": values},
         "mark": {"type": "text", "align": "left", "dx": 6, "dy": 12, "fontSize": 12, "color": MUTED},
         "encoding": {"x": {"field": "at", "type": "quantitative"}, "y": y, "text": {"field": "label"}}},
    ]  # fmt: skip
