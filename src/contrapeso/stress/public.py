"""Lays shocks over the public record: a conflict that no source lists, flows that stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.core.fact import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.world import Conflict, Flow
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.stress.scenario import Shock

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

TABLES: Mapping[str, type[Fact]] = {"start_conflict": Conflict, "end_flow": Flow}
"""By kind of shock, the table of the public record that it changes."""
Struck = Sequence[tuple[Shock, tuple[str, ...]]]
"""Shocks with the states that each names."""


@dataclass(frozen=True)
class Beyond:
    """The public record as shocks would have it: a frame to measure from, and the rows that no source lists."""

    frame: WorldFrame
    added: Mapping[str, tuple[Fact, Shock]]


def tables(struck: Struck) -> frozenset[str]:
    """The tables of the public record that shocks change."""
    return frozenset(TABLES[shock.kind].table for shock, _ in struck if shock.kind in TABLES)


def beyond(frame: WorldFrame, struck: Struck, home: str, on: date) -> Beyond:
    """A frame over the same record with the conflicts added and the flows stopped; the record is read, never written."""
    conflicts = list(_conflicts(frame, struck)) if Conflict.table in tables(struck) else []
    stopped = [(shock, states) for shock, states in struck if shock.kind == "end_flow"]

    def read(fact: type[Fact]) -> pa.Table:
        table = frame.read(fact)
        if fact is Conflict and conflicts:
            return _with_rows(table, [row for row, _ in conflicts])
        return _stopped(table, stopped, home, on) if fact is Flow and stopped else table

    return Beyond(
        WorldFrame(read, frame.vintage, frame.on, frame.assembly, frame.history, frame.all_vintages),
        {row.ref: (row, shock) for row, shock in conflicts},
    )


def _conflicts(frame: WorldFrame, struck: Struck) -> Iterator[tuple[Conflict, Shock]]:
    """A conflict of each state named, in the last year for which obligations and conflicts are both on record."""
    from contrapeso.measure.world.ties import last_year

    year = last_year(frame)
    for shock, states in struck:
        for state in states if shock.kind == "start_conflict" else ():
            row = Conflict(
                conflict_id=f"what-if-{state.lower()}", year=PartialDate.parse(str(year)), state=state, side="a", part="primary",
                kind=shock.fields["kind"], intensity=shock.fields["intensity"], locator=shock.where,
            )  # fmt: skip
            yield row, shock


def _with_rows(table: pa.Table, rows: Sequence[Fact]) -> pa.Table:
    import pyarrow as pa

    from contrapeso.ledger.schema import facts_to_arrow

    return pa.concat_tables([table, facts_to_arrow(type(rows[0]), rows)], promote_options="default")


def _stopped(table: pa.Table, stopped: Struck, home: str, on: date) -> pa.Table:
    """Flows of the kinds named from the states named, 0 in the newest year on record that was over by the day."""
    import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    for shock, states in stopped:
        ours = (
            (pl.col("kind") == shock.fields["kind"])
            & pl.col("origin").is_in(list(states))
            & (pl.col("destination") == home)
            & (pl.col("period_last") < on)
        )
        newest = _newest_year(frame.filter(ours))
        hit = ours & (pl.col("period_last").dt.year() == newest) if newest else pl.lit(False)
        frame = frame.with_columns(value=pl.when(hit).then(0.0).otherwise(pl.col("value")))
    return frame.to_arrow()


def _newest_year(flows: pl.DataFrame) -> int | None:
    last = flows["period_last"].max()
    return last.year if isinstance(last, date) else None
