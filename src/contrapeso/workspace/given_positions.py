"""Positions where the ledger holds no votes: those that their authors publish, else those that this release carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    from contrapeso.ledger.world import World
    from contrapeso.workspace.workspace import Workspace

SOURCE, SERIES, COUNTS = "ideal-points-published", "un-ideal-point", "un-ideal-point-votes"
INDICATOR, VOTES = "assembly-position", "un-votes-undl"


def given_positions(workspace: Workspace, known_at: date | None, on: date) -> Assembly | None:
    """Positions without votes: of the newest snapshot of the authors' estimates, else of the release, else None."""
    world = workspace.ledger.world(known_at, on, sources=[SOURCE])
    if world.snapshots:
        snapshot = world.snapshots[0]
        return _once(workspace, (snapshot.id, on), lambda: _assembly(_authors(world, on), AUTHORS, snapshot.vintage))
    said = published.release().indicators.get(INDICATOR)
    if known_at is not None or said is None:
        return None
    vintage = date.fromisoformat(said["sources"][VOTES]["vintage"])
    until = date(on.year - 1, 12, 31) if on < vintage else vintage
    return _once(workspace, (RELEASE, until), lambda: _assembly(_released(until), RELEASE, vintage))


def _once(workspace: Workspace, key: tuple[str, date], make: Callable[[], Assembly | None]) -> Assembly | None:
    """What was read before is not read again."""
    if key not in workspace.assemblies:
        found = make()
        if found is None:
            return None
        workspace.assemblies[key] = found
    return workspace.assemblies[key]


def _assembly(rows: Iterable[Place], origin: str, vintage: date) -> Assembly | None:
    """An assembly of places alone: their joint errors are not known, so that differences take them for independent."""
    found = tuple(sorted(rows, key=lambda one: (one.state, one.year)))
    none = np.zeros(0, dtype=np.int64)
    places = Places(f"{origin}-{vintage}", found, Joint(none, none, np.zeros(0), 0.0), origin=origin)
    return of_votes((), {}, places, vintage.isoformat()) if found else None


def _authors(world: World, on: date) -> Iterable[Place]:
    """The authors' positions of the sessions that began by the day."""
    table = world.expr(Series)
    rows = table.filter(table.indicator.isin([SERIES, COUNTS])).select(
        "indicator", "state", "period", "value", "low", "high"
    )
    held = {(row["indicator"], row["state"], row["period"]): row for row in rows.to_pyarrow().to_pylist()}
    for (indicator, state, period), row in held.items():
        begun = int(period) <= on.year
        if indicator == SERIES and begun and None not in (row["value"], row["low"], row["high"]):
            votes = held.get((COUNTS, state, period), {}).get("value") or 0
            yield _place(state, int(period), row, int(votes))


def _released(until: date) -> Iterable[Place]:
    """The release's positions of the years to that of a day."""
    table = published.read(INDICATOR)
    for row in table.iter_rows(named=True) if table is not None else ():
        if int(row["period"]) <= until.year:
            yield _place(row["state"], int(row["period"]), row, 0)


def _place(state: str, year: int, row: dict[str, float], votes: int) -> Place:
    """The standard error that a 90 % interval has, were it normal."""
    return Place(state, year, row["value"], (row["high"] - row["low"]) / (2.0 * Z_90), votes)


def explain_given(workspace: Workspace, ref: str, places: Places) -> Link:
    """Where positions come from that were not estimated here."""
    from contrapeso.workspace.public_record import explain_snapshot, known_sources

    if places.origin == RELEASE:
        release = same(published.release().name)
        return Link("release", ref, say("cli.published", release=release, sources=same(VOTES)))
    snapshot = workspace.ledger.world(sources=[SOURCE]).snapshots[0]
    behind = explain_snapshot(snapshot, known_sources(workspace).get(SOURCE))
    says = say("cli.positions-given", positions=len(places.rows), years=len(places.years))
    return Link("result", ref, says, f"{PLACES}/{places.key}", (behind,))
