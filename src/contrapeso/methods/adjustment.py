"""What is left of a number once like states are compared: the residual on region and regime, with its error."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Reason = Literal["no-covariates", "no-like-states", "too-few-states"]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What like states would have (``expected``), what is left over (``left``) with its interval, and from how many."""

    expected: float
    left: float
    se: float
    low: float
    high: float
    n: int


def adjusted(
    state: Sequence[str],
    value: ArrayLike,
    se: ArrayLike,
    group: Mapping[str, str],
    covariates: Mapping[str, Sequence[float]],
    home: str,
    confidence: float = 0.90,
) -> Adjusted | Reason:
    """``home``'s value less what the other states lead one to expect of its group and covariates.

    Least squares of ``value`` (n,) on an indicator for each ``group`` (a region) and the ``covariates`` (a regime's
    scores, k each), all others but ``home``; states without a group or covariates take no part. The error of what is
    left holds the scatter of states around the fit, the fit's own error, and home's ``se`` (n,); Student's t with the
    degrees of freedom of the fit. The reason where it cannot be had: home has no covariates, no other state is of its
    group, or fewer than three states a coefficient. ``ValueError`` if home is not among the states.

    >>> names = ["A", "B", "C", "D", "E", "F", "G", "H"]
    >>> found = adjusted(names, [3.0, 1, 1, 1, 1, 1, 1, 1], [0.0] * 8, dict.fromkeys(names, "x"), {n: () for n in names}, "A")
    >>> round(found.expected, 9), round(found.left, 9)
    (1.0, 2.0)
    """
    values, errors = np.asarray(value, dtype=np.float64), np.asarray(se, dtype=np.float64)
    if home not in state:
        raise ValueError(f"{home} is not among the states")
    if home not in group or home not in covariates:
        return "no-covariates"
    others = [at for at, one in enumerate(state) if one != home and one in group and one in covariates]
    levels = sorted({group[state[at]] for at in others})
    if group[home] not in levels:
        return "no-like-states"
    design = np.array([_row(state[at], levels, group, covariates) for at in others])
    if len(others) < 3 * design.shape[1]:
        return "too-few-states"
    own = state.index(home)
    row = np.array(_row(home, levels, group, covariates))
    return _left(design, values[others], row, float(values[own]), float(errors[own]), confidence)


def _row(
    state: str, levels: Sequence[str], group: Mapping[str, str], covariates: Mapping[str, Sequence[float]]
) -> list[float]:
    return [float(group[state] == level) for level in levels] + [float(one) for one in covariates[state]]


def _left(design: Floats, values: Floats, row: Floats, own: float, own_se: float, confidence: float) -> Adjusted:
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ values
    rank = int(np.linalg.matrix_rank(design))
    scatter = float(np.sum((values - design @ coefficients) ** 2)) / (values.size - rank)
    expected = float(row @ coefficients)
    error = math.sqrt(scatter * (1.0 + float(row @ inverse @ row)) + own_se**2)
    reach = float(stdtrit(values.size - rank, (1 + confidence) / 2)) * error
    left = own - expected
    return Adjusted(expected, left, error, left - reach, left + reach, values.size)


def adjusted_each(
    values: ArrayLike, errors: ArrayLike, group: Sequence[str], covariates: ArrayLike, confidence: float = 0.90
) -> tuple[Floats, Floats, Floats]:
    """(left, low, high) of ``adjusted`` for each state in turn and each column of ``values`` (n, k), at once.

    ``errors`` (n, k) are the standard errors, ``group`` (n,) a region each, ``covariates`` (n, c). NaN in ``values`` takes
    no part; NaN comes back where ``adjusted`` would give a reason. Leaving a state out of a least-squares fit changes its
    residual e to e/(1 − h) and the sum of squares by e²/(1 − h), h its leverage (Belsley, Kuh & Welsch 1980, ch. 2).

    >>> left, low, high = adjusted_each([[3.0]] + [[1.0]] * 7, [[0.0]] * 8, ["x"] * 8, [[]] * 8)
    >>> round(float(left[0, 0]), 9)
    2.0
    """
    table, spread = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    scores = np.asarray(covariates, dtype=np.float64).reshape(len(group), -1)
    out = np.full((3, *table.shape), np.nan)
    for column in range(table.shape[1] if table.size else 0):
        used = np.flatnonzero(~np.isnan(table[:, column]))
        own = [group[at] for at in used.tolist()]
        found = _left_each(table[used, column], spread[used, column], own, scores[used], confidence)
        out[:, used, column] = found
    return out[0], out[1], out[2]


def _left_each(values: Floats, errors: Floats, group: Sequence[str], scores: Floats, confidence: float) -> Floats:
    if not group:
        return np.zeros((3, 0))
    levels = sorted(set(group))
    design = np.hstack([np.array([[one == level for level in levels] for one in group], dtype=np.float64), scores])
    inverse = np.linalg.pinv(design.T @ design)
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    free = values.size - 1 - int(np.linalg.matrix_rank(design))
    alone = leverage > 1.0 - 1e-9
    if free < 1 or values.size - 1 < 3 * design.shape[1]:
        return np.full((3, values.size), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = values - design @ (inverse @ (design.T @ values))
        left = residual / (1.0 - leverage)
        scatter = np.maximum(np.sum(residual**2) - residual * left, 0.0) / free
        error = np.sqrt(scatter / (1.0 - leverage) + errors**2)
    reach = float(stdtrit(free, (1 + confidence) / 2)) * error
    found = np.stack([left, left - reach, left + reach])
    found[:, alone] = np.nan
    return found
