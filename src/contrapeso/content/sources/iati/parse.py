"""Reads IATI documents of any size, activities and organisations alike, to one flow for each amount, place and purpose."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from contrapeso.content.sources.iati.activity import read_activity
from contrapeso.content.sources.iati.organisation import read_organisation
from contrapeso.content.sources.iati.rows import Rows
from contrapeso.ingest.world.recorder import Recorder


def parse(recorder: Recorder) -> None:
    """An activity that stands in several documents counts once, as it stands in the first of them."""
    rows, seen = Rows(recorder), set[int]()
    with _no_search_for_cycles():
        for opened, document, record in recorder.documents("documents"):
            read = read_activity if document.record == "iati-activity" else read_organisation
            read(record, opened.name, rows, seen)
        rows.flush()


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Millions of short-lived rows hold no cycles; to look for them would take a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
