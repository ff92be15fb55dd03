"""Reverse stress against brute force: no smaller set breaks, every set of that size is told, and silence is exact."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods.denial import Platform, Role, Structure
from contrapeso.stress.reverse import ranked, search, smallest_coalitions

NAMES = "ABCDE"
roles = st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3)
structures = st.lists(
    st.tuples(st.integers(1, 5), st.lists(st.tuples(roles, st.booleans(), st.sampled_from([0.25, 0.5, 1.0])), max_size=3)),
    min_size=1, max_size=4,
)  # fmt: skip


def structure(drawn: list[tuple[int, list[tuple[frozenset[str], bool, float]]]]) -> Structure:
    total = sum(weight for weight, _ in drawn)
    return Structure(
        [Platform(weight / total, [Role(suppliers, critical, loss) for suppliers, critical, loss in needs]) for weight, needs in drawn],
        "H",
    )  # fmt: skip


@given(structures, st.sampled_from([0.2, 0.5, 0.7, 1.0]))
@settings(max_examples=150, deadline=None)
def test_smallest_coalitions_are_those_that_brute_force_finds(drawn: list, floor: float) -> None:  # type: ignore[type-arg]
    made = structure(drawn)
    found: set[frozenset[str]] = set()
    for size in range(1, len(made.suppliers) + 1):
        enough = {frozenset(one) for one in combinations(made.suppliers, size) if 1.0 - made.denial(one) < floor - 1e-9}
        if enough:
            found = enough
            break
    assert set(smallest_coalitions(made, floor)) == found


def test_a_floor_reached_exactly_is_not_broken() -> None:
    half = Structure([Platform(0.5, [Role(frozenset("A"))]), Platform(0.5, [Role(frozenset("B"))])], "H")
    assert smallest_coalitions(half, 0.5) == (frozenset("AB"),)
    assert {*smallest_coalitions(half, 0.51)} == {frozenset("A"), frozenset("B")}
    safe = Structure([Platform(1.0, [Role(frozenset("AH"))])], "H")
    assert smallest_coalitions(safe, 1.0) == ()
    with pytest.raises(ValueError, match="floor"):
        smallest_coalitions(half, 0.0)


@given(
    st.dictionaries(
        st.sampled_from("xyz"),
        st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), min_size=1, max_size=3),
    )
)
@settings(max_examples=80, deadline=None)
def test_the_search_finds_every_smallest_set_up_to_its_size(breaking: dict[str, list[frozenset[str]]]) -> None:
    def breaks(shocks: frozenset[str]) -> Collection[str]:
        return [name for name, sets in breaking.items() if any(one <= shocks for one in sets)]

    found = search(NAMES, breaks, most=3)
    for name, sets in breaking.items():
        size = min(map(len, sets))
        every = {frozenset(one) for one in combinations(NAMES, size) if name in breaks(frozenset(one))}
        assert set(found.get(name, ())) == (every if size <= 3 else set())


def test_sets_are_ranked_by_size_then_by_what_they_take_then_by_chance() -> None:
    loss = {frozenset("A"): 0.2, frozenset("B"): 0.5, frozenset("C"): 0.5, frozenset("AD"): 0.9}
    made = ranked(loss, lambda one: loss[one], lambda name: {"B": 0.1, "C": 0.2, "A": 0.3}.get(name))
    assert [one.shocks for one in made] == [("C",), ("B",), ("A",), ("A", "D")]
    assert made[0].chance == 0.2 and made[-1].chance is None
