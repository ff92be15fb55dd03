"""Kleene logic: truth tables by brute force, laws by property tests, and what a truth carries along."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.truth import FALSE, TRUE, Truth, truth, unknown

VALUES = (True, False, None)


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    value = draw(st.sampled_from(VALUES))
    names = draw(st.sets(st.sampled_from("abc"), min_size=1)) if value is None else set()
    grounds = draw(st.sets(st.sampled_from(["act:1", "stage:2", "stage:3"])))
    return Truth(value, frozenset(names), frozenset(grounds), draw(st.booleans()))


def plain(value: bool | None) -> Truth:
    return truth(value, "x")


def every_completion(*values: bool | None) -> list[tuple[bool, ...]]:
    """All ways to settle the unknowns: Kleene's value is what they agree on, else unknown."""
    return list(product(*[(True, False) if value is None else (value,) for value in values]))


@pytest.mark.parametrize(("left", "right"), list(product(VALUES, VALUES)))
def test_and_or_are_what_all_completions_agree_on(left: bool | None, right: bool | None) -> None:
    both = {a and b for a, b in every_completion(left, right)}
    either = {a or b for a, b in every_completion(left, right)}
    assert (plain(left) & plain(right)).value == (both.pop() if len(both) == 1 else None)
    assert (plain(left) | plain(right)).value == (either.pop() if len(either) == 1 else None)


@pytest.mark.parametrize("value", VALUES)
def test_not_swaps_true_and_false_and_keeps_unknown(value: bool | None) -> None:
    assert (~plain(value)).value == (None if value is None else not value)
    assert ~~plain(value) == plain(value)


@given(truths(), truths(), truths())
def test_and_or_commute_and_associate(a: Truth, b: Truth, c: Truth) -> None:
    assert a & b == b & a
    assert a | b == b | a
    for left, right in (((a & b) & c, a & (b & c)), ((a | b) | c, a | (b | c))):
        assert (left.value, left.missing) == (right.value, right.missing)


@given(truths(), truths())
def test_de_morgan(a: Truth, b: Truth) -> None:
    assert ~(a & b) == ~a | ~b


@given(truths(), truths())
def test_only_an_unknown_misses_facts(a: Truth, b: Truth) -> None:
    for result in (a & b, a | b, ~a):
        assert bool(result.missing) == result.is_unknown


@given(truths(), truths())
def test_nothing_is_invented(a: Truth, b: Truth) -> None:
    for result in (a & b, a | b):
        assert result.missing <= a.missing | b.missing
        assert result.grounds <= a.grounds | b.grounds


@given(truths(), truths(), st.booleans())
def test_learning_a_fact_never_overturns_what_was_decided(a: Truth, b: Truth, learnt: bool) -> None:
    settled = Truth(learnt) if a.is_unknown else a
    for before, after in ((a & b, settled & b), (a | b, settled | b)):
        assert before.is_unknown or before.value == after.value


def test_a_decisive_side_rests_on_its_own_grounds_only() -> None:
    found = FALSE.because("stage:1") & unknown("votes", grounds=["stage:2"])
    assert found.grounds == {"stage:1"}
    assert not found.missing


def test_a_norm_decides_before_an_assumption() -> None:
    assumed, firm = FALSE.because("a").if_assumed(True), FALSE.because("b")
    assert (assumed & firm) == Truth(False, frozenset(), frozenset({"b"}), assumed=False)
    assert (assumed & TRUE).assumed


def test_three_values_do_not_pass_for_two() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(TRUE)
    with pytest.raises(ValueError, match="name what is missing"):
        unknown()
