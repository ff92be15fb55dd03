"""Reads the lists of organisations in which each state takes part, from sentences to one tie for each; and its spending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from contrapeso.content.sources.world_factbook.pages import NOTHING, name_of, text_at
from contrapeso.content.sources.world_factbook.spending import add_spending
from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COMMA = re.compile(r",\s*(?![^()]*\))")
"""A comma outside brackets."""
ITEM = re.compile(r"(?P<name>[^()]+?)(?P<level>(?:\s*\([^()]*\))*)")
MAX_NAME = 30
MEMBER = "member"
SCHEMA = dict.fromkeys(("name", "item", "organisation", "level", "locator"), pl.String)


def parse(recorder: Recorder) -> None:
    """One directed tie for each organisation that a state's page names; ``level`` is what stands in brackets."""
    pages = recorder.trees("pages")
    rows = [row for locator, page in pages for row in _rows(locator, page)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    frame = recorder.refuse(frame, pl.col("name").is_null(), "no-name", "item")
    frame = recorder.refuse(frame, pl.col("organisation").is_null(), "prose", "item")
    frame = recorder.parties(frame, "name", code="state", kind="party")
    frame = recorder.refuse(frame, pl.col("party") != "state", "no-state", "name")
    frame = frame.with_columns(
        tie_id=pl.concat_str("state", "organisation", separator="-"), kind=pl.lit("membership"), directed=pl.lit(True)
    )
    frame = recorder.unique(frame, "tie_id")
    recorder.add(Tie, frame.drop("name", "item", "party"))
    add_spending(recorder, pages)


def _rows(locator: str, page: dict[str, Any]) -> Iterator[tuple[str | None, ...]]:
    """Name of the state, item as written, organisation (None if the item is a sentence), level, locator."""
    name, listed = name_of(page), text_at(page, "Government", "International organization participation") or ""
    if name is None and listed:
        yield name, listed, None, None, locator
        return
    for item in COMMA.split(listed):
        if item.strip().casefold() in NOTHING:
            continue
        match = ITEM.fullmatch(item.strip())
        short = match is not None and len(match["name"]) <= MAX_NAME and ":" not in match["name"]
        if match is None or not short:
            yield name, item, None, None, locator
            continue
        levels = re.findall(r"\(([^()]*)\)", match["level"])
        organisation = re.sub(r"\s+", " ", match["name"]).replace("- ", "-")
        yield name, item, organisation, "; ".join(levels) or MEMBER, locator
