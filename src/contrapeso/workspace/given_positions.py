"""Positions where the ledger holds no votes: those that their authors publish, else those that this release carries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from contrapeso.core.text import same
from contrapeso.core.world import Series
from contrapeso.ledger.trace import Link
from contrapeso.locale import say
from contrapeso.measure.assembly import PLACES, Assembly, of_votes
from contrapeso.measure.places import AUTHORS, RELEASE, Place, Places
from contrapeso.methods.ideal_point.result import Z_90, Joint
from contrapeso.workspace import published

if TYPE_CHECKING:
    from contrapeso.ledger.records import Snapshot
    from contrapeso.ledger.world import World
    from contrapeso.workspace.workspace import Workspace

SOURCE, SERIES, COUNTS = "ideal-points-published", "un-ideal-point", "un-ideal-point-votes"
INDICATOR = "assembly-position"


def given_positions(workspace: Workspace, known_at: date | None, on: date) -> Assembly | None:
    """Positions without votes: of the newest snapshot of the authors' estimates, else of the release, else None."""
    world = workspace.ledger.world(known_at, on, sources=[SOURCE])
    if world.snapshots:
        return _assembly(_authors(world, world.snapshots[0]), AUTHORS, world.snapshots[0].vintage)
    vintage = published.release().indicators.get(INDICATOR, {}).get("vintage")
    if known_at is not None or vintage is None:
        return None
    return _assembly(_released(on, date.fromisoformat(vintage)), RELEASE, date.fromisoformat(vintage))


def _assembly(rows: Iterable[Place], origin: str, vintage: date) -> Assembly | None:
    """An assembly of places alone: their joint errors are not known, so that differences take them for independent."""
    found = tuple(sorted(rows, key=lambda one: (one.state, one.year)))
    none = np.zeros(0, dtype=np.int64)
    places = Places(f"{origin}-{vintage}", found, Joint(none, none, np.zeros(0), 0.0), origin=origin)
    return of_votes((), {}, places, vintage.isoformat()) if found else None


def _authors(world: World, snapshot: Snapshot) -> Iterable[Place]:
    table = world.expr(Series)
    rows = table.filter(table.indicator.isin([SERIES, COUNTS])).select(
        "indicator", "state", "period", "value", "low", "high"
    )
    held = {(row["indicator"], row["state"], row["period"]): row for row in rows.to_pyarrow().to_pylist()}
    for (indicator, state, period), row in held.items():
        if indicator == SERIES and None not in (row["value"], row["low"], row["high"]):
            votes = held.get((COUNTS, state, period), {}).get("value") or 0
            yield _place(state, int(period), row, int(votes))


def _released(on: date, vintage: date) -> Iterable[Place]:
    """The release's positions of the years over by the day; the last year holds votes to the vintage's day."""
    table = published.read(INDICATOR)
    for row in table.iter_rows(named=True) if table is not None else ():
        if int(row["period"]) < on.year or vintage <= on:
            yield _place(row["state"], int(row["period"]), row, 0)


def _place(state: str, year: int, row: dict[str, float], votes: int) -> Place:
    """The standard error that a 90 % interval has, were it normal."""
    return Place(state, year, row["value"], (row["high"] - row["low"]) / (2.0 * Z_90), votes)


def explain_given(workspace: Workspace, ref: str, places: Places) -> Link:
    """Where positions come from that were not estimated here."""
    from contrapeso.workspace.public_record import explain_snapshot, known_sources

    if places.origin == RELEASE:
        release = same(published.release().name)
        return Link("release", ref, say("cli.published", release=release, sources=same("un-votes-undl")))
    snapshot = workspace.ledger.world(sources=[SOURCE]).snapshots[0]
    behind = explain_snapshot(snapshot, known_sources(workspace).get(SOURCE))
    says = say("cli.positions-given", positions=len(places.rows), years=len(places.years))
    return Link("result", ref, says, f"{PLACES}/{places.key}", (behind,))
