"""What stays right when nobody can say how much each objective weighs: all non-dominated sets, and each offer's core index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.choice.problem import Array, Problem, Taken

MOST = 5_000
"""How many partial sets are kept at most; above that the answer would not be whole."""
_EQUAL = 1e-9
_CHUNK = 256


class TooManySets(ValueError):
    """More sets stand side by side than can be kept; an answer of some of them would not be whole."""


@dataclass(frozen=True, eq=False)
class Robust:
    """The sets of offers that no other set beats for all weights and scores allowed."""

    portfolios: Taken
    """One row a set (k, n), in the order of the offers' bits."""

    @property
    def core_index(self) -> tuple[Fraction, ...]:
        """The share of the non-dominated sets that hold each offer: 1 core, 0 exterior, between them borderline."""
        count = len(self.portfolios)
        return tuple(Fraction(int(column.sum()), count) for column in self.portfolios.T) if count else ()


def robust(problem: Problem, low: ArrayLike, high: ArrayLike, weights: ArrayLike, *, most: int = MOST) -> Robust:
    """All feasible sets that are not dominated, for scores in [low, high] (n, m) and weights in a polytope.

    ``weights`` (k, m) are the polytope's extreme points. Set A dominates B if Σ_j∈A w·v_j ≥ Σ_j∈B w·v_j for all weights w
    and scores v allowed, > for some (Liesiö, Mild & Salo 2008, Eur. J. Oper. Res. 190:679–695): at each extreme weight the
    offers of A alone stand at their lows, those of B alone at their highs. Offer by offer, a partial set is dropped
    where one that uses no more of any rule dominates it, as every completion of it then is dominated too. Exact;
    ``TooManySets`` above ``most`` partial sets. The benefits of the problem are not used.

    >>> from contrapeso.methods.choice.problem import Rule
    >>> budget = Rule("budget", np.array([1.0, 1.0, 1.0]), 1.0)
    >>> scores = [[2.0, 0.0], [0.0, 2.0], [1.0, 0.0]]
    >>> robust(Problem(np.zeros(3), (budget,)), scores, scores, np.eye(2)).core_index
    (Fraction(1, 2), Fraction(1, 2), Fraction(0, 1))
    """
    least, greatest = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    corners = np.asarray(weights, dtype=np.float64)
    if least.shape != greatest.shape or np.any(least > greatest) or len(least) != problem.size:
        raise ValueError("scores are a low and a high per offer and objective, in order")
    at_low, at_high = least @ corners.T, greatest @ corners.T
    use, limits = _uses(problem)
    rest = np.minimum(use, 0.0)[:, ::-1].cumsum(axis=1)[:, ::-1]
    kept = np.zeros((1, 0), dtype=np.bool_)
    for place in range(problem.size):
        kept = np.concatenate([np.pad(kept, ((0, 0), (0, 1))), np.pad(kept, ((0, 0), (0, 1)), constant_values=True)])
        used = kept @ use[:, : place + 1].T
        left = rest[:, place + 1] if place + 1 < problem.size else np.zeros(len(limits))
        possible = np.all(used + left <= limits + _EQUAL * np.maximum(1.0, np.abs(limits)), axis=1)
        kept = _undominated(kept[possible], at_low[: place + 1], at_high[: place + 1], used[possible])
        if len(kept) > most:
            raise TooManySets(f"more than {most} sets stand side by side: say more about the weights, or fewer offers")
    feasible = np.array([not problem.broken(one) for one in kept], dtype=np.bool_).reshape(-1)
    final = _undominated(kept[feasible], at_low, at_high, np.zeros((int(feasible.sum()), 0)))
    return Robust(final[np.lexsort(final.T)] if final.size else final)


def _uses(problem: Problem) -> tuple[Array, Array]:
    """What each offer uses of every rule (rows, n), and the limits (rows,); of a tail, of each of its scenarios."""
    rows = [rule.row for rule in problem.linear]
    for tail in problem.tails:
        rows += [(one, np.inf) for one in tail.losses - tail.ceiling * tail.whole]
    if not rows:
        return np.zeros((0, problem.size)), np.zeros(0)
    return np.array([row for row, _ in rows]), np.array([limit for _, limit in rows])


def _undominated(sets: Taken, at_low: Array, at_high: Array, used: Array) -> Taken:
    """The sets that none with as little use dominates."""
    kept = np.ones(len(sets), dtype=np.bool_)
    for start in range(0, len(sets), _CHUNK):
        here = slice(start, start + _CHUNK)
        kept[here] = ~np.any(_dominates(sets, sets[here], at_low, at_high) & _no_dearer(used, used[here]), axis=0)
    return sets[kept]


def _dominates(better: Taken, worse: Taken, at_low: Array, at_high: Array) -> NDArray[np.bool_]:
    """Whether each of the first (N, n) is never worth less than each of the second (M, n), and more for some weight and score.

    Σ over what is in A alone at low − over what is in B alone at high = A at low − B at high + (high − low) of what both have.
    """
    never_less = np.ones((len(better), len(worse)), dtype=np.bool_)
    ever_more = np.zeros_like(never_less)
    ours, theirs = better.astype(np.float64), worse.astype(np.float64)
    for low, high in zip(at_low.T, at_high.T, strict=True):
        both = (ours * (high - low)) @ theirs.T if np.any(high > low) else 0.0
        never_less &= (ours @ low)[:, None] - (theirs @ high)[None, :] + both >= -_EQUAL
        ever_more |= (ours @ high)[:, None] - (theirs @ low)[None, :] - both > _EQUAL
    return never_less & ever_more


def _no_dearer(used: Array, against: Array) -> NDArray[np.bool_]:
    """Whether each of the first uses no more of any rule than each of the second (N, M)."""
    found = np.ones((len(used), len(against)), dtype=np.bool_)
    for ours, theirs in zip(used.T, against.T, strict=True):
        found &= ours[:, None] <= theirs[None, :]
    return found


def extreme_weights(
    count: int, at_least_as: Iterable[tuple[int, int]] = (), floors: Sequence[float] | None = None
) -> Array:
    """The extreme points (k, count) of the weights w ≥ floors, Σ w = 1, with w_a ≥ w_b for each pair (a, b).

    Every vertex solves Σ w = 1 and count − 1 of the other conditions as equations. ``ValueError`` if no weights are left.

    >>> extreme_weights(3, [(0, 1), (1, 2)]).round(3).tolist()
    [[0.333, 0.333, 0.333], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    """
    floor = np.zeros(count) if floors is None else np.asarray(floors, dtype=np.float64)
    order = [np.eye(count)[a] - np.eye(count)[b] for a, b in at_least_as]
    rows, ends = np.array([*np.eye(count), *order]), np.concatenate([floor, np.zeros(len(order))])
    found: set[tuple[float, ...]] = set()
    for active in combinations(range(len(rows)), count - 1):
        system = np.vstack([np.ones(count), rows[list(active)]])
        if abs(np.linalg.det(system)) > 1e-12:
            vertex = np.linalg.solve(system, np.concatenate([[1.0], ends[list(active)]]))
            if np.all(rows @ vertex >= ends - 1e-12):
                found.add(tuple((vertex + 0.0).round(12).tolist()))
    if not found:
        raise ValueError("no weights meet all that is said of them")
    return np.array(sorted(found))
