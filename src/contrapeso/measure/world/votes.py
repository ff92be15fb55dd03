"""Where every state stands in the General Assembly, how far from every other, how it moved and when its path broke."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contrapeso.core.measurement import Measurement
from contrapeso.measure.assembly import PLACES
from contrapeso.measure.places import Places
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.methods.ideal_point.result import Z_90

Floats = NDArray[np.float64]
SPANS = (5, 10, 20)
"""Years over which a drift is counted."""
BREAK_PRIOR = 0.5
"""The probability, before the votes are looked at, that a state's path broke once."""


def positions(frame: WorldFrame) -> pl.DataFrame:
    """Every state's position in every year in which it cast a divided vote, with its 90 % interval."""
    rows = positions_in_order(frame)
    reach = Z_90 * pl.col("se")
    return rows.select(
        "state",
        "period",
        value="position",
        low=pl.col("position") - reach,
        high=pl.col("position") + reach,
    )


def positions_in_order(frame: WorldFrame) -> pl.DataFrame:
    """The rows of all positions, in their order."""

    def made() -> pl.DataFrame:
        rows = frame.votes().places.rows
        return pl.DataFrame({
            "state": [one.state for one in rows], "year": [one.year for one in rows],
            "position": [one.position for one in rows], "se": [one.se for one in rows],
        }, schema={"state": pl.String, "year": pl.Int64, "position": pl.Float64, "se": pl.Float64}).with_row_index(
            "row"
        ).with_columns(pl.col("row").cast(pl.Int64), period=pl.col("year").cast(pl.String))  # fmt: skip

    return frame.once("positions", made)


def distances(frame: WorldFrame) -> pl.DataFrame:
    """|θ_p − θ_q| of every two states in the last year with votes, either way, from their joint errors."""
    places = frame.votes().places
    rows = places.in_year(places.years[-1]) if places.years else np.zeros(0, dtype=np.int64)
    at = np.array([places.rows[one].position for one in rows.tolist()])
    covariance = places.covariance(rows)
    own = np.diag(covariance)
    gap = np.abs(at[:, None] - at[None, :])
    reach = Z_90 * np.sqrt(np.maximum(own[:, None] + own[None, :] - 2.0 * covariance, 0.0))
    low = np.maximum(gap - reach, 0.0)
    names = [places.rows[one].state for one in rows.tolist()]
    return _pairs(names, str(places.years[-1]) if places.years else "", gap, low, gap + reach)


def _pairs(names: list[str], period: str, value: Floats, low: Floats, high: Floats) -> pl.DataFrame:
    """Square tables of all states by all states as rows, without those of a state with itself and without NaN."""
    first, second = np.nonzero(~np.eye(len(names), dtype=bool) & ~np.isnan(value))
    states = pl.Series("state", names, dtype=pl.String)
    columns = {name: table[first, second] for name, table in (("value", value), ("low", low), ("high", high))}
    return pl.DataFrame(columns).with_columns(
        states.gather(first).alias("state"), states.gather(second).alias("object"), period=pl.lit(period)
    )


def agreements(frame: WorldFrame) -> pl.DataFrame:
    """The share of common votes cast alike by every two states in the last year, and in the last ten, with Wilson's interval."""
    votes = frame.votes()
    if not votes.calls:
        return pl.DataFrame(schema={"state": pl.String, "period": pl.String, "value": pl.Float64})
    last = int(votes.years.max())
    names = sorted({one.state for one in votes.places.rows if one.year == last})
    parts = []
    for years in (1, 10):
        recent = votes.years > last - years
        cast = np.array([votes.ballot(name)[recent] for name in names])
        both = (~np.isnan(cast)).astype(np.float64)
        common = both @ both.T
        alike = sum(_same(cast == choice) for choice in (-1.0, 0.0, 1.0))
        value, low, high = _wilson(np.asarray(alike), common)
        parts.append(_pairs(names, str(last), value, low, high).with_columns(topic=pl.lit(f"votes-{years}")))
    return pl.concat(parts)


def _same(chosen: NDArray[np.bool_]) -> Floats:
    one = chosen.astype(np.float64)
    return np.asarray(one @ one.T)


def _wilson(successes: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """``methods.proportion.wilson`` at 90 % of many at once; NaN where there was no trial."""
    z2 = Z_90 * Z_90
    with np.errstate(invalid="ignore", divide="ignore"):
        share = successes / n
        middle, scale = share + z2 / (2.0 * n), 1.0 + z2 / n
        spread = Z_90 * np.sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n))
        low, high = (middle - spread) / scale, (middle + spread) / scale
    return share, np.where(successes == 0.0, 0.0, low), np.where(successes == n, 1.0, high)


def drifts(frame: WorldFrame) -> pl.DataFrame:
    """Every state's position less its own 5, 10 and 20 years before, from their joint error."""
    found = _moves(frame)
    reach = Z_90 * pl.col("error")
    return found.select(
        "state", "period", "topic", value="move", low=pl.col("move") - reach, high=pl.col("move") + reach
    )


def moved(frame: WorldFrame) -> pl.DataFrame:
    """The probability that a drift has the sign it shows, 0.5 to 1."""
    from scipy.special import ndtr

    found = _moves(frame)
    sure = pl.Series("value", ndtr(np.abs(found["move"].to_numpy()) / found["error"].to_numpy()))
    return found.select("state", "period", "topic", sure, sure.alias("low"), sure.alias("high"))


def _moves(frame: WorldFrame) -> pl.DataFrame:
    return frame.once("moves", lambda: _moves_of(positions_in_order(frame), frame.votes().places))


def _moves_of(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    spans = pl.DataFrame({"span": SPANS}, schema={"span": pl.Int64})
    pairs = rows.join(spans, how="cross").with_columns(since=pl.col("year") - pl.col("span"))
    pairs = pairs.join(rows, left_on=["state", "since"], right_on=["state", "year"], suffix="_before")
    first, second = pairs["row"].to_numpy(), pairs["row_before"].to_numpy()
    shared = pl.Series("shared", np.nan_to_num(places.joint.among(first, second)))
    spread = pl.col("se") ** 2 + pl.col("se_before") ** 2 - 2.0 * pl.col("shared")
    return pairs.with_columns(shared).select(
        "state", "period", topic=pl.format("years-{}", "span"), move=pl.col("position") - pl.col("position_before"),
        error=spread.clip(1e-12).sqrt(),
    )  # fmt: skip


def broke(frame: WorldFrame) -> pl.DataFrame:
    """For every state and year, the probability that the one break of its path, if any, is the step to that year."""
    places = frame.votes().places
    rows = [
        {"state": state, "period": str(int(one.after)), "value": one.probability}
        for state in dict.fromkeys(one.state for one in places.rows)
        for one in places.breaks(state, 0, BREAK_PRIOR)
    ]
    found = pl.DataFrame(rows, schema={"state": pl.String, "period": pl.String, "value": pl.Float64})
    return found.with_columns(low=pl.col("value"), high=pl.col("value"))


def places_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The estimate of all positions."""
    return (f"{PLACES}:{frame.votes().places.key}",)


def calls_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The roll calls on which both states voted; ``topic`` is ``votes-<years>``."""
    until, years = int(one.period), int((one.topic or "votes-1").rpartition("-")[2])
    calls, _, _ = frame.votes().common(one.subject, one.object or "", until - years + 1, until)
    return (f"roll_call:{call.roll_call_id}" for call in calls)
