"""Where new figures may end up: by hand, by brute force over sorted ratios, and the properties of the interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.revision import LEAST, SETTLED, Moves, revision_bounds

positive = st.floats(1.0, 9.0)


def moves(before: list[float], after: list[float], age: list[int]) -> Moves:
    return Moves(np.array(before), np.array(after), np.array(age))


def test_the_interval_is_the_quantiles_of_what_such_figures_became() -> None:
    ratios = [1.0 + at / 100 for at in range(101)]
    past = moves([2.0] * 101, [2.0 * one for one in ratios], [1] * 101)
    low, high = revision_bounds([3.0], [1], past)
    assert (low[0], high[0]) == (3.0, pytest.approx(3.0 * 1.95))  # the low end is never above the figure


def test_another_size_is_used_only_where_there_are_too_few() -> None:
    past = moves([2.0] * 30 + [200.0] * 30, [4.0] * 30 + [200.0] * 30, [1] * 60)
    high = revision_bounds([5.0, 500.0, 5e6], [1, 1, 1], past).high
    assert high[:2].tolist() == [10.0, 500.0]
    assert high[2] == pytest.approx(1e7)  # all sizes: half of them doubled
    few = moves([2.0] * (LEAST - 1), [4.0] * (LEAST - 1), [1] * (LEAST - 1))
    assert np.isnan(revision_bounds([5.0], [1], few).low).all()


def test_a_young_figure_is_never_surer_than_an_old_one() -> None:
    past = moves([2.0] * 60, [2.0] * 30 + [6.0] * 30, [1] * 30 + [4] * 30)
    high = revision_bounds([3.0, 3.0], [1, 4], past).high
    assert high.tolist() == [9.0, 9.0]


def test_no_interval_for_the_year_that_runs_nor_for_what_is_taken_back() -> None:
    past = moves([2.0] * 60, [4.0] * 60, [0] * 30 + [1] * 30)
    low, high = revision_bounds([3.0, -3.0, 0.0], [0, 1, 1], past)
    assert np.isnan(low).all() and np.isnan(high).all()


@given(
    st.lists(st.tuples(positive, positive, st.integers(1, 12)), min_size=40, max_size=120),
    st.lists(st.tuples(positive, st.integers(1, 12)), min_size=1, max_size=20),
    st.floats(0.1, 100.0),
)
def test_it_holds_the_figure_and_does_not_depend_on_order(
    past: list[tuple[float, float, int]], figures: list[tuple[float, int]], by: float
) -> None:
    before, after, age = (np.array(part) for part in zip(*past, strict=True))
    values, ages = (np.array(part) for part in zip(*figures, strict=True))
    found = revision_bounds(values, ages, Moves(before, after, age))
    turned = revision_bounds(values, ages, Moves(before[::-1], after[::-1], age[::-1]))
    known = ~np.isnan(found.low)
    assert (found.low[known] <= values[known]).all() and (values[known] <= found.high[known]).all()
    np.testing.assert_allclose(found.low, turned.low)
    np.testing.assert_allclose(found.high, turned.high)
    settled = np.minimum(ages, SETTLED)
    assert all(found.high[i] / values[i] == pytest.approx(found.high[j] / values[j])
               for i in np.flatnonzero(known) for j in np.flatnonzero(known) if settled[i] == settled[j])  # fmt: skip


@given(st.lists(st.tuples(positive, positive), min_size=LEAST, max_size=60), st.sampled_from([0.5, 0.8, 0.9]))
def test_against_brute_force(past: list[tuple[float, float]], level: float) -> None:
    before, after = (np.array(part) for part in zip(*past, strict=True))
    found = revision_bounds([4.0], [SETTLED + 3], Moves(before, after, np.full(len(past), SETTLED)), level=level)
    ratios = sorted(after / before)

    def quantile(q: float) -> float:
        place = q * (len(ratios) - 1)
        below = int(place)
        above = min(below + 1, len(ratios) - 1)
        return ratios[below] + (place - below) * (ratios[above] - ratios[below])

    assert found.low[0] == pytest.approx(4.0 * min(1.0, quantile((1 - level) / 2)))
    assert found.high[0] == pytest.approx(4.0 * max(1.0, quantile((1 + level) / 2)))


def test_what_does_not_line_up_is_refused() -> None:
    past = moves([1.0], [1.0], [1])
    with pytest.raises(ValueError, match="aligned"):
        revision_bounds([1.0, 2.0], [1], past)
    with pytest.raises(ValueError, match="aligned"):
        revision_bounds([1.0], [1], Moves(np.array([1.0]), np.array([1.0, 2.0]), np.array([1])))
    with pytest.raises(ValueError, match="level"):
        revision_bounds([1.0], [1], past, level=1.0)
