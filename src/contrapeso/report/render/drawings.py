"""All charts of a document drawn once, for the page and for the PDF; a process for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

from contrapeso.charts import NARROW, WIDE
from contrapeso.charts.worker import Job, Worker
from contrapeso.core.text import Language
from contrapeso.report.document import Document, Figure, blocks_of

DRAWINGS = "drawing"
"""The folder of a ledger's results that keeps them."""
Drawings = Mapping[tuple[str, int], str]
"""Chart id and width → SVG, in one language."""
Workers = Mapping[Language, Worker]


@contextmanager
def workers(languages: tuple[Language, ...], kept: Path | None = None) -> Iterator[Workers]:
    """A drawing process for each language, readying itself from now on; drawings are kept in a folder, where one is given."""
    started = {language: Worker(kept) for language in languages}
    try:
        yield started
    finally:
        for worker in started.values():
            worker.close()


def draw(document: Document, by: Workers, pool: Executor) -> dict[Language, Future[Drawings]]:
    """Every chart of the document at both widths, in each language."""
    return {language: pool.submit(_draw, document, language, worker) for language, worker in by.items()}


def _draw(document: Document, language: Language, worker: Worker) -> Drawings:
    charts = [block.chart for block in blocks_of(document.sections) if isinstance(block, Figure)]
    jobs: dict[tuple[str, int], Job] = {
        (chart.chart_id, width): (chart.spec(language, width, titled=False), f"{chart.chart_id}-{language}-{width}")
        for chart in charts
        for width in (WIDE, NARROW)
    }
    return dict(zip(jobs, worker.draw(list(jobs.values())), strict=True))
