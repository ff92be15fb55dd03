"""Counts as stacked horizontal bars: acts by partner, verdicts by family, conditions by type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import row_axis
from contrapeso.charts.theme import ink_on
from contrapeso.core.text import Language, Text

_ROOM_FOR_NUMBER = 0.045


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a series (by code) fall under a label."""

    label: Text
    series: str
    n: int


def stacked_bars(
    chart_id: str,
    records: Sequence[Count],
    *,
    series: Mapping[str, Text],
    colours: Mapping[str, str],
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: Text,
) -> Chart:
    """One bar a label in the order given, one segment a series, each segment with its number where there is room."""
    shown = {code: text for code, text in series.items() if any(record.series == code for record in records)}

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(records, shown, colours, language, width)

    labels = list(dict.fromkeys(record.label for record in records))
    counts = {(record.label, record.series): record.n for record in records}
    rows: tuple[tuple[Text | float, ...], ...] = tuple(
        (label, *(counts.get((label, code), 0) for code in shown)) for label in labels
    )
    return Chart(chart_id, title, units, source, alt, (header, *shown.values()), rows, drawing, shown)


def _drawing(
    records: Sequence[Count], shown: Mapping[str, Text], colours: Mapping[str, str], language: Language, width: int
) -> Spec:
    segments = _segments(records, shown, colours, language)
    totals = {segment["label"]: 0 for segment in segments}
    for segment in segments:
        totals[segment["label"]] += segment["n"]
    order, most, is_wide = list(totals), max(totals.values(), default=1), width > 500
    room = most * _ROOM_FOR_NUMBER * (1 if is_wide else 2)
    axis, height = row_axis(order, width * (0.46 if is_wide else 0.54), 27)
    y = {"field": "label", "type": "nominal", "sort": order, "axis": axis}
    x = {"field": "start", "type": "quantitative", "scale": {"domain": [0, most * (1.1 if is_wide else 1.25)], "nice": False},
         "axis": {"title": None, "tickMinStep": 1, "tickCount": 5 if is_wide else 3, "domain": False, "ticks": False}}  # fmt: skip
    colour = {
        "field": "series", "type": "nominal",
        "scale": {"domain": [text[language] for text in shown.values()], "range": [colours[code] for code in shown]},
        "legend": {"columns": 3 if is_wide else 1} if len(shown) > 1 else None,
    }  # fmt: skip
    layers = [
        {"mark": {"type": "bar", "height": 18}, "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "color": colour}},
        {"data": {"values": [segment for segment in segments if segment["n"] >= room and len(shown) > 1]},
         "mark": {"type": "text", "fontSize": 11, "fontWeight": 600},
         "encoding": {"x": {"field": "middle", "type": "quantitative"}, "y": y, "text": {"field": "n"},
                      "color": {"field": "ink", "type": "nominal", "scale": None}}},
        {"data": {"values": [{"label": label, "total": total} for label, total in totals.items()]},
         "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
         "encoding": {"x": {"field": "total", "type": "quantitative"}, "y": y, "text": {"field": "total"}}},
    ]  # fmt: skip
    return {"data": {"values": segments}, "width": width, "height": height * max(len(order), 1),
            "autosize": {"type": "fit-x", "contains": "padding"}, "layer": layers}  # fmt: skip


def _segments(
    records: Sequence[Count], shown: Mapping[str, Text], colours: Mapping[str, str], language: Language
) -> list[Spec]:
    """Each label's segments in the order of the series, from where to where."""
    segments: list[Spec] = []
    for label in dict.fromkeys(record.label for record in records):
        start = 0
        for code in shown:
            n = sum(record.n for record in records if record.label == label and record.series == code)
            if n:
                segments.append({
                    "label": label[language], "series": shown[code][language], "n": n,
                    "start": start, "end": start + n, "middle": start + n / 2, "ink": ink_on(colours[code]),
                })  # fmt: skip
            start += n
    return segments
