"""Assistance to every state by year: by category and by stage, how much of it serves security, how far figures move."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Flow
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.methods.revision import Moves, revision_bounds

KIND = "assistance"
YEARS = ("fiscal-year", "calendar-year")
"""What adds up to a year: a transition quarter belongs to none."""
CURRENT, CONSTANT = r"^[A-Z]{3}$", r"^[A-Z]{3} of \d{4}$"
"""Units: a currency as it was, and a currency in the prices of a year; flows of different units are never added."""
DONE = ("obligated", "disbursed")
"""The stages that fill up while a year runs; what is requested or appropriated for it is told beforehand."""
SECURITY = ("military", "counter-narcotics")
SURE_DIGITS = 4
"""Decimals of a sum of dollars that do not hang on the order of summing: what was all taken back leaves exactly nothing."""
ALL, TAKEN_BACK = "all-categories", "de-obligated"
PROVISIONAL, NO_REVISIONS, NOT_OVER = "provisional", "revisions", "year-not-over"
FIGURE = ["state", "object", "period", "topic"]


def by_category(frame: WorldFrame, stage: str) -> pl.DataFrame:
    """What each state received at a stage in constant prices: in all, by category, and what was taken back of it.

    Exact for years that are settled; a provisional one has no interval, as categories have no earlier vintages.
    """
    rows = _flows(frame.table(Flow), CONSTANT).filter(pl.col("stage") == stage)
    parts = [
        rows.with_columns(topic=pl.lit(ALL)),
        rows.filter(pl.col("category").is_not_null()).with_columns(topic=pl.col("category")),
        rows.filter(pl.col("value") < 0).with_columns(topic=pl.lit(TAKEN_BACK)),
    ]
    sums = pl.concat(parts).group_by(*FIGURE, "unit").agg(pl.col("value").sum(), pl.col(PROVISIONAL).any())
    return _settled(sums)


def security_share(frame: WorldFrame, stage: str) -> pl.DataFrame:
    """The share of what a state received at a stage that is military, against narcotics, or either.

    No share where a category is negative in a year: more was taken back than given, and parts of a whole are not negative.
    """
    rows = _flows(frame.table(Flow), CONSTANT).filter(pl.col("stage") == stage)
    year = ["state", "period", "unit"]
    amount = pl.col("value").sum().round(SURE_DIGITS)
    sums = rows.group_by(*year, "category").agg(amount, pl.col(PROVISIONAL).any())
    whole = sums.group_by(year).agg(
        *(pl.col("value").filter(pl.col("category") == name).sum().alias(name) for name in SECURITY),
        whole=pl.col("value").sum(), least=pl.col("value").min(), provisional=pl.col(PROVISIONAL).any(),
    ).with_columns(security=pl.sum_horizontal(SECURITY))  # fmt: skip
    kept = ["state", "period", "whole", "least", PROVISIONAL]
    long = whole.unpivot(on=[*SECURITY, "security"], index=kept, variable_name="topic", value_name="part")
    has_share = (pl.col("least") >= 0) & (pl.col("whole") > 0)
    found = long.with_columns(value=pl.when(has_share).then(pl.col("part") / pl.col("whole")))
    taken = pl.when(pl.col("least") < 0).then(pl.lit("de-obligations"))
    nothing = pl.when((pl.col("least") >= 0) & (pl.col("whole") <= 0)).then(pl.lit("no-obligations"))
    return _settled(found, taken, nothing)


def _settled(sums: pl.DataFrame, *more: pl.Expr) -> pl.DataFrame:
    """Sums as measurements: exact ends where the year is settled, the reason where it is not."""
    doubt = pl.when(PROVISIONAL).then(pl.lit(PROVISIONAL))
    end = pl.when(~pl.col(PROVISIONAL)).then("value")
    missing = pl.concat_list(doubt, *more).list.drop_nulls()
    named = [name for name in (*FIGURE, "unit") if name in sums.columns]
    return sums.select(*named, "value", low=end, high=end, missing=missing)


def by_stage(frame: WorldFrame) -> pl.DataFrame:
    """What each state was to receive and received, stage by stage, in current prices, as the newest vintage says.

    The interval is where figures of that age and size ended up in later vintages.
    """
    return frame.once("assistance-by-stage", lambda: _by_stage(frame))


def _by_stage(frame: WorldFrame) -> pl.DataFrame:
    now = _staged(frame.table(Flow))
    newest = pl.col("period").cast(pl.Int32).max().over("topic", "unit")
    now = now.with_columns(age=newest - pl.col("period").cast(pl.Int32))
    moves, parts = _moves(frame), []
    for (topic, unit), rows in now.group_by("topic", "unit", maintain_order=True):
        like = moves.filter((pl.col("topic") == topic) & (pl.col("unit") == unit))
        past = Moves(*(like[name].to_numpy() for name in ("before", "after", "age")))
        ends = revision_bounds(rows["value"].to_numpy(), rows["age"].to_numpy(), past)
        parts.append(rows.with_columns(pl.Series(name, end).fill_nan(None) for name, end in ends._asdict().items()))
    found = pl.concat(parts) if parts else now.with_columns(low=pl.lit(None), high=pl.lit(None))
    is_open = (pl.col("age") == 0) & pl.col("topic").is_in(list(DONE))
    no_interval = pl.when(is_open).then(pl.lit(NOT_OVER)).otherwise(pl.lit(NO_REVISIONS))
    lacks = pl.concat_list(
        pl.when(PROVISIONAL).then(pl.lit(PROVISIONAL)), pl.when(pl.col("low").is_null()).then(no_interval)
    )
    return found.select(*FIGURE, "unit", "value", "low", "high", missing=lacks.list.drop_nulls())


def revision(frame: WorldFrame) -> pl.DataFrame:
    """How many times its first figure on record is what the newest vintage says of the same year and stage."""
    every = staged_by_vintage(frame).filter(pl.col("value") > 0)
    ends = every.sort("vintage").group_by(*FIGURE, "unit").agg(
        before=pl.col("value").first(), after=pl.col("value").last(), vintages=pl.len(), last=pl.col("vintage").last()
    )  # fmt: skip
    told = ends.filter((pl.col("vintages") > 1) & (pl.col("last") == pl.col("last").max()))
    ratio = pl.col("after") / pl.col("before")
    return told.select(*FIGURE, value=ratio, low=ratio, high=ratio, unit=pl.lit("times"))


def _moves(frame: WorldFrame) -> pl.DataFrame:
    """Every positive figure of a vintage beside what each later one says of it, once at least a year has passed."""
    year = pl.col("period").cast(pl.Int32)
    every = staged_by_vintage(frame).with_columns(last=year.max().over("topic", "unit", "vintage"), year=year)
    later = every.select(*FIGURE, "unit", after="value", then="last")
    moved = every.join(later, on=[*FIGURE, "unit"]).filter((pl.col("last") < pl.col("then")) & (pl.col("value") > 0))
    return moved.select("topic", "unit", "after", before="value", age=(pl.col("last") - pl.col("year")).cast(pl.Int64))


def staged_by_vintage(frame: WorldFrame) -> pl.DataFrame:
    """Sums by state, year and stage in current prices, as each vintage on record has them."""
    return frame.once("assistance-history", lambda: _staged(frame.every_vintage(Flow), "vintage"))


def _staged(flows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Sums by state, year and stage in current prices."""
    rows = _flows(flows, CURRENT).filter(pl.col("stage").is_not_null()).with_columns(topic="stage")
    return rows.group_by(*FIGURE, "unit", *by, maintain_order=True).agg(
        pl.col("value").sum(), pl.col(PROVISIONAL).any()
    )


def _flows(flows: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Assistance to states by year in units of one kind."""
    of_years = pl.col("period_kind").is_in(list(YEARS)) & pl.col("unit").str.contains(unit)
    to_states = pl.col("destination").is_not_null() & pl.col("value").is_not_null() & (pl.col("kind") == KIND)
    found = flows.filter(of_years & to_states)
    return found.with_columns(pl.col(PROVISIONAL).fill_null(False), state="destination", object="origin")


def whole_behind(frame: WorldFrame, one: Measurement, stage: str) -> Iterable[str]:
    """The flows to a state in a year at a stage, of every category: what a share of them rests on."""
    rows = _flows(frame.table(Flow), CONSTANT).filter(
        (pl.col("state") == one.subject) & (pl.col("period") == one.period) & (pl.col("stage") == stage)
    )
    return (f"{Flow.table}:{flow_id}" for flow_id in rows["flow_id"])


def flows_behind(frame: WorldFrame, one: Measurement, unit: str, stage: str | None = None) -> Iterable[str]:
    """The flows of a measurement's year: of its category, or of the stage that it names where ``stage`` is not given."""
    rows = _flows(frame.table(Flow), unit).filter(
        (pl.col("state") == one.subject) & (pl.col("period") == one.period) & pl.col("object").eq_missing(one.object)
    )
    rows = rows.filter(pl.col("stage") == (stage or one.topic))
    if stage and one.topic in (*SECURITY, "economic", "other"):
        rows = rows.filter(pl.col("category") == one.topic)
    if one.topic == TAKEN_BACK:
        rows = rows.filter(pl.col("value") < 0)
    return (f"{Flow.table}:{flow_id}" for flow_id in rows["flow_id"])
