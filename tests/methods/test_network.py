"""Networks against brute force, networkx, and the marriages of the Florentine families."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.period import PartialDate
from contrapeso.methods.diversity import hhi, hill, shares
from contrapeso.methods.network import UNREACHED, Network, Tie, concentrations, is_in_force, network, presence

DAY = date(2026, 6, 15)
STATES = [f"S{n:02d}" for n in range(9)]
PAIRS = list(combinations(STATES, 2))

edges = st.sets(st.sampled_from(PAIRS), max_size=16)

FLORENCE = {
    "Acciaiuoli": ["Medici"],
    "Albizzi": ["Ginori", "Guadagni", "Medici"],
    "Barbadori": ["Castellani", "Medici"],
    "Bischeri": ["Guadagni", "Peruzzi", "Strozzi"],
    "Castellani": ["Peruzzi", "Strozzi"],
    "Guadagni": ["Lamberteschi", "Tornabuoni"],
    "Medici": ["Ridolfi", "Salviati", "Tornabuoni"],
    "Pazzi": ["Salviati"],
    "Peruzzi": ["Strozzi"],
    "Ridolfi": ["Strozzi", "Tornabuoni"],
}
"""The marriages among the Florentine families of the fifteenth century (Padgett & Ansell 1993)."""


def linked(pairs: set[tuple[str, str]]) -> Network:
    return network([Tie("pact", *pair) for pair in sorted(pairs)], STATES, DAY)


def oracle(pairs: set[tuple[str, str]]) -> networkx.Graph:
    graph = networkx.Graph(sorted(pairs))
    graph.add_nodes_from(STATES)
    return graph


def florence() -> Network:
    marriages = [Tie("marriage", one, other) for one, others in FLORENCE.items() for other in others]
    return network(marriages, {family for tie in marriages for family in (tie.state, str(tie.partner))}, DAY)


@given(edges)
def test_everything_agrees_with_networkx(pairs: set[tuple[str, str]]) -> None:
    net, graph = linked(pairs), oracle(pairs)
    assert dict(zip(net.states, net.core.tolist(), strict=True)) == networkx.core_number(graph)
    assert set(net.articulations) == set(networkx.articulation_points(graph))
    assert set(net.bridges) == {tuple(sorted(bridge)) for bridge in networkx.bridges(graph)}
    harmonic = networkx.harmonic_centrality(graph)
    assert net.harmonic == pytest.approx([harmonic[state] / (len(STATES) - 1) for state in net.states])
    lengths = dict(networkx.all_pairs_shortest_path_length(graph))
    expected = [[lengths[one].get(other, UNREACHED) for other in net.states] for one in net.states]
    assert net.distances.tolist() == expected


@given(edges)
def test_reach_is_partners_and_partners_of_partners(pairs: set[tuple[str, str]]) -> None:
    net = linked(pairs)
    near = {one: {other for pair in pairs if one in pair for other in pair} - {one} for one in STATES}
    two = {one: set().union(near[one], *(near[other] for other in near[one])) - {one} for one in STATES}
    assert net.within(1).tolist() == [len(near[state]) for state in net.states]
    assert net.within(2).tolist() == [len(two[state]) for state in net.states]


@given(edges)
def test_a_core_is_the_largest_set_each_tied_to_k_of_it(pairs: set[tuple[str, str]]) -> None:
    net = linked(pairs)
    best = dict.fromkeys(STATES, 0)
    for size in range(1, len(STATES) + 1):
        for members in combinations(range(len(STATES)), size):
            inside = net.linked[np.ix_(members, members)].sum(axis=0).min()
            for member in members:
                best[STATES[member]] = max(best[STATES[member]], int(inside))
    assert net.core.tolist() == [best[state] for state in net.states]


@given(edges)
def test_the_loss_of_a_partner_by_removing_it(pairs: set[tuple[str, str]]) -> None:
    net = linked(pairs)
    graph = oracle(pairs)
    for row, state in enumerate(net.states):
        for column, partner in enumerate(net.states):
            left = graph.subgraph(set(STATES) - {partner})
            now = networkx.node_connected_component(graph, state) - {state, partner}
            then = networkx.node_connected_component(left, state) if state != partner else now
            assert net.cut_off(state, partner) == now - then
            assert net.lost_reach[row, column] == len(now - then)


@given(edges, edges)
def test_more_ties_never_lower_reach_cores_or_centrality(
    some: set[tuple[str, str]], more: set[tuple[str, str]]
) -> None:
    few, many = linked(some), linked(some | more)
    assert (few.within(1) <= many.within(1)).all() and (few.within(2) <= many.within(2)).all()
    assert (few.core <= many.core).all() and (few.harmonic <= many.harmonic + 1e-12).all()


@given(edges, st.permutations(STATES))
def test_names_do_not_matter(pairs: set[tuple[str, str]], turned: list[str]) -> None:
    name = dict(zip(STATES, turned, strict=True))
    net, other = linked(pairs), linked({(name[one], name[two]) for one, two in pairs})
    place = [other.states.index(name[state]) for state in net.states]
    assert net.core.tolist() == other.core[place].tolist()
    assert net.harmonic == pytest.approx(other.harmonic[place])
    assert {name[state] for state in net.articulations} == set(other.articulations)


def test_the_marriages_of_florence() -> None:
    """Wasserman & Faust (1994, ch. 5): Medici degree 6 (0.429), closeness 0.560; without them two parts fall away."""
    net = florence()
    medici = net.states.index("Medici")
    assert len(net.states) == 15 and net.counts.sum() == 40
    assert net.within(1)[medici] == 6 and round(6 / 14, 3) == 0.429
    assert round(14 / net.distances[medici].sum(), 3) == 0.560
    parts = net.parts_without("Medici")
    assert [len(part) for part in parts] == [11, 2, 1]
    assert parts[1:] == [{"Pazzi", "Salviati"}, {"Acciaiuoli"}]
    assert net.core.max() == 2 and net.cut_off("Pazzi", "Salviati") == set(net.states) - {"Pazzi", "Salviati"}
    assert {("Acciaiuoli", "Medici"), ("Albizzi", "Ginori")} < set(net.bridges)


def test_common_bodies_tie_their_members_and_large_ones_weigh_less() -> None:
    seats = [Tie("body", state, body="All") for state in STATES]
    seats += [Tie("body", state, body="Three") for state in STATES[:3]]
    net = network(seats, STATES, DAY)
    assert net.counts[0, 1] == 2 and net.counts[0, 8] == 1 and net.counts[0, 0] == 0
    assert net.strength[0, 1] == pytest.approx(1 / 8 + 1 / 2) and net.strength[0].sum() == pytest.approx(2.0)
    assert net.ties.tolist() == [2, 2, 2, 1, 1, 1, 1, 1, 1]
    small = network(seats, STATES, DAY, largest=3)
    assert small.within(1).tolist() == [2, 2, 2, 0, 0, 0, 0, 0, 0] and small.ties.tolist() == net.ties.tolist()


def test_a_seat_held_alone_ties_nobody() -> None:
    net = network([Tie("body", "S00", body="Lone")], STATES, DAY)
    assert not net.linked.any() and not net.strength.any() and net.ties.sum() == 1


def test_missions_are_sent_and_received() -> None:
    missions = [Tie("mission", "S00", "S01"), Tie("mission", "S01", "S00"), Tie("mission", "S00", "S02")]
    net = network(missions, STATES[:3], DAY)
    assert net.sent.sum(axis=1).tolist() == [2, 1, 0] and net.sent.sum(axis=0).tolist() == [1, 1, 1]
    standing = presence({"mission": net})["S00"]["mission"]
    assert (standing.ties, standing.partners, standing.harmonic) == (3, 2, 1.0)


def test_layers_and_days_choose_the_ties() -> None:
    ties = [
        Tie("pact", "S00", "S01", start=PartialDate.parse("2020"), end=PartialDate.parse("2026")),
        Tie("mission", "S00", "S02", start=PartialDate.parse("2026-06-15")),
        Tie("pact", "S00", "S03", end=PartialDate.parse("2026-06-14")),
    ]
    assert network(ties, STATES, DAY).within(1)[0] == 1
    assert network(ties, STATES, DAY, possibly=True).within(1)[0] == 2
    assert network(ties, STATES, DAY, layers={"pact"}).within(1)[0] == 0
    assert network(ties, STATES, DAY, layers={"pact"}, possibly=True).within(1)[0] == 1


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(["2025", "2025-03", "2026-07-04"]))
def test_what_surely_holds_possibly_holds(on: date, text: str) -> None:
    when = PartialDate.parse(text)
    for start, end in ((when, None), (None, when), (when, when)):
        assert is_in_force(start, end, on, possibly=True) or not is_in_force(start, end, on)
    assert is_in_force(when, None, on) == (on >= when.last) and is_in_force(None, when, on) == (on <= when.first)


def test_bloc_concentration_by_hand() -> None:
    ties = [Tie("pact", "S00", partner) for partner in ("S01", "S02", "S03", "S03")]
    net = network(ties, STATES, DAY)
    alike = np.eye(len(STATES))
    alike[1, 2] = alike[2, 1] = 1.0
    found = concentrations(net, {"S01": "A", "S02": "A"}, alike)
    assert found["S00"].blocs == {"A": 2.0, "S03": 2.0}
    assert found["S00"].hhi == pytest.approx(0.5) and found["S00"].effective == pytest.approx(2.0)
    assert found["S00"].independent == pytest.approx(2.0)
    assert "S08" not in found and concentrations(net, {})["S01"].independent is None


@given(edges)
def test_without_blocs_or_likeness_partners_are_counted(pairs: set[tuple[str, str]]) -> None:
    net = linked(pairs)
    found = concentrations(net, {}, np.eye(len(STATES)))
    assert set(found) == {state for pair in pairs for state in pair}
    for state, one in found.items():
        share = shares([1.0] * int(net.within(1)[net.states.index(state)]))
        assert one.hhi == pytest.approx(hhi(share)) and one.effective == pytest.approx(hill(share, 2.0))
        assert one.independent == pytest.approx(one.effective)


def test_what_makes_no_sense_is_refused() -> None:
    for wrong in ({}, {"partner": "S01", "body": "All"}, {"partner": "S00"}):
        with pytest.raises(ValueError, match="needs a partner"):
            Tie("pact", "S00", **wrong)
    with pytest.raises(ValueError, match="frame: S99"):
        network([Tie("pact", "S00", "S99")], STATES, DAY)
    with pytest.raises(ValueError, match="alone"):
        _ = network([], ["S00"], DAY).harmonic
    with pytest.raises(ValueError, match="states of the network"):
        linked(set()).cut_off("S00", "S99")
