"""How much of a deal arrived in a window of years, when only the years of delivery are known: an estimate and its bounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


class Delivered(NamedTuple):
    """Value delivered in a window (n,), in the unit of the values given: spread evenly, the least and the most it can be."""

    even: Vector
    low: Vector
    high: Vector


def delivered_within(value: ArrayLike, units: ArrayLike, years: ArrayLike, within: ArrayLike) -> Delivered:
    """The value of deals (n,) that was delivered in a window, from the number of years listed in it.

    ``value`` ≥ 0 is a deal's value delivered in all; ``units`` how many pieces were delivered (NaN: not known);
    ``years`` ≥ 1 how many years of delivery it lists, of which ``within`` lie in the window. Spread evenly,
    value·within/years. A year that is listed saw at least one piece, so with n pieces in k years of which m are within
    the window, between m and n − (k − m) pieces came within it (all n if m = k, none if m = 0). Where n is not known or
    is less than k, between nothing and all. ``ValueError`` for arrays that do not fit together.

    The register gives no values by year; publishers' yearly tables come from the unpublished dates of each piece.

    >>> delivered_within([60.0], [6], [3], [1])
    Delivered(even=array([20.]), low=array([10.]), high=array([40.]))
    """
    v, n, k, m = (np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (value, units, years, within))
    if not v.shape == n.shape == k.shape == m.shape:
        raise ValueError("value, units, years and within must have one length")
    if np.any(v < 0.0) or np.any(k < 1.0) or np.any(m < 0.0) or np.any(m > k):
        raise ValueError("values are not negative; years are one or more, those within not more than all")
    known = n >= k
    pieces = np.where(known, n, 1.0)
    inside, none = m == k, m == 0.0
    least = np.where(known, m / pieces, 0.0)
    most = np.where(known, (pieces - (k - m)) / pieces, 1.0)
    low = v * np.where(inside, 1.0, np.where(none, 0.0, least))
    high = v * np.where(inside, 1.0, np.where(none, 0.0, most))
    return Delivered(v * m / k, low, high)
