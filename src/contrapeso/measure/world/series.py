"""Published series of every state: as they stand, one over another, and by how many states lie below each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Series
from contrapeso.measure.world.frame import WorldFrame

DOUBTS = {"estimate": "publisher-estimate", "uncertain": "publisher-uncertain"}
"""What a publisher's own mark of doubt lacks."""
NO_INTERVAL = "interval"
Z_90 = 1.6448536269514722
"""Half the width of a 90 % interval in standard errors, the error being normal."""


def published_series(frame: WorldFrame, indicator: str) -> pl.DataFrame:
    """The figures of a yearly series with their marks of doubt and the interval that the publisher states.

    Where the publisher states a standard error only, the interval is that of 90 %, value ± 1.645 errors. A mark of
    doubt is told where there is no error that says how far.
    """
    rows = frame.table(Series).filter(pl.col("indicator") == indicator)
    doubt = pl.when(pl.col("low").is_null()).then(
        pl.col("basis").replace_strict(DOUBTS, default=None, return_dtype=pl.String)
    )
    width = pl.col("standard_error") * Z_90
    rows = rows.with_columns(
        low=pl.coalesce("low", pl.col("value") - width), high=pl.coalesce("high", pl.col("value") + width)
    )
    silent = pl.when(pl.col("value").is_not_null() & pl.col("low").is_null()).then(pl.lit(NO_INTERVAL))
    lacks = pl.concat_list("missing", doubt, silent).list.drop_nulls()
    return rows.select("state", "period", "value", "low", "high", missing=lacks)


def by_topic(frame: WorldFrame, series: Mapping[str, str]) -> pl.DataFrame:
    """Several published series, each under its topic."""
    parts = [published_series(frame, name).with_columns(topic=pl.lit(topic)) for topic, name in series.items()]
    return pl.concat(parts)


def ratio(frame: WorldFrame, above: str, below: str) -> pl.DataFrame:
    """One series over another of the same state and year; neither publisher states an error, so there is no interval."""
    one, other = (published_series(frame, name).select("state", "period", "value") for name in (above, below))
    both = one.join(other, on=["state", "period"], suffix="_below").filter(pl.col("value_below") > 0)
    lacks = pl.lit([NO_INTERVAL], dtype=pl.List(pl.String()))
    return both.select("state", "period", value=pl.col("value") / pl.col("value_below"), missing=lacks)


def standing_within(frame: WorldFrame, series: Mapping[str, str]) -> pl.DataFrame:
    """As ``standing``, for estimates with intervals, each series under its topic.

    A state surely stands above those whose whole interval lies below its own, and at most above all but those whose
    whole interval lies above. States without an estimate may lie anywhere.
    """
    parts = [stand(published_series(frame, name)).with_columns(topic=pl.lit(topic)) for topic, name in series.items()]
    return pl.concat(parts)


def stand(rows: pl.DataFrame) -> pl.DataFrame:
    """The share of the other states of a period below each, with the ends that intervals allow.

    Columns ``state``, ``period``, ``value``, ``low``, ``high`` and ``missing`` in and out; shares of 1.
    """
    known, absent = (
        pl.col("value").count().cast(pl.Int64).over("period"),
        pl.col("value").is_null().sum().over("period"),
    )
    rows = rows.with_columns(others=known - 1, absent=absent, below=pl.col("value").rank("average").over("period") - 1)
    rows = rows.filter(pl.col("others") > 0)
    found = [rows.clear().with_columns(least=pl.lit(0, pl.UInt32), above=pl.lit(0, pl.UInt32))]
    for _, group in rows.group_by("period", maintain_order=True):
        low, high = (group[end].drop_nulls().sort() for end in ("low", "high"))
        sure = high.search_sorted(group["low"].fill_null(float("-inf")), side="left")
        under = low.search_sorted(group["high"].fill_null(float("inf")), side="right")
        found.append(group.with_columns(least=sure, above=low.len() - under))
    return _shares(pl.concat(found, how="vertical_relaxed"))


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    is_known, everybody = pl.col("value").is_not_null(), pl.col("others") + pl.col("absent")
    lacks = pl.concat_list("missing", pl.when(is_known & (pl.col("absent") > 0)).then(pl.lit("figures-of-others")))
    return rows.select(
        "state", "period", value=pl.when(is_known).then(pl.col("below") / pl.col("others")),
        low=pl.when(is_known).then(pl.col("least") / everybody),
        high=pl.when(is_known).then(1.0 - pl.col("above") / everybody), missing=lacks.list.drop_nulls(),
    )  # fmt: skip


def standing(frame: WorldFrame, indicator: str) -> pl.DataFrame:
    """The share of the other states of the same year that lie below: 0 the least, 1 the most; equals count half.

    States whose figure is missing are left out of the count and may lie anywhere: the ends say so.
    """
    rows = (
        frame.table(Series)
        .filter(pl.col("indicator") == indicator)
        .select("state", "period", "missing", figure="value")
    )
    known, absent = (
        pl.col("figure").count().cast(pl.Int64).over("period"),
        pl.col("figure").is_null().sum().over("period"),
    )
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
