"""All charts of a document drawn once, for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping

from contrapeso.charts import NARROW, WIDE, draw_svg
from contrapeso.core.text import Language
from contrapeso.report.document import Document, Figure, blocks_of

Drawings = Mapping[tuple[str, int], str]
"""Chart id and width → SVG, in one language."""


def draw(document: Document, language: Language) -> Drawings:
    """Every chart of the document at both widths."""
    charts = [block.chart for block in blocks_of(document.sections) if isinstance(block, Figure)]
    return {(chart.chart_id, width): draw_svg(chart, language, width) for chart in charts for width in (WIDE, NARROW)}
