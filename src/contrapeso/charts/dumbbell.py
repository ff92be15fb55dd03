"""Two numbers of one thing joined by a line: what is seen at first sight, and what is there on looking through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import legend_lines, room_of, row_axis
from contrapeso.charts.theme import ACCENT, MUTED
from contrapeso.core.text import Language, Text

_SEEN = "#d55e00"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers, shares of 1 or counts, under a label in two parts, with their words for the table."""

    label: Text
    under: Text
    first: float
    second: float
    said: tuple[Text, Text]


def dumbbell(
    chart_id: str,
    pairs: Sequence[Pair],
    *,
    names: tuple[Text, Text],
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, Text],
    is_share: bool = True,
) -> Chart:
    """A row a pair in the order given: a ring for the first number, a dot for the second, both written at the end."""

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(pairs, names, language, width, is_share)

    rows = tuple((pair.label, pair.under, *pair.said) for pair in pairs)
    legend = {"first": names[0], "second": names[1]}
    return Chart(chart_id, title, units, source, alt, (*header, *names), rows, drawing, legend)


def _drawing(pairs: Sequence[Pair], names: tuple[Text, Text], language: Language, width: int, is_share: bool) -> Spec:
    is_wide = width > 500
    labels = [f"{pair.label[language]}|{pair.under[language]}" for pair in pairs]
    widest = width * (0.42 if is_wide else 0.44)
    axis, height = row_axis(labels, widest, 38, grid=False, labelPadding=8)
    plot = width - room_of(labels, widest)
    y = {"field": "label", "type": "nominal", "sort": labels, "axis": axis}
    x = {"field": "first", "type": "quantitative", **_scale(pairs, language, is_wide, is_share)}
    values = [
        {"label": label, "first": pair.first, "second": pair.second, "end": max(pair.first, pair.second),
         "text": _text(pair, is_share)}
        for label, pair in zip(labels, pairs, strict=True)
    ]  # fmt: skip
    dots = [
        {"label": value["label"], "share": value[field], "name": name[language]}
        for field, name in zip(("first", "second"), names, strict=True) for value in values
    ]  # fmt: skip
    return {
        "data": {"values": values}, "width": width, "height": height * max(len(pairs), 1),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2, "color": "#b4bec8"}, "encoding": {"x": x, "x2": {"field": "second"}, "y": y}},
            {"data": {"values": dots}, "mark": {"type": "point", "size": 90, "strokeWidth": 2, "opacity": 1}, "encoding": _dots(y, names, language, plot)},
            {"mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 12, "color": MUTED},
             "encoding": {"x": {"field": "end", "type": "quantitative"}, "y": y, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def _scale(pairs: Sequence[Pair], language: Language, is_wide: bool, is_share: bool) -> Spec:
    """Shares up to the whole, counts up to the greatest, with room for the numbers at the end."""
    room = 1.22 if is_wide else 1.5
    axis: Spec = {"title": None, "domain": False, "ticks": False}
    if not is_share:
        most = max((max(pair.first, pair.second) for pair in pairs), default=1.0)
        return {"scale": {"domain": [0, most * room], "nice": False}, "axis": {**axis, "tickMinStep": 1}}
    sign = " + ' %'" if language == "es" else " + '%'"
    values = [0, 0.25, 0.5, 0.75, 1] if is_wide else [0, 0.5, 1]
    return {
        "scale": {"domain": [0, room], "nice": False},
        "axis": {**axis, "values": values, "labelExpr": f"round(100 * datum.value){sign}"},
    }


def _text(pair: Pair, is_share: bool) -> str:
    first, second = (_whole(end) if is_share else f"{end:.1f}" for end in (pair.first, pair.second))
    return f"{first} → {second}"


def _whole(share: float) -> str:
    """Whole per cent; what is less than half of one is something all the same."""
    return "<1" if 0 < share < 0.005 else str(round(100 * share))


def _dots(y: Spec, names: tuple[Text, Text], language: Language, plot: float) -> Spec:
    """Rings and dots, named in a legend as wide as the plot at most."""
    said = [name[language] for name in names]
    legend = {**legend_lines(said, plot), "symbolStrokeWidth": 2}
    return {
        "x": {"field": "share", "type": "quantitative"}, "y": y,
        "fill": {"field": "name", "type": "nominal", "scale": {"domain": said, "range": ["#ffffff", ACCENT]}, "legend": legend},
        "stroke": {"field": "name", "type": "nominal", "scale": {"domain": said, "range": [_SEEN, ACCENT]}, "legend": legend},
        "shape": {"field": "name", "type": "nominal", "scale": {"domain": said, "range": ["circle", "circle"]}, "legend": legend},
    }  # fmt: skip
