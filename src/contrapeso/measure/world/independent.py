"""Apparent against real diversification of every state's arms suppliers: those that vote alike count together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contrapeso.core.measurement import Measurement
from contrapeso.measure.places import Places
from contrapeso.measure.world.arms import GROUP, UNNAMED, by_supplier, deals_behind
from contrapeso.measure.world.concentration import arms_suppliers
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.votes import places_behind, positions_in_order
from contrapeso.methods.independence import CROWD, UNPLACED, independence

DISTANCE = (0.5, 1.0, 2.0)
"""An assumption, for no source sets it: the distance h at which two suppliers are alike by 1/e, least, taken and most.

One standard deviation of the positions of all states and years, from half to double.
"""
_DRAWS, _SEED = 100, 2012
NAMES = ["state", "period", "topic"]


def independent_suppliers(frame: WorldFrame) -> pl.DataFrame:
    """The effective number of suppliers that do not vote alike: every state, year and window, by value and by deals."""
    return frame.once("independent-suppliers", lambda: _independent(frame))


def overstated(frame: WorldFrame) -> pl.DataFrame:
    """Apparent less real: by how many suppliers diversification is less than it looks; the ends are the widest."""
    found = arms_suppliers(frame).join(independent_suppliers(frame), on=NAMES, suffix="_real")
    return found.select(
        *NAMES, value=pl.col("value") - pl.col("value_real"),
        low=(pl.col("low") - pl.col("high_real")).clip(0.0), high=pl.col("high") - pl.col("low_real"),
        missing="missing_real", is_assumed=pl.lit(True),
    ).with_columns(pl.when(pl.col("value").is_not_null() | pl.col("missing").list.len().gt(0)).then(pl.col(end)).alias(end)
                   for end in ("low", "high"))  # fmt: skip


def _independent(frame: WorldFrame) -> pl.DataFrame:
    rows = by_supplier(frame)
    deals = pl.col("deals").cast(pl.Float64)
    parts = [
        _weighed(frame, rows, "tiv"),
        _weighed(frame, rows.with_columns(even=deals, low=deals, high=deals), "deals"),
    ]
    apparent = arms_suppliers(frame).select(*NAMES, "missing", ends=pl.col("low").is_not_null())
    found = apparent.join(pl.concat(parts), on=NAMES, how="left")
    lacks = pl.concat_list("missing", "unplaced").list.drop_nulls()
    return found.select(
        *NAMES, "value", pl.when("ends").then("low").alias("low"), pl.when("ends").then("high").alias("high"),
        missing=lacks, is_assumed=pl.lit(True),
    )  # fmt: skip


def _weighed(frame: WorldFrame, rows: pl.DataFrame, weight: str) -> pl.DataFrame:
    """Each group by the positions of the window's last year; in a year without votes nobody has one."""
    known = rows.filter(pl.col("even").is_not_null() & (pl.col("high") > 0)).sort("year", "state", "years", "supplier")
    known = known.with_columns(pl.col("year").cast(pl.Int64))
    placed = known.join(_columns(frame), on=["supplier", "year"], how="left", maintain_order="left")
    who = pl.when(pl.col("supplier") == UNNAMED).then(CROWD).otherwise(pl.col("column").fill_null(UNPLACED))
    placed = placed.with_columns(who=who.cast(pl.Int64)).with_row_index("at")
    groups = placed.group_by(GROUP, maintain_order=True).agg(
        pl.col("at").first().cast(pl.Int64),
        unplaced=pl.when((pl.col("who") == UNPLACED).any()).then(pl.lit("un-position")),
    )
    return _measured(frame, placed, groups).select(
        "state", "value", "low", "high", "unplaced", period=pl.col("year").cast(pl.String),
        topic=pl.format(f"{weight}-{{}}", "years"),
    )  # fmt: skip


def _columns(frame: WorldFrame) -> pl.DataFrame:
    """In which column of its year's draws each state is: ``supplier``, ``year``, ``column``."""
    rows = positions_in_order(frame)
    return rows.select("year", supplier="state", column=pl.int_range(pl.len(), dtype=pl.Int64).over("year"))


def _measured(frame: WorldFrame, rows: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The groups with their effective numbers; rows and groups by year, each year with its own positions."""
    least, taken, most = (rows[name].to_numpy() for name in ("low", "even", "high"))
    who, starts = rows["who"].to_numpy(), groups["at"].to_numpy()
    found = np.full((3, groups.height), np.nan)
    for (year,), part in rows.group_by("year", maintain_order=True):
        own = slice(int(part["at"][0]), int(part["at"][-1]) + 1)
        mine = slice(*np.searchsorted(starts, [own.start, own.stop]))
        drawn = frame.once(("drawn", year), partial(_drawn, frame.votes().places, int(str(year))))
        found[:, mine] = independence(
            least[own], taken[own], most[own], starts[mine] - own.start, who[own], drawn, DISTANCE
        )
    ends = zip(("value", "low", "high"), found, strict=True)
    return groups.with_columns(pl.Series(name, column).fill_nan(None) for name, column in ends)


def _drawn(places: Places, year: int) -> NDArray[np.float64]:
    """The positions of a year, and draws of them with their joint errors, always the same."""
    rows = places.in_year(year)
    at = np.array([places.rows[row].position for row in rows.tolist()], dtype=np.float64)
    values, vectors = np.linalg.eigh(places.covariance(rows)) if rows.size else (np.zeros(0), np.zeros((0, 0)))
    noise = np.random.default_rng(_SEED).standard_normal((_DRAWS, rows.size))
    return np.vstack([at, at + (noise * np.sqrt(np.maximum(values, 0.0))) @ vectors.T])


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The deals of the window, and the estimate of all positions."""
    return (*places_behind(frame, one), *deals_behind(frame, one))
