"""Between what ends a risk lies when numbers, losses, chances and suppliers are known only within limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.bounds import greatest_means, least_means, mean_bounds
from contrapeso.methods.cases import Cases, standard_error
from contrapeso.methods.loss import Law, atoms, law_of

Array = NDArray[np.float64]

_SURE = 2.0
"""Standard errors by which an end that was drawn is moved outwards."""


@dataclass(frozen=True, slots=True)
class Held:
    """A platform type as far as it is known: its number, what it loses case by case, and who else might end its support."""

    light: float
    heavy: float
    """The least and the greatest number."""
    lost_low: Array
    """The fraction lost at least in each case (k,) that the low chances tell apart."""
    lost_high: Array
    """The fraction lost at most, by what is known, in each case (l,) that the high chances tell apart."""
    hidden: float = 0.0
    """How likely at most those deny whom nobody names: Σ of the greatest chance over roles that name no supplier."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """The types of one capability, and which of their cases each of all cases is: (N,) at low chances, (M,) at high."""

    types: Sequence[Held]
    low_place: NDArray[np.int64]
    high_place: NDArray[np.int64]

    @property
    def least(self) -> Array:
        """The least loss in each of all cases (N,)."""
        lost = np.stack([one.lost_low for one in self.types], 1)
        return np.asarray(least_means(lost, *self._weights)[self.low_place])

    @property
    def most(self) -> Array:
        """The greatest loss in each of all cases (M,), by what is known."""
        lost = np.stack([one.lost_high for one in self.types], 1)
        return np.asarray(greatest_means(lost, *self._weights)[self.high_place])

    def hidden(self, alpha: float) -> float:
        """What those whom nobody names add to AaR at most: by type min(1, ε/(1 − α)), at the weights that make most of it."""
        added = [min(1.0, one.hidden / (1.0 - alpha)) for one in self.types]
        return mean_bounds(added, added, *self._weights)[1]

    @property
    def _weights(self) -> tuple[Array, Array]:
        return np.array([one.light for one in self.types]), np.array([one.heavy for one in self.types])


@dataclass(frozen=True, slots=True)
class Ends:
    """The least and the greatest that a figure can be."""

    low: float
    high: float


@dataclass(frozen=True)
class RiskEnds:
    """Ends of E[L], and of VaR and AaR at any level."""

    _low: tuple[Law, ...]
    _high: tuple[Law, ...]
    """The laws of the least and greatest loss: whole, then replicate by replicate."""
    _fleets: Sequence[Fleet]

    @property
    def expected(self) -> Ends:
        """Those of E[L]: what nobody names adds at most the chance that they deny, type by type."""
        return self._ends(lambda law: law.expected, self._more(0.0))

    def aar(self, alpha: float) -> Ends:
        """Those of AaR_α: the tail mean is subadditive (Artzner et al. 1999), and of a denial with chance ε it is min(1, ε/(1 − α))."""
        return self._ends(lambda law: law.tail_mean(alpha), self._more(alpha))

    def var(self, alpha: float) -> Ends:
        """Those of VaR_α: P(L > t) is at most that of what is known, plus the chance ε that anybody else denies."""
        further = alpha + sum(one.hidden for fleet in self._fleets for one in fleet.types)
        high = _end(self._high, lambda law: law.var(further), _SURE) if further < 1.0 else 1.0
        return Ends(_end(self._low, lambda law: law.var(alpha), -_SURE), high)

    def _ends(self, of: Callable[[Law], float], more: float) -> Ends:
        return Ends(_end(self._low, of, -_SURE), min(1.0, _end(self._high, of, _SURE) + more))

    def _more(self, alpha: float) -> float:
        return float(np.mean([fleet.hidden(alpha) for fleet in self._fleets]))


def risk_ends(fleets: Sequence[Fleet], low: Cases, high: Cases) -> RiskEnds:
    """Ends of the risk of Σ_k w_k d_k / Σ_k w_k, or of its mean over several capabilities (``fleets``).

    Every figure is monotone in the loss and the loss in who denies, so the least loss in each case with all chances at
    their lows, and the greatest with all at their highs, bound it: an interval that is never too narrow, and may be too
    wide where one weight would have to stand at different ends in different cases. ``ValueError`` without types.

    >>> from contrapeso.methods.cases import cases
    >>> from contrapeso.methods.copula import Blocs
    >>> rare, often = (cases(["A"], {"A": chance}, Blocs({}, 0.0)) for chance in (0.01, 0.2))
    >>> lost, every = rare.denied[:, 0].astype(float), np.array([0, 1])
    >>> types = [Held(1.0, 1.0, lost, lost), Held(0.0, 3.0, 0.0 * lost, 0.0 * lost, hidden=0.1)]
    >>> found = risk_ends([Fleet(types, every, every)], rare, often)
    >>> round(found.expected.low, 4), round(found.expected.high, 3), round(found.aar(0.95).low, 2), found.aar(0.95).high
    (0.0025, 0.275, 0.05, 1.0)
    """
    if not fleets or not all(fleet.types for fleet in fleets):
        raise ValueError("no types: the risk of nothing is missing, not zero")
    least, most = (
        sum(losses) / len(fleets) for losses in ((one.least for one in fleets), (one.most for one in fleets))
    )
    return RiskEnds(_laws(np.asarray(least), low), _laws(np.asarray(most), high), fleets)


def _laws(losses: Array, of: Cases) -> tuple[Law, ...]:
    values, place = atoms(losses)
    return tuple(law_of(values, place, chances) for chances in (of.probabilities, *of.replicates))


def _end(laws: Sequence[Law], of: Callable[[Law], float], outwards: float) -> float:
    whole, *replicates = laws
    error = standard_error([of(law) for law in replicates]) if replicates else 0.0
    return min(1.0, max(0.0, of(whole) + outwards * error))
