"""The law of a loss and its tail: Value at Risk and the mean of the worst, right also where the loss has atoms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.denial import TOLERANCE

Array = NDArray[np.float64]

_ROUNDING = 1e-9
"""What quadrature may be off by in a probability: a level missed by less is reached."""


@dataclass(frozen=True)
class Law:
    """The distribution of a loss with finitely many values.

    >>> law = Law(np.array([0.0, 1.0]), np.array([0.92, 0.08]))
    >>> round(law.expected, 3), law.var(0.9), round(law.tail_mean(0.9), 3)
    (0.08, 0.0, 0.8)
    """

    losses: Array
    """The values it can take, rising (m,)."""
    probabilities: Array
    """How likely each is (m,); they sum to 1."""

    def __post_init__(self) -> None:
        shapes = {np.shape(self.losses), np.shape(self.probabilities)}
        if len(shapes) > 1 or np.ndim(self.losses) != 1 or not np.all(np.diff(self.losses) > 0.0):
            raise ValueError("a law has one probability for each of its losses, which rise")
        if np.any(self.probabilities < 0.0) or abs(float(self.probabilities.sum()) - 1.0) > 1e-6:
            raise ValueError("probabilities are at least 0 and sum to 1")

    @property
    def expected(self) -> float:
        """E[L]."""
        return float(np.sum(self.losses * self.probabilities))

    def exceedance(self, levels: ArrayLike) -> Array:
        """P(L ≥ level) for levels (k,), a loss within 1e-12 below a level counting as reaching it."""
        places = np.searchsorted(self.losses, np.asarray(levels, dtype=np.float64) - TOLERANCE)
        above = np.append(np.cumsum(self.probabilities[::-1])[::-1], 0.0)
        return np.asarray(np.minimum(above[places], 1.0))

    def var(self, alpha: float) -> float:
        """VaR_α = min {t : P(L ≤ t) ≥ α}."""
        return float(self.losses[self._var_place(alpha)])

    def tail_mean(self, alpha: float) -> float:
        """min_t t + E[(L − t)₊]/(1 − α), reached at t = VaR_α (Rockafellar & Uryasev 2000, J. Risk 2:21–41; 2002 for atoms)."""
        place = self._var_place(alpha)
        t, worse = self.losses[place], slice(place + 1, None)
        return float(t + np.sum((self.losses[worse] - t) * self.probabilities[worse]) / (1.0 - alpha))

    def tail_weights(self, alpha: float) -> Array:
        """What each value weighs in the worst 1 − α, per unit of its probability (m,): the atom at VaR_α only in part.

        Their mean is 1, and the loss so weighted has the mean ``tail_mean``.
        """
        place = self._var_place(alpha)
        weights = np.zeros(self.losses.size)
        weights[place + 1 :] = 1.0 / (1.0 - alpha)
        beyond = float(self.probabilities[place + 1 :].sum())
        weights[place] = (1.0 - beyond / (1.0 - alpha)) / self.probabilities[place]
        return weights

    def _var_place(self, alpha: float) -> int:
        if not 0.0 < alpha < 1.0:
            raise ValueError(f"the level alpha is between 0 and 1, not {alpha}")
        return int(np.searchsorted(self._so_far, (alpha - _ROUNDING) * self._so_far[-1]))

    @cached_property
    def _so_far(self) -> Array:
        return np.asarray(np.cumsum(self.probabilities))


def law_of(values: Array, place: NDArray[np.int64], probabilities: Array) -> Law:
    """The law of cases (n,) that have the ``values`` (m,) at ``place`` (n,)."""
    return Law(values, np.bincount(place, probabilities, values.size).astype(np.float64))


def atoms(losses: ArrayLike) -> tuple[Array, NDArray[np.int64]]:
    """The distinct values of losses (n,), rising, those within 1e-12 of the one before taken as one; and where each went (n,)."""
    values = np.asarray(losses, dtype=np.float64)
    order = np.argsort(values)
    ranked = values[order]
    is_new = np.diff(ranked, prepend=-np.inf) > TOLERANCE
    place = np.empty(values.size, dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    return ranked[is_new], place
