"""Authorised stays on a calendar, with the day on which the law changed who consents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import row_axis
from contrapeso.charts.theme import ACCENT, MUTED, VERDICT_COLOURS
from contrapeso.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class Stay:
    """An authorised stay: its label and first and last day; an unknown first day is None."""

    label: Text
    start: date | None
    end: date
    said: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the rule changed, with what to call it."""

    on: date
    label: Text


def stays(
    records: Sequence[Stay],
    turn: Turn | None,
    today: date,
    *,
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, ...],
    today_label: Text,
) -> Chart:
    """A bar a stay from its first to its last day; a diamond where only the last day is known."""
    lines = [Turn(today, today_label), *([turn] if turn else [])]

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(records, lines, language, width)

    rows = tuple((record.label, record.said) for record in records)
    return Chart("stays", title, units, source, alt, header, rows, drawing)


def _drawing(records: Sequence[Stay], lines: Sequence[Turn], language: Language, width: int) -> Spec:
    days = [day for record in records for day in (record.start, record.end) if day] + [line.on for line in lines]
    first, last = min(days) - timedelta(20), max(days) + timedelta(40)
    labels = [record.label[language] for record in records]
    is_wide = width > 500
    axis, height = row_axis(labels, width * (0.42 if is_wide else 0.46), 20, grid=True)
    y = {"field": "label", "type": "nominal", "sort": labels, "axis": axis}
    scale = {"domain": [_moment(first), _moment(last)], "nice": False}
    x = {"field": "start", "type": "temporal", "scale": scale,
         "axis": {"title": None, "format": "%Y", "tickCount": "year", "grid": False}}  # fmt: skip
    least = timedelta(days=(last - first).days / (140 if is_wide else 60))
    spans = [
        {"label": record.label[language], "start": str(record.start), "end": str(max(record.end, record.start + least))}
        for record in records if record.start
    ]  # fmt: skip
    ends = [{"label": record.label[language], "start": str(record.end)} for record in records if not record.start]
    marks: list[Spec] = [
        {"data": {"values": spans}, "mark": {"type": "bar", "height": 11, "color": ACCENT, "cornerRadius": 2},
         "encoding": {"x": x, "x2": {"field": "end"}, "y": y}},
        {"data": {"values": ends}, "mark": {"type": "point", "shape": "diamond", "size": 60, "filled": True, "opacity": 1, "color": ACCENT},
         "encoding": {"x": x, "y": y}},
    ]  # fmt: skip
    for n, turn in enumerate(lines):
        marks += _turn(turn, n, (last - turn.on) < (last - first) / 2, language)
    return {
        "width": width, "height": height * max(len(records), 1) + 10,
        "autosize": {"type": "fit-x", "contains": "padding"}, "layer": marks,
    }  # fmt: skip


def _turn(turn: Turn, n: int, is_late: bool, language: Language) -> list[Spec]:
    colour = VERDICT_COLOURS["FAIL"] if n else MUTED
    x = {"field": "on", "type": "temporal"}
    values = [{"on": str(turn.on), "text": turn.label[language]}]
    text = {"type": "text", "align": "right" if is_late else "left", "dx": -5 if is_late else 5, "dy": -8 - 14 * n,
            "baseline": "bottom", "fontSize": 11, "fontWeight": 600, "color": colour}  # fmt: skip
    return [
        {"data": {"values": values}, "mark": {"type": "rule", "strokeDash": [4, 3], "color": colour, "strokeWidth": 1.5},
         "encoding": {"x": x}},
        {"data": {"values": values}, "mark": text, "encoding": {"x": x, "y": {"value": 8}, "text": {"field": "text"}}},
    ]  # fmt: skip


def _moment(day: date) -> Spec:
    return {"year": day.year, "month": day.month, "date": day.day}
