"""Who is tied to whom on a day: reach, cores, blocs, presence, and whom the loss of one partner would cut off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.core.period import PartialDate
from contrapeso.methods.diversity import hhi, hill, merged, shares, similarity_sensitive

UNREACHED = -1
"""The distance between states that no chain of ties joins."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of ``state`` with ``partner``, or its seat in a ``body`` of several states: an organisation, a pact, an exercise.

    A tie that binds both sides alike is given once; where sides differ (a mission), ``state`` is the one that sends.
    Dates are as the source states them; None is open.
    """

    layer: str
    state: str
    partner: str | None = None
    body: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None

    def __post_init__(self) -> None:
        if (self.partner is None) == (self.body is None) or self.partner == self.state:
            raise ValueError(f"a tie of {self.state!r} needs a partner other than itself or a body, one of the two")


def is_in_force(start: PartialDate | None, end: PartialDate | None, on: date, *, possibly: bool = False) -> bool:
    """Whether a period surely covers the day; with ``possibly``, whether it may, dates being known to a month or year.

    >>> is_in_force(PartialDate.parse("2026"), None, date(2026, 7, 1))
    False
    """
    begun = start is None or (start.first if possibly else start.last) <= on
    return begun and (end is None or on <= (end.last if possibly else end.first))


@dataclass(frozen=True)
class Network:
    """States and their ties of one layer, or of several together, on one day.

    Reach, cores and centrality can only rise with more ties: measured on the ties that surely hold and on those that
    possibly hold, they give the ends of an exact interval (as long as no body passes ``largest`` in between).
    """

    states: tuple[str, ...]
    sent: Counts
    """Ties with a partner (n, n): row the state, column its partner."""
    seats: NDArray[np.bool_]
    """Seats (n, bodies)."""
    bodies: tuple[str, ...]
    largest: int | None = None
    """A body of more states than this ties nobody to anybody: its seats are counted, no more."""

    @cached_property
    def counts(self) -> Counts:
        """The number of ties between two states (n, n), a common body being one; symmetric, the diagonal 0."""
        seats = self.seats[:, self._joining].astype(np.int64)
        return np.asarray(_off_diagonal(self.sent + self.sent.T + seats @ seats.T))

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """Like ``counts``, but a common body of m states ties two of them by 1/(m − 1) (Newman 2001, PRE 64:016132).

        A seat then weighs 1 in all, as a tie with one partner does: large bodies do not drown the rest.
        """
        seats = self.seats[:, self._joining].astype(np.float64)
        return np.asarray(_off_diagonal(self.sent + self.sent.T + seats / (seats.sum(axis=0) - 1.0) @ seats.T))

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Whether two states share any tie (n, n)."""
        return self.counts > 0

    @property
    def ties(self) -> Counts:
        """Ties sent or received and seats held, by state (n,)."""
        return np.asarray(self.sent.sum(axis=0) + self.sent.sum(axis=1) + self.seats.sum(axis=1))

    @cached_property
    def distances(self) -> Counts:
        """The fewest ties from one state to another (n, n); ``UNREACHED`` where there is no way."""
        linked, found = self.linked.astype(np.float32), np.eye(len(self.states), dtype=bool)
        result = np.where(found, 0, UNREACHED)
        newest, steps = found, 0
        while newest.any():
            steps += 1
            newest = (newest.astype(np.float32) @ linked > 0) & ~found
            result[newest] = steps
            found = found | newest
        return np.asarray(result, dtype=np.int64)

    def within(self, steps: int) -> Counts:
        """Reach: the number of other states at most ``steps`` ties away, by state (n,); 1 counts the partners."""
        return np.asarray(((self.distances > 0) & (self.distances <= steps)).sum(axis=1))

    @cached_property
    def reached(self) -> Counts:
        """The number of other states that any chain of ties reaches, by state (n,)."""
        return self.within(len(self.states))

    @cached_property
    def harmonic(self) -> NDArray[np.float64]:
        """Harmonic centrality by state (n,): the mean over all others of 1/distance, 0 where there is no way.

        From 0 (no tie) to 1 (tied to all); Marchiori & Latora (2000); the axioms for it are in Boldi & Vigna (2014,
        Internet Mathematics 10:222–262). Needs two states: ``ValueError`` otherwise.
        """
        if len(self.states) < 2:
            raise ValueError("centrality compares states: one alone has none")
        apart = self.distances > 0
        inverse = np.divide(1.0, self.distances, out=np.zeros(apart.shape), where=apart)
        return np.asarray(inverse.sum(axis=1) / (len(self.states) - 1))

    @cached_property
    def core(self) -> Counts:
        """k-core number by state (n,): the largest k for which it is among states all tied to k of each other.

        Seidman (1983), by removing the least tied first (Batagelj & Zaveršnik 2003).
        """
        degree, left = self.within(1).copy(), np.ones(len(self.states), dtype=bool)
        result, level = np.zeros(len(self.states), dtype=np.int64), 0
        while left.any():
            level = max(level, int(degree[left].min()))
            gone = left & (degree <= level)
            result[gone] = level
            left &= ~gone
            degree -= self.linked[:, gone].sum(axis=1)
        return result

    @cached_property
    def bridges(self) -> tuple[tuple[str, str], ...]:
        """The pairs of tied states whose tie is the only way between the two sides, sorted."""
        order, low, parent = self._search
        bridges = (
            sorted((self.states[place], self.states[parent[place]]))
            for place in range(len(self.states))
            if parent[place] >= 0 and low[place] > order[parent[place]]
        )
        return tuple(sorted((one, other) for one, other in bridges))

    @cached_property
    def articulations(self) -> tuple[str, ...]:
        """The states without which some others can no longer reach each other, sorted (Hopcroft & Tarjan 1973)."""
        order, low, parent = self._search
        found = {above for place, above in enumerate(parent) if above >= 0 and low[place] >= order[above]}
        roots = {place for place in found if parent[place] < 0}
        found -= {place for place in roots if parent.count(place) < 2}
        return tuple(sorted(self.states[place] for place in found))

    def parts_without(self, state: str) -> list[frozenset[str]]:
        """The parts into which the states tied to ``state``, by any chain, fall without it, largest first."""
        place = self.states.index(state)
        linked = self.linked.copy()
        linked[place], linked[:, place] = False, False
        todo = (self.distances[place] > 0).copy()
        parts = []
        while todo.any():
            part = _component(linked, int(np.argmax(todo)))
            todo &= ~part
            parts.append(frozenset(self.states[member] for member in np.flatnonzero(part)))
        return sorted(parts, key=lambda part: (-len(part), sorted(part)))

    def cut_off(self, state: str, partner: str) -> frozenset[str]:
        """The other states that ``state`` can reach now, and could not without ``partner``."""
        if not {state, partner} <= set(self.states):
            raise ValueError(f"{state!r} and {partner!r} must both be states of the network")
        if partner not in self.articulations or state == partner:
            return frozenset()
        parts = self.parts_without(partner)
        own = next((part for part in parts if state in part), None)
        return frozenset() if own is None else frozenset().union(*parts) - own

    @cached_property
    def lost_reach(self) -> Counts:
        """The size of ``cut_off`` (n, n): row the state, column the partner lost."""
        result = np.zeros((len(self.states),) * 2, dtype=np.int64)
        place = {state: row for row, state in enumerate(self.states)}
        for partner in self.articulations:
            parts = self.parts_without(partner)
            whole = sum(map(len, parts))
            for part in parts:
                result[[place[state] for state in part], place[partner]] = whole - len(part)
        return result

    @cached_property
    def _joining(self) -> NDArray[np.bool_]:
        size = self.seats.sum(axis=0)
        return np.asarray((size > 1) & (size <= (size.max(initial=0) if self.largest is None else self.largest)))

    @cached_property
    def _search(self) -> tuple[list[int], list[int], list[int]]:
        """Depth first over all states: the order of visit, the lowest order seen from below, and the state before."""
        near = [np.flatnonzero(row).tolist() for row in self.linked]
        order, low, parent = ([-1] * len(near) for _ in range(3))
        visits = 0
        for root in range(len(near)):
            path = [root] if order[root] < 0 else []
            rest: dict[int, Iterator[int]] = {}
            while path:
                here = path[-1]
                if here not in rest:
                    rest[here], order[here], low[here] = iter(near[here]), visits, visits
                    visits += 1
                _step(here, path, rest, order, low, parent)
        return order, low, parent


def network(
    ties: Iterable[Tie],
    states: Collection[str],
    on: date,
    *,
    layers: Collection[str] | None = None,
    possibly: bool = False,
    largest: int | None = None,
) -> Network:
    """The ties in force on a day among ``states``; ``layers`` None takes all, together.

    ``ValueError`` names the states of ties in force that are not among ``states``.

    >>> pact = [Tie("pact", "ARG", "BRA"), Tie("pact", "BRA", "CHL")]
    >>> network(pact, ["ARG", "BRA", "CHL"], date(2026, 1, 1)).articulations
    ('BRA',)
    """
    held = [
        tie
        for tie in ties
        if (layers is None or tie.layer in layers) and is_in_force(tie.start, tie.end, on, possibly=possibly)
    ]
    place = {state: row for row, state in enumerate(sorted(set(states)))}
    strangers = {state for tie in held for state in (tie.state, tie.partner) if state is not None} - set(place)
    if strangers:
        raise ValueError(f"ties of states that are not in the frame: {', '.join(sorted(strangers))}")
    bodies = {body: column for column, body in enumerate(sorted({tie.body for tie in held if tie.body is not None}))}
    sent = np.zeros((len(place), len(place)), dtype=np.int64)
    seats = np.zeros((len(place), len(bodies)), dtype=bool)
    for tie in held:
        if tie.partner is not None:
            sent[place[tie.state], place[tie.partner]] += 1
        elif tie.body is not None:
            seats[place[tie.state], bodies[tie.body]] = True
    return Network(tuple(place), sent, seats, tuple(bodies), largest)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of a state's ties lies with few blocs."""

    blocs: Mapping[str, float]
    """The strength of its ties by bloc."""
    hhi: float
    effective: float
    """The effective number of blocs (Hill number)."""
    independent: float | None
    """The effective number of partners, like ones counted together; None if no similarity was given."""


def concentrations(
    net: Network, bloc_of: Mapping[str, str], similarity: ArrayLike | None = None, q: float = 2.0
) -> dict[str, Concentration]:
    """Bloc concentration of every state that has ties; without ties it is missing, and the state is left out.

    ``similarity`` is (n, n) between ``net.states`` as in ``diversity.similarity_sensitive``; a state of no bloc is its own.
    """
    z = None if similarity is None else np.asarray(similarity, dtype=np.float64)
    return {
        state: _concentration(net.states, row, bloc_of, z, q)
        for state, row in zip(net.states, net.strength, strict=True)
        if row.any()
    }


@dataclass(frozen=True, slots=True)
class Presence:
    """A state's standing in one layer."""

    ties: int
    partners: int
    harmonic: float


def presence(layers: Mapping[str, Network]) -> dict[str, dict[str, Presence]]:
    """Presence by state and layer: ties and seats, partners, and harmonic centrality among the states of the layer."""
    result: dict[str, dict[str, Presence]] = {}
    for layer, net in layers.items():
        figures = zip(net.states, net.ties.tolist(), net.within(1).tolist(), net.harmonic.tolist(), strict=True)
        for state, ties, partners, harmonic in figures:
            result.setdefault(state, {})[layer] = Presence(ties, partners, harmonic)
    return result


def _concentration(
    states: Sequence[str], row: NDArray[np.float64], bloc_of: Mapping[str, str], z: NDArray[np.float64] | None, q: float
) -> Concentration:
    present = np.flatnonzero(row)
    blocs = merged({states[place]: float(row[place]) for place in present.tolist()}, bloc_of)
    share = shares(list(blocs.values()))
    alike = None if z is None else similarity_sensitive(shares(row[present]), z[np.ix_(present, present)], q)
    return Concentration(blocs, hhi(share), hill(share, q), alike)


def _off_diagonal(matrix: NDArray[np.generic]) -> NDArray[np.generic]:
    np.fill_diagonal(matrix, 0)
    return matrix


def _component(linked: NDArray[np.bool_], start: int) -> NDArray[np.bool_]:
    """The states that chains of ties join to ``start``, itself included (n,)."""
    found = np.zeros(len(linked), dtype=bool)
    found[start] = True
    newest = found.copy()
    while newest.any():
        newest = linked[newest].any(axis=0) & ~found
        found |= newest
    return found


def _step(
    here: int, path: list[int], rest: dict[int, Iterator[int]], order: list[int], low: list[int], parent: list[int]
) -> None:
    """One move of the search: down to a state not yet seen, or back up when there is none."""
    for other in rest[here]:
        if order[other] < 0:
            parent[other] = here
            path.append(other)
            return
        if other != parent[here]:
            low[here] = min(low[here], order[other])
    path.pop()
    if path:
        low[path[-1]] = min(low[path[-1]], low[here])
