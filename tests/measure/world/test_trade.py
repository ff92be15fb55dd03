"""Trade of all states: two accounts are one flow seen from both ends, ends hold values, and order changes nothing."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.core.world import Flow
from contrapeso.ledger.schema import facts_to_arrow
from contrapeso.measure.cases import _fact as made
from contrapeso.measure.world import WorldFrame, products, trade
from contrapeso.measure.world.concentration import _by_column, concentrated
from contrapeso.measure.world.packing import pack

STATES = ("PER", "CHN", "USA", "BOL", "ECU")
Row = dict[str, object]


def frame_of(*rows: Row) -> WorldFrame:
    facts = [made(Flow, row) for row in rows]
    return WorldFrame(lambda fact: facts_to_arrow(fact, facts if fact is Flow else []))


def account(origin: str | None, destination: str | None, reporter: str, value: float, **more: object) -> Row:
    return {
        "origin": origin,
        "destination": destination,
        "reporter": reporter,
        "period": "2020",
        "value": value,
        **more,
    }


@st.composite
def worlds(draw: st.DrawFn) -> list[Row]:
    """Some flows between five states, each told by either or both; totals that are no less than what is named."""
    rows: list[Row] = []
    amounts = st.floats(0.0, 1e9, allow_nan=False)
    for origin in STATES:
        for destination in STATES:
            if origin != destination:
                told = draw(st.sampled_from(((), (origin,), (destination,), (origin, destination))))
                rows += [account(origin, destination, who, draw(amounts)) for who in told]
    for state in STATES:
        for way, at in (("exports", "origin"), ("imports", "destination")):
            named = sum(float(str(row["value"])) for row in rows if row[at] == state and row["reporter"] == state)
            whole = named + draw(st.floats(0.0, 1e9)) + 1.0
            rows.append(account(state, None, state, whole) if way == "exports" else account(None, state, state, whole))
    return rows


def table(found: pl.DataFrame) -> dict[tuple[object, ...], tuple[object, ...]]:
    names = [name for name in ("state", "object", "topic") if name in found.columns]
    numbers = [name for name in ("value", "low", "high") if name in found.columns]
    return {tuple(row[name] for name in names): tuple(row[name] for name in numbers) for row in found.to_dicts()}


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_shares_are_shares_and_ends_hold_them(rows: list[Row]) -> None:
    frame = frame_of(*rows)
    for found in (trade.cut_off(frame), trade.reverse(frame), trade.concentration(frame), trade.mirror(frame)):
        known = found.filter(pl.col("value").is_not_null())
        assert known["value"].is_between(0, 1 + 1e-12).all()
        ended = known.filter(pl.col("low").is_not_null())
        assert ((ended["low"] <= ended["value"] + 1e-12) & (ended["value"] <= ended["high"] + 1e-12)).all()
        assert (known["low"].is_not_null() | (known["missing"].list.len() > 0)).all()


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_flow_seen_from_both_ends_is_one_flow(rows: list[Row]) -> None:
    frame = frame_of(*rows)
    mirror = table(trade.mirror(frame))
    for (state, partner, topic), numbers in mirror.items():
        assert mirror[partner, state, trade.turned(str(topic))] == numbers
    ours, theirs = table(trade.cut_off(frame)), table(trade.reverse(frame))
    assert {
        (partner, state, trade.turned(str(topic))): numbers for (state, partner, topic), numbers in ours.items()
    } == theirs


@settings(max_examples=25, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Row], draw: random.Random) -> None:
    shuffled = [*rows]
    draw.shuffle(shuffled)
    for measure in (trade.cut_off, trade.mirror, trade.largest, trade.concentration):
        expected, found = table(measure(frame_of(*rows))), table(measure(frame_of(*shuffled)))
        assert expected.keys() == found.keys()
        for key, numbers in expected.items():
            assert found[key] == pytest.approx(numbers)


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 2**32))
def test_any_trade_between_the_accounts_has_its_index_between_the_ends(rows: list[Row], seed: int) -> None:
    """Brute force: draw amounts between the accounts, split what is not named among nobody known, and look."""
    frame, draw = frame_of(*rows), np.random.default_rng(seed)
    held = trade.pairs(frame).filter(pl.col("own").is_not_null())
    ends = table(trade.concentration(frame))
    for key, group in held.group_by("state", "topic"):
        _, low, high = ends[key]
        whole = trade.wholes(frame).filter((pl.col("state") == key[0]) & (pl.col("topic") == key[1]))
        rest = float(whole["whole"][0] - whole["named"][0])
        for _ in range(10):
            amounts = draw.uniform(group["least"].to_numpy(), group["most"].to_numpy())
            others = rest * draw.dirichlet(np.ones(draw.integers(1, 6)))
            every = np.concatenate((amounts, others))
            index = float((every**2).sum() / every.sum() ** 2)
            assert float(str(low)) - 1e-9 <= index <= float(str(high)) + 1e-9


def test_of_two_editions_of_an_account_that_of_the_total_counts_and_the_other_is_an_end() -> None:
    rows = [account("USA", "PER", "PER", 30e6), account(None, "PER", "PER", 100e6), account("USA", "PER", "PER", 50e6)]
    facts = [made(Flow, {**row, "flow_id": f"f{n}"}) for n, row in enumerate(rows)]
    held = pl.from_arrow(facts_to_arrow(Flow, facts))
    assert isinstance(held, pl.DataFrame)
    held = held.with_columns(snapshot_id=pl.Series(["old", "old", "new"]))
    frame = WorldFrame(lambda fact: held.to_arrow(), all_vintages={"old": "2023-01-01", "new": "2026-01-01"})
    found = trade.cut_off(frame).row(0, named=True)
    assert (found["value"], found["low"]) == pytest.approx((0.3, 0.3))
    assert found["high"] == pytest.approx(50 / 120) and found["missing"] == [trade.SECOND]


def test_products_or_breakdowns_are_never_added_to_all_goods() -> None:
    plain = [account("USA", "PER", "PER", 30.0), account(None, "PER", "PER", 100.0)]
    more = [
        account("USA", "PER", "PER", 9.0, product="260300"),
        account("USA", "PER", "PER", 9.0, account="transport 1"),
    ]
    assert table(trade.cut_off(frame_of(*plain, *more))) == table(trade.cut_off(frame_of(*plain)))
    assert products.goods(frame_of(*plain, *more)).is_empty()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(-3, 3), st.sampled_from("XYZ"), st.floats(0, 1e6)), min_size=1
    )
)
def test_packed_keys_group_as_columns_do(rows: list[tuple[str, int, str, float]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "n": pl.Int32, "p": pl.String, "v": pl.Float64}, orient="row")
    assert pack(frame, ["a", "n", "p"]) is not None
    fast = concentrated(frame, ["a", "n"], "p", "v").sort("a", "n")
    plain = _by_column(frame, ["a", "n"], "p", "v").sort("a", "n")
    assert fast["a"].to_list() == plain["a"].to_list() and fast["n"].to_list() == plain["n"].to_list()
    assert fast["hhi"].is_null().to_list() == plain["hhi"].is_null().to_list()
    assert fast["hhi"].drop_nulls().to_list() == pytest.approx(plain["hhi"].drop_nulls().to_list(), rel=1e-12)


def test_what_cannot_be_packed_is_grouped_as_it_stands() -> None:
    frame = pl.DataFrame({"a": ["A", None, None], "p": ["X", "X", "Y"], "v": [1.0, 1.0, 1.0]})
    assert pack(frame, ["a", "p"]) is None
    found = dict(concentrated(frame, ["a"], "p", "v").rows())
    assert found == {"A": 1.0, None: 0.5}
    assert pack(pl.DataFrame({"a": [0, 2**61], "b": [0, 2**61]}), ["a", "b"]) is None
