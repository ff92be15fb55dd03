"""Arms of all states: permutations change nothing, shares sum to one, ends hold values, successors and windows are right."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from contrapeso.core.fact import Fact
from contrapeso.core.world import Part, Transfer
from contrapeso.ledger.schema import facts_to_arrow
from contrapeso.measure.cases import _fact as made
from contrapeso.measure.world import WorldFrame
from contrapeso.measure.world.arms import by_supplier, deliveries, grid
from contrapeso.measure.world.concentration import arms_concentration, concentrated
from contrapeso.measure.world.lookthrough import denial, direct, exposure, unknown_roles
from contrapeso.workspace.discover import built_in

Row = dict[str, object]


def deal(deal_id: str, supplier: str | None, value: float, *years: str, **more: object) -> Row:
    return {"deal_id": deal_id, "recipient": "COL", "supplier": supplier, "ordered_on": "1985", "delivered": 6,
            "delivery_years": list(years), "value_delivered_tiv": value, **more}  # fmt: skip


def frame_of(*rows: Row, parts: tuple[Row, ...] = ()) -> WorldFrame:
    facts: dict[type[Fact], list[Fact]] = {
        Transfer: [made(Transfer, row) for row in rows],
        Part: [made(Part, row) for row in parts],
    }
    return WorldFrame(lambda fact: facts_to_arrow(fact, facts.get(fact, [])))


@cache
def sample() -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The deals and parts that the register's own sample holds."""
    import json

    found: dict[str, list[Fact]] = {"transfer": [], "part": []}
    tables: dict[str, type[Fact]] = {"transfer": Transfer, "part": Part}
    for line in (
        (built_in() / "sources" / "sipri_trade_register" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        row = json.loads(line)
        table = row.pop("table", None)
        if table in found:
            kept = {name: value for name, value in row.items() if name not in ("locator", "snapshot_id", "public")}
            found[table].append(made(tables[table], kept))
    return tuple(found["transfer"]), tuple(found["part"])


def sample_frame(*, turned: bool = False) -> WorldFrame:
    transfers, parts = sample()
    rows = {Transfer: transfers[::-1] if turned else transfers, Part: parts[::-1] if turned else parts}
    return WorldFrame(lambda fact: facts_to_arrow(fact, rows.get(fact, ())))


MEASURES = [arms_concentration, direct, exposure, denial, unknown_roles]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.__name__)
def test_the_order_of_rows_changes_nothing(measure: object) -> None:
    assert callable(measure)
    plain, turned = measure(sample_frame()), measure(sample_frame(turned=True))
    names = [name for name in ("state", "period", "topic", "object") if name in plain.columns]
    first, second = (
        found.sort(names).select(*names, pl.col("value", "low", "high").round(9)) for found in (plain, turned)
    )
    assert plain.height > 0 and first.equals(second)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.__name__)
def test_ends_hold_the_value(measure: object) -> None:
    assert callable(measure)
    found = measure(sample_frame()).filter(pl.col("low").is_not_null())
    assert (
        found.filter((pl.col("low") > pl.col("value") + 1e-12) | (pl.col("value") > pl.col("high") + 1e-12)).height == 0
    )


def test_direct_shares_of_named_suppliers_sum_to_one() -> None:
    frame = frame_of(deal("a", "USA", 50, "2020", "2021"), deal("b", "ITA", 30, "2019"), deal("c", "KOR", 20, "2018"))
    sums = direct(frame).group_by("state", "period").agg(pl.col("value").sum())
    assert sums["value"].to_list() == pytest.approx([1.0] * sums.height)


def test_a_window_ends_with_its_year() -> None:
    found = by_supplier(frame_of(deal("a", "USA", 60, "2016", "2017", "2021")))
    at = {(row["year"], row["years"]): (row["low"], row["even"], row["high"]) for row in found.iter_rows(named=True)}
    assert at[2021, 5] == pytest.approx((20.0, 40.0, 50.0)) and at[2021, 10] == (60.0, 60.0, 60.0)
    assert (2016, 5) in at and at[2016, 5] == pytest.approx((10.0, 20.0, 40.0))


def test_a_state_that_left_one_successor_counts_as_it_from_then_on() -> None:
    frame = frame_of(deal("a", "SUN", 60, "1988"), deal("b", "RUS", 40, "1994"), deal("c", "CSK", 10, "1988"))
    found = by_supplier(frame).filter(pl.col("years") == 20)
    suppliers = {year: set(found.filter(pl.col("year") == year)["supplier"]) for year in (1990, 1994)}
    assert suppliers == {1990: {"SUN", "CSK"}, 1994: {"RUS", "CSK"}}


def test_an_importer_that_ended_is_not_measured_after() -> None:
    frame = frame_of(deal("a", "SUN", 60, "1988", recipient="DDR"), deal("b", "USA", 1, "1995"))
    assert deliveries(frame).filter(pl.col("state") == "DDR")["year"].max() == 1989
    assert grid(frame).filter(pl.col("state") == "DDR")["year"].max() == 1989


def test_concentration_by_hand() -> None:
    rows = pl.DataFrame({"state": ["A"] * 3, "from": ["X", "Y", "Z"], "tiv": [60.0, 20.0, 20.0]})
    assert concentrated(rows, ["state"], "from", "tiv")["hhi"].to_list() == pytest.approx([0.44])
    nothing = pl.DataFrame({"state": ["A"], "from": ["X"], "tiv": [0.0]})
    assert concentrated(nothing, ["state"], "from", "tiv")["hhi"].to_list() == [None]
