"""Apparent against real diversification of every state's arms suppliers: those that vote alike count together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contrapeso.core.measurement import Measurement
from contrapeso.measure.places import Places
from contrapeso.measure.world.arms import GROUP, UNNAMED, by_supplier, deals_behind
from contrapeso.measure.world.concentration import arms_suppliers
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.votes import places_behind
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
        _weighed(rows, "tiv", frame.votes().places),
        _weighed(rows.with_columns(even=deals, low=deals, high=deals), "deals", frame.votes().places),
    ]
    apparent = arms_suppliers(frame).select(*NAMES, "missing", ends=pl.col("low").is_not_null())
    found = apparent.join(pl.concat(parts), on=NAMES, how="left")
    lacks = pl.concat_list("missing", "unplaced").list.drop_nulls()
    return found.select(
        *NAMES, "value", pl.when("ends").then("low").alias("low"), pl.when("ends").then("high").alias("high"),
        missing=lacks, is_assumed=pl.lit(True),
    )  # fmt: skip


def _weighed(rows: pl.DataFrame, weight: str, places: Places) -> pl.DataFrame:
    """Each group by the positions of the window's last year; groups of a year without votes are not here."""
    known = rows.filter(pl.col("even").is_not_null() & (pl.col("high") > 0)).sort("year", "state", "years", "supplier")
    parts = [_of_year(part, places) for _, part in known.group_by("year", maintain_order=True)]
    shape = {"state": pl.String, "year": pl.Int64, "years": pl.Int32, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "unplaced": pl.String}  # fmt: skip
    found = pl.concat([part.select(pl.col(name).cast(kind) for name, kind in shape.items()) for part in parts]) if parts else pl.DataFrame(schema=shape)  # fmt: skip
    return found.select(
        "state", "value", "low", "high", "unplaced", period=pl.col("year").cast(pl.String),
        topic=pl.format(f"{weight}-{{}}", "years"),
    )  # fmt: skip


def _of_year(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    year = int(rows["year"][0])
    placed = places.in_year(year)
    column = {places.rows[row].state: at for at, row in enumerate(placed.tolist())}
    who = np.array([CROWD if one == UNNAMED else column.get(one, UNPLACED) for one in rows["supplier"]], dtype=np.int64)
    rows = rows.with_columns(is_unplaced=pl.Series(who == UNPLACED)).with_row_index("at")
    groups = rows.group_by(GROUP, maintain_order=True).agg(
        pl.col("at").first(), unplaced=pl.when(pl.col("is_unplaced").any()).then(pl.lit("un-position"))
    )
    least, taken, most = (rows[name].to_numpy() for name in ("low", "even", "high"))
    found = independence(least, taken, most, groups["at"].to_numpy(), who, _drawn(places, placed), DISTANCE)
    ends = {name: pl.Series(name, column).fill_nan(None) for name, column in found._asdict().items()}
    return groups.with_columns(**ends)


def _drawn(places: Places, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The positions of a year, and draws of them with their joint errors, always the same."""
    at = np.array([places.rows[row].position for row in rows.tolist()], dtype=np.float64)
    values, vectors = np.linalg.eigh(places.covariance(rows)) if rows.size else (np.zeros(0), np.zeros((0, 0)))
    noise = np.random.default_rng(_SEED).standard_normal((_DRAWS, rows.size))
    return np.vstack([at, at + (noise * np.sqrt(np.maximum(values, 0.0))) @ vectors.T])


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The deals of the window, and the estimate of all positions."""
    return (*places_behind(frame, one), *deals_behind(frame, one))
