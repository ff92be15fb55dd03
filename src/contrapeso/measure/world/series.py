"""A published series of every state: as it stands, and by how many states lie below each."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Series
from contrapeso.measure.world.frame import WorldFrame

DOUBTS = {"estimate": "publisher-estimate", "uncertain": "publisher-uncertain"}
"""What a publisher's own mark of doubt lacks."""
NO_INTERVAL = "interval"


def published_series(frame: WorldFrame, indicator: str) -> pl.DataFrame:
    """The figures of a yearly series with their interval, where the publisher states one, and its marks of doubt."""
    rows = frame.table(Series).filter(pl.col("indicator") == indicator)
    doubt = pl.col("basis").replace_strict(DOUBTS, default=None, return_dtype=pl.String)
    silent = pl.when(pl.col("value").is_not_null() & pl.col("low").is_null()).then(pl.lit(NO_INTERVAL))
    lacks = pl.concat_list("missing", doubt, silent).list.drop_nulls()
    return rows.select("state", "period", "value", "low", "high", missing=lacks)


def standing(frame: WorldFrame, indicator: str) -> pl.DataFrame:
    """The share of the other states of the same year that lie below: 0 the least, 1 the most; equals count half.

    States whose figure is missing are left out of the count and may lie anywhere: the ends say so.
    """
    rows = (
        frame.table(Series)
        .filter(pl.col("indicator") == indicator)
        .select("state", "period", "missing", figure="value")
    )
    known, absent = pl.col("figure").count().over("period"), pl.col("figure").is_null().sum().over("period")
    below = pl.col("figure").rank("average").over("period") - 1
    least, most = pl.col("figure").rank("min").over("period") - 1, pl.col("figure").rank("max").over("period") - 1
    found = rows.with_columns(below=below, least=least, most=most, others=known - 1, absent=absent).filter(
        pl.col("others") > 0
    )
    everybody = pl.col("others") + pl.col("absent")
    is_known = pl.col("figure").is_not_null()
    lacks = pl.concat_list("missing", pl.when(is_known & (pl.col("absent") > 0)).then(pl.lit("figures-of-others")))
    return found.select(
        "state", "period", value=pl.when(is_known).then(pl.col("below") / pl.col("others")),
        low=pl.when(is_known).then(pl.col("least") / everybody),
        high=pl.when(is_known).then((pl.col("most") + pl.col("absent")) / everybody), missing=lacks.list.drop_nulls(),
    )  # fmt: skip


def figure_behind(indicator: str, one: Measurement) -> Iterable[str]:
    """The row of the series that a measurement restates."""
    return (f"{Series.table}:{indicator}/{one.subject}/{one.period}",)
