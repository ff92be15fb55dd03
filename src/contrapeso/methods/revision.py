"""How far published figures move after they first appear, and the interval that this gives for those that are new."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

SETTLED = 8
"""Ages from here on are pooled: such figures hardly move."""
LEVEL = 0.9
LEAST = 20
"""Fewer figures than this say nothing of their tail; then those of all sizes stand in."""


class Moves(NamedTuple):
    """Figures of an earlier vintage and what the newest vintage says of the same: aligned arrays."""

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    age: NDArray[np.int64]
    """Years between the figure's year and the newest year of its vintage."""


class Bounds(NamedTuple):
    """The ends of each figure's interval; NaN where the record does not say."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def revision_bounds(
    value: ArrayLike, age: ArrayLike, moves: Moves, *, level: float = LEVEL, least: int = LEAST
) -> Bounds:
    """Where figures of a given age may end up, if they move as figures of the same age and size moved before.

    ``value`` (n,) in any one unit, ``age`` (n,) in years. With r = after / before over the moves of the same age (ages of
    ``SETTLED`` and more together) and order of magnitude ⌊log₁₀ before⌋, the interval is value · [min(1, q), max(1, q′)],
    q and q′ the (1 − level)/2 and (1 + level)/2 quantiles of r; where fewer than ``least`` moves are of that size, all
    sizes of the age stand in, and fewer than that give NaN. No age has a narrower interval than a later one of its size.
    NaN too for figures that are not positive and of age 0: their year is not over. ``ValueError`` for arrays that are not
    aligned or a level outside (0, 1).

    Empirical quantiles of revision ratios: after Mankiw & Shapiro (1986), News or Noise, Survey of Current Business 66.

    >>> moves = Moves(np.array([10.0, 20.0, 40.0]), np.array([10.0, 24.0, 60.0]), np.array([1, 1, 1]))
    >>> [ends.round(2).tolist() for ends in revision_bounds([30.0, 30.0], [1, 0], moves, level=0.5, least=3)]
    [[30.0, nan], [40.5, nan]]
    """
    values, ages = np.asarray(value, dtype=float), np.asarray(age, dtype=int)
    if values.shape != ages.shape or len({part.shape for part in moves}) != 1 or not 0 < level < 1:
        raise ValueError("values and ages, and the parts of the moves, are aligned, and the level is between 0 and 1")
    told = (moves.before > 0) & (moves.after > 0)
    ratio, size = moves.after[told] / moves.before[told], _size(moves.before[told])
    years = np.minimum(moves.age[told], SETTLED)
    low, high = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    sizes, capped = _size(np.where(values > 0, values, 1.0)), np.minimum(ages, SETTLED)
    for one in np.unique(sizes):
        least_factor = most_factor = 1.0
        for at in range(SETTLED, 0, -1):
            like = (years == at) & (size == one)
            like = like if like.sum() >= least else years == at
            if like.sum() < least:
                continue
            ends = np.quantile(ratio[like], [(1 - level) / 2, (1 + level) / 2])
            least_factor, most_factor = min(least_factor, ends[0]), max(most_factor, ends[1])
            here = (capped == at) & (sizes == one) & (values > 0)
            low[here], high[here] = values[here] * least_factor, values[here] * most_factor
    return Bounds(low, high)


def _size(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The order of magnitude of positive numbers."""
    return np.floor(np.log10(values)).astype(np.int64)
