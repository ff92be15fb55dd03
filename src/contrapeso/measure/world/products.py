"""Trade by product, for every state: who supplies what, what a supplier's cut-off takes, and which products are dependent."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Flow
from contrapeso.measure.world.concentration import concentrated
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.trade import NO_ERROR, WAYS, told

COMPILER = "CEPII"
CONCENTRATED = 0.4
"""HHI above which imports, or the world's exports, of a product are concentrated (European Commission 2021; CEPII 2024)."""
BALANCE = 1.0
"""Imports over own exports above which a product cannot be replaced from home (the same)."""
WINDOW, TIMES = 3, 2
"""A dependence lasts if it is found in so many of so many years (CEPII 2024)."""
NEEDS_DIGITS = r"^\d{6}$"
TAKEN = (
    "flow_id", "kind", "reporter", "product", "value", "origin", "origin_name", "destination", "destination_name",
    "period_first",
)  # fmt: skip
TESTS = ("commission", "geodep")


def goods(frame: WorldFrame) -> pl.DataFrame:
    """Trade by product: ``flow_id``, ``origin``, ``destination`` (codes, or the name of what is no state), ``value``."""
    return frame.once("goods", lambda: _goods(frame))


def _goods(frame: WorldFrame) -> pl.DataFrame:
    rows = frame.columns(Flow, *TAKEN).lazy().filter(
        (pl.col("kind") == "trade") & (pl.col("reporter") == COMPILER) & pl.col("product").str.contains(NEEDS_DIGITS)
        & (pl.col("value") > 0)
    )  # fmt: skip
    named = rows.select(
        "flow_id", "product", "value", origin=pl.coalesce("origin", "origin_name"),
        destination=pl.coalesce("destination", "destination_name"), from_state=pl.col("origin").is_not_null(),
        to_state=pl.col("destination").is_not_null(), year=pl.col("period_first").dt.year(),
    )  # fmt: skip
    return named.filter(pl.col("origin") != pl.col("destination")).collect()


def import_concentration(rows: pl.DataFrame) -> pl.DataFrame:
    """HHI of the origins of each destination's imports of each product in each year: ``hhi``."""
    return concentrated(rows, ["destination", "product", "year"], "origin", "value")


def products(frame: WorldFrame) -> pl.DataFrame:
    """Every state, product and year with imports: ``hhi``, ``imports``, ``exports``, the largest supplier and its ``share``."""
    return frame.once("products", lambda: _products(goods(frame)))


def _products(rows: pl.DataFrame) -> pl.DataFrame:
    keys = ["state", "product", "year"]
    bought = rows.filter("to_state")
    index = import_concentration(bought).rename({"destination": "state"})
    coded = bought.with_columns(pl.col("destination", "product").cast(pl.Categorical))  # numbers are grouped faster
    by = coded.group_by(state="destination", product="product", year="year", supplier="origin", is_state="from_state")
    ranked = by.agg(amount=pl.col("value").sum()).sort("amount", "supplier", descending=[True, False])
    most = ranked.group_by(keys, maintain_order=True).agg(
        pl.col("supplier").first(), pl.col("is_state").first(), share=pl.col("amount").first() / pl.col("amount").sum(),
        imports=pl.col("amount").sum(),
    ).with_columns(pl.col("state", "product").cast(pl.String))  # fmt: skip
    sold = (
        rows.filter("from_state")
        .group_by(state="origin", product="product", year="year")
        .agg(exports=pl.col("value").sum())
    )
    world = concentrated(rows, ["product", "year"], "origin", "value").rename({"hhi": "world_hhi"})
    found = most.join(index, on=keys).join(sold, on=keys, how="left").join(world, on=["product", "year"])
    return found.with_columns(pl.col("exports").fill_null(0.0)).sort(keys)


def concentration(frame: WorldFrame) -> pl.DataFrame:
    """HHI of the suppliers of each product that a state imports; the topic is the product."""
    return _shown(products(frame).with_columns(value=pl.col("hhi"), topic=pl.col("product")))


def cut_off(frame: WorldFrame) -> pl.DataFrame:
    """Loss under cut-off by product: its largest supplier, and the share of the state's imports of it that stops with it."""
    held = products(frame).filter("is_state")
    return _shown(held.with_columns(value=pl.col("share"), topic=pl.col("product"), object=pl.col("supplier")))


def dependent(frame: WorldFrame) -> pl.DataFrame:
    """The share of the imported products, by number and by value, that is dependent by either published test.

    ``commission``: HHI of imports above 0.4 and imports above exports; the Commission's third criterion, foreign
    supply above half of all imports, holds of itself where one state is looked at. ``geodep``: besides, HHI of the
    world's exports above 0.4, and all of it in two of the last three years.
    """
    return frame.once("dependent", lambda: _dependent(products(frame)))


def tested(rows: pl.DataFrame) -> pl.DataFrame:
    """The products with the two tests as columns; ``geodep`` is null in years before three are known."""
    both = (pl.col("hhi") > CONCENTRATED) & (pl.col("imports") > BALANCE * pl.col("exports"))
    rows = rows.with_columns(commission=both, holds=both & (pl.col("world_hhi") > CONCENTRATED))
    keys = ["state", "product"]
    years = rows.select(*keys, "year", "holds")
    times = pl.concat([years.with_columns(pl.col("year") + back, holds=pl.col("holds")) for back in range(WINDOW)])
    times = times.group_by(*keys, "year").agg(times=pl.col("holds").sum())
    first = rows["year"].min()
    known = pl.col("year") >= (first if isinstance(first, int) else 0) + WINDOW - 1
    return rows.join(times, on=[*keys, "year"], how="left").with_columns(
        geodep=pl.when(known).then(pl.col("times") >= TIMES)
    )


def _dependent(rows: pl.DataFrame) -> pl.DataFrame:
    rows = tested(rows)
    parts = []
    for test in TESTS:
        held = rows.filter(pl.col(test).is_not_null()).group_by("state", "year")
        by = held.agg(number=pl.col(test).mean(), worth=pl.col("imports").filter(test).sum() / pl.col("imports").sum())
        parts += [
            by.select("state", "year", value=column, topic=pl.lit(f"{test}{ending}"))
            for column, ending in (("number", ""), ("worth", "-value"))
        ]
    return _shown(pl.concat(parts)).with_columns(is_assumed=pl.lit(True))


def shares(frame: WorldFrame) -> pl.DataFrame:
    """Each partner's share of the value of all goods on record that a state imports, or exports, in a year."""
    return frame.once("goods-shares", lambda: told(pl.concat([_way(goods(frame), way) for way in WAYS])))


def _way(rows: pl.DataFrame, way: str) -> pl.DataFrame:
    at, facing = WAYS[way]
    ends = {"destination": "to_state", "origin": "from_state"}
    held = rows.filter(ends[at]).group_by(state=at, partner=facing, is_state=ends[facing], year="year")
    amounts = held.agg(amount=pl.col("value").sum())
    share = pl.col("amount") / pl.col("amount").sum().over("state", "year")
    found = amounts.with_columns(value=share, topic=pl.lit(way))
    return found.filter("is_state")


def partner_cut_off(frame: WorldFrame) -> pl.DataFrame:
    """Loss under cut-off over all goods on record: the share of a state's imports, or exports, that stops with each partner."""
    return _shown(shares(frame).with_columns(object=pl.col("partner")))


def reverse(frame: WorldFrame) -> pl.DataFrame:
    """The other direction: the share of the partner's own imports, or exports, of these goods that stops with the state."""
    turned = pl.when(pl.col("topic") == "imports").then(pl.lit("exports")).otherwise(pl.lit("imports"))
    return _shown(shares(frame).rename({"state": "object", "partner": "state"}).with_columns(topic=turned))


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    """The columns of measurements; BACI states no error, which is said."""
    names = [name for name in ("state", "object", "topic", "value") if name in found.columns]
    lacks = pl.concat_list(pl.lit(NO_ERROR))
    return found.select(*names, period=pl.col("year").cast(pl.String), missing=lacks)


def product_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """Every flow of the product into the state in the year."""
    return _named(_of(frame, one, "destination").filter(pl.col("product") == one.topic))


def pair_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The flows between the two, the way that the topic says."""
    at, facing = WAYS[one.topic or "imports"]
    return _named(_of(frame, one, at).filter(pl.col(facing) == one.object))


def dependent_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The flows into the state of the products that the test found dependent."""
    test = (one.topic or TESTS[0]).removesuffix("-value")
    rows = tested(products(frame)).filter((pl.col("state") == one.subject) & (pl.col("year") == int(one.period)))
    found = rows.filter(pl.col(test).fill_null(False))["product"].to_list() or rows["product"].to_list()
    return _named(_of(frame, one, "destination").filter(pl.col("product").is_in(found)))


def _of(frame: WorldFrame, one: Measurement, at: str) -> pl.DataFrame:
    return goods(frame).filter((pl.col(at) == one.subject) & (pl.col("year") == int(one.period)))


def _named(rows: pl.DataFrame) -> list[str]:
    return [f"{Flow.table}:{flow_id}" for flow_id in rows.sort("value", descending=True)["flow_id"]]
