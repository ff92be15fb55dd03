"""Votes of the General Assembly out of the ledger, with positions estimated once for the same votes and kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from contrapeso.core.identity import hash_files, hash_object
from contrapeso.core.world import RollCall, Vote
from contrapeso.locale import say
from contrapeso.measure.assembly import PLACES, Assembly, Floats, RollCallBallots
from contrapeso.measure.places import Places, from_tables, places_of, to_tables

if TYPE_CHECKING:
    import polars as pl

    from contrapeso.ledger.records import Snapshot
    from contrapeso.ledger.trace import Link
    from contrapeso.workspace.workspace import Workspace

CAST = {"yes": 1.0, "abstain": 0.0, "no": -1.0}
BODY = "general-assembly"
ANCHOR = "USA"
"""Whose mean position is positive; it decides the sign of the scale and nothing else."""
PARAGRAPHS_UNTIL = 1989
"""Votes on paragraphs after that year are left out, as Bailey, Strezhnev and Voeten (2017) do."""


def snapshot_of_votes(workspace: Workspace, known_at: date | None, on: date) -> Snapshot | None:
    """The snapshot in view whose votes reach latest by the day, the largest where two do; sources are not mixed."""
    world = workspace.ledger.world(known_at, on)
    if not any(RollCall.table in one.tables and Vote.table in one.tables for one in world.snapshots):
        return None
    calls = world.expr(RollCall)
    last = calls.filter(calls.body == BODY).group_by("snapshot_id")
    found = last.aggregate(last=lambda t: t.voted_on_last.max(), n=lambda t: t.count()).to_pyarrow().to_pylist()
    if not found:
        return None
    best = max(found, key=lambda one: (one["last"], one["n"], one["snapshot_id"]))["snapshot_id"]
    return next(one for one in world.snapshots if one.id == best)


def positions_hash(workspace: Workspace, known_at: date | None, on: date) -> str | None:
    """A name for what positions in view rest on: the snapshot of the votes, or what was published; None without either."""
    snapshot = snapshot_of_votes(workspace, known_at, on)
    if snapshot is not None:
        return snapshot.subject
    given = workspace.assembly(on, known_at)
    return given.places.key if given else None


def assembly(workspace: Workspace, snapshot: Snapshot, on: date) -> Assembly:
    """The votes of a snapshot that were cast by a day, read once; positions only when asked for."""
    if (snapshot.id, on) not in workspace.assemblies:
        workspace.assemblies[snapshot.id, on] = _read(workspace, snapshot, on)
    return workspace.assemblies[snapshot.id, on]


def _read(workspace: Workspace, snapshot: Snapshot, on: date) -> Assembly:
    calls, votes = _ballots(workspace, snapshot, on)
    columns = (calls[name].to_list() for name in ("roll_call_id", "year", "topics", "question_id"))
    listed = tuple(
        RollCallBallots(one, year, tuple(topics or ()), asked)
        for one, year, topics, asked in zip(*columns, strict=True)
    )

    @cache
    def ballot(state: str) -> Floats:
        own = votes.filter(votes["state"] == state)
        out = np.full(len(listed), np.nan)
        out[own["call"].to_numpy()] = own["cast"].to_numpy()
        return out

    return Assembly(listed, ballot, lambda: _places(workspace, snapshot, calls, votes), snapshot.vintage.isoformat())


def assembly_of(workspace: Workspace, snapshots: Sequence[Snapshot]) -> Assembly | None:
    """All votes of the one among some snapshots that holds votes."""
    for snapshot in snapshots:
        if RollCall.table in snapshot.tables and Vote.table in snapshot.tables:
            return assembly(workspace, snapshot, workspace.today())
    return None


def _ballots(workspace: Workspace, snapshot: Snapshot, on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The roll calls in the order of their days, and every vote cast with the row of its roll call."""
    import polars as pl

    world = workspace.ledger.world(snapshot.vintage, on, sources=[snapshot.source])
    rows = world.expr(RollCall).filter(lambda t: t.body == BODY)
    calls = pl.from_arrow(
        rows.select("roll_call_id", "question_id", "topics", "part", day="voted_on_first").to_pyarrow()
    )
    assert isinstance(calls, pl.DataFrame)
    calls = calls.with_columns(year=pl.col("day").dt.year().cast(pl.Int64)).filter(
        (pl.col("part").fill_null("whole") != "paragraph") | (pl.col("year") <= PARAGRAPHS_UNTIL)
    )
    calls = calls.sort("day", "roll_call_id").with_row_index("call")
    votes = pl.from_arrow(world.expr(Vote).select("roll_call_id", "state", "vote").to_pyarrow())
    assert isinstance(votes, pl.DataFrame)
    cast = votes.with_columns(cast=pl.col("vote").replace_strict(CAST, default=None, return_dtype=pl.Float64))
    cast = cast.drop_nulls("cast").join(calls.select("roll_call_id", "call"), on="roll_call_id")
    return calls, cast.sort("call", "state").select("call", "state", "cast")


def _places(workspace: Workspace, snapshot: Snapshot, calls: pl.DataFrame, votes: pl.DataFrame) -> Places:
    """The positions kept for these votes, or estimated now and kept; as kept either way, so that a second run says the same."""
    key = places_key(snapshot, calls)
    kept = workspace.ledger.results.read(PLACES, key)
    found = from_tables(kept, key) if kept else None
    if found is None:
        workspace.progress(say("cli.estimating-positions", votes=votes.height, years=calls["year"].n_unique()))
        tables = to_tables(_estimated(calls, votes, key))
        workspace.ledger.results.keep(PLACES, key, tables)
        found = from_tables(tables, key)
        assert found is not None
    return found


def places_key(snapshot: Snapshot, calls: pl.DataFrame) -> str:
    """One name for the votes that positions rest on and the code that estimates them."""
    from contrapeso.methods import ideal_point

    folder = Path(ideal_point.__file__).parent
    code = hash_files(folder, sorted(folder.glob("*.py")))
    return hash_object([snapshot.subject, calls.height, calls["day"].max(), code])[:16]


def _estimated(calls: pl.DataFrame, votes: pl.DataFrame, key: str) -> Places:
    from contrapeso.methods.ideal_point import estimate

    at = votes["call"].to_numpy()
    questions = calls["question_id"].fill_null("#" + calls["roll_call_id"]).to_numpy()
    states = votes["state"]
    anchor = ANCHOR if (states == ANCHOR).any() else states.mode().sort()[0]
    found = estimate(
        states.to_numpy(), at, votes["cast"].to_numpy(), calls["year"].to_numpy()[at], item=questions[at],
        anchor=anchor, joint=True,
    )  # fmt: skip
    return places_of(found, key)


def explain_places(workspace: Workspace, ref: str, on: date | None) -> Link:
    """The estimate of all positions: how many, by what method, and the snapshot of the votes that it rests on."""
    from contrapeso.ledger.trace import Link
    from contrapeso.workspace.given_positions import explain_given
    from contrapeso.workspace.public_record import explain_snapshot, known_sources

    when = on or workspace.today()
    snapshot, votes = snapshot_of_votes(workspace, None, when), workspace.assembly(when)
    if votes is None:
        raise LookupError("a measurement that rests on positions has positions in view")
    if snapshot is None:
        return explain_given(workspace, ref, votes.places)
    places = votes.places
    says = say("cli.positions-rest", positions=len(places.rows), calls=len(votes.calls), years=len(places.years))
    behind = explain_snapshot(snapshot, known_sources(workspace).get(snapshot.source))
    return Link("result", ref, says, f"results/{PLACES}/{places.key}", (behind,))
