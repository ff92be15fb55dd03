"""Entanglement against its definition, summed pair by pair, and cases by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.period import PartialDate
from contrapeso.methods.entanglement import Belligerent, Entanglement, Obligation, entanglement

DAY = date(2026, 6, 15)
STATES = ["AAA", "BBB", "CCC"]
OBLIGATION = {"defence": 1.0, "consultation": 0.25}
CONFLICT = {"war": 2.0, "minor": 1.0}

years = st.sampled_from([None, "2025", "2026", "2026-06-15", "2027"]).map(lambda text: text and PartialDate.parse(text))
obligations = st.builds(
    Obligation,
    st.sampled_from(STATES),
    st.sampled_from(STATES),
    st.sampled_from(sorted(OBLIGATION)),
    st.sampled_from(["p", "q"]),
    years,
    years,
)
belligerents = st.builds(
    Belligerent, st.sampled_from(STATES), st.sampled_from(["X", "Y"]), st.sampled_from(sorted(CONFLICT)), years, years
)


def measured(owed: list[Obligation], wars: list[Belligerent]) -> dict[str, Entanglement]:
    return entanglement(STATES, owed, wars, DAY, obligation_weight=OBLIGATION, conflict_weight=CONFLICT)


def holds(one: Obligation | Belligerent, surely: bool) -> bool:
    """With ``surely``, on every reading of its dates; else on some reading."""
    days = [(one.start.first, one.start.last) if one.start else (DAY, DAY)]
    ends = [(one.end.first, one.end.last) if one.end else (DAY, DAY)]
    choose = all if surely else any
    return choose(day <= DAY for day in days[0]) and choose(day >= DAY for day in ends[0])


@given(st.lists(obligations, max_size=6), st.lists(belligerents, max_size=6))
def test_the_sums_are_the_definition(owed: list[Obligation], wars: list[Belligerent]) -> None:
    found = measured(owed, wars)
    for state in STATES:
        low = high = 0.0
        for duty in (one for one in owed if one.state == state):
            for war in (one for one in wars if one.state == duty.partner):
                weight = OBLIGATION[duty.kind] * CONFLICT[war.kind]
                own = [one for one in wars if one.state == state and one.conflict == war.conflict]
                if holds(duty, False) and holds(war, False) and not any(holds(one, True) for one in own):
                    high += weight
                if holds(duty, True) and holds(war, True) and not any(holds(one, False) for one in own):
                    low += weight
        assert found[state].low == pytest.approx(low) and found[state].high == pytest.approx(high)


@given(st.lists(obligations, max_size=5), st.lists(belligerents, max_size=5), obligations)
def test_another_obligation_never_lowers_it(owed: list[Obligation], wars: list[Belligerent], more: Obligation) -> None:
    before, after = measured(owed, wars), measured([*owed, more], wars)
    for state in STATES:
        assert before[state].low <= before[state].high + 1e-12
        assert before[state].low <= after[state].low + 1e-12 and before[state].high <= after[state].high + 1e-12


def test_it_names_which_obligation_and_which_conflict() -> None:
    owed = [Obligation("AAA", "BBB", "defence", "Pact"), Obligation("AAA", "CCC", "consultation", "Treaty")]
    wars = [Belligerent("BBB", "B against D", "war"), Belligerent("CCC", "C against rebels", "minor")]
    found = measured(owed, wars)["AAA"]
    assert found.low == found.high == pytest.approx(2.25)
    assert [(pull.obligation.instrument, pull.conflict.conflict, pull.weight) for pull in found.pulls] == [
        ("Pact", "B against D", 2.0),
        ("Treaty", "C against rebels", 0.25),
    ]
    assert found.conflicts == {"B against D", "C against rebels"}
    assert measured(owed, wars)["BBB"] == Entanglement(0.0, 0.0, ())


def test_ones_own_war_is_shown_and_not_added() -> None:
    owed = [Obligation("AAA", "BBB", "defence", "Pact")]
    wars = [Belligerent("BBB", "joint", "war"), Belligerent("AAA", "joint", "war")]
    found = measured(owed, wars)["AAA"]
    assert found.high == 0.0 and [pull.is_party for pull in found.pulls] == [True] and not found.conflicts


def test_a_date_known_to_the_year_leaves_it_open() -> None:
    owed = [Obligation("AAA", "BBB", "defence", "Pact", start=PartialDate.parse("2026"))]
    found = measured(owed, [Belligerent("BBB", "X", "war")])["AAA"]
    assert (found.low, found.high) == (0.0, 2.0)


@pytest.mark.parametrize("scale", [{}, {"defence": -1.0}])
def test_a_kind_without_a_weight_is_refused(scale: dict[str, float]) -> None:
    owed, war = Obligation("AAA", "BBB", "defence", "Pact"), Belligerent("BBB", "X", "war")
    with pytest.raises(ValueError, match="no weight ≥ 0 for 'defence'"):
        entanglement(STATES, [owed], [war], DAY, obligation_weight=scale, conflict_weight=CONFLICT)
