"""Bounds of shares when amounts are known only within limits, or nobody says to whom an amount belongs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]

MOST_VERTICES = 1 << 17
_LEAST = 1e-12


def mean_bounds(low: ArrayLike, high: ArrayLike, weight_low: ArrayLike, weight_high: ArrayLike) -> tuple[float, float]:
    """Least and greatest Σ w d / Σ w over w in [weight_low, weight_high] and d in [low, high], all (n,), w ≥ 0.

    The interval-weighted average of Dong & Wong (1987, Fuzzy Sets and Systems 21:183–199): at either end each weight
    stands at one of its own ends, the heavy ones on the values that pull that way; n + 1 candidates hold the answer.
    ``ValueError`` if no weight can be positive or an interval is upside down.

    >>> mean_bounds([0.0, 1.0], [0.0, 1.0], [1.0, 1.0], [1.0, 3.0])
    (0.5, 0.75)
    """
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    light, heavy = np.asarray(weight_low, dtype=np.float64), np.asarray(weight_high, dtype=np.float64)
    if not (least.shape == most.shape == light.shape == heavy.shape) or least.ndim != 1:
        raise ValueError("values and weights must be rows of one length")
    if np.any(least > most) or np.any(light > heavy) or np.any(light < 0.0):
        raise ValueError("an interval is upside down, or a weight negative")
    if not np.any(heavy > 0.0):
        raise ValueError("no weight can be positive: a share of nothing is missing, not zero")
    return float(least_means(least[None, :], light, heavy)[0]), float(greatest_means(most[None, :], light, heavy)[0])


def greatest_means(values: Vector, light: Vector, heavy: Vector) -> Vector:
    """The greatest weighted mean (N,) of each row of values (N, n) over weights between ``light`` and ``heavy`` (n,).

    >>> greatest_means(np.array([[0.0, 1.0]]), np.array([1.0, 1.0]), np.array([1.0, 3.0])).tolist()
    [0.75]
    """
    if _is_all_or_nothing(values):
        return _share_of(values @ heavy, (1.0 - values) @ light, 0.0)
    return 0.0 - _least_means(-values, light, heavy)


def least_means(values: Vector, light: Vector, heavy: Vector) -> Vector:
    """The least weighted mean (N,) of each row."""
    if _is_all_or_nothing(values):
        return _share_of(values @ light, (1.0 - values) @ heavy, 1.0)
    return _least_means(values, light, heavy)


def _is_all_or_nothing(values: Vector) -> bool:
    return bool(np.all((values == 0.0) | (values == 1.0)))


def _share_of(ones: Vector, noughts: Vector, otherwise: float) -> Vector:
    """The weight of the ones in the whole, where every value is 0 or 1; ``otherwise`` where nothing weighs."""
    whole = ones + noughts
    return np.asarray(np.where(whole > 0.0, ones / np.where(whole > 0.0, whole, 1.0), otherwise))


def _least_means(values: Vector, light: Vector, heavy: Vector) -> Vector:
    """Heavy weights on a prefix of the values in rising order, light ones on the rest."""
    present = heavy > 0.0
    values, light, heavy = values[:, present], light[present], heavy[present]
    order = np.argsort(values, axis=1, kind="stable")
    d, w_light, more = np.take_along_axis(values, order, axis=1), light[order], (heavy - light)[order]
    weight = light.sum() + np.cumsum(more, axis=1)
    total = (w_light * d).sum(axis=1, keepdims=True) + np.cumsum(more * d, axis=1)
    means = np.where(weight > 0.0, total / np.where(weight > 0.0, weight, 1.0), np.inf)
    return np.asarray(np.clip(means.min(axis=1), d[:, 0], d[:, -1]))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount within limits that belongs to one partner of ``options``, or is split among them in unknown parts."""

    low: float
    high: float
    options: tuple[str, ...]


@lru_cache(maxsize=512)
def diversity_bounds(amounts: tuple[Amount, ...], q: float) -> tuple[float, float] | None:
    """Least and greatest Hill number of order ``q`` (0, 1 or 2) of partners over all that the amounts allow.

    The effective number is quasi-concave in the amounts, so the least lies where each amount stands at an end and goes
    to one partner (searched in full), and the greatest is the only local one (found by sequential quadratic
    programming; order 0 is counted). None where there are more than 2¹⁷ such corners; ``ValueError`` if no amount can
    be positive or the order is another.

    >>> diversity_bounds((Amount(1, 1, ("A",)), Amount(0, 1, ("A", "B"))), 2)
    (1.0, 2.0)
    """
    if q not in (0.0, 1.0, 2.0):
        raise ValueError(f"bounds are known for orders 0, 1 and 2, not {q}")
    present = [amount for amount in amounts if amount.high > 0.0]
    if not present:
        raise ValueError("no amounts: the diversity of nothing is missing, not zero")
    partners = sorted({option for amount in present for option in amount.options})
    if math.prod(len(amount.options) * len({amount.low, amount.high}) for amount in present) > MOST_VERTICES:
        return None
    corners = _corners(present, partners)
    least = float(np.min(_numbers(corners[corners.sum(axis=1) > 0.0], q)))
    greatest = float(len(partners)) if q == 0.0 else _greatest(present, partners, q)
    return least, max(least, greatest)


def _corners(amounts: Sequence[Amount], partners: Sequence[str]) -> Vector:
    """Rows of totals by partner: each amount at an end, given whole to one of its partners."""
    rows = np.zeros((1, len(partners)))
    for amount in amounts:
        choices = np.zeros((len(amount.options), len(partners)))
        choices[np.arange(len(amount.options)), [partners.index(option) for option in amount.options]] = 1.0
        sized = np.concatenate([choices * size for size in {amount.low, amount.high}])
        rows = (rows[:, None, :] + sized[None, :, :]).reshape(-1, len(partners))
    return rows


def _numbers(totals: Vector, q: float) -> Vector:
    """Hill numbers of rows of totals (n, partners), each row with a positive sum."""
    share = totals / totals.sum(axis=1, keepdims=True)
    if q == 0.0:
        return np.asarray((share > 0.0).sum(axis=1), dtype=np.float64)
    if q == 2.0:
        return np.asarray(1.0 / (share**2).sum(axis=1))
    return np.asarray(np.exp(-(share * np.log(np.where(share > 0.0, share, 1.0))).sum(axis=1)))


def _greatest(amounts: Sequence[Amount], partners: Sequence[str], q: float) -> float:
    """The greatest diversity over splits y (one per amount and option) with Σ y of an amount within its limits."""
    from scipy.optimize import LinearConstraint, minimize

    pairs = [(at, partners.index(option)) for at, amount in enumerate(amounts) for option in amount.options]
    scale = max(amount.high for amount in amounts)
    to_partner = np.zeros((len(partners), len(pairs)))
    to_amount = np.zeros((len(amounts), len(pairs)))
    for column, (at, partner) in enumerate(pairs):
        to_partner[partner, column] = to_amount[at, column] = 1.0
    lows = np.array([amount.low for amount in amounts]) / scale
    highs = np.array([amount.high for amount in amounts]) / scale
    fixed = lows == highs
    limits = [LinearConstraint(to_amount[at], lows[at], highs[at]) for at in (fixed, ~fixed) if np.any(at)]
    start = np.array([(lows[at] + highs[at]) / 2 / len(amounts[at].options) for at, _ in pairs])
    found = minimize(
        _falling(to_partner, q), start, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * len(pairs), constraints=limits,
        options={"maxiter": 500, "ftol": 1e-13},
    )  # fmt: skip
    return float(np.exp(-found.fun))


def _falling(to_partner: Vector, q: float) -> Callable[[Vector], tuple[float, Vector]]:
    """Minus the logarithm of the diversity of splits, with its gradient."""

    def falling(splits: Vector) -> tuple[float, Vector]:
        totals = np.maximum(to_partner @ splits, _LEAST)
        whole = totals.sum()
        if q == 2.0:
            squares = (totals**2).sum()
            value, slope = math.log(squares) - 2 * math.log(whole), 2 * totals / squares - 2 / whole
        else:
            logs = np.log(totals)
            mean = (totals * logs).sum() / whole
            value, slope = mean - math.log(whole), (logs - mean) / whole
        return value, to_partner.T @ slope

    return falling
