"""How far from each other two states vote once region and regime are allowed for: what neighbours of a like regime would not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.regions import regions
from contrapeso.core.world import Series
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.votes import places_behind
from contrapeso.methods.adjustment import adjusted_each

REGIME = "v-dem-electoral"
"""The series that says how far offices are filled by free elections, 0 to 1."""


def left_over(frame: WorldFrame) -> pl.DataFrame:
    """Every state's distance to every other, less what other states of its region and regime lead one to expect.

    In the last year with both votes and regimes; who has no region or no figure for the regime has a reason.
    """
    places, regimes = frame.votes().places, _regimes(frame)
    year = max((one for one in places.years if str(one) in regimes), default=None)
    empty = pl.DataFrame(schema={"state": pl.String, "object": pl.String, "period": pl.String, "value": pl.Float64})
    if year is None:
        return empty
    rows = places.in_year(year)
    names = [places.rows[one].state for one in rows.tolist()]
    known = [at for at, name in enumerate(names) if name in regions() and name in regimes[str(year)]]
    at = np.array([places.rows[one].position for one in rows.tolist()])
    covariance = places.covariance(rows)
    own = np.diag(covariance)
    error = np.sqrt(np.maximum(own[:, None] + own[None, :] - 2.0 * covariance, 0.0))
    gap = np.abs(at[:, None] - at[None, :])
    np.fill_diagonal(gap, np.nan)
    found = [np.full(gap.shape, np.nan) for _ in range(3)]
    fitted = adjusted_each(
        gap[known], error[known], [regions()[names[one]] for one in known],
        [[regimes[str(year)][names[one]]] for one in known],
    )  # fmt: skip
    for table, part in zip(found, fitted, strict=True):
        table[known] = part
    return _rows(names, str(year), {names[one] for one in known}, *found)


def _rows(names: list[str], period: str, known: set[str], *tables: np.ndarray) -> pl.DataFrame:
    states = pl.Series("state", names, dtype=pl.String)
    first, second = np.nonzero(~np.eye(len(names), dtype=bool))
    numbers = {
        name: pl.Series(name, table[first, second]).fill_nan(None)
        for name, table in zip(("value", "low", "high"), tables, strict=True)
    }
    found = pl.DataFrame(numbers).with_columns(
        states.gather(first).alias("state"), states.gather(second).alias("object"), period=pl.lit(period)
    )
    why = pl.when(pl.col("state").is_in(sorted(known))).then(pl.lit("like-states")).otherwise(pl.lit("regime"))
    return found.with_columns(missing=pl.concat_list(pl.when(pl.col("value").is_null()).then(why)).list.drop_nulls())


def _regimes(frame: WorldFrame) -> dict[str, dict[str, float]]:
    """The regime's figure by year and state."""
    rows = frame.table(Series).filter((pl.col("indicator") == REGIME) & pl.col("value").is_not_null())
    found: dict[str, dict[str, float]] = {}
    for period, state, value in rows.select("period", "state", "value").iter_rows():
        found.setdefault(period, {})[state] = value
    return found


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The estimate of all positions, and the state's own regime."""
    return (*places_behind(frame, one), f"{Series.table}:{REGIME}/{one.subject}/{one.period}")
