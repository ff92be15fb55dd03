"""Autonomy at Risk of importers: ends hold values, order changes nothing, and on average it is what each platform's suppliers say."""

from __future__ import annotations

import polars as pl
import pytest

from contrapeso.measure.world.arms import grid, last_year
from contrapeso.measure.world.lookthrough import denial
from contrapeso.measure.world.risk import HORIZON, YEARLY, Importer, Pool, arms_risk, importers
from contrapeso.methods.cases import cases
from contrapeso.methods.copula import Blocs
from tests.measure.world.test_arms import deal, frame_of, sample_frame

CHANCE = 1.0 - (1.0 - (YEARLY.value or 0.0)) ** HORIZON


def test_every_state_has_four_figures_in_order_or_says_what_is_missing() -> None:
    frame = sample_frame()
    found = arms_risk(frame)
    year = last_year(frame)
    states = grid(frame).filter((pl.col("year") == year) & (pl.col("years") == 20))["state"]
    assert sorted(found["state"].unique()) == sorted(states) and found.height == 4 * states.len()
    for _, rows in found.group_by("state"):
        values = rows.sort("topic", descending=False)["value"].to_list()
        assert all(value is None for value in values) or all(0.0 <= value <= 1.0 + 1e-9 for value in values)
        for row in rows.iter_rows(named=True):
            if row["value"] is None:
                assert row["missing"] == ["deliveries"] and row["low"] is None
            else:
                assert row["low"] <= row["value"] + 1e-12 and row["value"] <= row["high"] + 1e-12


def test_the_order_of_the_rows_changes_nothing() -> None:
    by = ["state", "topic"]
    one, other = (arms_risk(sample_frame(turned=turned)).sort(by) for turned in (False, True))
    assert one.select(by).equals(other.select(by))
    for name in ("value", "low", "high"):
        for a, b in zip(one[name].to_list(), other[name].to_list(), strict=True):
            assert a == pytest.approx(b, abs=1e-9) or (a is None and b is None)


def test_on_average_each_platform_counts_by_whether_any_of_its_suppliers_denies() -> None:
    frame = sample_frame()
    found = {
        row["state"]: row["value"]
        for row in arms_risk(frame).filter(pl.col("topic") == "expected").iter_rows(named=True)
    }
    for one in importers(frame, last_year(frame)):
        of = cases(one.suppliers, dict.fromkeys(one.suppliers, CHANCE), Blocs(dict.fromkeys(one.suppliers, "all"), 0.3))
        total = sum(pool.even for pool in one.pools)
        expected = sum(
            pool.even / total * float(of.probabilities @ of.of(sorted(pool.likely)).any(axis=1)) for pool in one.pools
        )
        assert found[one.state] == pytest.approx(expected, abs=1e-9)


def test_who_can_deny_all_alone_bears_all_of_the_worst_cases() -> None:
    frame = frame_of(deal("a", "ITA", 60.0, "2020", category="towed gun"))
    found = {row["topic"]: row["value"] for row in arms_risk(frame).iter_rows(named=True)}
    assert denial(frame).filter(pl.col("period") == "2020")["value"].to_list() == [1.0]
    assert found["expected"] == pytest.approx(CHANCE) and found["aar-99"] == 1.0


def test_many_suppliers_are_drawn_and_their_ends_hold_the_value() -> None:
    names = [f"S{n:02}" for n in range(20)]
    one = Importer("HOM", tuple(Pool(frozenset([name]), frozenset([name]), 0, 1.0, 1.0, 1.0) for name in names))
    ends = one.ends(Blocs(dict.fromkeys(names, "all"), 0.3))
    assert ends.expected.low < CHANCE < ends.expected.high
    assert ends.aar(0.95).low < ends.aar(0.95).high <= 1.0
