"""The positions that the release carries: known turning points of states are in them, and so are independent suppliers."""

from __future__ import annotations

import math

import polars as pl
import pytest

from contrapeso.workspace import published

TURNS = [("EGY", 1970, 1980), ("POL", 1988, 1992), ("HUN", 1988, 1992), ("LBY", 2010, 2013)]
"""State, year before, year after: Egypt in the 1970s, eastern Europe after 1989, Libya after 2011; towards the anchor."""
Z_90 = 1.6448536269514722


def released(name: str) -> pl.DataFrame:
    found = published.read(name)
    assert found is not None
    return found


@pytest.mark.parametrize(("state", "before", "after"), TURNS)
def test_known_turning_points_are_there(state: str, before: int, after: int) -> None:
    rows = {row["period"]: row for row in released("assembly-position").filter(pl.col("state") == state).to_dicts()}
    first, second = rows[str(before)], rows[str(after)]
    error = math.hypot(*((row["high"] - row["low"]) / (2 * Z_90) for row in (first, second)))
    assert second["value"] - first["value"] > Z_90 * error


def test_eastern_europe_broke_as_the_cold_war_ended() -> None:
    breaks = released("assembly-break").filter(pl.col("state").is_in(["POL", "HUN", "BGR", "ROU"]))
    likeliest = breaks.sort("value", descending=True).unique("state", keep="first")
    assert likeliest["period"].cast(pl.Int64).is_between(1989, 1992).all()
    assert likeliest["value"].min() > 0.5  # type: ignore[operator]


def test_distances_are_those_of_the_positions() -> None:
    positions = released("assembly-position")
    last = positions.filter(pl.col("period") == positions["period"].max()).select("state", "value")
    pairs = released("assembly-distance").select("state", "object", gap="value")
    pairs = pairs.join(last, on="state").join(last, left_on="object", right_on="state", suffix="_other")
    assert pairs.height > 30_000
    off = (pairs["gap"] - (pairs["value"] - pairs["value_other"]).abs()).abs()
    assert off.max() < 2e-4  # type: ignore[operator]


def test_real_diversification_never_exceeds_the_apparent() -> None:
    names = ["state", "period", "topic"]
    both = released("arms-independence").join(released("arms-suppliers"), on=names, suffix="_apparent")
    known = both.filter(pl.col("value").is_not_null() & pl.col("value_apparent").is_not_null())
    assert known.height > 30_000
    assert known.filter(pl.col("value") > pl.col("value_apparent") + 2e-4).height == 0
    assert known.filter(pl.col("value") < 1.0).height == 0
