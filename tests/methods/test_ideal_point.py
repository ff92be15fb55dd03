"""Ideal points of simulated legislatures: paths recovered, and what must not matter, and what must."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from contrapeso.methods.ideal_point import Positions, estimate
from tests.methods.legislature import Legislature, simulate, standardised_truth

Floats = NDArray[np.float64]
NORMAL = NormalDist()


@pytest.fixture(scope="module")
def small() -> Legislature:
    return simulate(24, 6, 20, seed=5)


@pytest.fixture(scope="module")
def small_found(small: Legislature) -> Positions:
    return estimate(*small.columns(), anchor="S001")


def by_key(found: Positions) -> dict[tuple[Any, Any], float]:
    return dict(zip(zip(found.state, found.period, strict=True), found.position.tolist(), strict=True))


# Simulated legislatures


def test_paths_are_recovered_and_nine_in_ten_intervals_cover() -> None:
    world = simulate(80, 15, 45, seed=11)
    found = estimate(*world.columns(), anchor="S000")
    truth = standardised_truth(found, world)
    covered = np.mean((found.low <= truth) & (truth <= found.high))
    assert found.converged and np.corrcoef(truth, found.position)[0, 1] > 0.98
    assert 0.85 <= covered <= 0.95


def test_binary_positions_are_recovered_too() -> None:
    world = simulate(60, 8, 40, seed=12)
    found = estimate(*world.columns(), anchor="S000", ordinal=False)
    assert abs(np.corrcoef(standardised_truth(found, world), found.position)[0, 1]) > 0.96
    assert all(len(item.cutpoints) == 1 for item in found.items if item.slope is not None)


def test_the_model_predicts_hidden_votes_better_than_their_shares(small: Legislature) -> None:
    hidden = np.random.default_rng(0).integers(0, 8, len(small.vote))
    hidden[hidden > 2] = 0
    found = estimate(*small.columns(), anchor="S001", hidden=hidden)
    shares = np.bincount(np.array(small.vote) + 1) / len(small.vote)
    assert set(found.held_out) == {1, 2}
    assert min(found.held_out.values()) > float(shares @ np.log(shares)) + 0.1


# What must not matter, and what must


def test_the_result_is_on_its_scale_and_says_how_it_went(small_found: Positions) -> None:
    found = small_found
    assert found.converged and found.iterations == len(found.trace)
    assert float(found.position.mean()) == pytest.approx(0.0, abs=1e-9)
    assert float(found.position.std()) == pytest.approx(1.0)
    assert found.trace[-1] > found.trace[0] and found.trace[-1] == pytest.approx(found.trace[-2], rel=1e-4)
    assert (found.se > 0).all() and (found.low < found.high).all() and found.held_out == {}
    keys = list(zip(found.state, found.period, strict=True))
    assert keys == sorted(keys)


def test_the_order_of_rows_does_not_matter(small: Legislature, small_found: Positions) -> None:
    order = np.random.default_rng(1).permutation(len(small.vote))
    columns = [np.array(column)[order] for column in small.columns()]
    again = estimate(*columns, anchor="S001", tolerance=1e-7)
    straight = estimate(*small.columns(), anchor="S001", tolerance=1e-7)
    assert by_key(again) == pytest.approx(by_key(straight), abs=1e-7)
    assert by_key(small_found) == pytest.approx(by_key(straight), abs=2e-3)


def test_the_same_votes_give_the_same_bits(small: Legislature, small_found: Positions) -> None:
    again = estimate(*small.columns(), anchor="S001")
    assert (again.position == small_found.position).all() and (again.se == small_found.se).all()


def test_another_anchor_and_mirrored_votes_turn_signs_only(small: Legislature, small_found: Positions) -> None:
    means = {
        name: np.mean([p for (state, _), p in by_key(small_found).items() if state == name]) for name in small.state
    }
    left = min(means, key=lambda name: means[name])
    turned = estimate(*small.columns(), anchor=left)
    assert turned.position == pytest.approx(-small_found.position, abs=1e-12)
    state, roll, vote, period = small.columns()
    mirrored = estimate(state, roll, [-one for one in vote], period, anchor="S001", tolerance=1e-7)
    straight = estimate(*small.columns(), anchor="S001", tolerance=1e-7)
    assert mirrored.position == pytest.approx(straight.position, abs=1e-6)


def test_items_explain_the_votes_on_the_scale_of_the_positions(small: Legislature, small_found: Positions) -> None:
    items, at = {item.name: item for item in small_found.items}, by_key(small_found)
    right = expected = 0.0
    for state, roll, vote, period in zip(*small.columns(), strict=True):
        item = items[roll]
        if item.slope is None:
            continue
        u = [cut - item.slope * at[state, period] for cut in item.cutpoints]
        right += vote == 1
        expected += NORMAL.cdf(-u[1])
    assert expected == pytest.approx(right, rel=0.05)


def test_a_repeated_question_bridges_periods_that_share_no_state() -> None:
    world = simulate(60, 1, 60, seed=21, present=1.0)
    state, question, vote, _ = (np.array(column) for column in world.columns())
    late = np.array([int(name[1:]) % 2 for name in state]) == 1
    roll, period = question + 1000 * late, 1950 + late
    found = estimate(state, roll, vote, period, item=question, anchor="S000")
    truth = np.array([world.truth[name, 1950] for name in found.state])
    halves = [np.array(found.period) == when for when in (1950, 1951)]
    assert abs(np.corrcoef(truth, found.position)[0, 1]) > 0.95
    spreads = [found.position[half].std() / truth[half].std() for half in halves]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.1)


def test_equal_duplicates_count_once_and_missing_votes_not_at_all(small: Legislature, small_found: Positions) -> None:
    state, roll, vote, period = small.columns()
    more = estimate([*state, state[0], "S003"], [*roll, roll[0], 999], [*vote, vote[0], None], [*period, period[0], 1955], anchor="S001")  # fmt: skip
    assert by_key(more) == pytest.approx(by_key(small_found), abs=1e-12)
    assert more.n_votes.sum() == small_found.n_votes.sum()


def test_who_cannot_be_placed_is_named_with_the_reason(small: Legislature) -> None:
    state, roll, vote, period = small.columns()
    people = ["NEVER", "UNANIMOUS", "S001", "NEVER"]
    found = estimate(
        [*state, *people], [*roll, 0, 900, 900, 901], [*vote, math.nan, 1, 1, math.nan], [*period, 1950, 1990, 1990, 1991],
        anchor="S001",
    )  # fmt: skip
    reasons = {(one.state, one.period): one.reason for one in found.unplaced}
    assert reasons == {
        ("NEVER", 1950): "no-votes", ("NEVER", 1991): "no-votes", ("UNANIMOUS", 1990): "unanimous-only",
        ("S001", 1990): "unanimous-only",
    }  # fmt: skip
    assert "NEVER" not in found.state and next(item for item in found.items if item.name == 900).slope is None


def test_an_absence_widens_the_interval() -> None:
    world = simulate(30, 7, 25, seed=9, present=1.0)
    rows = [n for n, (s, p) in enumerate(zip(world.state, world.period, strict=True)) if s != "S002" or p not in (1952, 1953, 1954)]  # fmt: skip
    hidden = [int(world.state[n] == "S002" and world.period[n] == 1951 and world.roll_call[n] % 25 > 1) for n in rows]
    columns = [[column[n] for n in rows] for column in world.columns()]
    found = estimate(*columns, anchor="S000", hidden=hidden)  # type: ignore[arg-type]
    se = dict(zip(zip(found.state, found.period, strict=True), found.se.tolist(), strict=True))
    assert ("S002", 1953) not in se
    if ("S002", 1950) in se:
        assert se["S002", 1951] > se["S002", 1950]


def test_what_was_estimated_cannot_be_written_over(small_found: Positions) -> None:
    for column in (small_found.position, small_found.se, small_found.n_votes):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 0
