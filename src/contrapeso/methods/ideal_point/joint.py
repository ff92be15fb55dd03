"""Errors that positions share: of all states in one period, and of one state over all periods, for differences of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point.covariance import Factor
from contrapeso.methods.ideal_point.result import Joint

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_COLUMNS = 512
"""Columns solved at once: memory stays at that many times the number of positions."""


def joint_errors(factor: Factor, standard: Floats, shown: NDArray[np.bool_], state: Ints, period: Ints) -> Joint:
    """The covariances behind the standard errors, less what all positions share; ``walk_sd`` is left at 1.

    ``standard`` (nodes,) are the positions with mean 0 and standard deviation 1, of which ``shown`` count; ``state`` and
    ``period`` (nodes,) say whose and when. As z = (θ − m)/s has the Jacobian (I − VWᵀ)ᵀ/s with W = (1, z), V = W/n, the
    covariance is Σ − ΣVWᵀ − WVᵀΣ + WVᵀΣVWᵀ, in units of the latent scale.
    """
    wide = np.stack([np.ones_like(standard), standard], axis=1)
    mean_and_spread = np.where(shown[:, None], wide, 0.0) / shown.sum()
    shared = factor.solve(mean_and_spread)
    inner = mean_and_spread.T @ shared
    place = np.cumsum(shown) - 1
    nodes = np.flatnonzero(shown)
    found: list[tuple[Ints, Ints, Floats]] = []
    for chunk in np.array_split(nodes, max(1, -(-nodes.size // _COLUMNS))):
        right = np.zeros((standard.size, chunk.size))
        right[chunk, np.arange(chunk.size)] = 1.0
        solved = factor.solve(right)
        solved -= shared @ wide[chunk].T + wide @ shared[chunk].T - wide @ inner @ wide[chunk].T
        related = (state[:, None] == state[chunk]) | (period[:, None] == period[chunk])
        column, row = np.nonzero((related & shown[:, None] & (np.arange(standard.size)[:, None] > chunk)).T)
        found.append((place[chunk[column]], place[row], solved[row, column]))
    first, second, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Joint(first, second, value, 1.0)
