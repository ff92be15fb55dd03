"""The peer: the published variational EM for binary dynamic ideal points (Imai, Lo & Olmsted 2016), in plain NumPy."""

from __future__ import annotations

import math

import numpy as np

_ROOT_2PI = math.sqrt(2.0 * math.pi)
_CHEBYSHEV = (
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
)  # fmt: skip


def cdf(z: np.ndarray) -> np.ndarray:
    """Φ by the rational Chebyshev fit of erfc, relative error 1.2e-7 (Press et al., Numerical Recipes, §6.2)."""
    x = np.abs(z) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.5 * x)
    power = np.zeros_like(t)
    for coefficient in reversed(_CHEBYSHEV):
        power = power * t + coefficient
    half = 0.5 * t * np.exp(-x * x + power)
    return np.where(z < 0.0, half, 1.0 - half)


def em(
    state: np.ndarray, roll: np.ndarray, yes: np.ndarray, period: np.ndarray, start: np.ndarray, walk: float = 0.1,
    tolerance: float = 1e-3, most: int = 5000,
) -> tuple[np.ndarray, int]:  # fmt: skip
    """Positions (states, periods) and iterations until no standardised position moves by ``tolerance`` in one."""
    states, periods, rolls = start.size, int(period.max()) + 1, int(roll.max()) + 1
    x, v = np.repeat(start[:, None], periods, axis=1), np.full((states, periods), 0.1)
    a, b = np.zeros(rolls), np.zeros(rolls)
    bb, ab = np.ones(rolls), np.zeros(rolls)
    cell = state * periods + period
    sign = np.where(yes, 1.0, -1.0)
    for iteration in range(1, most + 1):
        mean = a[roll] + b[roll] * x.ravel()[cell]
        latent = mean + sign * np.exp(-0.5 * mean * mean) / _ROOT_2PI / np.maximum(cdf(sign * mean), 1e-12)
        xs, seconds = x.ravel()[cell], (v + x * x).ravel()[cell]
        p00 = np.bincount(roll, minlength=rolls) + 1.0 / 25.0
        p01, p11 = np.bincount(roll, xs, rolls), np.bincount(roll, seconds, rolls) + 1.0 / 25.0
        r0, r1 = np.bincount(roll, latent, rolls), np.bincount(roll, latent * xs, rolls)
        determinant = p00 * p11 - p01 * p01
        a, b = (p11 * r0 - p01 * r1) / determinant, (p00 * r1 - p01 * r0) / determinant
        bb, ab = b * b + p00 / determinant, a * b - p01 / determinant
        precision = np.bincount(cell, bb[roll], x.size).reshape(x.shape)
        pull = np.bincount(cell, b[roll] * latent - ab[roll], x.size).reshape(x.shape)
        before = x
        x, v = _smooth(precision, pull, walk)
        if np.abs(x - before).max() < tolerance * x.std():
            return x, iteration
    return x, most


def _smooth(precision: np.ndarray, pull: np.ndarray, walk: float) -> tuple[np.ndarray, np.ndarray]:
    """Kalman filter and smoother over the periods, all states at once; x_1 ~ N(0, 1)."""
    states, periods = precision.shape
    mean, variance = np.zeros((states, periods)), np.zeros((states, periods))
    prior_mean, prior_variance = np.zeros(states), np.ones(states)
    for t in range(periods):
        variance[:, t] = 1.0 / (1.0 / prior_variance + precision[:, t])
        mean[:, t] = variance[:, t] * (prior_mean / prior_variance + pull[:, t])
        prior_mean, prior_variance = mean[:, t], variance[:, t] + walk
    for t in range(periods - 2, -1, -1):
        gain = variance[:, t] / (variance[:, t] + walk)
        mean[:, t] += gain * (mean[:, t + 1] - mean[:, t])
        variance[:, t] += gain * gain * (variance[:, t + 1] - variance[:, t] - walk)
    return mean, variance
