"""What more of a capability costs in autonomy: numbered sets of offers, units added against what could be denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.theme import ACCENT, INK, MUTED
from contrapeso.core.text import Language, Text, same

_LIMIT, _SPAN = "#d55e00", "#9fb6c9"


@dataclass(frozen=True, slots=True)
class Stop:
    """A set of offers that no other beats: so many units more, at so great a share."""

    name: Text
    units: int
    share: float
    low: float
    high: float


def frontier(
    chart_id: str,
    stops: Sequence[Stop],
    *,
    now: float | None,
    now_name: Text,
    limit: float | None,
    limit_name: Text,
    axes: tuple[Text, Text],
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, Text, Text, Text, Text, Text],
) -> Chart:
    """Stops numbered from 1 in the order given; ``header`` names number, set, units, share, low and high of the table behind.

    ``limit`` is an assumed ceiling, drawn dashed with its name. ``ValueError`` without stops.
    """
    if not stops:
        raise ValueError("a frontier has at least one set")

    def drawing(language: Language, width: int) -> Spec:
        limited = None if limit is None else {"share": limit, "name": limit_name[language]}
        today = None if now is None else {"units": 0, "share": now, "number": now_name[language]}
        return _drawing(stops, today, limited, (axes[0][language], axes[1][language]), width)

    rows = tuple(
        (same(str(number)), one.name, same(str(one.units)), round(one.share, 2), round(one.low, 2), round(one.high, 2))
        for number, one in enumerate(stops, start=1)
    )
    return Chart(chart_id, title, units, source, alt, header, rows, drawing)


def _drawing(stops: Sequence[Stop], today: Spec | None, limit: Spec | None, axes: tuple[str, str], width: int) -> Spec:
    most = max(one.units for one in stops)
    x = {"field": "units", "type": "quantitative", "scale": {"domain": [0, most * 1.08], "nice": False},
         "axis": {"title": axes[0], "grid": False, "tickCount": 6 if width > 500 else 4, "tickMinStep": 1}}  # fmt: skip
    y = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1], "nice": False},
         "axis": {"title": axes[1] if width > 500 else None, "format": ".0%", "domain": False, "ticks": False, "tickCount": 5}}  # fmt: skip
    values = [
        {"units": one.units, "share": one.share, "low": one.low, "high": one.high, "number": str(number)}
        for number, one in enumerate(stops, 1)
    ]
    label = {"type": "text", "fontSize": 13, "fontWeight": 600}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 5, "color": _SPAN, "strokeCap": "round"},
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "color": ACCENT, "strokeWidth": 1.5, "interpolate": "step-before"},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "point", "filled": True, "size": 420, "opacity": 1, "color": ACCENT}, "encoding": {"x": x, "y": y}},
        {"mark": {**label, "color": "#ffffff"}, "encoding": {"x": x, "y": y, "text": {"field": "number"}}},
    ]  # fmt: skip
    if today is not None:
        layers += [
            {"data": {"values": [today]}, "mark": {"type": "point", "size": 110, "color": INK, "strokeWidth": 2}, "encoding": {"x": x, "y": y}},
            {"data": {"values": [today]}, "mark": {**label, "align": "left", "dx": 10, "fontWeight": 400, "color": INK},
             "encoding": {"x": x, "y": y, "text": {"field": "number"}}},
        ]  # fmt: skip
    if limit is not None:
        layers += [
            {"data": {"values": [limit]}, "mark": {"type": "rule", "strokeDash": [6, 4], "color": _LIMIT, "strokeWidth": 1.5}, "encoding": {"y": y}},
            {"data": {"values": [{**limit, "units": 0}]},
             "mark": {"type": "text", "align": "left", "dx": 6, "dy": 12, "fontSize": 12, "color": MUTED},
             "encoding": {"x": x, "y": y, "text": {"field": "name"}}},
        ]  # fmt: skip
    return {"data": {"values": values}, "width": width, "height": 300 if width > 500 else 260,
            "autosize": {"type": "fit-x", "contains": "padding"}, "layer": layers}  # fmt: skip
