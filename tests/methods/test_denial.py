"""Denial against brute force, closed forms and a published power index."""

from __future__ import annotations

import math
from itertools import chain, combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.methods import expansion
from contrapeso.methods.denial import Platform, Role, Structure

STATES = ["ESP", "FRA", "HOM", "ITA", "KOR", "USA"]


def roles() -> st.SearchStrategy[Role]:
    suppliers = st.frozensets(st.sampled_from(STATES), min_size=1, max_size=3)
    critical = st.builds(Role, suppliers)
    return critical | st.builds(Role, suppliers, st.just(False), st.sampled_from([0.0, 0.25, 0.5, 1.0]))


def platforms() -> st.SearchStrategy[Platform]:
    return st.builds(Platform, st.sampled_from([0.5, 1.0, 2.0]), st.lists(roles(), max_size=5))


structures = st.builds(Structure, st.lists(platforms(), min_size=1, max_size=4), st.just("HOM"))


def left(structure: Structure, coalition: frozenset[str]) -> float:
    """The capability left, straight from the definition."""
    total = 0.0
    for platform in structure.platforms:
        works = 1.0
        for role in platform.roles:
            if not role.suppliers - coalition:
                works *= 0.0 if role.critical else 1.0 - role.loss
        total += platform.weight * works
    return total


def coalitions(structure: Structure) -> list[frozenset[str]]:
    names = structure.suppliers
    sizes = (combinations(names, size) for size in range(len(names) + 1))
    return [frozenset(members) for members in chain.from_iterable(sizes)]


@given(structures)
def test_denial_and_lattice_are_the_definition(structure: Structure) -> None:
    whole, lattice = left(structure, frozenset()), structure.lattice()
    for coalition in coalitions(structure):
        lost = whole - left(structure, coalition)
        bits = sum(1 << place for place, name in enumerate(structure.suppliers) if name in coalition)
        assert structure.denial(coalition) == pytest.approx(lost, abs=1e-9)
        assert lattice[bits] == pytest.approx(lost, abs=1e-9)


@given(structures)
def test_platforms_and_cases_add_up_to_denial(structure: Structure) -> None:
    listed = coalitions(structure)
    denied = np.array([[name in coalition for name in structure.suppliers] for coalition in listed], dtype=bool)
    cases = structure.denials(denied.reshape(len(listed), len(structure.suppliers)))
    for place, coalition in enumerate(listed):
        lost = structure.denial(coalition)
        platforms = zip(structure.platforms, structure.losses(coalition), strict=True)
        assert cases[place] == pytest.approx(lost, abs=1e-9)
        assert sum(platform.weight * loss for platform, loss in platforms) == pytest.approx(lost, abs=1e-9)
    assert sum(sum(part.values()) for part in structure.parts) == pytest.approx(sum(structure.dividends.values()))


@given(structures)
def test_power_is_the_mean_marginal_denial(structure: Structure) -> None:
    count = len(structure.suppliers)
    for name in structure.suppliers:
        others = [coalition for coalition in coalitions(structure) if name not in coalition]
        gains = [structure.denial(coalition | {name}) - structure.denial(coalition) for coalition in others]
        weights = [1 / (count * comb(count - 1, len(coalition))) for coalition in others]
        shapley = sum(gain * weight for gain, weight in zip(gains, weights, strict=True))
        assert structure.shapley()[name] == pytest.approx(shapley, abs=1e-9)
        assert structure.banzhaf()[name] == pytest.approx(float(np.mean(gains)), abs=1e-9)


@given(structures)
def test_shares_add_up_and_denial_only_grows(structure: Structure) -> None:
    assert sum(structure.shapley().values()) == pytest.approx(structure.denial(structure.suppliers), abs=1e-9)
    for coalition in coalitions(structure):
        for name in structure.suppliers:
            assert structure.denial(coalition | {name}) >= structure.denial(coalition) - 1e-9
    assert structure.denial({"HOM", "nobody"}) == 0.0


@given(structures, st.sampled_from([0.25, 0.5, 1.0, 2.5]))
def test_minimal_coalitions_are_all_of_them(structure: Structure, threshold: float) -> None:
    enough = [one for one in coalitions(structure) if structure.denial(one) >= threshold - 1e-12]
    minimal = [one for one in enough if not any(other < one for other in enough)]
    assert structure.minimal_coalitions(threshold) == sorted(minimal, key=lambda one: (len(one), sorted(one)))


@settings(max_examples=12)
@given(structures, st.sampled_from([0.5, 1.0]))
def test_the_search_beyond_the_lattice_finds_the_same(structure: Structure, threshold: float) -> None:
    filler = [Platform(0.001, [Role(frozenset({f"X{n:02d}"}))]) for n in range(19)]
    large = Structure([*structure.platforms, *filler], "HOM")
    assert len(large.suppliers) > 18
    small = structure.minimal_coalitions(threshold)
    assert [one for one in large.minimal_coalitions(threshold) if one <= set(structure.suppliers)] == small


def test_single_suppliers_share_each_platform_equally() -> None:
    fleet = Structure(
        [
            Platform(0.6, [Role(frozenset({"ITA"})), Role(frozenset({"USA"}))]),
            Platform(0.4, [Role(frozenset({"USA"})), Role(frozenset({"USA"})), Role(frozenset({"FRA"}))]),
        ],
        "HOM",
    )
    assert fleet.shapley() == pytest.approx({"FRA": 0.2, "ITA": 0.3, "USA": 0.5})
    assert fleet.exposure("USA") == pytest.approx(1.0) and fleet.exposure("ITA") == pytest.approx(0.6)
    assert fleet.minimal_coalitions(1.0) == [frozenset({"USA"}), frozenset({"FRA", "ITA"})]


def test_the_security_council_of_1954() -> None:
    """Shapley & Shubik (1954, Am. Polit. Sci. Rev. 48:787–792): 76/77 of the power lies with the five permanent members.

    A motion passed with seven votes of eleven, those of the five included; each winning coalition is a role that fails.
    """
    permanent, elected = [f"P{n}" for n in range(5)], [f"E{n}" for n in range(6)]
    winning = [frozenset([*permanent, *pair]) for pair in combinations(elected, 2)]
    council = Structure([Platform(1.0, [Role(members) for members in winning])], "HOM")
    power = council.shapley()
    assert sum(power[name] for name in permanent) == pytest.approx(76 / 77)
    assert power["E0"] == pytest.approx(1 / 462)


def test_a_weighted_vote_of_three() -> None:
    """[51; 50, 49, 1]: the first member wins with either other (Shapley 2/3, 1/6, 1/6; Banzhaf 3/4, 1/4, 1/4)."""
    game = Structure([Platform(1.0, [Role(frozenset({"A", "B"})), Role(frozenset({"A", "C"}))])], "HOM")
    assert game.shapley() == pytest.approx({"A": 2 / 3, "B": 1 / 6, "C": 1 / 6})
    assert game.banzhaf() == pytest.approx({"A": 3 / 4, "B": 1 / 4, "C": 1 / 4})


def test_the_lattice_beyond_the_cache() -> None:
    platforms = [Platform(1.0, [Role(frozenset({f"S{n:02d}", f"S{(n + 1) % 19:02d}"}))]) for n in range(19)]
    ring = Structure(platforms, "HOM")
    lattice = ring.lattice()
    assert lattice[-1] == pytest.approx(19.0) and lattice[0b11] == pytest.approx(1.0)
    assert lattice[(1 << 17) | (1 << 18)] == pytest.approx(1.0) and lattice[(1 << 18) | 1] == pytest.approx(1.0)


@pytest.mark.parametrize("wrong", [lambda: Role(frozenset()), lambda: Role(frozenset({"USA"}), False, 1.5)])
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match="role"):
        wrong()


def test_too_many_coalitions_are_refused() -> None:
    many = Structure([Platform(1.0, [Role(frozenset({f"S{n:02d}"}))]) for n in range(26)], "HOM")
    with pytest.raises(ValueError, match="26 suppliers"):
        many.lattice()
    assert many.denial({"S00"}) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="threshold"):
        many.minimal_coalitions(0.0)


def test_many_vital_suppliers_need_no_list_of_monomials() -> None:
    """Thirty states each of whom alone grounds a type: a closed form, where 2**30 monomials would be too many."""
    names = [f"S{place:02}" for place in range(30)]
    vital = [Role(frozenset([name])) for name in names]
    sensor = Role(frozenset(["A", "B"]), critical=False, loss=0.4)
    fleet = Structure([Platform(0.75, vital), Platform(0.25, [*vital[:20], sensor])], home="HOM")
    assert fleet.denial(["S25"]) == 0.75 and fleet.denial(["A", "B"]) == pytest.approx(0.1)
    shares = fleet.shapley()
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["S25"] == pytest.approx(0.75 / 30)
    assert shares["A"] == pytest.approx(0.25 * 0.4 / (2 * math.comb(22, 2)))
    assert fleet.banzhaf()["S25"] == pytest.approx(0.75 * 0.5**29)
    assert frozenset(["S25"]) in fleet.minimal_coalitions(0.5)


def test_the_lattice_holds_with_many_vital_suppliers() -> None:
    names = [f"S{place:02}" for place in range(14)]
    either = Role(frozenset(["A", "B"]), critical=False, loss=0.4)
    fleet = Structure(
        [Platform(0.6, [*(Role(frozenset([name])) for name in names), either]), Platform(0.4, [either])], home="HOM"
    )
    lattice = fleet.lattice()
    for bits in (0, 1, 3, 1 << 5, (1 << 16) - 1, 0b11 | 1 << 9):
        members = [name for place, name in enumerate(fleet.suppliers) if bits >> place & 1]
        assert lattice[bits] == pytest.approx(sum(
            platform.weight * lost for platform, lost in zip(fleet.platforms, fleet.losses(members), strict=True)
        ))  # fmt: skip


def singles(names: list[str], *, critical: bool = True, loss: float = 0.0) -> list[Role]:
    return [Role(frozenset({name}), critical, loss) for name in names]


def test_many_critical_roles_with_one_supplier_each_cost_nothing_to_expand() -> None:
    names = [f"S{place:02}" for place in range(40)]
    fleet = Structure([Platform(0.75, singles(names)), Platform(0.25, singles(names[:5]))], "HOM")
    shares = fleet.shapley()
    assert shares["S39"] == pytest.approx(0.75 / 40) and shares["S00"] == pytest.approx(0.75 / 40 + 0.05)
    assert fleet.banzhaf()["S39"] == pytest.approx(0.75 * 0.5**39) and fleet.denial({"S07"}) == pytest.approx(0.75)
    assert len(fleet.minimal_coalitions(0.5)) == 40
    few = Structure([Platform(1.0, singles(names[:25]))], "HOM").lattice()
    assert few[0] == 0.0 and np.all(few[1:] == 1.0)


@pytest.mark.parametrize("count", [3, 16])
def test_many_degrading_roles_keep_their_closed_form(count: int) -> None:
    names = [f"S{place:02}" for place in range(count)]
    fleet = Structure([Platform(1.0, singles(names, critical=False, loss=0.25))], "HOM")
    whole = 1.0 - 0.75**count
    assert fleet.shapley() == pytest.approx(dict.fromkeys(names, whole / count))
    assert fleet.banzhaf()["S00"] == pytest.approx(0.25 * 0.875 ** (count - 1))
    expected = [1.0 - 0.75 ** bits.bit_count() for bits in range(1 << count)]
    np.testing.assert_allclose(fleet.lattice(), expected, atol=1e-12)


@given(structures)
@settings(max_examples=60)
def test_every_way_to_expand_gives_the_same(structure: Structure) -> None:
    lattice, shapley, banzhaf = structure.lattice(), structure.shapley(), structure.banzhaf()
    for few, most in ((0, 1 << 14), (0, 0), (2, 2), (1 << 14, 1 << 14)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(expansion, "FEW_TERMS", few)
            patch.setattr(expansion, "MOST_TERMS", most)
            again = Structure(structure.platforms, structure.home)
            np.testing.assert_allclose(again.lattice(), lattice, atol=1e-9)
            assert again.shapley() == pytest.approx(shapley, abs=1e-9)
            assert again.banzhaf() == pytest.approx(banzhaf, abs=1e-9)


def test_empty_and_weightless_platforms_home_and_twins() -> None:
    twins = singles(["ITA"]) * 3
    home = Role(frozenset({"HOM", "ITA"}))
    fleet = Structure([Platform(0.0, twins), Platform(1.0, []), Platform(1.0, [home]), Platform(1.0, twins)], "HOM")
    assert fleet.suppliers == ("ITA",) and fleet.denial({"ITA"}) == 1.0 and fleet.denial({"USA", "HOM"}) == 0.0
    assert fleet.shapley() == fleet.banzhaf() == {"ITA": 1.0}
    assert fleet.minimal_coalitions(1.0) == [frozenset({"ITA"})] and fleet.minimal_coalitions(1.5) == []
    nothing = Structure([], "HOM")
    assert nothing.suppliers == () and nothing.shapley() == {} and list(nothing.lattice()) == [0.0]
