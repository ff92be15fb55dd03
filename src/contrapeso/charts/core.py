"""How firmly each thing belongs: bars from 0, in no set, to 1, in every set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.labels import row_axis
from contrapeso.charts.theme import ACCENT
from contrapeso.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class Index:
    """The share of sets that hold something, from 0 to 1; ``said`` is its mark."""

    label: Text
    share: float
    said: Text


def core(
    chart_id: str,
    indices: Sequence[Index],
    *,
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: tuple[Text, Text],
) -> Chart:
    """One bar an index in the order given; what is in no set keeps its label and its 0."""

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(indices, language, width)

    rows = tuple((one.label, one.said) for one in indices)
    return Chart(chart_id, title, units, source, alt, header, rows, drawing)


def _drawing(indices: Sequence[Index], language: Language, width: int) -> Spec:
    values = [{"label": one.label[language], "share": one.share, "said": one.said[language]} for one in indices]
    labels = [one.label[language] for one in indices]
    axis, height = row_axis(labels, width * (0.5 if width > 500 else 0.56), 27)
    y = {"field": "label", "type": "nominal", "sort": labels, "axis": axis}
    x = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1.15], "nice": False},
         "axis": {"title": None, "values": [0, 0.5, 1], "domain": False, "ticks": False}}  # fmt: skip
    return {
        "data": {"values": values}, "width": width, "height": height * max(len(values), 1),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "bar", "height": 18, "color": ACCENT}, "encoding": {"x": x, "y": y}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
             "encoding": {"x": x, "y": y, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
