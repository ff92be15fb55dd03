"""Reads the lists of organisations in which each state takes part, from sentences to one tie for each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COMMA = re.compile(r",\s*(?![^()]*\))")
"""A comma outside brackets."""
ITEM = re.compile(r"(?P<name>[^()]+?)(?P<level>(?:\s*\([^()]*\))*)")
TAG = re.compile(r"<[^>]*>")
NOTHING = ("", "none")
MAX_NAME = 30
MEMBER = "member"
SCHEMA = dict.fromkeys(("name", "item", "organisation", "level", "locator"), pl.String)


def parse(recorder: Recorder) -> None:
    """One directed tie for each organisation that a state's page names; ``level`` is what stands in brackets."""
    rows = [row for locator, page in recorder.trees("pages") for row in _rows(locator, page)]
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


def _rows(locator: str, page: dict[str, Any]) -> Iterator[tuple[str | None, ...]]:
    """Name of the state, item as written, organisation (None if the item is a sentence), level, locator."""
    name, listed = _name(page), _text(page, "Government", "International organization participation") or ""
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


def _name(page: dict[str, Any]) -> str | None:
    """The short name of the state, or its long one."""
    for form in ("conventional short form", "conventional long form"):
        name = _text(page, "Government", "Country name", form)
        if name and name.casefold() not in NOTHING:
            return name
    return None


def _text(page: dict[str, Any], *path: str) -> str | None:
    """The text at a path of a page, without marks of HTML."""
    place: Any = page
    for key in (*path, "text"):
        place = place.get(key) if isinstance(place, dict) else None
    return TAG.sub(" ", html.unescape(place)).replace("\xa0", " ").strip() if isinstance(place, str) else None
