"""How many partners there are in effect: concentration, Hill numbers, and diversity that counts like partners together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


def shares(amounts: ArrayLike) -> Vector:
    """Amounts (n,) ≥ 0, any unit, as shares that sum to 1; ``ValueError`` if one is negative or nothing is there.

    >>> shares([3.0, 1.0])
    array([0.75, 0.25])
    """
    values = np.asarray(amounts, dtype=np.float64)
    if values.ndim != 1 or not np.all(np.isfinite(values)) or np.any(values < 0.0):
        raise ValueError("amounts must be one row of finite numbers, none negative")
    total = values.sum()
    if total <= 0.0:
        raise ValueError("no amounts: shares of nothing are missing, not zero")
    return np.asarray(values / total)


def hhi(share: ArrayLike) -> float:
    """Herfindahl–Hirschman index Σ s², from 1/n to 1, of shares (n,).

    >>> hhi([0.5, 0.5])
    0.5
    """
    return float(np.sum(_checked(share) ** 2))


def hill(share: ArrayLike, q: float) -> float:
    """Hill number of order ``q`` ≥ 0 of shares (n,): the effective number of partners (Hill 1973; Jost 2006).

    q = 0 counts partners, q = 1 is exp(−Σ s ln s), q = 2 is 1/HHI.

    >>> hill([0.5, 0.5], 1), hill([1.0], 2)
    (2.0, 1.0)
    """
    present = _checked(share)
    present = present[present > 0.0]
    return similarity_sensitive(present, np.eye(present.size), q)


def similarity_sensitive(share: ArrayLike, similarity: ArrayLike, q: float) -> float:
    """Diversity of order ``q`` ≥ 0 that counts like partners together (Leinster & Cobbold 2012, Ecology 93:477–489).

    ^qD^Z = (Σ_p s_p (Zs)_p^{q−1})^{1/(1−q)} for shares s (n,) and similarity Z (n, n) with entries in [0, 1] and ones on
    the diagonal; q → 1 by the limit exp(−Σ s ln (Zs)). Z = 1 gives 1, Z = I the Hill number.

    >>> similarity_sensitive([0.5, 0.5], [[1.0, 1.0], [1.0, 1.0]], 2)
    1.0
    """
    s = _checked(share)
    z = np.asarray(similarity, dtype=np.float64)
    if z.shape != (s.size, s.size) or np.any(z < 0.0) or np.any(z > 1.0) or np.any(np.diag(z) != 1.0):
        raise ValueError(f"similarity must be {s.size} × {s.size}, in [0, 1], with ones on the diagonal")
    if q < 0.0:
        raise ValueError(f"the order of a diversity is at least 0, not {q}")
    present = s > 0.0
    s, ordinary = s[present], (z @ s)[present]
    if q == 1.0:
        return float(np.exp(-np.sum(s * np.log(ordinary))))
    return float(np.sum(s * ordinary ** (q - 1.0)) ** (1.0 / (1.0 - q)))


def similarity_from_positions(theta: ArrayLike, h: float) -> NDArray[np.float64]:
    """Z_pq = exp(−|θ_p − θ_q| / h) of positions (n,) on one scale; ``h`` > 0 is the distance at which Z is 1/e.

    >>> float(similarity_from_positions([0.0, 1.0], 1.0)[0, 1]) == float(np.exp(-1.0))
    True
    """
    positions = np.asarray(theta, dtype=np.float64)
    if h <= 0.0 or not np.all(np.isfinite(positions)):
        raise ValueError("positions must be finite and the distance h positive")
    return np.asarray(np.exp(-np.abs(positions[:, None] - positions[None, :]) / h))


def merged(amounts: Mapping[str, float], bloc_of: Mapping[str, str]) -> dict[str, float]:
    """Amounts by partner as amounts by bloc: partners that act together count as one.

    >>> merged({"USA": 2.0, "CAN": 1.0, "CHN": 1.0}, {"USA": "A", "CAN": "A"})
    {'A': 3.0, 'CHN': 1.0}
    """
    result: dict[str, float] = {}
    for partner, amount in amounts.items():
        bloc = bloc_of.get(partner, partner)
        result[bloc] = result.get(bloc, 0.0) + amount
    return result


def _checked(share: ArrayLike) -> Vector:
    values = np.asarray(share, dtype=np.float64)
    if values.ndim != 1 or values.size == 0 or np.any(values < 0.0) or not np.isclose(values.sum(), 1.0, atol=1e-9):
        raise ValueError("shares must be one row of numbers ≥ 0 that sum to 1")
    return values
