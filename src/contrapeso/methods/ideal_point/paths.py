"""The compiled loops over each state's path: its tridiagonal solve, its variances, and the step all states take together."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LONGEST_STEP = 1.0


@njit(cache=True, error_model="numpy")
def solve_chain(diagonal: Floats, links: Floats, right: Floats) -> None:
    """Solve the tridiagonal system with −``links`` beside ``diagonal``, in place of ``right`` (Thomas)."""
    for t in range(1, diagonal.shape[0]):
        factor = links[t - 1] / diagonal[t - 1]
        diagonal[t] -= factor * links[t - 1]
        right[t] += factor * right[t - 1]
    right[-1] /= diagonal[-1]
    for t in range(diagonal.shape[0] - 2, -1, -1):
        right[t] = (right[t] + links[t] * right[t + 1]) / diagonal[t]


@njit(cache=True, error_model="numpy")
def solve_paths(chains: Ints, links: Floats, diagonal: Floats, right: Floats) -> None:
    """The tridiagonal solve of every path, in place of ``right``; the pivots in place of ``diagonal``."""
    for state in range(chains.shape[0] - 1):
        first, last = chains[state], chains[state + 1]
        if last > first:
            solve_chain(diagonal[first:last], links[first:last], right[first:last])


@njit(cache=True, error_model="numpy")
def path_variances(chains: Ints, links: Floats, diagonal: Floats, variance: Floats) -> None:
    """The diagonal of the inverse of each path's tridiagonal precision, given the questions."""
    for state in range(chains.shape[0] - 1):
        first, last = chains[state], chains[state + 1]
        for node in range(first, last):
            carried = links[node - 1] ** 2 * variance[node - 1] if node > first else 0.0
            variance[node] = 1.0 / (diagonal[node] - carried)
        ahead = 0.0
        for node in range(last - 1, first - 1, -1):
            variance[node] = 1.0 / (1.0 / variance[node] - ahead)
            if node > first:
                ahead = links[node - 1] ** 2 / (diagonal[node] - ahead)


@njit(cache=True, error_model="numpy")
def add_common(
    chains: Ints, periods: Ints, links: Floats, pivots: Floats, variance: Floats, solved: Floats, capacity: Floats,
    right: Floats,
) -> None:  # fmt: skip
    """UᵀC⁻¹U into ``capacity`` and Uᵀ ``solved`` into ``right``: C the curvature of the paths, U e_t = Σ links (e_t+1 − e_t).

    Entry (i, j ≥ i) of a path's inverse is its ``variance`` at j times the ratios link/pivot from i to j − 1.
    """
    for state in range(chains.shape[0] - 1):
        for node in range(chains[state], chains[state + 1] - 1):
            t, link = periods[node], links[node]
            right[t] += link * (solved[node + 1] - solved[node])
            here, ahead = variance[node], link / pivots[node] * variance[node + 1]
            capacity[t, t] += link * link * (variance[node + 1] - 2.0 * ahead + here)
            for back in range(node - 1, chains[state] - 1, -1):
                ratio = links[back] / pivots[back]
                tie = link * links[back] * (1.0 - ratio) * (ahead - here)
                capacity[periods[back], t] += tie
                capacity[t, periods[back]] += tie
                here, ahead = ratio * here, ratio * ahead


@njit(cache=True, error_model="numpy")
def move_states(step: Floats, theta: Floats) -> None:
    """Every position by its Newton step, 1 at the most."""
    for node in range(theta.shape[0]):
        theta[node] += min(max(step[node], -_LONGEST_STEP), _LONGEST_STEP)
