"""Drawing specs to SVG and PNG offline, with the package's own typeface."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from contrapeso.charts.chart import WIDE, Chart, Spec
from contrapeso.charts.theme import FONT_FOLDER
from contrapeso.core.text import Language

VERSION = "6.1"
"""Of Vega-Lite."""


@cache
def _engine() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FOLDER))
    return vl_convert


def draw_svg(chart: Chart, language: Language, width: int = WIDE, *, titled: bool = False) -> str:
    """The chart as an SVG element, its numbers and their order the same every time."""
    return draw_spec(chart.spec(language, width, titled=titled), f"{chart.chart_id}-{language}-{width}")


def draw_spec(spec: Spec, name: str) -> str:
    """A Vega-Lite spec as an SVG element whose ids begin with ``name``."""
    return _own_ids(_engine().vegalite_to_svg(spec, vl_version=VERSION), name)


def draw_png(chart: Chart, language: Language, width: int = WIDE, *, scale: float = 2.0) -> bytes:
    """The chart as a PNG with title, units and source on a white ground."""
    spec = chart.spec(language, width)
    spec["config"] = {**spec["config"], "background": "#ffffff"}
    return bytes(_engine().vegalite_to_png(spec, vl_version=VERSION, scale=scale))


def _own_ids(svg: str, prefix: str) -> str:
    """Ids within the SVG made unique, so that several stand in one page."""
    ids = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)))
    for n, name in enumerate(ids):
        svg = svg.replace(f'id="{name}"', f'id="{prefix}-{n}"')
        svg = svg.replace(f"url(#{name})", f"url(#{prefix}-{n})").replace(f'"#{name}"', f'"#{prefix}-{n}"')
    return svg
