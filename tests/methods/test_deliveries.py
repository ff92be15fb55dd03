"""Deliveries within a window: bounds hold for every way the pieces can fall, and are reached by one."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.deliveries import delivered_within


@given(st.integers(1, 6), st.integers(0, 4), st.integers(0, 4))
def test_bounds_are_those_of_all_ways_to_deliver(pieces: int, inside: int, outside: int) -> None:
    years = inside + outside
    if not 1 <= years <= pieces:
        return
    ways = [way for way in combinations_with_replacement(range(years), pieces) if len(set(way)) == years]
    arrived = [sum(year < inside for year in way) / pieces for way in ways]
    found = delivered_within([1.0], [pieces], [years], [inside])
    assert found.low[0] == pytest.approx(min(arrived)) and found.high[0] == pytest.approx(max(arrived))
    assert found.low[0] - 1e-12 <= found.even[0] <= found.high[0] + 1e-12


def test_an_unknown_number_of_pieces_leaves_everything_open() -> None:
    found = delivered_within([10.0, 10.0, 10.0], [np.nan, 2, np.nan], [4, 4, 4], [1, 1, 4])
    assert found.low.tolist() == [0.0, 0.0, 10.0] and found.high.tolist() == [10.0, 10.0, 10.0]


def test_windows_that_cover_all_years_add_up_to_the_value() -> None:
    parts = [delivered_within([12.0], [8], [4], [m]).even[0] for m in (1, 3)]
    assert sum(parts) == pytest.approx(12.0)


@pytest.mark.parametrize("wrong", [([-1.0], [1], [1], [1]), ([1.0], [1], [0], [0]), ([1.0], [1], [1], [2]),
                                   ([1.0, 2.0], [1], [1], [1])])  # fmt: skip
def test_what_cannot_be_is_refused(wrong: tuple[list[float], list[int], list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match=r"must have one length|not negative"):
        delivered_within(*wrong)
