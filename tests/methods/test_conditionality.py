"""Conditionality: closed forms, bounds, and what must make a load heavier."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.methods.conditionality import Scale, load, severity

GRADES, SCOPES = ("low", "medium", "high"), ("item", "unit", "programme", "country")
THIRDS = Scale(
    {"low": 1 / 6, "medium": 1 / 2, "high": 5 / 6}, dict(zip(SCOPES, (1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True))
)
weights = st.floats(0, 1)
scales = st.builds(
    lambda grades, scopes: Scale(
        dict(zip(GRADES, sorted(grades), strict=True)), dict(zip(SCOPES, sorted(scopes), strict=True))
    ),
    st.lists(weights, min_size=3, max_size=3), st.lists(weights, min_size=4, max_size=4),
)  # fmt: skip


def test_one_clause_over_the_whole_channel_weighs_its_severity() -> None:
    assert load([(0.7, 3)], 3) == pytest.approx(0.7)


def test_nothing_conditioned_weighs_nothing() -> None:
    assert load([], 5) == 0
    assert load([(0.7, 0)], 5) == 0


def test_the_gravest_and_the_lightest_clause() -> None:
    assert severity("high", "low", "country", THIRDS) == pytest.approx((5 / 6 + 5 / 6 + 7 / 8) / 3)
    assert severity("low", "high", "item", THIRDS) == pytest.approx((1 / 6 + 1 / 6 + 1 / 8) / 3)


@given(scales)
def test_severity_lies_in_the_unit_interval_and_rises_with_each_question(scale: Scale) -> None:
    for discretion, reversibility, scope in product(GRADES, GRADES, SCOPES):
        here = severity(discretion, reversibility, scope, scale)
        assert 0 <= here <= 1
        assert here <= severity("high", reversibility, scope, scale) + 1e-12
        assert here <= severity(discretion, "low", scope, scale) + 1e-12
        assert here <= severity(discretion, reversibility, "country", scale) + 1e-12


@given(st.lists(st.tuples(weights, st.integers(0, 9)), max_size=6), weights, st.integers(1, 9))
def test_another_clause_never_makes_a_load_lighter(
    clauses: list[tuple[float, int]], weight: float, covered: int
) -> None:
    before = load(clauses, 9)
    assert before <= load([*clauses, (weight, covered)], 9) <= len(clauses) + 1
    assert load(clauses[::-1], 9) == pytest.approx(before)


@pytest.mark.parametrize(("clauses", "channel"), [([(0.5, 3)], 2), ([], 0)])
def test_a_channel_holds_what_its_clauses_cover(clauses: list[tuple[float, int]], channel: int) -> None:
    with pytest.raises(ValueError, match="channel"):
        load(clauses, channel)
