"""A chart is data: what it says in both languages, its numbers as a table, and its Vega-Lite spec at a width."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contrapeso.charts.theme import CONFIG
from contrapeso.core.text import Language, Text

WIDE, NARROW = 680, 340
"""Widths in CSS pixels: a page and a phone."""

Spec = dict[str, Any]
Drawing = Callable[[Language, int], Spec]


@dataclass(frozen=True, slots=True)
class Chart:
    """Title, units, source line, alternative text, the table behind it (header and rows), and how to draw it."""

    chart_id: str
    title: Text
    units: Text
    source: Text
    alt: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text | float, ...], ...]
    drawing: Drawing
    legend: Mapping[str, Text] | None = None

    def spec(self, language: Language, width: int = WIDE, *, titled: bool = True) -> Spec:
        """The Vega-Lite spec; with ``titled`` it carries its own title, units and source line."""
        body = self.drawing(language, width)
        spec: Spec = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": self.alt[language],
            "usermeta": {"source": self.source[language], "units": self.units[language]},
            "config": CONFIG,
            **body,
        }
        if titled:
            spec["title"] = {"text": self.title[language], "subtitle": [self.units[language], self.source[language]]}
        return spec
