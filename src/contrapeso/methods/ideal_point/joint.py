"""Errors that positions share: of all states in one period, and of one state over all periods, for differences of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point.covariance import Factor
from contrapeso.methods.ideal_point.result import Joint

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def joint_errors(factor: Factor, standard: Floats, shown: NDArray[np.bool_], state: Ints) -> Joint:
    """The covariances behind the standard errors, less what all positions share; ``walk_sd`` is left at 1.

    ``standard`` (nodes,) are the positions with mean 0 and standard deviation 1, of which ``shown`` count; ``state``
    (nodes,) says whose they are. As z = (θ − m)/s has the Jacobian (I − VWᵀ)ᵀ/s with W = (1, z), V = W/n, the covariance
    is Σ − ΣVWᵀ − WVᵀΣ + WVᵀΣVWᵀ, in units of the latent scale.
    """
    wide = np.stack([np.ones_like(standard), standard], axis=1)
    mean_and_spread = np.where(shown[:, None], wide, 0.0) / shown.sum()
    shared = factor.solve(mean_and_spread)
    halved = shared - 0.5 * wide @ (mean_and_spread.T @ shared)
    first, second, value = factor.related(state)
    both = shown[first] & shown[second]
    first, second, value = first[both], second[both], value[both]
    value = value - np.sum(halved[first] * wide[second] + wide[first] * halved[second], axis=1)
    place = np.cumsum(shown) - 1
    return Joint(place[first], place[second], value, 1.0)
