"""How concentrated amounts are in many groups at once, with bounds when each amount is known only within limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Places = NDArray[np.int64]
_STEPS = 80
_MOST_TRIED = 12


class ConcentrationBounds(NamedTuple):
    """Ends of the Herfindahl–Hirschman index, a group each; NaN where no amount can be positive."""

    low: Vector
    high: Vector


def concentration_bounds(
    low: ArrayLike, high: ArrayLike, starts: ArrayLike, unnamed: ArrayLike | None = None
) -> ConcentrationBounds:
    """Bounds of Σ x² / (Σ x)² over x in [low, high] (n,), 0 ≤ low ≤ high, for groups that begin at ``starts`` (g,).

    ``unnamed`` (g,) ≥ 0 is an amount that may belong to anybody, in part or in whole. Without it the low end is exact:
    the index is quasi-convex and least where each x stands as near as it may to one level c = Σ x² / Σ x. The high end
    stands where each x is at an end: all such corners are tried up to 2¹² of them. Beyond, x² is replaced by its chord
    on [low, high]; the relaxed index, greatest with the largest low + high at their high ends and one of them part of
    the way, is an outer bound. ``ValueError`` for arrays that do not fit together.

    >>> concentration_bounds([1.0, 0.0], [1.0, 1.0], [0])
    ConcentrationBounds(low=array([0.5]), high=array([1.]))
    """
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    first = np.asarray(starts, dtype=np.int64)
    free = np.zeros(first.size) if unnamed is None else np.asarray(unnamed, dtype=np.float64)
    if least.shape != most.shape or least.ndim != 1 or free.shape != first.shape:
        raise ValueError("limits are rows of one length, and what is unnamed one number a group")
    if np.any(least < 0.0) or np.any(least > most) or np.any(free < 0.0):
        raise ValueError("an amount is negative, or an interval upside down")
    if first.size == 0:
        return ConcentrationBounds(np.zeros(0), np.zeros(0))
    if first[0] != 0 or np.any(np.diff(first) <= 0) or first[-1] >= least.size:
        raise ValueError("groups begin at 0, in rising order, and none is empty")
    group = np.repeat(np.arange(first.size), np.diff(np.append(first, least.size)))
    some = np.add.reduceat(most, first) + free > 0.0
    lowest, highest = _least(least, most, first, group, free), _greatest(least, most, first, group, free)
    return ConcentrationBounds(np.where(some, lowest, np.nan), np.where(some, np.maximum(highest, lowest), np.nan))


def _least(low: Vector, high: Vector, starts: Places, group: Places, free: Vector) -> Vector:
    """Every amount as near as it may to the level at which the index stands still, found by halving."""
    bottom = np.zeros(starts.size)
    top = np.maximum.reduceat(high, starts)
    for _ in range(_STEPS):
        level = (bottom + top) / 2
        at = np.clip(level[group], low, high)
        square, whole = np.add.reduceat(at**2, starts), np.add.reduceat(at, starts) + free
        is_below = square > level * whole
        bottom, top = np.where(is_below, level, bottom), np.where(is_below, top, level)
    at = np.clip(top[group], low, high)
    whole = np.add.reduceat(at, starts) + free
    return np.asarray(np.add.reduceat(at**2, starts) / np.where(whole > 0.0, whole, 1.0) ** 2)


def _greatest(low: Vector, high: Vector, starts: Places, group: Places, free: Vector) -> Vector:
    """The largest relaxed index over all numbers of amounts at their high ends, the next one part of the way."""
    reach = high + free[group]
    middle, span = low + reach, reach - low
    order = np.lexsort((-middle, group))
    middle, span = middle[order], span[order]
    whole = _before(span, starts, group) + np.add.reduceat(low, starts)[group]
    square = _before(span * middle, starts, group) + np.add.reduceat(low**2, starts)[group]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.clip(np.nan_to_num((middle * whole - 2 * square) / (span * middle), nan=0.0), 0.0, 1.0)
        tried = [(square + step * span * middle) / (whole + step * span) ** 2 for step in (0.0, part, 1.0)]
    found = np.max([np.nan_to_num(one, nan=1.0, posinf=1.0) for one in tried], axis=0)
    relaxed = np.minimum(np.maximum.reduceat(found, starts), 1.0)
    return np.asarray(_corners(low[order], reach[order], np.append(starts, low.size), relaxed))


@njit(cache=True)
def _corners(low: Vector, high: Vector, edges: Places, relaxed: Vector) -> Vector:
    """The greatest index over corners, visited in Gray order so that each differs from the last in one amount."""
    result = relaxed.copy()
    for group in range(edges.size - 1):
        first, last = edges[group], edges[group + 1]
        open_ends = np.flatnonzero(high[first:last] > low[first:last]) + first
        if open_ends.size > _MOST_TRIED:
            continue
        whole, square, best = low[first:last].sum(), (low[first:last] ** 2).sum(), 0.0
        raised = np.zeros(open_ends.size, dtype=np.bool_)
        for corner in range(1 << open_ends.size):
            if corner:
                bit = 0
                while not (corner >> bit) & 1:
                    bit += 1
                at, sign = open_ends[bit], -1.0 if raised[bit] else 1.0
                whole += sign * (high[at] - low[at])
                square += sign * (high[at] ** 2 - low[at] ** 2)
                raised[bit] = not raised[bit]
            if whole > 1e-12:
                best = max(best, square / whole**2)
        result[group] = min(best, result[group])
    return result


def _before(values: Vector, starts: Places, group: Places) -> Vector:
    """Sums of what stands before each value in its group."""
    sums = np.cumsum(values) - values
    return np.asarray(sums - sums[starts][group])
