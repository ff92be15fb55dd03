"""Places of states: contrasts from joint errors, kept and read back, and votes by year."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from contrapeso.measure.given_votes import given_assembly
from contrapeso.measure.places import Places, from_tables, places_of, to_tables
from contrapeso.methods.ideal_point import estimate
from tests.methods.legislature import simulate


@pytest.fixture(scope="module")
def places() -> Places:
    world = simulate(12, 6, 40, seed=5)
    return places_of(estimate(*world.columns(), anchor="S000", joint=True), "key")


def test_a_distance_uses_the_error_that_both_share(places: Places) -> None:
    a, b, apart = places.of("S001", 1955), places.of("S002", 1955), places.apart("S001", "S002", 1955)
    assert a and b and apart
    assert apart.value == pytest.approx(a.position - b.position)
    i, j = places.rows.index(a), places.rows.index(b)
    shared = places.joint.of(i, j)
    assert shared is not None
    assert apart.se**2 == pytest.approx(a.se**2 + b.se**2 - 2 * shared)


def test_a_drift_is_the_sum_of_its_parts_and_none_without_both_ends(places: Places) -> None:
    parts = [places.drift("S001", 1953, 1954), places.drift("S001", 1954, 1955), places.drift("S001", 1953, 1955)]
    first, second, whole = (one for one in parts if one)
    assert whole.value == pytest.approx(first.value + second.value)
    assert places.drift("S001", 1900, 1955) is None
    assert places.apart("S001", "nobody", 1955) is None
    assert places.drift("S001", 1955, 1955) is None


def test_what_is_kept_is_read_back_the_same(places: Places) -> None:
    found = from_tables(to_tables(places), "key")
    assert found and found.rows == places.rows and found.joint.walk_sd == places.joint.walk_sd
    assert found.joint.value == pytest.approx(places.joint.value, rel=1e-6)
    one, other = places.apart("S003", "S004", 1954), found.apart("S003", "S004", 1954)
    assert one and other and one.se == pytest.approx(other.se, rel=1e-5)
    kept = to_tables(places)
    del kept["covariances"]
    assert from_tables(kept, "key") is None


def test_breaks_name_the_steps_of_the_path(places: Places) -> None:
    found = places.breaks("S001", 1950, 0.5)
    path = [one.year for one in places.path("S001", 1950)]
    assert sorted((one.before, one.after) for one in found) == list(pairwise(path))
    assert 0.0 < sum(one.probability for one in found) < 1.0


def test_positions_without_joint_errors_are_refused() -> None:
    with pytest.raises(ValueError, match="joint"):
        places_of(estimate(*simulate(6, 2, 20, seed=1).columns(), anchor="S000"), "key")


def test_a_repeated_question_is_compared_with_the_latest_vote_before() -> None:
    given = {
        "votes": {2020: {"HOM": "Y"}, 2021: {"HOM": "N"}, 2022: {"HOM": "X"}, 2023: {"HOM": "NY"}},
        "questions": {2020: ["q"], 2021: ["q"], 2022: ["q"], 2023: ["q", None]},
    }
    calls, changed = given_assembly(given).repeated("HOM", 2023)
    assert ([one.roll_call_id for one in calls], changed) == (["2023-1"], 0)
    assert given_assembly(given).repeated("HOM", 2021)[1] == 1
    assert np.isnan(given_assembly(given).ballot("AAA")).all()


def test_a_case_with_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="ballots"):
        given_assembly({"ballots": {}})
