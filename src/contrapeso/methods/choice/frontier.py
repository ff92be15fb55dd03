"""The frontier of benefit against loss of autonomy: every best choice, ceiling by ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contrapeso.methods.choice.problem import Limited, Problem, Rule
from contrapeso.methods.choice.solve import Choice, choose

_STEP = 1e-6
"""How far below the last risk the next ceiling lies; risks that differ by less are one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A choice that no other beats in benefit without a greater risk."""

    choice: Choice
    risk: float
    """The greatest share among the rules swept, after the choice."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """The points from the greatest benefit down; ``is_whole`` unless the limit of points was reached."""

    points: tuple[Point, ...]
    is_whole: bool


def frontier(problem: Problem, swept: Iterable[str], *, most: int = 200) -> Frontier:
    """All Pareto-best pairs of benefit and the greatest share of the rules named ``swept``, by ε-constraint.

    The ceilings of those rules are lifted, then lowered under the risk of each answer until none is left (Haimes, Lasdon &
    Wismer 1971, IEEE Trans. SMC 1:296–297). Every point is a proved optimum, so the last has the least ceiling that
    the other rules allow. ``ValueError`` for a name that no share or tail has.

    >>> import numpy as np
    >>> from contrapeso.methods.choice.problem import Share
    >>> one = Share("A", np.array([4.0, 0.0]), 0.0, np.array([4.0, 4.0]), 4.0, 1.0)
    >>> [(p.choice.offers, p.risk) for p in frontier(Problem(np.array([2.0, 1.0]), (one,)), ["A"]).points]
    [((0, 1), 0.3333333333333333), ((1,), 0.0)]
    """
    names = frozenset(swept)
    limited = [rule for rule in problem.rules if rule.name in names and not isinstance(rule, Rule)]
    missing = sorted(names - {rule.name for rule in limited})
    if missing or not limited:
        raise ValueError(f"no share or tail to sweep is named {', '.join(missing) or 'at all'}")
    others = tuple(rule for rule in problem.rules if rule.name not in names)
    points: list[Point] = []
    ceiling = float("inf")
    while len(points) < most:
        rules = () if ceiling == float("inf") else tuple(replace(rule, ceiling=ceiling) for rule in limited)
        found = choose(Problem(problem.benefits, (*others, *rules)))
        if found is None:
            return Frontier(_best(points), True)
        points.append(Point(found, _risk(limited, found)))
        if points[-1].risk <= 0.0:
            return Frontier(_best(points), True)
        ceiling = points[-1].risk - _STEP
    return Frontier(_best(points), False)


def _risk(limited: Iterable[Limited], choice: Choice) -> float:
    shares = (rule.value(choice.taken) for rule in limited)
    return max((float(share) for share in shares if share is not None), default=0.0)


def _best(points: list[Point]) -> tuple[Point, ...]:
    """Of equal benefits the one with the least risk, which was found last."""
    last = {point.choice.benefit: point for point in points}
    return tuple(last.values())
