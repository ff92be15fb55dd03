"""The problem that a reader poses: offers as columns, and every rule with a name that can be said and waived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from contrapeso.choose.exposure import Exposure
from contrapeso.choose.offers import Budget, Offer, Table
from contrapeso.core.errors import UnknownName
from contrapeso.core.text import Text
from contrapeso.methods.choice.problem import AnyRule, Array, Problem, Rule, at_least, at_most_one, barred, prerequisite

End = Literal["least", "most"]
"""At which end of its interval a cost is taken: ``most`` for what surely fits, ``least`` for what may."""
ENDS: tuple[End, ...] = ("most", "least")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for, beside what the pack says."""

    budget: int | None = None
    """Dollars for all offers in all years."""
    by_year: Mapping[int, int] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)
    """The largest share that one partner may deny, by capability, or of every one (``*``)."""
    risks: Mapping[str, float] = field(default_factory=dict)
    """The largest Autonomy at Risk, likewise."""
    take: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    need: Mapping[str, int] = field(default_factory=dict)
    """The least number to add, by kind of platform."""
    waive: tuple[str, ...] = ()
    """Names of rules that are not to count."""
    prefer: tuple[tuple[str, str], ...] = ()
    """Pairs of kinds: the first weighs at least as much as the second."""
    is_strict: bool = False
    """Bar what touches a red line that the record cannot judge."""


@dataclass(frozen=True)
class Model:
    """A country's offers on a day, what limits them, and what a reader asks."""

    table: Table
    kinds: Mapping[str, tuple[str, ...]]
    """By offer the kind of each addition: the category of its platform, or its facility."""
    bars: Mapping[str, tuple[str, ...]]
    """By offer the names of the rules that bar it: a breach of law, a red line, a step that is not on record."""
    exposures: tuple[Exposure, ...]
    payment_years: int | None
    """Over how many years a cost is assumed to be paid evenly, from the year after the day on."""
    first_year: int
    asked: Asked
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By offer the clauses that govern its acts, or would if they were concluded."""

    def __post_init__(self) -> None:
        capabilities = {one.capability for one in self.exposures}
        _check(self.asked.ceilings, {*capabilities, EVERY}, _CAPABILITY)
        _check(self.asked.risks, {*capabilities, EVERY}, _CAPABILITY)
        _check((kind for pair in self.asked.prefer for kind in pair), set(self.criteria), _KIND)
        _check(self.asked.need, set(self.criteria), _KIND)
        for name in (*self.asked.take, *self.asked.leave):
            self.table.offer(name)
        if self.asked.waive:
            _check(self.asked.waive, self.known_rules, _RULE)

    @property
    def offers(self) -> tuple[Offer, ...]:
        return self.table.offers

    @cached_property
    def place(self) -> dict[str, int]:
        return {one.offer_id: place for place, one in enumerate(self.offers)}

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """The kinds of what offers add, in the order of the offers; those of which no number is known left out."""
        return tuple(dict.fromkeys(
            kind for one in self.offers for kind, what in zip(self.kinds[one.offer_id], one.adds, strict=True)
            if what.quantity.is_known
        ))  # fmt: skip

    def added(self, end: Literal["low", "value", "high"]) -> Array:
        """What each offer adds of each kind (n, m); the value is the least number that the record supports."""
        found = np.zeros((len(self.offers), len(self.criteria)))
        for row, offer in enumerate(self.offers):
            for kind, one in zip(self.kinds[offer.offer_id], offer.adds, strict=True):
                if one.quantity.is_known:
                    low = one.quantity.least or 0
                    high = one.quantity.high if one.quantity.high is not None else low
                    found[row, self.criteria.index(kind)] += high if end == "high" else low
        return found

    @cached_property
    def goals(self) -> Array:
        """The most of each kind that one set of offers can add (m,), by which numbers are made shares: a fixed post."""
        most, by_competition = self.added("high"), dict[str, Array]()
        total = np.zeros(len(self.criteria))
        for row, offer in enumerate(self.offers):
            if offer.competition is None:
                total += most[row]
            else:
                best = by_competition.get(offer.competition, np.zeros(len(self.criteria)))
                by_competition[offer.competition] = np.maximum(best, most[row])
        return total + sum(by_competition.values(), np.zeros(len(self.criteria)))

    def scores(self, end: Literal["low", "value", "high"]) -> Array:
        """Shares of the goals (n, m)."""
        return self.added(end) / self.goals

    @cached_property
    def benefits(self) -> Array:
        """The mean over kinds of the share of its goal that an offer reaches (n,): every kind weighs the same."""
        return self.scores("value").mean(axis=1) if self.criteria else np.zeros(len(self.offers))

    def deniers(self, offer: Offer) -> dict[str, float]:
        """Who alone could deny what an offer adds, and which share of it, the most powerful first."""
        place, added, lost = self.place[offer.offer_id], 0.0, dict[str, float]()
        for one in self.exposures:
            added += float(one.whole[place])
            for state in one.partners if one.whole[place] else ():
                lost[state] = lost.get(state, 0.0) + float(one.share("", state, 1.0).part[place])
        shares = {state: part / added for state, part in lost.items() if part > 0.0}
        return dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))

    def problem(self, end: End) -> Problem:
        """Everything asked, with costs at one end."""
        rules = [rule for rule in self._rules(end) if rule.name not in self.asked.waive]
        return Problem(self.benefits, tuple(rules))

    @property
    def known_rules(self) -> set[str]:
        """The names of all rules that could count for what is asked, at either end of cost."""
        every = replace(self, asked=replace(self.asked, waive=()))
        return {rule.name for end in ENDS for rule in every.problem(end).rules}

    @property
    def logic(self) -> tuple[str, ...]:
        """Rules that nobody can waive: an offer needs what it needs."""
        return tuple(f"requires:{offer.offer_id}:{name}" for offer in self.offers for name in offer.requires)

    def _rules(self, end: End) -> Iterator[AnyRule]:
        yield from self._asked_for()
        yield from self._bars(end)
        yield from self._alternatives()
        yield from self._budgets(end)
        yield from self._ceilings()

    def _asked_for(self) -> Iterator[AnyRule]:
        size = len(self.offers)
        for name in self.asked.take:
            yield at_least(f"take:{name}", np.eye(size)[self.place[name]], 1.0)
        for kind, number in self.asked.need.items():
            yield at_least(f"need:{kind}", self.added("value")[:, self.criteria.index(kind)], float(number))

    def _bars(self, end: End) -> Iterator[AnyRule]:
        for place, offer in enumerate(self.offers):
            for name in self.barring(offer, end):
                yield barred(name, [place], len(self.offers))

    def barring(self, offer: Offer, end: End) -> tuple[str, ...]:
        """The names of the rules for which an offer may not be taken, whatever else is."""
        names = list(self.bars.get(offer.offer_id, ()))
        if offer.offer_id in self.asked.leave:
            names.append(f"leave:{offer.offer_id}")
        if offer.status == "dropped":
            names.append(f"dropped:{offer.offer_id}")
        if not offer.is_quantified:
            names.append(f"unknown-number:{offer.offer_id}")
        if self.asked.is_strict:
            names += [f"untested:{line}:{offer.offer_id}" for line in offer.touches]
        return tuple(name for name in (*names, *self._unpaid(offer, end)) if name not in self.asked.waive)

    def _unpaid(self, offer: Offer, end: End) -> Iterator[str]:
        """Why an offer fits no budget: too dear for one by itself, or of unknown cost where one counts it."""
        own = [one for one in self.table.budgets if one.competition in (None, offer.competition)]
        limits = {f"budget:{one.budget_id}": one.limit for one in own}
        limits |= {"budget": self.asked.budget} if self.asked.budget is not None else {}
        limits |= {f"budget:{year}": 0 for year in self.asked.by_year}
        counted = {name: limit for name, limit in limits.items() if name not in self.asked.waive}
        least, high = offer.cost.amount.low, offer.cost.amount.high
        too_dear = [name for name, limit in counted.items() if limit and least is not None and least > limit]
        may_exceed = least is None and high is not None and any(0 < limit < high for limit in counted.values())
        if too_dear:
            yield from too_dear
        elif may_exceed or (counted and self.cost(offer, end) is None):
            yield f"unknown-cost:{offer.offer_id}"
        elif self.asked.by_year and self._paid(offer, end) is None:
            yield f"unknown-payment:{offer.offer_id}"

    def cost(self, offer: Offer, end: End) -> int | None:
        """Dollars at one end; None where nobody states that end, which is not zero."""
        return offer.cost.amount.least if end == "least" else offer.cost.amount.most

    def _alternatives(self) -> Iterator[AnyRule]:
        for one in self.table.competitions:
            members = [place for place, offer in enumerate(self.offers) if offer.competition == one.competition_id]
            yield at_most_one(f"alternatives:{one.competition_id}", members, len(self.offers))
        for place, offer in enumerate(self.offers):
            for name in offer.requires:
                yield prerequisite(f"requires:{offer.offer_id}:{name}", place, self.place[name], len(self.offers))

    def _budgets(self, end: End) -> Iterator[AnyRule]:
        for one in self.table.budgets:
            yield self._within(f"budget:{one.budget_id}", self._costs(end, one), one.limit, end)
        if self.asked.budget is not None:
            yield self._within("budget", self._costs(end), self.asked.budget, end)
        for year, limit in self.asked.by_year.items():
            yield Rule(f"budget:{year}", self._costs(end, year=year), float(limit))

    def _within(self, name: str, costs: Array, limit: int, end: End) -> Rule:
        """A budget; what may or may not fit it, for want of a lower end on record, is barred for that, not for its sum."""
        bounded = np.array([end == "most" or one.cost.amount.low is not None for one in self.offers])
        return Rule(name, np.where(bounded | (costs <= limit), costs, 0.0), float(limit))

    def _costs(self, end: End, budget: Budget | None = None, year: int | None = None) -> Array:
        """What each offer costs under a budget (n,); what nobody states is barred, and counts nothing here."""
        counted = [budget is None or budget.competition in (None, one.competition) for one in self.offers]
        at = budget.year if budget is not None else year
        found = [self.cost(one, end) if at is None else (self._paid(one, end) or {}).get(at, 0) for one in self.offers]
        return np.array(
            [float(cost or 0) if is_counted else 0.0 for cost, is_counted in zip(found, counted, strict=True)]
        )

    def _paid(self, offer: Offer, end: End) -> dict[int, int] | None:
        """Dollars by year: as the record says, else evenly over the assumed years, the last bearing the rest."""
        cost = self.cost(offer, end)
        if offer.cost.paid:
            return dict(offer.cost.paid)
        if cost is None or self.payment_years is None:
            return None
        part, last = cost // self.payment_years, self.first_year + self.payment_years - 1
        return {**dict.fromkeys(range(self.first_year, last), part), last: cost - part * (self.payment_years - 1)}

    def _ceilings(self) -> Iterator[AnyRule]:
        for one in self.exposures:
            ceiling = self.asked.ceilings.get(one.capability, self.asked.ceilings.get(EVERY))
            if ceiling is not None and one.is_judged:
                yield from (one.share(f"denial:{one.capability}:{state}", state, ceiling) for state in one.partners)
            risk = self.asked.risks.get(one.capability, self.asked.risks.get(EVERY))
            tail = one.tail(f"risk:{one.capability}", risk) if risk is not None else None
            if tail is not None:
                yield tail


def _check(names: Iterable[str], known: set[str], what: Text) -> None:
    for name in names:
        if name not in known:
            there = ", ".join(sorted(known - {EVERY})) or "—"
            mend = Text(es=f"use una de: {there}", en=f"use one of: {there}")
            raise UnknownName(what.format(name=name), mend)


def kinds_of(offers: Sequence[Offer], categories: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The kind of each addition, by the category of its holding; ``UnknownName`` for a holding that the pack lacks."""
    for offer in offers:
        for one in offer.adds:
            if one.holding_id is not None and one.holding_id not in categories:
                raise UnknownName(
                    _HOLDING.format(name=one.holding_id), _HOLDING_MEND, where=f"{offer.file}:{offer.line}"
                )
    return {
        offer.offer_id: tuple(one.facility or categories[one.holding_id or ""] for one in offer.adds)
        for offer in offers
    }


_CAPABILITY = Text(es="ninguna oferta suma a la capacidad {name}", en="no offer adds to the capability {name}")
_KIND = Text(es="ninguna oferta suma {name}", en="no offer adds any {name}")
_RULE = Text(es="aquí no cuenta ninguna regla {name}", en="no rule {name} counts here")
_HOLDING = Text(es="el sistema {name} no está en holdings.csv", en="the platform {name} is not in holdings.csv")
_HOLDING_MEND = Text(es="añádalo o corrija la oferta", en="add it or correct the offer")
