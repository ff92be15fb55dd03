"""How concentrated amounts are in groups of rows, and how concentrated each state's arms suppliers are, with bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contrapeso.core.world import Transfer
from contrapeso.measure.world.arms import GROUP, UNNAMED, by_supplier, grid
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.packing import Packed, pack
from contrapeso.methods.concentration import concentration_bounds


def concentrated(rows: pl.DataFrame, by: Sequence[str], partner: str, amount: str) -> pl.DataFrame:
    """Σ s² of the partners' shares of ``amount`` in each group: columns ``by`` and ``hhi``; null where nothing is there.

    >>> rows = pl.DataFrame({"state": ["A", "A", "A"], "from": ["X", "Y", "X"], "tiv": [1.0, 1.0, 2.0]})
    >>> concentrated(rows, ["state"], "from", "tiv")["hhi"].to_list()
    [0.625]
    """
    packed = pack(rows, [*by, partner])
    return _by_column(rows, by, partner, amount) if packed is None else _by_number(packed, rows[amount])


def _by_column(rows: pl.DataFrame, by: Sequence[str], partner: str, amount: str) -> pl.DataFrame:
    whole = pl.col(amount).sum()
    index = pl.when(whole > 0).then(((pl.col(amount) / whole) ** 2).sum())
    sums = rows.group_by(*by, partner, maintain_order=True).agg(pl.col(amount).sum())
    return sums.group_by(*by, maintain_order=True).agg(hhi=index)


def _by_number(packed: Packed, amounts: pl.Series) -> pl.DataFrame:
    """The same with all keys as one number, sorted by it, so that sums are made in one order on every machine."""
    rows = pl.DataFrame([packed.key, amounts.fill_null(0.0).cast(pl.Float64).alias("amount")])
    rows = rows.sort("key", maintain_order=True)
    key = rows["key"].to_numpy()
    first = _starts(key)
    sums = np.add.reduceat(rows["amount"].to_numpy(), first)
    group = key[first] // packed.sizes[-1]
    start = _starts(group)
    whole = np.add.reduceat(sums, start)
    sums /= np.repeat(np.where(whole > 0.0, whole, np.nan), np.diff(start, append=sums.size))
    index = pl.Series("hhi", np.add.reduceat(sums * sums, start)).fill_nan(None)
    return pl.DataFrame([*packed.columns(pl.Series("key", group[start]), without=1), index])


def _starts(sorted_keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1])))


def arms_concentration(frame: WorldFrame) -> pl.DataFrame:
    """HHI of arms suppliers: every state, year and window, by value (within bounds) and by number of deals (exact)."""
    return frame.once("arms-concentration", lambda: _arms(frame), of=(Transfer,))


def arms_suppliers(frame: WorldFrame) -> pl.DataFrame:
    """The effective number of arms suppliers, 1/HHI, of the same groups."""
    found = arms_concentration(frame)
    return found.with_columns(value=1 / pl.col("value"), low=1 / pl.col("high"), high=1 / pl.col("low"))


def _arms(frame: WorldFrame) -> pl.DataFrame:
    rows = by_supplier(frame)
    unnamed = rows.filter(pl.col("supplier") == UNNAMED).select(*GROUP).with_columns(missing=pl.lit("supplier"))
    everyone = grid(frame).join(unnamed, on=GROUP, how="left")
    return pl.concat([_by_value(rows, everyone), _by_deals(rows, everyone)])


def _by_value(rows: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    unvalued = rows.group_by(GROUP).agg(unvalued=pl.col("unvalued").sum() > 0)
    found = _indexed(rows, everyone).join(unvalued, on=GROUP, how="left").with_columns(
        pl.when(~pl.col("unvalued")).then(end).alias(end) for end in ("low", "high")
    )  # fmt: skip
    nothing = pl.when(pl.col("unvalued").is_null()).then(pl.lit("deliveries"))
    partly = pl.when(pl.col("unvalued") | (pl.col("value").is_null() & pl.col("unvalued").is_not_null()))
    return _shaped(found, "tiv", pl.concat_list(nothing, partly.then(pl.lit("delivered-value")), "missing"))


def _by_deals(rows: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    deals = pl.col("deals").cast(pl.Float64)
    found = _indexed(rows.with_columns(even=deals, low=deals, high=deals), everyone)
    nothing = pl.when(pl.col("value").is_null()).then(pl.lit("deliveries"))
    return _shaped(found, "deals", pl.concat_list(nothing, "missing"))


def _indexed(rows: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    """Everyone's groups with the index of the even amounts and its ends, which hold the value."""
    values = concentrated(rows, GROUP, "supplier", "even").rename({"hhi": "value"})
    found = everyone.join(values, on=GROUP, how="left").join(_bounds(rows), on=GROUP, how="left")
    least, most = pl.min_horizontal("low", "value"), pl.max_horizontal("high", "value")
    return found.with_columns(
        low=pl.when(pl.col("low").is_not_null()).then(least), high=pl.when(pl.col("high").is_not_null()).then(most)
    )


def _bounds(rows: pl.DataFrame) -> pl.DataFrame:
    """The ends of each group's index; what nobody is named for may belong to anybody."""
    named = (
        rows.filter((pl.col("high") > 0) & (pl.col("supplier") != UNNAMED)).sort(*GROUP, "supplier").with_row_index()
    )
    free = rows.filter(pl.col("supplier") == UNNAMED).select(*GROUP, free="high")
    groups = named.group_by(GROUP, maintain_order=True).agg(pl.col("index").first())
    groups = groups.join(free, on=GROUP, how="left", maintain_order="left").with_columns(pl.col("free").fill_null(0.0))
    low, high = concentration_bounds(named["low"], named["high"], groups["index"].cast(pl.Int64), groups["free"])
    return groups.select(GROUP).with_columns(
        low=pl.Series(low, dtype=pl.Float64), high=pl.Series(high, dtype=pl.Float64)
    )


def _shaped(found: pl.DataFrame, weight: str, missing: pl.Expr) -> pl.DataFrame:
    """The columns of measurements; where no value is known, neither are ends that would say nothing."""
    known = pl.col("value").is_not_null()
    ends = (pl.when(known).then(end).alias(end) for end in ("low", "high"))
    topic = pl.format(f"{weight}-{{}}", "years")
    return found.select(
        "state", "value", *ends, period=pl.col("year").cast(pl.String), topic=topic, missing=missing.list.drop_nulls()
    )
