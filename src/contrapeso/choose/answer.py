"""The answer to a choice: the best set at both ends of cost, the frontiers, what stays under any weights, what conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from contrapeso.choose.exposure import ALPHA, After, Exposure
from contrapeso.choose.model import ENDS, End, Model
from contrapeso.choose.offers import Offer
from contrapeso.methods.choice.conflicts import conflict
from contrapeso.methods.choice.frontier import Point, frontier
from contrapeso.methods.choice.problem import Problem, Share, Tail, at_least, barred
from contrapeso.methods.choice.robust import TooManySets, extreme_weights, robust
from contrapeso.methods.choice.solve import Choice, Proof, choose

TIED = 1e-12


@dataclass(frozen=True, slots=True)
class Denial:
    """What one partner alone can deny of a capability, before and after."""

    capability: str
    partner: str
    share: After
    now: tuple[tuple[str, float], ...] = ()
    """Who can deny most of it today, and how much; several where they can deny as much."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best set with costs at one end, and what follows from it."""

    offers: tuple[str, ...]
    benefit: Fraction
    proof: Proof
    added: Mapping[str, tuple[int, int]]
    """By kind, the least and the most that is added."""
    cost_least: int
    """What the stated lower ends come to; an offer without one adds nothing to it, and is named in ``without_least``."""
    cost_most: int | None
    """None where an offer taken has no upper end on record."""
    uncosted: tuple[str, ...]
    """Offers taken of whose cost nobody states anything."""
    without_least: tuple[str, ...]
    """Offers taken of which only an upper end is stated."""
    headroom: Mapping[str, int]
    """By budget, dollars that are left: by so much more may the offers taken cost before the answer falls."""
    denials: tuple[Denial, ...]
    """Of each capability that is added to, the strongest partner after the choice; all that can deny as much."""
    risks: Mapping[str, After]
    """Of each such capability its Autonomy at Risk, where the pack states chances."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules leave with costs at one end: a best set, or the rules that conflict."""

    best: Best | None
    conflict: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a frontier: so many platforms more, at so much risk."""

    offers: tuple[str, ...]
    platforms: int
    risk: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Of one capability, platforms added against a share of it: the Autonomy at Risk, or what one partner can deny."""

    capability: str
    measure: str
    now: float | None
    stops: tuple[Stop, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of a choice on a day."""

    model: Model
    outcomes: Mapping[End, Outcome]
    curves: tuple[Curve, ...]
    portfolios: tuple[tuple[str, ...], ...]
    """The sets that no other beats, whatever the weights allowed and the numbers within their ends."""
    core: Mapping[str, Fraction]
    """Each offer's share of those sets."""
    is_listed: bool
    """Whether those sets could be listed: too many offers with too few limits cannot."""

    @property
    def is_firm(self) -> bool:
        """Whether both ends of cost give the same set, or the same conflict."""
        sure, may = (self.outcomes[end] for end in ENDS)
        if sure.best is None or may.best is None:
            return sure.best is may.best and sure.conflict == may.conflict
        return sure.best.offers == may.best.offers


def answer(model: Model) -> Answer:
    """Solves what a model poses; every best set is proved, every set re-checked without the solver."""
    outcomes = {end: _outcome(model, end) for end in ENDS}
    curves = tuple(_curves(model))
    try:
        found = robust(model.problem("most"), model.scores("low"), model.scores("high"), _weights(model))
    except TooManySets:
        return Answer(model, outcomes, curves, (), {}, False)
    sets = tuple(_names(model, np.flatnonzero(row).tolist()) for row in found.portfolios)
    core = dict(zip((one.offer_id for one in model.offers), found.core_index, strict=True)) if sets else {}
    return Answer(model, outcomes, curves, sets, core, True)


def _outcome(model: Model, end: End) -> Outcome:
    problem = model.problem(end)
    found = choose(problem)
    if found is None:
        return Outcome(None, conflict(problem, model.logic))
    return Outcome(_best(model, problem, _of_equals(model, problem, found)), ())


def _of_equals(model: Model, problem: Problem, found: Choice) -> Choice:
    """Of sets of the same benefit one that may add most, so that what is chosen is no set that another dominates."""
    equal = at_least("", problem.benefits, float(found.benefit) - 1e-9)
    most = model.scores("high").mean(axis=1) if model.criteria else problem.benefits
    other = choose(Problem(most, (*problem.rules, equal)))
    if other is None or problem.benefit(other.taken) != found.benefit:
        return found
    return Choice(other.taken, found.benefit, found.proof)


def _best(model: Model, problem: Problem, found: Choice) -> Best:
    taken = [model.offers[place] for place in found.offers]
    low, high = (model.added(end)[found.taken].sum(axis=0).astype(int).tolist() for end in ("low", "high"))
    added = {kind: (low[at], high[at]) for at, kind in enumerate(model.criteria) if high[at]}
    least = [one.cost.amount.low for one in taken]
    most = [model.cost(one, "most") for one in taken]
    has_least = list(zip(taken, least, most, strict=True))
    rest = {
        rule.name: int(rule.limit - rule.coefficients[found.taken].sum())
        for rule in problem.linear if rule.name.startswith("budget") and not isinstance(rule, Share)
    }  # fmt: skip
    return Best(
        _names(model, found.offers), found.benefit, found.proof, added, sum(one or 0 for one in least),
        None if any(one is None for one in most) else sum(one or 0 for one in most),
        tuple(one.offer_id for one, low, high in has_least if low is None and high is None),
        tuple(one.offer_id for one, low, high in has_least if low is None and high is not None), rest,
        denials(model, found.offers), _risks(model, found),
    )  # fmt: skip


def denials(model: Model, taken: Sequence[int]) -> tuple[Denial, ...]:
    """Of each capability that the offers taken add to, the partner that can deny most of it then; all that tie."""
    touched = (one for one in model.exposures if any(place in taken for place, _ in one.added))
    return tuple(found for one in touched for found in _strongest(one, taken))


def _strongest(one: Exposure, taken: Sequence[int]) -> Iterator[Denial]:
    shares = {state: one.after(state, taken) for state in one.partners}
    most = max((share.value or 0.0 for share in shares.values()), default=0.0)
    tied = {state: share for state, share in shares.items() if most - (share.value or 0.0) <= TIED}
    if not most and tied:
        widest = max(tied, key=lambda state: tied[state].high)
        tied = {widest: tied[widest]}
    now = one.strongest_today
    for state, share in tied.items():
        yield Denial(one.capability, state, share, now)


def _risks(model: Model, found: Choice) -> dict[str, After]:
    touched = [one for one in model.exposures if any(place in found.offers for place, _ in one.added)]
    risks = {one.capability: one.risk(found.offers) for one in touched if one.is_judged}
    return {name: risk for name, risk in risks.items() if risk is not None}


def _weights(model: Model) -> Any:
    """The extreme weights of the kinds: every weighting, save what the reader prefers."""
    pairs = [(model.criteria.index(one), model.criteria.index(other)) for one, other in model.asked.prefer]
    return extreme_weights(len(model.criteria), pairs) if pairs else np.eye(len(model.criteria))


def _curves(model: Model) -> list[Curve]:
    """Of each capability with offers: by Autonomy at Risk where chances are stated, and by what one partner can deny."""
    found = []
    for one in model.exposures:
        if not one.is_judged:
            continue
        tail = one.tail("swept", 1.0)
        shares = tuple(one.share("swept", state, 1.0) for state in one.partners)
        for measure, swept in ((f"aar-{ALPHA * 100:.0f}", (tail,) if tail else ()), ("denial", shares)):
            if swept:
                found.append(_curve(model, one.capability, measure, swept))
    return [one for one in found if any(stop.platforms for stop in one.stops)]


def _curve(model: Model, capability: str, measure: str, swept: Sequence[Share | Tail]) -> Curve:
    """Only offers that add to the capability take part; ceilings asked for are left aside, as they are what is swept."""
    (exposure,) = (one for one in model.exposures if one.capability == capability)
    others = [place for place in range(len(model.offers)) if all(place != at for at, _ in exposure.added)]
    rules = [
        rule for rule in model.problem("most").rules
        if not isinstance(rule, (Share, Tail)) and not rule.name.startswith(("need:", "take:"))
    ]  # fmt: skip
    problem = Problem(exposure.whole, (*rules, barred("", others, len(model.offers)), *swept))
    found = frontier(problem, ["swept"])
    none = np.zeros(len(model.offers), dtype=np.bool_)
    now = [value for rule in swept if (value := rule.value(none)) is not None]
    stops = tuple(_stop(model, exposure, measure, one) for one in found.points)
    return Curve(capability, measure, float(max(now)) if now else None, stops, found.is_whole)


def _stop(model: Model, exposure: Exposure, measure: str, point: Point) -> Stop:
    """A point with its ends: those of the risk, or of the partner that can deny most at either end."""
    taken = point.choice.offers
    if measure == "denial":
        shares = [exposure.after(state, taken) for state in exposure.partners]
        low, high = max(one.low for one in shares), max(one.high for one in shares)
    else:
        risk = exposure.risk(taken)
        low, high = (risk.low, risk.high) if risk else (point.risk, point.risk)
    return Stop(
        _names(model, taken), int(point.choice.benefit), point.risk, min(low, point.risk), max(high, point.risk)
    )


def _names(model: Model, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(model.offers[place].offer_id for place in places)


def open_offers(model: Model) -> tuple[Offer, ...]:
    """The offers that no rule bars with costs at their upper ends."""
    return tuple(one for one in model.offers if not model.barring(one, "most"))
