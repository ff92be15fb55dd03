"""What a choice would make of who can deny what: each capability that offers add to, today and with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from contrapeso.choose.chances import RULES, risk_between, scenarios
from contrapeso.choose.offers import Offer
from contrapeso.core.parameter import Parameter, Rules
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.assembly import Assembly
from contrapeso.measure.fleet import CANDIDATES, COUNTED, LOSSES, FleetType, Group, fleet
from contrapeso.measure.frame import Frame
from contrapeso.methods.cases import Cases
from contrapeso.methods.choice.problem import Array, Share, Tail
from contrapeso.methods.denial import Platform, Structure

ALPHA = 0.95
OFFERED = ("candidate", "dropped", "ordered")
"""Statuses of what an offer may add; what is ordered is not counted as held."""


@dataclass(frozen=True, slots=True)
class After:
    """A share of a capability after a choice, with its ends; ``before`` is today's."""

    value: float | None
    low: float
    high: float
    before: float | None


@dataclass(frozen=True)
class Exposure:
    """One capability: the types held today and those that offers would add, in the order of the offers."""

    frame: Frame
    capability: str
    held: tuple[FleetType, ...]
    added: tuple[tuple[int, FleetType], ...]
    """The place of the offer, and the type with the number offered."""
    size: int
    """How many offers there are."""

    @cached_property
    def group(self) -> Group:
        """Today's and offered types together."""
        return Group(self.frame, self.capability, (*self.held, *(one for _, one in self.added)))

    @cached_property
    def today(self) -> Group:
        return Group(self.frame, self.capability, self.held)

    @property
    def is_judged(self) -> bool:
        """Whether the numbers held today are known for the day."""
        return not self.today.present or bool(self.today.weighing)

    @property
    def partners(self) -> tuple[str, ...]:
        return tuple(state for state in self.group.suppliers if any(self._denied(one, state)[1] for one in self._all))

    @cached_property
    def _all(self) -> tuple[FleetType, ...]:
        return (*self.today.weighing, *(one for _, one in self.added))

    @cached_property
    def whole_now(self) -> float:
        return sum(one.weight for one in self.today.weighing)

    @cached_property
    def whole(self) -> Array:
        """What each offer adds (n,), at the least number that the record supports."""
        return self._by_offer({at: one.weight for at, (_, one) in enumerate(self.added)})

    def share(self, name: str, state: str, ceiling: float) -> Share:
        """The rule that one partner alone can deny at most so much of the capability after the choice."""
        part_now = sum(one.weight * self._denied(one, state)[1] for one in self.today.weighing)
        lost = {at: one.weight * self._denied(one, state)[1] for at, (_, one) in enumerate(self.added)}
        return Share(name, self._by_offer(lost), part_now, self.whole, self.whole_now, ceiling)

    def tail(self, name: str, ceiling: float) -> Tail | None:
        """The rule that the mean of the worst 5 % of cases is at most so much; None where the pack states no chances."""
        found = self.cases
        if found is None or not self.is_judged:
            return None
        now = np.zeros(len(found.probabilities))
        for one in self.today.weighing:
            now += one.weight * self._lost(one, found)
        losses = np.zeros((now.size, self.size))
        for place, one in self.added:
            losses[:, place] += one.weight * self._lost(one, found)
        rows, place_of = np.unique(np.column_stack([now, losses]).round(12), axis=0, return_inverse=True)
        chances = np.bincount(place_of.ravel(), found.probabilities, len(rows)).astype(np.float64)
        return Tail(name, rows[:, 1:], rows[:, 0], chances, self.whole, self.whole_now, ALPHA, ceiling)

    @cached_property
    def cases(self) -> Cases | None:
        """Who denies, case by case, among the suppliers of what is held or offered."""
        return scenarios(self.frame, self.group)

    def then(self, taken: Sequence[int]) -> Group:
        """What is held today with the offers taken."""
        chosen = (one for place, one in self.added if place in taken)
        return Group(self.frame, self.capability, (*self.held, *chosen))

    def risk(self, taken: Sequence[int]) -> After | None:
        """The Autonomy at Risk with the offers taken, with its ends; None where the pack states no chances."""
        tail, ends = self.tail("", 1.0), risk_between(self.frame, self.then(taken), ALPHA)
        if tail is None or ends is None:
            return None
        value = tail.value(np.isin(np.arange(self.size), taken))
        inside = [end for end in (*ends, value) if end is not None]
        return After(value, min(inside), max(inside), tail.value(np.zeros(self.size, dtype=np.bool_)))

    def after(self, state: str, taken: Sequence[int]) -> After:
        """What a partner alone can deny with the offers taken: exact ends over numbers, losses and unnamed suppliers."""
        then = self.then(taken)
        ends = {one.holding.key: then.denied(one, frozenset({state})) for one in then.present}
        value, low, high = then.share(ends)
        now = {one.holding.key: self.today.denied(one, frozenset({state})) for one in self.today.present}
        return After(value, low, high + 0.0, self.today.share(now)[0] if self.today.present else None)

    @cached_property
    def strongest_today(self) -> tuple[tuple[str, float], ...]:
        """Who alone can deny most of what is held today, and how much of it; all that tie, nobody where it is not known."""
        if not self.today.present:
            return ()
        shares: dict[str, float] = {}
        for state in self.today.suppliers:
            ends = {one.holding.key: self.today.denied(one, frozenset({state})) for one in self.today.present}
            shares[state] = self.today.share(ends)[0] or 0.0
        most = max(shares.values(), default=0.0)
        return tuple((state, share) for state, share in sorted(shares.items()) if share > 0.0 and most - share <= 1e-12)

    def _denied(self, one: FleetType, state: str) -> tuple[float, float, float]:
        return self.group.denied(one, frozenset({state}))

    def _lost(self, one: FleetType, found: Cases) -> Array:
        """The fraction of a type lost in each case (S,)."""
        alone = Structure([Platform(1.0, self._platforms[one.holding.key].roles)], self.frame.home)
        return alone.denials(found.of(alone.suppliers)) if alone.suppliers else np.zeros(len(found.probabilities))

    @cached_property
    def _platforms(self) -> dict[str, Platform]:
        return {one.name: one for one in self.group.structure.platforms}

    def _by_offer(self, numbers: Mapping[int, float]) -> Array:
        found = np.zeros(self.size)
        for at, (place, _) in enumerate(self.added):
            found[place] += numbers[at]
        return found


def exposures(
    home: str,
    evidence: Evidence,
    parameters: Mapping[str, Parameter],
    offers: Sequence[Offer],
    assembly: Assembly | None = None,
) -> tuple[Exposure, ...]:
    """The capabilities that offers with a known number add to, in recorded order of the offers."""
    named = (*CANDIDATES.values(), *LOSSES.values(), *RULES)
    frame = Frame(home, evidence, Rules(parameters, named, evidence.on), "", "share", {}, assembly)
    held, kinds = fleet(home, evidence, COUNTED), _kinds(home, evidence)
    found: dict[str, list[tuple[int, FleetType]]] = {}
    for place, offer in enumerate(offers):
        for one in _added(offer, kinds):
            found.setdefault(one.holding.capability, []).append((place, one))
    return tuple(
        Exposure(
            frame,
            capability,
            Group(frame, capability, held.get(capability, ())).supported.types,
            tuple(added),
            len(offers),
        )
        for capability, added in found.items()
    )


def _kinds(home: str, evidence: Evidence) -> dict[str, FleetType]:
    return {one.holding.key: one for types in fleet(home, evidence, OFFERED).values() for one in types}


def _added(offer: Offer, kinds: Mapping[str, FleetType]) -> Iterable[FleetType]:
    """The types of an offer with the number offered in place of the number held."""
    for one in offer.adds:
        if one.holding_id and one.holding_id in kinds and one.quantity.is_known:
            low = float(one.quantity.least or 0)
            high = float(one.quantity.high or low)
            yield replace(kinds[one.holding_id], weight=low, low=low, high=high, is_counted_later=False)
