"""The compiled loops of the ideal-point model: one pass over the votes of each question, one over those of each state."""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]

NO, ABSTAIN, YES = 0, 1, 2
_REACH, _PER_UNIT = 12.0, 128
_SMALL_GAP = 1e-9
_LONGEST_STEP = 1.0


def _mills_table() -> Floats:
    """λ(z) = φ(z)/Φ(z) and log Φ(z) on the nodes −12 … 12, 128 to the unit."""
    z = np.arange(-_REACH * _PER_UNIT, _REACH * _PER_UNIT + 1) / _PER_UNIT
    below = np.array([0.5 * math.erfc(-one / math.sqrt(2.0)) for one in z])
    density = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return np.ascontiguousarray(np.stack([density / below, np.log(below)], axis=1))


_TABLE = _mills_table()
_NODES = _TABLE.shape[0]
_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


@njit(cache=True, error_model="numpy")
def mills(z: float) -> float:
    """λ(z) = φ(z)/Φ(z) by cubic Hermite interpolation, λ′ = −λ(λ + z); asymptotic below −12; error below 1e-9."""
    if z <= -_REACH:
        inverse = 1.0 / (z * z)
        return -z * (1.0 + inverse * (1.0 - inverse * (2.0 - inverse * (10.0 - inverse * (74.0 - 706.0 * inverse)))))
    if z >= _REACH:
        return math.exp(-0.5 * z * z - _HALF_LOG_2PI)
    place = (z + _REACH) * _PER_UNIT
    left = min(int(place), _NODES - 2)
    t = place - left
    start = left / _PER_UNIT - _REACH
    a, b = _TABLE[left, 0], _TABLE[left + 1, 0]
    slope_a = -a * (a + start) / _PER_UNIT
    slope_b = -b * (b + start + 1.0 / _PER_UNIT) / _PER_UNIT
    return _hermite(t, a, b, slope_a, slope_b)


@njit(cache=True, error_model="numpy")
def log_cdf(z: float) -> float:
    """log Φ(z), likewise: its derivative is λ."""
    if z <= -_REACH:
        return -0.5 * z * z - _HALF_LOG_2PI - math.log(mills(z))
    if z >= _REACH:
        return 0.0
    place = (z + _REACH) * _PER_UNIT
    left = min(int(place), _NODES - 2)
    a, b = _TABLE[left, 1], _TABLE[left + 1, 1]
    return _hermite(place - left, a, b, _TABLE[left, 0] / _PER_UNIT, _TABLE[left + 1, 0] / _PER_UNIT)


@njit(cache=True, error_model="numpy", inline="always")
def _hermite(t: float, a: float, b: float, slope_a: float, slope_b: float) -> float:
    rise = b - a
    return a + t * (slope_a + t * (3.0 * rise - 2.0 * slope_a - slope_b + t * (slope_a + slope_b - 2.0 * rise)))


@njit(cache=True, error_model="numpy")
def _tail(u1: float, u2: float) -> tuple[bool, float, float, float, float]:
    """An abstention turned into the lower tail: whether it was flipped, far, near, φ(far)/φ(near), P/φ(near)."""
    flipped = u1 + u2 > 0.0
    far, near = (-u2, -u1) if flipped else (u1, u2)
    ratio = math.exp(0.5 * (near - far) * (near + far))
    return flipped, far, near, ratio, max(1.0 / mills(near) - ratio / mills(far), 1e-300)


@njit(cache=True, error_model="numpy")
def log_probability(code: int, u1: float, u2: float) -> float:
    """log P of one vote, u_k = τ_k − βθ: P(No) = Φ(u1), P(Abstain) = Φ(u2) − Φ(u1), P(Yes) = Φ(−u2).

    An abstention is scaled by the larger of φ(u1), φ(u2): nothing underflows where both cutpoints lie in one tail.
    """
    if code == YES:
        return float(log_cdf(-u2))
    if code == NO:
        return float(log_cdf(u1))
    _, _, near, _, scaled = _tail(u1, u2)
    return math.log(scaled) - 0.5 * near * near - _HALF_LOG_2PI


@njit(cache=True, error_model="numpy")
def bend(code: int, u1: float, u2: float) -> tuple[float, float, float, float, float]:
    """The derivatives g1, g2, h11, h12, h22 of ``log_probability`` in u1 and u2."""
    if code == YES:
        m = mills(-u2)
        return 0.0, -m, 0.0, 0.0, -m * (m - u2)
    if code == NO:
        m = mills(u1)
        return m, 0.0, -m * (m + u1), 0.0, 0.0
    _, g1, g2, h11, h12, h22 = bend_and_log(ABSTAIN, u1, u2)
    return g1, g2, h11, h12, h22


@njit(cache=True, error_model="numpy")
def _both(z: float) -> tuple[float, float]:
    """λ(z) and log Φ(z) from one look at the table."""
    if z <= -_REACH or z >= _REACH:
        return mills(z), log_cdf(z)
    place = (z + _REACH) * _PER_UNIT
    left = min(int(place), _NODES - 2)
    t = place - left
    start = left / _PER_UNIT - _REACH
    a, b = _TABLE[left, 0], _TABLE[left + 1, 0]
    slope_a = -a * (a + start) / _PER_UNIT
    slope_b = -b * (b + start + 1.0 / _PER_UNIT) / _PER_UNIT
    ratio = _hermite(t, a, b, slope_a, slope_b)
    return ratio, _hermite(t, _TABLE[left, 1], _TABLE[left + 1, 1], a / _PER_UNIT, b / _PER_UNIT)


@njit(cache=True, error_model="numpy")
def bend_and_log(code: int, u1: float, u2: float) -> tuple[float, float, float, float, float, float]:
    """``log_probability`` and then ``bend`` of one vote, for the price of one."""
    if code == YES:
        m, log = _both(-u2)
        return log, 0.0, -m, 0.0, 0.0, -m * (m - u2)
    if code == NO:
        m, log = _both(u1)
        return log, m, 0.0, -m * (m + u1), 0.0, 0.0
    flipped, far, near, ratio, scaled = _tail(u1, u2)
    log = math.log(scaled) - 0.5 * near * near - _HALF_LOG_2PI
    g_near, g_far = 1.0 / scaled, -ratio / scaled
    h_near, h_far = -near * g_near - g_near * g_near, -far * g_far - g_far * g_far
    if flipped:
        return log, -g_near, -g_far, h_near, -g_near * g_far, h_far
    return log, g_far, g_near, h_far, -g_near * g_far, h_near


@njit(cache=True, error_model="numpy")
def question_curvature(
    start: int, stop: int, nodes: Ints, codes: Codes, theta: Floats, variance: Floats, item: Floats, priors: Floats,
    out: Floats,
) -> float:  # fmt: skip
    """The log posterior of one question at ``item`` = (β, τ1, τ2); its gradient and Hessian into ``out`` (9,).

    Each position's ``variance`` v adds ½ h v β² to the expectation over it, h = ∂² log P/∂u² held fixed.
    ``out``: gβ, g1, g2, then −H: ββ, β1, β2, 11, 12, 22. ``priors``: precision of β, precision of the mean cutpoint, gap
    shape − 1, gap rate; a rate below 0 says binary (only τ1 counts, τ2 stands still).
    """
    beta, t1, t2 = item[0], item[1], item[2]
    out[:] = 0.0
    log_posterior = -0.5 * priors[0] * beta * beta
    out[0], out[3] = -priors[0] * beta, priors[0]
    for vote in range(start, stop):
        x = theta[nodes[vote]]
        u1, u2 = t1 - beta * x, t2 - beta * x
        log, g1, g2, h11, h12, h22 = bend_and_log(codes[vote], u1, u2)
        log_posterior += log
        h, v = h11 + 2.0 * h12 + h22, variance[nodes[vote]]
        out[0] += beta * h * v - x * (g1 + g2)
        out[1] += g1
        out[2] += g2
        out[3] -= (x * x + v) * h
        out[4] += x * (h11 + h12)
        out[5] += x * (h12 + h22)
        out[6] -= h11
        out[7] -= h12
        out[8] -= h22
    if priors[3] < 0.0:
        return float(log_posterior + _fold_binary(t1, priors, out))
    middle, gap = 0.5 * (t1 + t2), max(t2 - t1, _SMALL_GAP)
    out[1] += -0.5 * priors[1] * middle - priors[2] / gap + priors[3]
    out[2] += -0.5 * priors[1] * middle + priors[2] / gap - priors[3]
    barrier = priors[2] / (gap * gap)
    out[6] += 0.25 * priors[1] + barrier
    out[7] += 0.25 * priors[1] - barrier
    out[8] += 0.25 * priors[1] + barrier
    return float(log_posterior - 0.5 * priors[1] * middle * middle + priors[2] * math.log(gap) - priors[3] * gap)


@njit(cache=True, error_model="numpy")
def _fold_binary(t1: float, priors: Floats, out: Floats) -> float:
    """Both cutpoints are one: add up their derivatives, and hold the second with a unit curvature of its own."""
    out[1] += out[2] - priors[1] * t1
    out[4] += out[5]
    out[6] += 2.0 * out[7] + out[8] + priors[1]
    out[2], out[5], out[7], out[8] = 0.0, 0.0, 0.0, 1.0
    return float(-0.5 * priors[1] * t1 * t1)


@njit(cache=True, error_model="numpy")
def cholesky3(out: Floats, factor: Floats) -> None:
    """The Cholesky factor a; b d; c e f of the 3 × 3 in ``out[3:]``."""
    a = math.sqrt(max(out[3], 1e-12))
    b, c = out[4] / a, out[5] / a
    d = math.sqrt(max(out[6] - b * b, 1e-12))
    e = (out[7] - b * c) / d
    factor[0], factor[1], factor[2] = a, b, c
    factor[3], factor[4], factor[5] = d, e, math.sqrt(max(out[8] - c * c - e * e, 1e-12))


@njit(cache=True, parallel=True, error_model="numpy")
def pass_questions(
    pointers: Ints, nodes: Ints, codes: Codes, theta: Floats, variance: Floats, items: Floats, priors: Floats,
    spreads: Floats, found: Floats,
) -> None:  # fmt: skip
    """One Newton step of every question at fixed positions: the log posterior where it began into ``found``, the
    covariances of β with (β, τ1, τ2) there into ``spreads``."""
    for j in prange(items.shape[0]):
        out, factor = np.empty(9), np.empty(6)
        found[j] = question_curvature(
            pointers[j], pointers[j + 1], nodes, codes, theta, variance, items[j], priors, out
        )
        cholesky3(out, factor)
        _scale3(factor, 1.0, 0.0, 0.0, spreads[j])
        _unscale3(factor, spreads[j])
        _scale3(factor, out[0], out[1], out[2], out)
        _unscale3(factor, out)
        _move(items[j], out[0], out[1], out[2], priors[3] < 0.0)


@njit(cache=True, error_model="numpy")
def _move(item: Floats, d0: float, d1: float, d2: float, binary: bool) -> None:
    """A step no longer than 1 in any coordinate that leaves the gap at least a quarter of what it was."""
    scale = _LONGEST_STEP / max(_LONGEST_STEP, abs(d0), abs(d1), abs(d2))
    gap, change = item[2] - item[1], d2 - d1
    if not binary and gap + scale * change < 0.25 * gap:
        scale = -0.75 * gap / change
    item[0] += scale * d0
    item[1] += scale * d1
    item[2] = item[1] if binary else item[2] + scale * d2


@njit(cache=True, error_model="numpy")
def node_curvature(
    start: int, stop: int, questions: Ints, codes: Codes, x: float, items: Floats, spreads: Floats
) -> tuple[float, float]:
    """Gradient and −Hessian in the position of one state in one period.

    The covariances of each question (``spreads``) add ½ Σ h_kl cov(u_k, u_l), h held fixed.
    """
    gradient, curvature = 0.0, 0.0
    for vote in range(start, stop):
        item = items[questions[vote]]
        beta = item[0]
        g1, g2, h11, h12, h22 = bend(codes[vote], item[1] - beta * x, item[2] - beta * x)
        h, spread = h11 + 2.0 * h12 + h22, spreads[questions[vote]]
        gradient += x * spread[0] * h - (h11 + h12) * spread[1] - (h12 + h22) * spread[2] - beta * (g1 + g2)
        curvature -= (beta * beta + spread[0]) * h
    return gradient, curvature


@njit(cache=True, parallel=True, error_model="numpy")
def curve_states(
    chains: Ints, links: Floats, steps: Floats, level: float, pointers: Ints, questions: Ints, codes: Codes,
    theta: Floats, items: Floats, spreads: Floats, gradient: Floats, diagonal: Floats, found: Floats,
) -> None:  # fmt: skip
    """Gradient and −Hessian diagonal of every position, the walk's in them; each path's log prior into ``found``.

    ``steps`` (nodes,) is how far all move together to the next period.
    """
    for state in prange(chains.shape[0] - 1):
        first, last = chains[state], chains[state + 1]
        for node in range(first, last):
            g, h = node_curvature(pointers[node], pointers[node + 1], questions, codes, theta[node], items, spreads)
            gradient[node], diagonal[node] = g, h
        found[state] = add_walk(
            theta[first:last], links[first:last], steps[first:last], level, gradient[first:last], diagonal[first:last]
        )


@njit(cache=True, error_model="numpy")
def add_walk(
    x: Floats, links: Floats, steps: Floats, level: float, gradient: Floats, curvature: Floats
) -> float:  # fmt: skip
    """The walk's log prior, its gradient and the diagonal of its precision added; ``links[t]`` ties t to t + 1, less
    the common ``steps[t]``."""
    value = 0.0
    for t in range(x.shape[0]):
        value -= 0.5 * level * x[t] * x[t]
        gradient[t] -= level * x[t]
        curvature[t] += level
        if t + 1 < x.shape[0]:
            move = x[t + 1] - x[t] - steps[t]
            pull = links[t] * move
            value -= 0.5 * pull * move
            gradient[t] += pull
            gradient[t + 1] -= pull
            curvature[t] += links[t]
            curvature[t + 1] += links[t]
    return value


@njit(cache=True, parallel=True, error_model="numpy")
def load_questions(
    pointers: Ints, nodes: Ints, codes: Codes, theta: Floats, variance: Floats, items: Floats, priors: Floats,
    place: Ints, stride: Ints, rows: Ints, bordered: NDArray[np.bool_], loads: Floats, scaled: Floats,
) -> None:  # fmt: skip
    """For each question, with D = LLᵀ its curvature: L⁻¹ of its gradient (at the positions' ``variance``) into ``scaled``
    (3,), and L⁻¹ of its cross curvature with each voter's position into ``loads``, at ``place`` + row × ``stride``.

    The cross curvature is that of Gauss and Newton, Σ h ∂u ∂uᵀ without the gradient times ∂²u (zero in expectation): with
    log P concave in u the whole is then positive definite wherever the search may stand.
    """
    none = np.zeros(variance.size)
    for j in prange(items.shape[0]):
        out, factor = np.empty(9), np.empty(6)
        start, stop, item = pointers[j], pointers[j + 1], items[j]
        question_curvature(start, stop, nodes, codes, theta, variance, item, priors, out)
        pull = out[0]
        question_curvature(start, stop, nodes, codes, theta, none, item, priors, out)
        cholesky3(out, factor)
        _scale3(factor, pull, out[1], out[2], scaled[j])
        for vote in range(start, stop):
            x, beta = theta[nodes[vote]], item[0]
            _, _, h11, h12, h22 = bend(codes[vote], item[1] - beta * x, item[2] - beta * x)
            cross0 = -beta * x * (h11 + 2.0 * h12 + h22)
            cross1, cross2 = beta * (h11 + h12), beta * (h12 + h22)
            if priors[3] < 0.0:
                cross1, cross2 = cross1 + cross2, 0.0
            row = nodes[vote] if bordered[j] else rows[nodes[vote]]
            where = place[j] + row * stride[j]
            _scale3(factor, cross0, cross1, cross2, out)
            for k in range(3):
                loads[where + k] += out[k]


@njit(cache=True, error_model="numpy")
def _scale3(factor: Floats, r0: float, r1: float, r2: float, out: Floats) -> None:
    """L⁻¹ r."""
    out[0] = r0 / factor[0]
    out[1] = (r1 - factor[1] * out[0]) / factor[3]
    out[2] = (r2 - factor[2] * out[0] - factor[4] * out[1]) / factor[5]


@njit(cache=True, error_model="numpy")
def _unscale3(factor: Floats, out: Floats) -> None:
    """L⁻ᵀ ``out``, in place."""
    out[2] /= factor[5]
    out[1] = (out[1] - factor[4] * out[2]) / factor[3]
    out[0] = (out[0] - factor[1] * out[1] - factor[2] * out[2]) / factor[0]


@njit(cache=True)
def grouped(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """Pointers (count + 1,) and the stable order that groups ``keys`` (counting sort)."""
    pointers = np.zeros(count + 1, np.int64)
    for key in keys:
        pointers[key + 1] += 1
    for key in range(count):
        pointers[key + 1] += pointers[key]
    place = pointers[:-1].copy()
    order = np.empty(keys.size, np.int64)
    for row in range(keys.size):
        order[place[keys[row]]] = row
        place[keys[row]] += 1
    return pointers, order


@njit(cache=True, error_model="numpy")
def predictive(questions: Ints, nodes: Ints, codes: Codes, theta: Floats, variance: Floats, items: Floats) -> Floats:
    """log P of votes (n,) with θ ~ N(``theta``, ``variance``) integrated out: u over √(1 + β² variance)."""
    out = np.empty(codes.size)
    for row in range(codes.size):
        item, node = items[questions[row]], nodes[row]
        scale = 1.0 / math.sqrt(1.0 + item[0] * item[0] * variance[node])
        u1, u2 = item[1] - item[0] * theta[node], item[2] - item[0] * theta[node]
        out[row] = log_probability(codes[row], scale * u1, scale * u2)
    return out


@njit(cache=True, error_model="numpy")
def leading_direction(states: Ints, questions: Ints, codes: Codes, direction: Floats, count: int, rounds: int) -> None:
    """Power iteration on the votes centred by question, per vote cast, in place of ``direction`` (states,)."""
    centre, votes, cast = np.zeros(count), np.zeros(count), np.zeros(direction.size)
    for row in range(codes.size):
        centre[questions[row]] += codes[row]
        votes[questions[row]] += 1.0
        cast[states[row]] += 1.0
    for question in range(count):
        centre[question] /= max(votes[question], 1.0)
    for _ in range(rounds):
        loading = np.zeros(count)
        for row in range(codes.size):
            loading[questions[row]] += (codes[row] - centre[questions[row]]) * direction[states[row]]
        direction[:] = 0.0
        for row in range(codes.size):
            direction[states[row]] += (codes[row] - centre[questions[row]]) * loading[questions[row]]
        for state in range(direction.size):
            direction[state] /= max(cast[state], 1.0)
        direction /= max(np.abs(direction).max(), 1e-12)
