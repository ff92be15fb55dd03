"""Distances, drifts and breaks against brute force, numerical integration and simulated paths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import multivariate_normal, norm

from contrapeso.methods.drift import breaks, change_of_distance, contrast, distance, normal

Floats = NDArray[np.float64]


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.01, 2), st.floats(0.01, 2), st.floats(-0.99, 0.99))
def test_a_difference_has_the_variance_of_a_difference(a: float, b: float, s: float, t: float, r: float) -> None:
    found = contrast(a, b, [[s * s, r * s * t], [r * s * t, t * t]])
    assert found.se == pytest.approx(np.sqrt(s * s + t * t - 2 * r * s * t), rel=1e-6, abs=1e-9)
    assert found.above == pytest.approx(norm.cdf(found.value / found.se), abs=1e-9)
    value, low, high = distance(found)
    assert 0 <= low <= value <= high
    assert distance(contrast(b, a, [[t * t, r * s * t], [r * s * t, s * s]])) == pytest.approx((value, low, high))


@pytest.mark.parametrize("variance", [[[1.0]], [[-1.0, 0.0], [0.0, 1.0]], [[1.0, 3.0], [3.0, 1.0]]])
def test_what_is_no_covariance_raises(variance: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="variance"):
        contrast(0.0, 1.0, variance)


def smoothed(
    data: Floats, noise: float, walk: float, jump: tuple[int, float] | None = None
) -> tuple[Floats, Floats, float]:
    """Posterior mean and covariance of a walk from 0-mean data, and the log evidence, by dense algebra."""
    n = data.size
    steps = np.full(n - 1, walk**2)
    if jump:
        steps[jump[0]] += jump[1] ** 2
    lower = np.tril(np.ones((n, n)))
    prior = lower @ np.diag([100.0, *steps]) @ lower.T
    total = prior + noise**2 * np.eye(n)
    gain = prior @ np.linalg.inv(total)
    evidence = float(multivariate_normal(np.zeros(n), total).logpdf(data))
    return gain @ data, prior - gain @ prior, evidence


def test_a_breaks_probability_is_the_ratio_of_evidences_worked_out_in_full() -> None:
    draw = np.random.default_rng(2)
    data = np.cumsum(draw.normal(0, 0.15, 12)) + draw.normal(0, 0.2, 12)
    data[7:] += 0.6
    mean, covariance, plain = smoothed(data, 0.2, 0.15)
    found = breaks(list(range(12)), mean, covariance, 0.15, jump_sd=0.8, prior=0.4)
    weights = [0.4 / 11 * np.exp(smoothed(data, 0.2, 0.15, (at, 0.8))[2] - plain) for at in range(11)]
    expected = np.array(weights) / (sum(weights) + 0.6)
    got = {one.before: one.probability for one in found}
    assert [got[at] for at in range(11)] == pytest.approx(expected.tolist(), rel=1e-6)
    assert found[0].before == 6


def test_the_evidence_of_one_step_is_the_integral_that_defines_it() -> None:
    m, v, q, k = 0.3, 0.015, 0.0225, 1.0
    one = breaks([0, 1], [0.0, m], [[v / 2, 0], [0, v / 2]], np.sqrt(q), jump_sd=k, prior=0.5)[0]
    wide, narrow, posterior = norm(0, np.sqrt(q + k * k)), norm(0, np.sqrt(q)), norm(m, np.sqrt(v))
    grid = np.linspace(-4.0, 6.0, 200_001)
    log = wide.logpdf(grid) - narrow.logpdf(grid) + posterior.logpdf(grid)
    ratio = float(np.exp(log).sum() * (grid[1] - grid[0]))
    assert one.probability == pytest.approx(ratio / (ratio + 1), rel=1e-6)


def paths(jump: float, seeds: range) -> list[tuple[Floats, Floats]]:
    out = []
    for seed in seeds:
        draw = np.random.default_rng(seed)
        path = np.cumsum(draw.normal(0, 0.15, 40))
        path[25:] += jump
        out.append(smoothed(path + draw.normal(0, 0.1, 40), 0.1, 0.15)[:2])
    return out


def test_a_jump_is_found_where_it_is_and_none_where_there_is_none() -> None:
    found = [breaks(list(range(40)), *one, 0.15) for one in paths(1.2, range(30))]
    assert sum(one[0].before == 24 and one[0].probability > 0.9 for one in found) >= 28
    calm = [breaks(list(range(40)), *one, 0.15) for one in paths(0.0, range(30))]
    assert sum(sum(step.probability for step in one) > 0.5 for one in calm) <= 3


def test_a_gap_in_the_record_allows_the_walk_its_time() -> None:
    theta, error = [0.0, 0.5], np.eye(2) * 0.005
    assert (
        breaks([2000, 2001], theta, error, 0.15)[0].probability
        > breaks([2000, 2020], theta, error, 0.15)[0].probability
    )
    assert breaks([2000], [0.0], [[0.1]], 0.15) == ()


def test_numbers_out_of_range_raise() -> None:
    with pytest.raises(ValueError, match="order"):
        breaks([2, 1], [0.0, 1.0], np.eye(2), 0.1)
    with pytest.raises(ValueError, match="spread"):
        breaks([1, 2], [0.0, 1.0], np.eye(2), 0.0)
    assert normal(1.0, 0.0).moved == 1.0


def test_the_interval_of_a_change_of_distance_covers_whatever_the_four_positions_share() -> None:
    """Drawn covariances of two states at two times; what crosses states and times is never told."""
    draw, inside, total = np.random.default_rng(8), 0, 0
    for _ in range(300):
        root = draw.normal(size=(4, 6)) * 0.25
        sigma = root @ root.T
        truth = draw.normal(0.0, 1.2, 4)
        seen = draw.multivariate_normal(truth, sigma)

        def parted(i: int, j: int, seen: Floats = seen, sigma: Floats = sigma) -> object:
            return contrast(seen[i], seen[j], sigma[np.ix_([i, j], [i, j])])

        _, low, high = change_of_distance(parted(0, 1), parted(2, 3), parted(0, 2), parted(1, 3))  # type: ignore[arg-type]
        inside += low <= abs(truth[0] - truth[1]) - abs(truth[2] - truth[3]) <= high
        total += 1
    assert inside / total >= 0.9
