"""One state over the years, by the indicators of all states; and one of its figures as each vintage has told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.core.state import check_state
from contrapeso.measure.indicator import find_indicator
from contrapeso.workspace import worldwide

if TYPE_CHECKING:
    from contrapeso.core.measurement import Measurement
    from contrapeso.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Edition:
    """What one vintage says of a figure: its year, stage and unit, and the flow that tells it in the newest vintage."""

    vintage: str
    period: str
    topic: str
    value: float
    unit: str
    ref: str


def years(workspace: Workspace, state: str, names: Sequence[str], on: date | None = None) -> tuple[Measurement, ...]:
    """Every year over by a day of a state, by the indicators named that the ledger or the release holds, oldest first."""
    import polars as pl

    from contrapeso.measure.world.run import measurements

    code, last = check_state(state.upper()), (on or workspace.today()).year - 1
    found: list[Measurement] = []
    for name in names:
        table = worldwide.table_of(workspace, find_indicator(name, workspace.indicators))
        if table is not None:
            over = pl.col("period").str.head(4).cast(pl.Int32) <= last
            rows = table.table.filter((pl.col("state") == code) & over).sort("period", "topic")
            found += measurements(rows, name, table.release)
    return tuple(found)


def editions(
    workspace: Workspace, state: str, indicator: str, stage: str, on: date | None = None
) -> tuple[Edition, ...]:
    """The figure of a stage that the vintages on record moved most, among the years that most of them tell, oldest first.

    Empty where the ledger holds fewer than two vintages of the indicator's sources.
    """
    import polars as pl

    from contrapeso.core.world import Flow
    from contrapeso.measure.world.assistance import staged_by_vintage

    one, code, last = (
        find_indicator(indicator, workspace.indicators),
        check_state(state.upper()),
        on or workspace.today(),
    )
    if not workspace.ledger.snapshots(None, None, one.sources):
        return ()
    frame = worldwide.frame_of(workspace, one)
    rows = staged_by_vintage(frame).filter((pl.col("state") == code) & (pl.col("topic") == stage))
    rows = rows.filter(pl.col("period").cast(pl.Int32) < last.year).sort("vintage")
    by_year = rows.group_by("object", "period", "unit", maintain_order=True).agg(
        vintages=pl.len(), moved=(pl.col("value").last() - pl.col("value").first()).abs()
    )
    if by_year.is_empty() or by_year["vintages"].max() == 1:
        return ()
    _, period, unit, *_ = by_year.sort("vintages", "moved", "period", descending=True).row(0)
    told = rows.filter((pl.col("period") == period) & (pl.col("unit") == unit))
    flows = frame.table(Flow).filter(
        (pl.col("destination") == code)
        & (pl.col("period") == period)
        & (pl.col("stage") == stage)
        & (pl.col("unit") == unit)
    )
    ref = f"{Flow.table}:{flows['flow_id'][0]}" if flows.height else ""
    return tuple(Edition(row["vintage"], period, stage, row["value"], unit, ref) for row in told.iter_rows(named=True))
