"""What states spend on their military beside what they spend on education and health, by year."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Series
from contrapeso.measure.world.frame import WorldFrame

MILITARY, SOCIAL = "factbook-military-share-gdp", ("factbook-education-share-gdp", "factbook-health-share-gdp")
HALF = 0.0005
"""Half of the tenth of a point to which the publisher rounds."""
NO_SOCIAL, OTHER_YEARS = "social-spending", "other-years"


def beside_social(frame: WorldFrame) -> pl.DataFrame:
    """Military over social spending, m / (e + h): every state and year with a military figure, the newest e and h.

    A year counts once half of the states have a figure of it, so that the newest year compares states.

    The ends are what rounding allows: (m ∓ ½) / (e + h ± 1) in tenths of a point. Education and health are of one year
    each, which may be another than that of the military figure; then that is said.
    """
    military = frame.table(Series).filter(pl.col("indicator") == MILITARY).select("state", "period", m="value")
    many = pl.len().over("period") * 2 >= pl.col("state").n_unique()
    found = military.filter(pl.col("m").is_not_null()).filter(many)
    for name, indicator in zip(("e", "h"), SOCIAL, strict=True):
        found = found.join(_newest(frame, indicator, name), on="state", how="left")
    social, known = pl.col("e") + pl.col("h"), (pl.col("e") + pl.col("h") > 2 * HALF).fill_null(False)
    other = known & ((pl.col("e_year") != pl.col("period")) | (pl.col("h_year") != pl.col("period")))
    lacks = [
        pl.when(~known).then(pl.lit(NO_SOCIAL)),
        pl.when(other).then(pl.lit(OTHER_YEARS)),
    ]
    low = pl.max_horizontal(pl.col("m") - HALF, pl.lit(0.0)) / (social + 2 * HALF)
    high = (pl.col("m") + HALF) / (social - 2 * HALF)
    ends = {"value": pl.col("m") / social, "low": low, "high": high}
    return found.select(
        "state",
        "period",
        *(pl.when(known).then(end).alias(name) for name, end in ends.items()),
        missing=pl.concat_list(lacks).list.drop_nulls(),
    )


def _newest(frame: WorldFrame, indicator: str, name: str) -> pl.DataFrame:
    """The newest figure of a series for each state, and its year."""
    rows = frame.table(Series).filter((pl.col("indicator") == indicator) & pl.col("value").is_not_null())
    newest = rows.sort("period").group_by("state").last()
    return newest.select("state", pl.col("value").alias(name), pl.col("period").alias(f"{name}_year"))


def spending_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The military figure of the year and the newest social figures."""
    yield f"{Series.table}:{MILITARY}/{one.subject}/{one.period}"
    for indicator in SOCIAL:
        for _, _, year in _newest(frame, indicator, "figure").filter(pl.col("state") == one.subject).iter_rows():
            yield f"{Series.table}:{indicator}/{one.subject}/{year}"
