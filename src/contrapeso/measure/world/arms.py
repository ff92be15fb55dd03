"""Deliveries of major arms to every state in windows of years, by supplier: as spread evenly, the least and the most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import successors
from contrapeso.core.world import Transfer
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.methods.deliveries import delivered_within

WINDOWS = (5, 10, 20)
LONGEST = 20
WEIGHTS = ("tiv", "deals")
UNNAMED = "?"
"""A supplier that the publisher could not name: it may be any state."""
GROUP = ["state", "year", "years"]


def deliveries(frame: WorldFrame) -> pl.DataFrame:
    """Every deal in every window that saw a delivery: state, year (the window's last), years (its length), deal, supplier.

    ``even``, ``low`` and ``high`` are millions of TIV; null where the publisher gives no value. States that left one
    successor count as it from then on; a window belongs to a state that exists at its end.
    """
    return frame.once("deliveries", lambda: _deliveries(frame.table(Transfer)), of=(Transfer,))


def last_year(frame: WorldFrame) -> int:
    """The last year in which the register has a delivery; 0 without any."""
    return frame.once(
        "last-year",
        lambda: whole(frame.table(Transfer)["delivery_years"].explode(empty_as_null=False).cast(pl.Int32).max()),
        of=(Transfer,),
    )


def whole(value: object) -> int:
    """What a column's least or greatest whole number is; 0 of an empty column."""
    return value if isinstance(value, int) else 0


def _deliveries(transfers: pl.DataFrame) -> pl.DataFrame:
    deals = (
        transfers.filter((pl.col("recipient_kind") == "state") & (pl.col("delivery_years").list.len() > 0))
        .with_columns(listed=pl.col("delivery_years").cast(pl.List(pl.Int32)))
        .sort("deal_id")
        .with_row_index("place")
    )
    taken = deals.select(
        "place", "deal_id", "recipient", "supplier", "supplier_name", "supplier_kind", "category", "condition",
        "designation", "host_role", listed=pl.col("listed").list.len(), units=pl.col("delivered"),
        value=pl.col("value_delivered_tiv"),
    )  # fmt: skip
    rows = _valued(_within(deals).join(taken, on="place"))
    return (
        _of_their_day(rows)
        .sort(pl.col("state").cast(pl.Enum(rows["recipient"].unique().drop_nulls().sort())), "year", "years", "place")
        .drop("place")
    )


def _within(deals: pl.DataFrame) -> pl.DataFrame:
    """How many of its years of delivery each deal has in each window; deals by place, as numbers are grouped faster than words."""
    seen = deals.select("place", year=pl.col("listed")).explode("year", empty_as_null=False)
    last = whole(seen["year"].max())
    parts = []
    for years in WINDOWS:
        ends = seen.select("place", year=pl.int_ranges("year", pl.col("year") + years)).explode(
            "year", empty_as_null=False
        )
        counted = ends.filter(pl.col("year") <= last).group_by("place", "year").agg(within=pl.len())
        parts.append(counted.with_columns(years=pl.lit(years, dtype=pl.Int32)))
    return pl.concat(parts)


def _valued(rows: pl.DataFrame) -> pl.DataFrame:
    found = delivered_within(
        rows["value"].fill_null(0.0).to_numpy(), rows["units"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        rows["listed"].to_numpy(), rows["within"].to_numpy(),
    )  # fmt: skip
    known = pl.col("value").is_not_null()
    named = {name: pl.Series(name, values) for name, values in found._asdict().items()}
    rows = rows.with_columns(**named).with_columns(pl.when(known).then(name).alias(name) for name in named)
    return rows.with_columns(sure_from=pl.col("within"))


def _of_their_day(rows: pl.DataFrame) -> pl.DataFrame:
    """State and supplier as they stand at the end of the window's last year."""
    rows = rows.with_columns(state=pl.col("recipient"))
    lives = pl.DataFrame(
        _ends(rows), schema={"code": pl.String(), "year": pl.Int32(), "heir": pl.String()}, orient="row"
    )
    rows = rows.join(lives, left_on=["supplier", "year"], right_on=["code", "year"], how="left")
    named = pl.coalesce(
        "heir", "supplier", pl.when(pl.col("supplier_kind") == "unknown").then(pl.lit(UNNAMED)), "supplier_name"
    )
    rows = rows.with_columns(supplier=named).drop("heir")
    gone = lives.filter(pl.col("heir").is_null() | (pl.col("heir") != pl.col("code"))).select("code", "year")
    return rows.join(gone, left_on=["state", "year"], right_on=["code", "year"], how="anti")


def _ends(rows: pl.DataFrame) -> list[tuple[str, int, str | None]]:
    """Each party that has left successors by the end of a year, with the one that stands for it, if it is one."""
    found: list[tuple[str, int, str | None]] = []
    years = range(whole(rows["year"].min()), whole(rows["year"].max()) + 1) if rows.height else ()
    for code in {*rows["supplier"].unique(), *rows["recipient"].unique()} - {None}:
        for year in years:
            heirs = successors(code, date(year, 12, 31)) if _is_code(code) else (code,)
            if heirs != (code,):
                found.append((code, year, heirs[0] if len(heirs) == 1 else None))
    return found


def _is_code(code: str) -> bool:
    from contrapeso.core.state import is_state

    return is_state(code)


def by_supplier(frame: WorldFrame) -> pl.DataFrame:
    """Deliveries summed by state, window and supplier: ``even``, ``low``, ``high`` in TIV, ``deals``, ``unvalued``."""
    return frame.once("by-supplier", lambda: _summed(deliveries(frame)), of=(Transfer,))


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    sums = (pl.col(name).sum() for name in ("even", "low", "high"))
    found = rows.group_by(*GROUP, "supplier").agg(*sums, deals=pl.len(), unvalued=pl.col("value").is_null().sum())
    return found.sort(*GROUP, "supplier")


def grid(frame: WorldFrame) -> pl.DataFrame:
    """Every state and year from its first delivery on, in every window: where nothing came, that is said."""
    return frame.once("grid", lambda: _grid(deliveries(frame)), of=(Transfer,))


def _grid(rows: pl.DataFrame) -> pl.DataFrame:
    last = whole(rows["year"].max())
    lives = rows.group_by("state").agg(first=pl.col("year").min())
    ended = pl.DataFrame(
        [(code, successors_end(code, last)) for code in lives["state"]], schema={"state": pl.String(), "last": pl.Int32()}, orient="row",
    )  # fmt: skip
    years = (
        lives.join(ended, on="state")
        .select("state", year=pl.int_ranges("first", pl.col("last") + 1))
        .explode("year", empty_as_null=False)
    )
    return years.join(pl.DataFrame({"years": WINDOWS}, schema={"years": pl.Int32()}), how="cross").sort(*GROUP)


def successors_end(code: str, last: int) -> int:
    """The last year at whose end a state exists, at most ``last``."""
    if not _is_code(code) or successors(code, date(last, 12, 31)) == (code,):
        return last
    return max(year for year in range(1900, last + 1) if successors(code, date(year, 12, 31)) == (code,))


def deals_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The deals of a measurement's window, as facts are named; ``topic`` is ``<weight>-<years>``."""
    years = int((one.topic or str(LONGEST)).rpartition("-")[2])
    rows = deliveries(frame).filter(
        (pl.col("state") == one.subject) & (pl.col("year") == int(one.period)) & (pl.col("years") == years)
    )
    return (f"{Transfer.table}:{deal_id}" for deal_id in rows["deal_id"].unique(maintain_order=True))
