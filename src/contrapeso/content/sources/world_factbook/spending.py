"""Reads what each page says a state spends on education, health and its military, as shares of its product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from contrapeso.content.sources.world_factbook.pages import name_of, text_at
from contrapeso.core.world import Series
from contrapeso.ingest.world.recorder import Recorder

PLACES = {
    "education-share-gdp": ("People and Society", "Education expenditure"),
    "health-share-gdp": ("People and Society", "Health expenditure"),
    "military-share-gdp": ("Military and Security", "Military expenditures"),
}
"""Where the page tells it: a text, or a text for each year or each base."""
OTHER_BASE = "national budget"
FIGURE = re.compile(r"(\d+(?:\.\d+)?)% of GDP \(((?:19|20)\d\d)( est\.)?\)")
SCHEMA = dict.fromkeys(("name", "indicator", "said", "figure", "period", "estimate", "locator"), pl.String)


def add_spending(recorder: Recorder, pages: list[tuple[str, dict[str, Any]]]) -> None:
    """A series for each kind of spending: the publisher's percentage of GDP as a share; shares of the budget are not read."""
    rows = [row for locator, page in pages for row in _rows(locator, page)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    frame = recorder.refuse(frame, pl.col("name").is_null(), "no-name", "said")
    recorder.note(frame, pl.col("figure").is_null(), "no-figure", "said")
    frame = frame.filter(pl.col("figure").is_not_null())
    frame = recorder.parties(frame, "name", code="state", kind="party")
    frame = recorder.refuse(frame, pl.col("party") != "state", "no-state", "name")
    frame = recorder.unique(frame, "state", "indicator", "period")
    basis = pl.when(pl.col("estimate") != "").then(pl.lit("estimate")).otherwise(pl.lit("reported"))
    share = (pl.col("figure").cast(pl.Float64) / 100).round(6)
    frame = frame.with_columns(
        value=share, basis=basis, unit=pl.lit("share"), indicator=pl.format("factbook-{}", "indicator")
    )
    recorder.add(Series, frame.drop("name", "said", "figure", "estimate", "party"))


def _rows(locator: str, page: dict[str, Any]) -> Iterator[tuple[str | None, ...]]:
    """Name of the state, indicator, text, percentage, year, mark of an estimate, locator."""
    for indicator, path in PLACES.items():
        for said in _told(page, path):
            found = FIGURE.search(said)
            figure, year, mark = found.groups(default="") if found else (None, None, None)
            yield name_of(page), indicator, said, figure, year, mark, locator


def _told(page: dict[str, Any], path: tuple[str, str]) -> Iterator[str]:
    """The texts at a place, but those that tell a share of the budget."""
    place = page.get(path[0])
    below = place.get(path[1]) if isinstance(place, dict) else None
    keys = [()] if isinstance(below, dict) and "text" in below else [(key,) for key in below or ()]
    for key in keys if isinstance(below, dict) else ():
        said = text_at(page, *path, *key)
        if said and OTHER_BASE not in said:
            yield said
