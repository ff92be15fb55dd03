"""The control path: which steps of each act are on record, when, by what vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import room_of, row_axis
from contrapeso.charts.theme import ACCENT, MUTED
from contrapeso.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of one act; ``when`` and ``votes`` are None where the register does not say."""

    act: Text
    step: Text
    is_recorded: bool
    when: Text | None = None
    votes: str | None = None


def control_path(
    records: Sequence[PathStep], *, title: Text, units: Text, source: Text, alt: Text, header: Text, absent: Text
) -> Chart:
    """A row an act, a column a step: filled with its date where recorded, hollow where not."""
    steps = tuple(dict.fromkeys(record.step for record in records))
    cells = {(record.act, record.step): record for record in records}
    acts = tuple(dict.fromkeys(record.act for record in records))

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(records, [step[language] for step in steps], [act[language] for act in acts], language, width)

    rows = tuple((act, *(_said(cells.get((act, step)), absent) for step in steps)) for act in acts)
    return Chart("control-path", title, units, source, alt, (header, *steps), rows, drawing)


def _said(record: PathStep | None, absent: Text) -> Text:
    if record is None or not record.is_recorded or record.when is None:
        return absent
    votes = f" ({record.votes})" if record.votes else ""
    return Text(es=record.when.es + votes, en=record.when.en + votes)


def _drawing(records: Sequence[PathStep], steps: list[str], acts: list[str], language: Language, width: int) -> Spec:
    is_wide = width > 500
    values = [
        {"act": record.act[language], "step": record.step[language], "recorded": record.is_recorded,
         "when": record.when[language] if record.when else "", "votes": record.votes or ""}
        for record in records
    ]  # fmt: skip
    widest = width * (0.32 if is_wide else 0.46)
    room = room_of(acts, widest)
    axis, height = row_axis(acts, widest, 36 if is_wide else 26, grid=not is_wide, labelPadding=8)
    x = {"field": "step", "type": "nominal", "sort": steps,
         "axis": {"title": None, "orient": "top", "labelAngle": 0 if is_wide else -55, "ticks": False, "domain": False,
                  "labelLimit": (width - room) / max(len(steps), 1) if is_wide else 110, "labelPadding": 8}}  # fmt: skip
    y = {"field": "act", "type": "nominal", "sort": acts, "axis": axis}
    place = {"x": x, "y": y}
    dots = {
        "mark": {
            "type": "point",
            "size": 70,
            "strokeWidth": 1.5,
            "filled": True,
            "opacity": 1,
            "yOffset": -6 if is_wide else 0,
        },
        "encoding": {
            **place,
            "fill": {"condition": {"test": "datum.recorded", "value": ACCENT}, "value": "#ffffff"},
            "stroke": {"condition": {"test": "datum.recorded", "value": ACCENT}, "value": MUTED},
        },
    }
    words = {"mark": {"type": "text", "dy": 8, "fontSize": 10.5}, "encoding": {**place, "text": {"field": "when"}}}
    votes = {"mark": {"type": "text", "dx": 9, "dy": -6, "align": "left", "fontSize": 10.5, "fontWeight": 600},
             "encoding": {**place, "text": {"field": "votes"}}}  # fmt: skip
    return {
        "data": {"values": values}, "width": width, "height": height * max(len(acts), 1),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [dots, words, votes] if is_wide else [dots],
        "padding": {"left": 4, "top": 4, "bottom": 8, "right": 4 if is_wide else 28},
    }  # fmt: skip
