"""Trade of every state with each partner, as each side accounts for it: shares, what a cut-off takes, and where accounts part."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Flow
from contrapeso.measure.world.concentration import concentrated
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.methods.concentration import concentration_bounds

COMPILER = "UNCTAD"
"""Whose matrix gives one figure for every pair, whoever reported it; its topics end in ``-matrix``."""
WAYS = {"imports": ("destination", "origin"), "exports": ("origin", "destination")}
"""Each way of trade: at which end of a flow the state stands, and at which its partner."""
WORLD = "World"
KEYS = ["state", "year", "topic"]
FIVE, FIVE_LARGEST = 5, "wits-"
"""The source whose accounts name the five largest partners: any other is smaller than the least of them."""
TOLERANCE = 1e-9
MOST_PARCELS = 1000
ROUNDING = 5_000.0
"""Dollars by which two statements of one account may differ because one of them is in hundredths of a million."""
LEAST_SHARE = 0.01
"""Partners below one per cent of a whole matrix are left out of tables of pairs; sums and indices count them."""
OTHERS, SECOND, NO_ERROR = "other-partners", "second-report", "interval"


def flows(frame: WorldFrame) -> pl.DataFrame:
    """Trade in all goods between different parties: ``flow_id``, ends, ``reporter``, ``year``, ``value`` in dollars.

    ``day`` is the vintage of the snapshot that says so: sources and editions may give one account twice, and differ.
    """
    return frame.once("trade-flows", lambda: _flows(frame))


def _flows(frame: WorldFrame) -> pl.DataFrame:
    table = frame.table(Flow)
    if "snapshot_id" not in table.columns:  # given facts, of no snapshot
        table = table.with_columns(snapshot_id=pl.lit(""))
    rows = table.filter(
        (pl.col("kind") == "trade") & pl.col("product").is_null() & pl.col("account").is_null() & pl.col("value").is_not_null()
    )  # fmt: skip
    ends = (pl.coalesce(end, f"{end}_name").alias(end) for end in ("origin", "destination"))
    codes = (pl.col(end).alias(f"{end}_code") for end in ("origin", "destination"))
    day = pl.col("snapshot_id").replace_strict(dict(frame.all_vintages), default="", return_dtype=pl.String)
    named = rows.select(
        "flow_id", *ends, *codes, "reporter", "value", "snapshot_id", year=pl.col("period_first").dt.year(), day=day
    )
    return named.filter(pl.col("origin") != pl.col("destination")).sort("day", "flow_id", descending=[True, False])


def pairs(frame: WorldFrame) -> pl.DataFrame:
    """Every state with each partner, both ways: ``own`` is the state's account, ``other`` the partner's, in dollars.

    Where the state's account stands twice, that of the source of its total counts, else the newest; ``least`` and
    ``most`` span all accounts. A compiler's single figure is ``own`` under a topic of its own.
    """
    return frame.once("trade-pairs", lambda: pl.concat([_turned(flows(frame), way) for way in WAYS]))


def _turned(rows: pl.DataFrame, way: str) -> pl.DataFrame:
    at, facing = WAYS[way]
    named = rows.filter((pl.col(facing) != WORLD) & pl.col(f"{at}_code").is_not_null())
    named = named.rename({at: "state", facing: "partner", f"{facing}_code": "is_state"})
    compiled = pl.col("reporter") == COMPILER
    named = named.with_columns(
        topic=pl.when(compiled).then(pl.lit(f"{way}-matrix")).otherwise(pl.lit(way)),
        mine=compiled | (pl.col("reporter") == pl.col("state")), theirs=pl.col("reporter") == pl.col("partner"),
        five=pl.col("flow_id").str.starts_with(FIVE_LARGEST), is_state=pl.col("is_state").is_not_null(),
    )  # fmt: skip
    totals = _stated(rows, way).select(*KEYS, "snapshot_id", with_total=pl.lit(True))
    named = named.join(totals, on=[*KEYS, "snapshot_id"], how="left", maintain_order="left").sort(
        pl.col("with_total").is_null(), maintain_order=True
    )
    mine, theirs, value = pl.col("mine"), pl.col("theirs"), pl.col("value")
    return named.filter(mine | theirs).group_by(*KEYS, "partner", maintain_order=True).agg(
        own=value.filter(mine).first(), other=value.filter(theirs).first(), least=value.min(), most=value.max(),
        five=(mine & pl.col("five")).any(), is_state=pl.col("is_state").any(), flow_ids=pl.col("flow_id"),
    )  # fmt: skip


def wholes(frame: WorldFrame) -> pl.DataFrame:
    """All that a state imported or exported in a year, by its own account or by the sum of the matrix: ``whole`` in dollars.

    ``named`` is what goes to partners by name, ``states`` what of it goes to states, ``fifth`` the least of the five
    largest partners where the source gives these.
    """
    return frame.once("trade-wholes", lambda: _wholes(frame))


def _wholes(frame: WorldFrame) -> pl.DataFrame:
    own = pairs(frame).filter(pl.col("own").is_not_null())
    among = pl.col("own").filter(pl.col("five"))
    sums = own.group_by(KEYS).agg(
        named=pl.col("own").sum(), states=pl.col("own").filter("is_state").sum(),
        fifth=pl.when(among.len() >= FIVE).then(among.top_k(FIVE).min()),
    )  # fmt: skip
    stated = pl.concat([_stated(flows(frame), way) for way in WAYS]).unique(KEYS, keep="first", maintain_order=True)
    found = sums.join(stated, on=KEYS, how="full", coalesce=True)
    is_matrix = pl.col("topic").str.ends_with("-matrix")
    whole = pl.when(is_matrix).then("named").when(pl.col("stated") >= 0).then(pl.max_horizontal("stated", "named"))
    return found.with_columns(whole=whole, is_matrix=is_matrix).filter(pl.col("whole") > 0).sort(KEYS)


def _stated(rows: pl.DataFrame, way: str) -> pl.DataFrame:
    """The total with the world that a state reports, newest first."""
    at, facing = WAYS[way]
    said = rows.filter((pl.col(facing) == WORLD) & (pl.col("reporter") == pl.col(at)))
    return said.select("snapshot_id", state=at, year="year", topic=pl.lit(way), stated="value", whole_id="flow_id")


def shares(frame: WorldFrame) -> pl.DataFrame:
    """Each partner's share of a state's imports or exports: what is lost the day that the partner stops.

    The value is by the state's own account, else by the partner's; the ends span all accounts of the flow, the rest of
    the trade being as the state reports it. Without the partner's account that is said. Partners are states.
    """
    return frame.once("trade-shares", lambda: _shares(frame))


def _shares(frame: WorldFrame) -> pl.DataFrame:
    held = pairs(frame).join(wholes(frame).select(*KEYS, "whole", "whole_id", "is_matrix"), on=KEYS).filter("is_state")
    best = pl.coalesce("own", "other")
    rest = pl.max_horizontal(pl.col("whole") - best, pl.lit(0.0))
    both = pl.col("own").is_not_null() & pl.col("other").is_not_null()
    spans = both | (pl.col("most") - pl.col("least") > ROUNDING)

    def share(amount: pl.Expr) -> pl.Expr:
        return pl.when(amount + rest > 0).then(amount / (amount + rest)).otherwise(0.0)

    lacks = pl.when(pl.col("is_matrix")).then(pl.lit(NO_ERROR)).when(~both).then(pl.lit(SECOND))
    found = held.with_columns(
        value=share(best), low=pl.when(spans).then(share(pl.col("least"))), high=pl.when(spans).then(share(pl.col("most"))),
        missing=pl.concat_list(lacks).list.drop_nulls(),
    )  # fmt: skip
    matrix = told(found.filter("is_matrix"))
    return pl.concat([found.filter(~pl.col("is_matrix")), matrix])


def turned(topic: str) -> str:
    """The partner's way of the same flow: what the one imports the other exports.

    >>> turned("imports-matrix")
    'exports-matrix'
    """
    way, dash, account = topic.partition("-")
    return {"imports": "exports", "exports": "imports"}[way] + dash + account


def told(rows: pl.DataFrame) -> pl.DataFrame:
    """The pairs in which either side has at least one per cent with the other, so that both directions are told or neither."""
    ways = {topic: turned(topic) for topic in rows["topic"].unique()}
    facing = rows.select(
        state="partner",
        partner="state",
        year="year",
        facing="value",
        topic=pl.col("topic").replace_strict(ways, default=None, return_dtype=pl.String),
    )
    found = rows.join(facing, on=[*KEYS, "partner"], how="left", maintain_order="left")
    return found.filter(pl.max_horizontal("value", "facing") >= LEAST_SHARE).drop("facing")


def cut_off(frame: WorldFrame) -> pl.DataFrame:
    """Loss under cut-off: the share of a state's imports, or exports, that stops with each partner."""
    return _shown(shares(frame).rename({"partner": "object"}))


def reverse(frame: WorldFrame) -> pl.DataFrame:
    """The other direction: the share of the partner's own imports, or exports, that stops with the state.

    The topic is the state's way of trade: its exports are what the partner imports.
    """
    rows = shares(frame)
    ways = {topic: turned(topic) for topic in rows["topic"].unique()}
    way = pl.col("topic").replace_strict(ways, default=None, return_dtype=pl.String)
    return _shown(rows.with_columns(topic=way).rename({"state": "object", "partner": "state"}))


def largest(frame: WorldFrame) -> pl.DataFrame:
    """The partner whose cut-off would take most, with its share."""
    ranked = shares(frame).sort(*KEYS, "value", "partner", descending=[False, False, False, True, False])
    return _shown(ranked.unique(KEYS, keep="first", maintain_order=True).rename({"partner": "object"}))


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        "state", "object", "topic", "value", "low", "high", "missing", period=pl.col("year").cast(pl.String)
    )


def concentration(frame: WorldFrame) -> pl.DataFrame:
    """HHI of a state's partners in imports and in exports.

    Over a matrix of all pairs there is no error to say. Where an account names its five largest partners and the total,
    the value counts the states named; the low end lets the rest be crumbs, the high end partners as large as the least of
    the five. Both let every named partner's trade lie anywhere between the accounts of it.
    """
    return frame.once("trade-concentration", lambda: _concentration(frame))


def _concentration(frame: WorldFrame) -> pl.DataFrame:
    own = pairs(frame).filter(pl.col("own").is_not_null() & pl.col("is_state"))
    found = concentrated(own.select(*KEYS, "partner", "own"), KEYS, "partner", "own").join(wholes(frame), on=KEYS)
    whole, is_matrix = pl.col("whole"), pl.col("is_matrix")
    value = pl.col("hhi").fill_null(0.0) * (pl.col("states") / whole) ** 2
    found = found.join(_bounds(own.join(wholes(frame).filter(~is_matrix), on=KEYS)), on=KEYS, how="left")
    lacks = (
        pl.when(is_matrix).then(pl.lit(NO_ERROR)).when(pl.col("named") < whole * (1 - TOLERANCE)).then(pl.lit(OTHERS))
    )
    known = pl.col("low").is_not_null()
    return found.select(
        "state", "topic", value=value, low=pl.when(known).then(pl.min_horizontal("low", value)),
        high=pl.when(known).then(pl.max_horizontal("high", value)), missing=pl.concat_list(lacks).list.drop_nulls(),
        period=pl.col("year").cast(pl.String),
    )  # fmt: skip


def _bounds(own: pl.DataFrame) -> pl.DataFrame:
    """The ends of each group's index: every partner within its accounts; the rest in crumbs, and in parcels of the fifth."""
    named = own.select(*KEYS, low="least", high="most")
    groups = own.unique(KEYS).with_columns(
        rest=pl.max_horizontal(pl.col("whole") - pl.col("states"), pl.lit(0.0)),
        open=pl.max_horizontal(pl.col("whole") - pl.col("named"), pl.lit(0.0)),
    )
    parcel = pl.coalesce("fifth", "open")
    count = (
        pl.when(parcel > 0).then((pl.col("open") / parcel).floor()).otherwise(0).clip(0, MOST_PARCELS).cast(pl.Int64)
    )
    last = pl.max_horizontal(pl.col("open") - count * parcel, pl.lit(0.0))
    lump = pl.max_horizontal(pl.col("named") - pl.col("states"), pl.lit(0.0))
    parcels = groups.select(*KEYS, low=pl.concat_list(parcel.repeat_by(count), last, lump)).explode(
        "low", empty_as_null=False
    )
    packed = pl.concat([named, parcels.with_columns(high="low")])
    least = _ends(named, groups.select(*KEYS, free="rest")).select(*KEYS, "low")
    return least.join(_ends(packed, groups.select(*KEYS, free=pl.lit(0.0))).select(*KEYS, "high"), on=KEYS)


def _ends(rows: pl.DataFrame, free: pl.DataFrame) -> pl.DataFrame:
    placed = rows.sort(KEYS).with_row_index()
    groups = placed.group_by(KEYS, maintain_order=True).agg(pl.col("index").first())
    groups = groups.join(free, on=KEYS, how="left", maintain_order="left")
    low, high = concentration_bounds(placed["low"], placed["high"], groups["index"].cast(pl.Int64), groups["free"])
    return groups.select(KEYS).with_columns(
        low=pl.Series(low, dtype=pl.Float64), high=pl.Series(high, dtype=pl.Float64)
    )


def partners(frame: WorldFrame) -> pl.DataFrame:
    """The effective number of partners, 1/HHI, of the same groups."""
    found = concentration(frame).filter(pl.col("value") > 0)
    return found.with_columns(value=1 / pl.col("value"), low=1 / pl.col("high"), high=1 / pl.col("low"))


def mirror(frame: WorldFrame) -> pl.DataFrame:
    """How far the two accounts of one flow part: 1 − the lesser over the greater; without a second account, that is said."""
    held = pairs(frame).filter(~pl.col("topic").str.ends_with("-matrix") & pl.col("is_state"))
    both = pl.col("own").is_not_null() & pl.col("other").is_not_null()
    most = pl.max_horizontal("own", "other")
    apart = pl.when(both & (most == 0)).then(0.0).when(both).then(1 - pl.min_horizontal("own", "other") / most)
    lacks = pl.when(~both).then(pl.lit(SECOND))
    found = held.with_columns(value=apart, low=apart, high=apart, missing=pl.concat_list(lacks).list.drop_nulls())
    return _shown(found.rename({"partner": "object"}))


def pair_behind(frame: WorldFrame, one: Measurement, *, is_turned: bool = False) -> Iterable[str]:
    """The accounts of the flow that a measurement of two states rests on, and the whole that it is a share of.

    ``is_turned``: the share is of the object's trade, which goes the other way.
    """
    state, partner, topic = one.subject, one.object, one.topic or ""
    if is_turned:
        state, partner = one.object or "", one.subject
        topic = turned(topic)
    held = pairs(frame).filter(_of(state, one.period, topic) & (pl.col("partner") == partner))
    whole = wholes(frame).filter(_of(state, one.period, topic))["whole_id"].drop_nulls()
    found = [*held["flow_ids"].explode(empty_as_null=False), *whole]
    return [f"{Flow.table}:{flow_id}" for flow_id in dict.fromkeys(found)]


def partners_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The flows with every partner that an index counts, and the whole."""
    held = pairs(frame).filter(_of(one.subject, one.period, one.topic or "") & pl.col("own").is_not_null())
    whole = wholes(frame).filter(_of(one.subject, one.period, one.topic or ""))["whole_id"].drop_nulls()
    rows = [*held["flow_ids"].explode(empty_as_null=False), *whole]
    return [f"{Flow.table}:{flow_id}" for flow_id in dict.fromkeys(rows)]


def _of(state: str, period: str, topic: str) -> pl.Expr:
    return (pl.col("state") == state) & (pl.col("year") == int(period)) & (pl.col("topic") == topic)
