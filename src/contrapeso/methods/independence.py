"""How many suppliers that do not vote alike there are in effect, in many groups at once, when amounts and positions are uncertain."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Cube = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
UNPLACED, CROWD = -1, -2
"""In place of a position: a party without one; and amounts of parties that nobody names, which may be many."""
_MOST_TRIED, _SWEEPS, _STILL = 12, 5000, 1e-12


class Independence(NamedTuple):
    """Effective numbers with their ends, a group each; NaN where there is none."""

    value: Vector
    low: Vector
    high: Vector


def independence(
    low: ArrayLike, even: ArrayLike, high: ArrayLike, starts: ArrayLike, party: ArrayLike, positions: ArrayLike,
    h: tuple[float, float, float], confidence: float = 0.90,
) -> Independence:  # fmt: skip
    """Diversity of order 2 that counts like parties together, 1/sᵀZs with Z_pq = exp(−|θ_p − θ_q|/h) (Leinster & Cobbold
    2012, Ecology 93:477–489), for groups of amounts that begin at ``starts`` (g,).

    Amounts (n,), any unit: as they are taken (``even``), and the least and the most that they may be. ``party`` (n,) is a
    column of ``positions`` (1 + draws, parties): the first row the positions themselves, the others drawn from their
    errors. ``UNPLACED`` parties may be like or unlike anybody, a ``CROWD`` is any number of parties; with either there is
    no value, only ends. ``h`` = (least, taken, most). The ends are those over all amounts within their limits and all h,
    less and more the ``confidence`` interval of the ratio that the draws give: wider than a joint interval, never narrower.
    The high end never exceeds what the parties would count for if none were alike. Where over 12 amounts of a group are
    open, what the narrowest of them could add to sᵀZs is bounded by twice their share. ``ValueError`` for unequal columns.

    >>> two = [[0.0, 1.0]]
    >>> found = independence([1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [0], [0, 1], two, (1.0, 1.0, 1.0))
    >>> round(float(found.value[0]), 6) == round(2 / (1 + math.exp(-1)), 6) == round(float(found.low[0]), 6)
    True
    """
    least, taken, most = (np.ascontiguousarray(one, dtype=np.float64) for one in (low, even, high))
    at, who = np.asarray(starts, dtype=np.int64), np.asarray(party, dtype=np.int64)
    drawn = np.atleast_2d(np.ascontiguousarray(positions, dtype=np.float64))
    if not least.shape == taken.shape == most.shape == who.shape or not 0.0 < h[0] <= h[1] <= h[2]:
        raise ValueError("amounts and parties are columns of one length, and 0 < least h ≤ h ≤ most h")
    if np.any(least < 0.0) or np.any(least > most) or np.any(who >= drawn.shape[1]):
        raise ValueError("an amount is negative, an interval upside down, or a party not among the positions")
    out = np.full((3, at.size), np.nan)
    tail = (1.0 - confidence) / 2.0
    used = np.unique(who[who >= 0])
    who = np.where(who >= 0, np.searchsorted(used, who), who)
    drawn = np.ascontiguousarray(drawn[:, used])
    _groups(least, taken, most, np.append(at, who.size), who, drawn[0], _alike(drawn, h[1]), np.array(h), tail, out)
    return Independence(out[0], out[1], out[2])


@njit(cache=True, parallel=True, error_model="numpy")
def _groups(
    low: Vector, even: Vector, high: Vector, edges: Places, party: Places, position: Vector, alike: Cube, h: Vector,
    tail: float, out: Matrix,
) -> None:  # fmt: skip
    for group in prange(edges.size - 1):
        own = slice(edges[group], edges[group + 1])
        who, amounts = party[own], even[own]
        unlike = _least(low[own], high[own], _similarity(who, position, h[0], 0.0))
        if unlike <= 1e-12:
            continue
        closest = _greatest(low[own], high[own], _similarity(who, position, h[2], 1.0))
        apart = _least(low[own], high[own], _similarity(who, position, 1e-300, 0.0))
        down, up = _ratio(amounts, who, alike, tail)
        if not np.any((who < 0) & (amounts > 0.0)) and amounts.sum() > 0.0:
            out[0, group] = 1.0 / _index(amounts, _similarity(who, position, h[1], 1.0))
        out[1, group] = max(1.0, down / closest)
        out[2, group] = min(up / unlike, 1.0 / apart)
        if not math.isnan(out[0, group]):
            out[1, group] = min(out[1, group], out[0, group])
            out[2, group] = max(out[2, group], out[0, group])


@njit(cache=True, error_model="numpy")
def _alike(positions: Matrix, h: float) -> Cube:
    """Z of all parties at the positions and at each draw (1 + draws, parties, parties)."""
    draws, count = positions.shape
    z = np.ones((draws, count, count))
    for draw in range(draws):
        for i in range(count):
            for j in range(i):
                z[draw, i, j] = z[draw, j, i] = math.exp(-abs(positions[draw, i] - positions[draw, j]) / h)
    return z


@njit(cache=True, error_model="numpy")
def _index_among(amounts: Vector, party: Places, z: Matrix) -> float:
    """sᵀZs of some of the parties of Z."""
    total, square = amounts.sum(), 0.0
    for i in range(amounts.size):
        weighed = 0.0
        for j in range(amounts.size):
            weighed += z[party[i], party[j]] * amounts[j]
        square += amounts[i] * weighed
    return float(square / (total * total))


@njit(cache=True, error_model="numpy")
def _similarity(party: Places, position: Vector, h: float, unplaced: float) -> Matrix:
    """Z, where who has no position is ``unplaced`` like anybody else; a crowd is so even among itself."""
    z = np.ones((party.size, party.size))
    for i in range(party.size):
        if party[i] == CROWD:
            z[i, i] = unplaced
        for j in range(i):
            one = unplaced
            if party[i] >= 0 and party[j] >= 0:
                one = math.exp(-abs(position[party[i]] - position[party[j]]) / h)
            z[i, j] = z[j, i] = one
    return z


@njit(cache=True, error_model="numpy")
def _index(amounts: Vector, z: Matrix) -> float:
    """sᵀZs."""
    total, square = amounts.sum(), 0.0
    for i in range(amounts.size):
        square += amounts[i] * np.sum(z[i] * amounts)
    return float(square / (total * total))


@njit(cache=True, error_model="numpy")
def _ratio(amounts: Vector, party: Places, alike: Cube, tail: float) -> tuple[float, float]:
    """The ends of the ratio of the diversity of placed parties at drawn positions to that at the positions themselves."""
    placed = np.flatnonzero((party >= 0) & (amounts > 0.0))
    if placed.size < 2 or alike.shape[0] < 2:
        return 1.0, 1.0
    held, who = amounts[placed], party[placed]
    here = _index_among(held, who, alike[0])
    ratios = np.empty(alike.shape[0] - 1)
    for draw in range(ratios.size):
        ratios[draw] = here / _index_among(held, who, alike[draw + 1])
    return min(1.0, np.quantile(ratios, tail)), max(1.0, np.quantile(ratios, 1.0 - tail))


@njit(cache=True, error_model="numpy")
def _least(low: Vector, high: Vector, z: Matrix) -> float:
    """The least sᵀZs: it is quasi-convex in the amounts, so that one amount at a time, each at its best, leads there.

    With B = (Za)_p of the others, A their aᵀZa and S their sum, the best amount of p is (A − BS)/(S z_pp − B).
    """
    a = high.copy()
    best = _index(a, z) if a.sum() > 0.0 else 0.0
    for _ in range(_SWEEPS):
        for p in range(a.size):
            if high[p] == low[p]:
                continue
            a[p] = 0.0
            s, b = a.sum(), np.sum(z[p] * a)
            if s <= 0.0:
                a[p] = high[p]
                continue
            whole, slope = _index(a, z) * s * s, s * z[p, p] - b
            if slope > 1e-300:
                a[p] = min(max((whole - b * s) / slope, low[p]), high[p])
            else:
                a[p] = high[p] if b * s < whole else low[p]
        now = _index(a, z) if a.sum() > 0.0 else 0.0
        if now > best - _STILL:
            break
        best = now
    return float(best)


@njit(cache=True, error_model="numpy")
def _greatest(low: Vector, high: Vector, z: Matrix) -> float:
    """The greatest sᵀZs stands where each amount is at an end: all corners of the widest twelve, in Gray order."""
    width = high - low
    order = np.argsort(-width)
    tried = min(_MOST_TRIED, int(np.sum(width > 0.0)))
    a, best = low.copy(), 0.0
    for corner in range(1 << tried):
        if corner:
            bit = 0
            while not (corner >> bit) & 1:
                bit += 1
            p = order[bit]
            a[p] = high[p] if a[p] == low[p] else low[p]
        if a.sum() > 1e-12:
            best = max(best, _index(a, z))
    rest = 0.0
    for at in range(tried, a.size):
        rest += width[order[at]]
    return min(1.0, best + 2.0 * rest / max(low.sum(), 1e-300)) if rest > 0.0 else float(best)
