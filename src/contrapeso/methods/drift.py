"""Positions with errors compared: how far apart two stand, whether one moved, and when a path broke."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference of positions with its standard error and interval; ``above`` is the probability that it is positive."""

    value: float
    se: float
    low: float
    high: float
    above: float

    @property
    def moved(self) -> float:
        """The probability of the sign that the difference has: 0.5 says nothing, 1 is certain."""
        return max(self.above, 1.0 - self.above)


@dataclass(frozen=True, slots=True)
class Break:
    """A step of a path, ``before`` to ``after``, with the probability that the one break of the path is there."""

    before: float
    after: float
    probability: float
    size: float
    se: float


def contrast(first: float, second: float, variance: ArrayLike, confidence: float = 0.90) -> Contrast:
    """first − second, of positions with the covariance ``variance`` (2, 2), normal.

    ``ValueError`` unless it is a covariance. Without the joint error put 0 off the diagonal, and say that independence
    was assumed: errors that two positions share cancel in their difference, so the interval is then too wide.

    >>> found = contrast(1.0, 0.0, [[0.5, 0.0], [0.0, 0.5]])
    >>> found.se, round(found.above, 4), round(found.low, 4)
    (1.0, 0.8413, -0.6449)
    """
    v = np.asarray(variance, dtype=np.float64)
    if v.shape != (2, 2) or not np.all(np.isfinite(v)) or v[0, 0] < 0.0 or v[1, 1] < 0.0:
        raise ValueError("a covariance of two positions is 2 × 2, finite, with variances on the diagonal")
    spread = float(v[0, 0] + v[1, 1] - v[0, 1] - v[1, 0])
    if spread < -1e-9 * max(float(v[0, 0] + v[1, 1]), 1e-300):
        raise ValueError("a difference cannot have a negative variance")
    return normal(first - second, math.sqrt(max(spread, 0.0)), confidence)


def normal(value: float, se: float, confidence: float = 0.90) -> Contrast:
    """A normal difference with its interval and the probability that it is positive.

    >>> normal(0.0, 1.0).above
    0.5
    """
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    above = _NORMAL.cdf(value / se) if se > 0.0 else 0.5 + 0.5 * float(np.sign(value))
    return Contrast(value, se, value - z * se, value + z * se, above)


def distance(difference: Contrast) -> tuple[float, float, float]:
    """(value, low, high) of |difference|: how far apart, on whichever side; low is 0 where either side may be right.

    >>> distance(normal(-2.0, 0.5))[0]
    2.0
    """
    ends = sorted((abs(difference.low), abs(difference.high)))
    low = 0.0 if difference.low < 0.0 < difference.high else ends[0]
    return abs(difference.value), low, ends[1]


def change_of_distance(
    now: Contrast, before: Contrast, own: Contrast, their: Contrast, confidence: float = 0.90
) -> tuple[float, float, float]:
    """(value, low, high) of |now| − |before|: by how much two stand farther apart than before.

    ``now`` and ``before`` are first − second at two times, ``own`` and ``their`` the moves of each between them. How the
    first at one time errs with the second at another need not be known: the change of the difference has a variance of at
    most min((se now + se before)², (se own + se their)²), which the interval takes. Where either may have stood on either
    side of the other, it is that of two distances, each at half the error (Bonferroni). Never narrower than it should be.

    >>> change_of_distance(normal(3.0, 0.1), normal(2.0, 0.1), normal(1.0, 0.2), normal(0.0, 0.2))[0]
    1.0
    """
    value = abs(now.value) - abs(before.value)
    wider = (1.0 + confidence) / 2.0
    ends = [normal(one.value, one.se, wider) for one in (now, before)]
    if ends[0].low * ends[0].high > 0.0 and ends[1].low * ends[1].high > 0.0 and now.value * before.value > 0.0:
        found = normal(value, min(now.se + before.se, own.se + their.se), confidence)
        return value, found.low, found.high
    (_, near, far), (_, near_before, far_before) = (distance(one) for one in ends)
    return value, near - far_before, far - near_before


def breaks(
    period: Sequence[float],
    position: ArrayLike,
    covariance: ArrayLike,
    walk_sd: float,
    *,
    jump_sd: float = 1.0,
    prior: float = 0.5,
) -> tuple[Break, ...]:
    """Where a path that was smoothed as a random walk broke, likeliest first: at most one break, or none.

    ``position`` (T,) and its posterior ``covariance`` (T, T) at ``period`` (T,), under a walk of ``walk_sd`` a unit of
    period. A break adds a jump N(0, jump_sd²) to one step. With m and v the posterior mean and variance of a step and
    q = walk_sd² · length, the evidence for a break there is exact in closed form,
    BF = E[N(δ; 0, q + jump_sd²) / N(δ; 0, q)], δ ~ N(m, v): the votes are not asked again. It is 1 where the votes say
    nothing of the step (m = 0, v = q). ``prior``: the probability of a break anywhere, the same for each step. What the
    probabilities lack to 1 is that of no break. ``ValueError`` for other shapes or numbers out of range.

    >>> found = breaks([1, 2, 3], [0.0, 0.0, 1.0], [[0.01, 0, 0], [0, 0.01, 0], [0, 0, 0.01]], 0.15)
    >>> found[0].before, found[0].after, found[0].probability > 0.99
    (2, 3, True)
    """
    times, theta, sigma = (np.asarray(one, dtype=np.float64) for one in (period, position, covariance))
    if theta.shape != times.shape or sigma.shape != (times.size, times.size) or np.any(np.diff(times) <= 0.0):
        raise ValueError("positions and their covariance belong to periods in order")
    if min(walk_sd, jump_sd) <= 0.0 or not 0.0 < prior < 1.0:
        raise ValueError("the walk and the jump have positive spread, the prior lies between 0 and 1")
    if times.size < 2:
        return ()
    size = np.diff(theta)
    own = np.diag(sigma)
    variance = np.maximum(own[1:] + own[:-1] - 2.0 * np.diag(sigma, 1), 0.0)
    log_odds = _log_evidence(size, variance, walk_sd**2 * np.diff(times), jump_sd**2) + math.log(prior / size.size)
    top = max(float(log_odds.max()), math.log1p(-prior))
    weight = np.exp(log_odds - top)
    probability = weight / (weight.sum() + math.exp(math.log1p(-prior) - top))
    found = [
        Break(period[at], period[at + 1], float(probability[at]), float(size[at]), math.sqrt(float(variance[at])))
        for at in range(size.size)
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.before)))


def _log_evidence(mean: Floats, variance: Floats, walk: Floats, jump: float) -> Floats:
    """log E[N(δ; 0, q + κ²)/N(δ; 0, q)] for δ ~ N(m, v), v ≤ q.

    With a = 1/q − 1/(q + κ²): E exp(a δ²/2) = (1 − a v)^(−½) exp(a m²/(2 (1 − a v))), and 1 − a v > 0 as a < 1/q.
    """
    a = jump / (walk * (walk + jump))
    left = 1.0 - a * np.minimum(variance, walk)
    scale = 0.5 * (np.log(walk) - np.log(walk + jump))
    return np.asarray(scale - 0.5 * np.log(left) + 0.5 * a * mean**2 / left)
