"""Agreement against published intervals, brute force and simulation."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from contrapeso.methods.agreement import agreement, by_topic, holm, newcombe
from contrapeso.methods.proportion import wilson

VOTE = st.sampled_from([-1.0, 0.0, 1.0, float("nan")])


@given(st.lists(st.tuples(VOTE, VOTE), max_size=60))
def test_counts_are_those_of_a_loop_over_common_votes(pairs: list[tuple[float, float]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    common = [(a, b) for a, b in pairs if a == a and b == b]
    found = agreement(first, second)
    if found is None:
        assert not common
        return
    assert found.n == len(common)
    assert found.alike.value == sum(a == b for a, b in common) / len(common)
    assert found.ordinal.value == pytest.approx(sum(1 - abs(a - b) / 2 for a, b in common) / len(common))
    assert found.alike.value <= found.ordinal.value + 1e-12
    for one in (found.alike, found.ordinal):
        assert 0 <= one.low <= one.value <= one.high <= 1
    assert agreement(second, first) == found


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_differences_have_the_intervals_that_newcombe_published(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873–890, table II, method 10, contrasts a, b and g."""
    found = newcombe(wilson(*first), wilson(*second))
    assert (round(found[1], 4), round(found[2], 4)) == (low, high)


def test_the_ordinal_interval_covers_the_truth_as_often_as_it_says() -> None:
    draw, chances = np.random.default_rng(5), np.array([0.55, 0.3, 0.15])
    truth = float(chances @ [1.0, 0.5, 0.0])
    covered = 0
    for _ in range(200):
        steps = draw.choice(3, 80, p=chances)
        found = agreement(np.where(steps == 2, -1, 0), np.where(steps == 2, 1, np.where(steps == 1, 1, 0)))
        assert found is not None
        covered += found.ordinal.low <= truth <= found.ordinal.high
    assert 0.84 <= covered / 200 <= 0.96


def test_topics_have_fishers_probability_and_counts_of_a_loop() -> None:
    draw = np.random.default_rng(3)
    topics = [[name for name in ("arms", "aid", "law") if draw.random() < 0.4] for _ in range(90)]
    first = draw.choice([-1.0, 0.0, 1.0], 90)
    second = np.where(draw.random(90) < 0.5, first, draw.choice([-1.0, 0.0, 1.0], 90))
    found = by_topic(first, second, topics)
    assert {one.topic for one in found} == {"arms", "aid", "law"}
    assert all(a.difference <= b.difference for a, b in pairwise(found))
    for one in found:
        inside = np.array([one.topic in names for names in topics])
        alike = first == second
        table = [[int((alike & side).sum()), int((~alike & side).sum())] for side in (inside, ~inside)]
        assert one.p == pytest.approx(fisher_exact(table)[1])
        assert one.on.value == pytest.approx(alike[inside].mean())
        assert one.low <= one.difference <= one.high
        assert one.adjusted >= one.p


def test_where_topics_make_no_difference_holm_rarely_finds_one() -> None:
    draw, alarms = np.random.default_rng(11), 0
    for _ in range(150):
        topics = [[str(draw.integers(8))] for _ in range(120)]
        first = draw.choice([-1.0, 1.0], 120)
        second = np.where(draw.random(120) < 0.4, first, -first)
        alarms += any(one.adjusted < 0.1 for one in by_topic(first, second, topics))
    assert alarms / 150 <= 0.14


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holms_probabilities_keep_their_order_and_only_grow(p: list[float]) -> None:
    found = holm(p)
    assert all(a >= b for a, b in zip(found, p, strict=True))
    ranked = [found[at] for at in sorted(range(len(p)), key=lambda at: p[at])]
    assert ranked == sorted(ranked)


def test_a_topic_of_every_vote_has_nothing_beside_it() -> None:
    assert by_topic([1, 1], [1, -1], [["all"], ["all"]]) == ()
    assert agreement([1.0, float("nan")], [float("nan"), 1.0]) is None


@pytest.mark.parametrize(("first", "second"), [([1, 2], [1, 1]), ([1], [1, 1])])
def test_what_is_no_vote_raises(first: list[float], second: list[float]) -> None:
    with pytest.raises(ValueError, match="votes"):
        agreement(first, second)
