"""Votes that place nobody, and priors that are none, are refused in both languages."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from contrapeso.core.errors import ContrapesoError
from contrapeso.methods.ideal_point import Priors, estimate

Floats = NDArray[np.float64]

BAD = {
    "one vote": ((["A"], [1], [1], [1]), {}),
    "unanimous": ((["A", "B"] * 3, [1, 1, 2, 2, 3, 3], [1] * 6, [1] * 6), {}),
    "one divided": ((["A", "B", "C"], [1] * 3, [1, -1, 0], [1] * 3), {}),
    "none": (([], [], [], []), {}),
    "contradiction": ((["A", "B", "A", "A", "B"], [1, 1, 1, 2, 2], [1, -1, -1, 1, -1], [1] * 5), {}),
    "code": ((["A", "B"], [1, 1], [1, 2], [1, 1]), {}),
    "word": ((["A", "B"], [1, 1], ["yes", "no"], [1, 1]), {}),
    "two periods": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], [1, 2, 1, 1]), {}),
    "period": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], ["x", "x", "x", "x"]), {}),
    "lengths": ((["A", "B"], [1, 1], [1, -1], [1]), {}),
    "anchor": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], [1] * 4), {"anchor": "Z"}),
    "mixed": ((["A", 1, "A", 1], [1, 1, 2, 2], [1, -1, 1, -1], [1] * 4), {}),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_votes_that_place_nobody_are_refused_in_both_languages(name: str) -> None:
    columns, options = BAD[name]
    columns = tuple(np.array(column, dtype=object) for column in columns) if name == "mixed" else columns
    with pytest.raises(ContrapesoError) as refused:
        estimate(*columns, **{"anchor": "A"} | options)  # type: ignore[arg-type]
    assert isinstance(refused.value, ValueError)
    assert refused.value.what.es != refused.value.what.en and refused.value.mend.es


@pytest.mark.parametrize(
    "wrong", [{"walk_sd": 0.0}, {"gap_shape": 1.0}, {"slope_sd": -1.0}, {"shift_sd": -0.1}, {"shift_sd": math.nan}]
)
def test_priors_that_are_no_priors_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="priors"):
        Priors(**wrong)


def test_votes_behind_a_mask_are_missing() -> None:
    draw = np.random.default_rng(4)
    state, call = (np.ravel(one) for one in np.meshgrid(np.arange(9), np.arange(30)))
    vote = np.where(state + draw.normal(0.0, 2.0, state.size) > 4.0, 1, -1) * np.where(call % 2, 1, -1)
    masked = np.ma.MaskedArray(vote, mask=draw.random(vote.size) < 0.3)
    found = estimate(state, call, masked, np.full(vote.size, 1990), anchor=8)
    expected = estimate(state, call, masked.astype(float).filled(math.nan), np.full(vote.size, 1990), anchor=8)
    assert found.n_votes.sum() == (~masked.mask).sum()
    np.testing.assert_array_equal(found.position, expected.position)


def test_a_name_that_is_no_text_among_texts_is_refused_and_not_made_a_text() -> None:
    with pytest.raises(ContrapesoError, match="state"):
        estimate(["A", math.nan, "C", "A", "B", "C"], [1] * 3 + [2] * 3, [1, -1, -1, 1, 1, -1], [1990] * 6, anchor="A")


def test_long_questions_take_no_memory_a_row() -> None:
    states, calls = 20, 50
    state = [f"S{number:02d}" for number in range(states)] * calls
    call = [number for number in range(calls) for _ in range(states)]
    vote = [1 if (int(one[1:]) > number % states) else -1 for one, number in zip(state, call, strict=True)]
    titles = [f"{number} " + "x" * 50_000 for number in range(calls)]
    tracemalloc.start()
    try:
        estimate(state, call, vote, [1990] * len(vote), item=[titles[number] for number in call], anchor="S19")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 40_000_000
