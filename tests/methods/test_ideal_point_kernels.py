"""Kernels of ideal points against brute force, and the curvature and end of the search against finite differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from contrapeso.methods.ideal_point import kernels, paths
from contrapeso.methods.ideal_point.covariance import lay_out
from contrapeso.methods.ideal_point.design import Design, pose
from contrapeso.methods.ideal_point.fit import Search
from tests.methods.legislature import simulate

Floats = NDArray[np.float64]
NORMAL = NormalDist()
CELLS = [(0, -1.0, 0.5), (1, -1.0, 0.5), (2, -1.0, 0.5), (1, 2.0, 2.3), (1, -9.0, -8.0), (1, -0.7, 5.0), (0, 3.0, 4.0)]


def probability(code: int, u1: float, u2: float) -> float:
    """By ``erfc`` in the lower tail, where nothing is lost; by symmetry the middle may be turned into it."""
    near, far = (-u1, -u2) if u1 + u2 > 0.0 else (u2, u1)
    return (below(u1), below(near) - below(far), below(-u2))[code]


def below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


# Kernels


@pytest.mark.parametrize("z", [-40.0, -12.0, -8.3, -1.0, -0.004, 0.0, 0.7, 3.0, 11.99, 12.5])
def test_the_mills_ratio_and_log_cdf_are_those_of_erfc(z: float) -> None:
    if z > -37.0:
        assert kernels.log_cdf(z) == pytest.approx(math.log(below(z)), rel=1e-8, abs=1e-10)
        assert kernels.mills(z) == pytest.approx(NORMAL.pdf(z) / below(z), rel=1e-7, abs=1e-12)
    else:
        assert -z < kernels.mills(z) < -z - 1.0 / z


@pytest.mark.parametrize(("code", "u1", "u2"), CELLS)
def test_the_likelihood_of_a_vote_is_an_area_under_the_normal(code: int, u1: float, u2: float) -> None:
    assert kernels.log_probability(code, u1, u2) == pytest.approx(math.log(probability(code, u1, u2)), rel=1e-6)
    assert sum(math.exp(kernels.log_probability(one, u1, u2)) for one in range(3)) == pytest.approx(1.0, abs=1e-8)
    together = (kernels.log_probability(code, u1, u2), *kernels.bend(code, u1, u2))
    assert kernels.bend_and_log(code, u1, u2) == pytest.approx(together, rel=1e-12)


@pytest.mark.parametrize(("code", "u1", "u2"), CELLS)
def test_derivatives_of_a_vote_match_finite_differences(code: int, u1: float, u2: float) -> None:
    step = 1e-4
    g1, g2, h11, h12, h22 = kernels.bend(code, u1, u2)
    up1, down1, up2, down2 = (
        (kernels.log_probability(code, *at), *kernels.bend(code, *at))
        for at in ((u1 + step, u2), (u1 - step, u2), (u1, u2 + step), (u1, u2 - step))
    )
    for got, high, low, place in (
        (g1, up1, down1, 0), (g2, up2, down2, 0), (h11, up1, down1, 1), (h12, up1, down1, 2), (h22, up2, down2, 2),
    ):  # fmt: skip
        assert got == pytest.approx((high[place] - low[place]) / (2 * step), rel=2e-4, abs=1e-5)


def test_an_abstention_far_in_a_tail_neither_underflows_nor_loses_its_slope() -> None:
    for u1, u2 in ((-60.0, -50.0), (50.0, 60.0)):
        values = (kernels.log_probability(1, u1, u2), *kernels.bend(1, u1, u2))
        assert all(math.isfinite(value) for value in values)
    assert kernels.bend(1, -60.0, -50.0)[1] == pytest.approx(50.0, rel=1e-3)


def test_a_tridiagonal_system_is_solved() -> None:
    links = np.array([2.0, 0.5, 3.0, 0.0])
    dense = np.diag([4.0, 6.0, 5.0, 7.0]) - np.diag(links[:3], 1) - np.diag(links[:3], -1)
    right = np.array([1.0, -2.0, 0.5, 3.0])
    solved = right.copy()
    paths.solve_chain(np.diag(dense).copy(), links, solved)
    assert solved == pytest.approx(np.linalg.solve(dense, right))


# The posterior as a whole, by brute force


def tiny(ordinal: bool, item: Sequence[int] | None = None, shift_sd: float = 0.0) -> Search:
    """Five states, three periods, four questions each; a tenth of the votes missing."""
    world = simulate(5, 3, 4, seed=3, present=0.9)
    problem = pose(
        world.state, world.roll_call, world.vote, world.period, item=item and [item[r] for r in world.roll_call],
        ordinal=ordinal, hidden=None, walk_sd=0.5,
    )  # fmt: skip
    draw = np.random.default_rng(1)
    design = problem.design
    cuts = np.sort(draw.normal(0, 0.7, (design.questions, 2)), axis=1) + np.array([-0.2, 0.2])
    cuts = cuts if ordinal else cuts[:, :1].repeat(2, axis=1)
    items = np.column_stack([draw.normal(0, 1, design.questions), cuts])
    priors = np.array([0.7, 0.3, 1.0, 2.0 if ordinal else -1.0])
    theta, none = draw.normal(0, 1, design.nodes), np.zeros((design.questions, 3))
    stiffness = None if shift_sd == 0.0 else np.full(2, shift_sd**-2)
    return Search(design, priors, 0.8, theta, items, [], np.zeros(design.nodes), none, stiffness)


def log_posterior(search: Search, flat: Floats) -> float:
    """The definition, vote by vote, at positions and questions in one vector."""
    d, (pb, pc, shape, rate) = search.design, search.priors
    theta, items = flat[: d.nodes], flat[d.nodes :].reshape(-1, 3)
    total = 0.0
    for j in range(d.questions):
        beta, t1, t2 = items[j]
        t2 = t1 if rate < 0 else t2
        for vote in range(d.question_start[j], d.question_start[j + 1]):
            x = theta[d.question_node[vote]]
            total += math.log(probability(int(d.question_code[vote]), t1 - beta * x, t2 - beta * x))
        total -= 0.5 * pb * beta**2
        total -= 0.5 * pc * ((t1 + t2) / 2) ** 2
        if rate > 0:
            total += shape * math.log(t2 - t1) - rate * (t2 - t1)
    for i in range(d.chains.size - 1):
        path = theta[d.chains[i] : d.chains[i + 1]]
        tied = d.links[d.chains[i] : d.chains[i + 1] - 1]
        total -= 0.5 * search.level * float(path @ path) + 0.5 * float(tied @ np.diff(path) ** 2)
    return total + of_common_steps(search, theta)


def of_common_steps(search: Search, theta: Floats) -> float:
    """What integrating out the steps all take together gives back, up to a constant: ½ (Σ w d)²/(Σ w + their precision)."""
    if search.stiffness is None:
        return 0.0
    total = 0.0
    for t, own in enumerate(search.stiffness.tolist()):
        tied = [n for n in range(theta.size) if search.design.node_period[n] == t and search.design.links[n] > 0.0]
        links = search.design.links[tied]
        total += 0.5 * float(links @ (theta[1:][tied] - theta[:-1][tied])) ** 2 / float(links.sum() + own)
    return total


BRIDGED = [0, 1, 2, 3, 0, 5, 6, 7, 1, 9, 0, 11]


def free_coordinates(search: Search) -> list[int]:
    """The coordinates that count: in the binary model the second cutpoint is the first."""
    nodes, size = search.design.nodes, search.design.nodes + 3 * search.design.questions
    return [n for n in range(size) if search.priors[3] > 0 or n < nodes or (n - nodes) % 3 != 2]


def differences(search: Search) -> tuple[Floats, Floats]:
    """Gradient and −Hessian of the log posterior in its free coordinates, by central differences."""
    free, flat, step = free_coordinates(search), search.point, 1e-3

    def moved(*moves: tuple[int, float]) -> float:
        point = flat.copy()
        for place, by in moves:
            point[place] += by
        return log_posterior(search, point)

    gradient = np.array([(moved((n, step)) - moved((n, -step))) / (2 * step) for n in free])
    curvature = np.zeros((len(free), len(free)))
    for a, m in enumerate(free):
        for b, n in enumerate(free[: a + 1]):
            corners = [u * v * moved((m, u * step), (n, v * step)) for u in (1, -1) for v in (1, -1)]
            curvature[a, b] = curvature[b, a] = -sum(corners) / (4 * step * step)
    return gradient, curvature


def gradient_times_bend(search: Search) -> Floats:
    """What Gauss and Newton leave out of −H: (g1 + g2) ∂²u/∂θ∂β of each vote, with its sign."""
    free = {place: n for n, place in enumerate(free_coordinates(search))}
    out = np.zeros((len(free), len(free)))
    for j, n, code in cells(search.design):
        g1, g2, *_ = kernels.bend(code, *cuts(search.point, search.design, j, n))
        slope = free[search.design.nodes + 3 * j]
        out[free[n], slope] += g1 + g2
        out[slope, free[n]] += g1 + g2
    return out


@pytest.mark.parametrize("shift_sd", [0.0, 0.3, math.inf])
@pytest.mark.parametrize(("ordinal", "item"), [(True, None), (False, None), (True, BRIDGED), (False, BRIDGED)])
def test_the_factorised_curvature_is_that_of_the_definition(
    ordinal: bool, item: Sequence[int] | None, shift_sd: float
) -> None:
    search = tiny(ordinal, item, shift_sd)
    for _ in range(25):
        search.alternate()
    search.variance[:], search.spreads[:] = 0.0, 0.0
    gradient, curvature = differences(search)
    curvature -= gradient_times_bend(search)
    covariance, nodes = np.linalg.inv(curvature), search.design.nodes
    factor, longest = search.factor(lay_out(search.design, 3))
    right = np.random.default_rng(2).normal(size=(nodes, 2))
    assert factor.variances() == pytest.approx(np.diag(covariance)[:nodes], rel=2e-3)
    assert factor.solve(right) == pytest.approx(covariance[:nodes, :nodes] @ right, rel=5e-3, abs=1e-3)
    assert longest == pytest.approx(np.abs(covariance @ gradient)[:nodes].max(), rel=5e-3)


@pytest.mark.parametrize(("ordinal", "shift_sd"), [(True, 0.0), (False, 0.0), (True, 0.3), (True, math.inf)])
def test_the_search_ends_where_the_expected_gradient_is_zero(ordinal: bool, shift_sd: float) -> None:
    """Gradient of log posterior + ½ Σ h (v β² + θ² var β − …): the variational equations, with h, v and V held fixed."""
    search = tiny(ordinal, None, shift_sd)
    for _ in range(400):
        search.alternate()
    d, flat = search.design, search.point
    variance, spreads = search.variance.copy(), search.spreads.copy()
    bends = [kernels.bend(code, *cuts(flat, d, j, n))[2:] for j, n, code in cells(d)]

    def widened(point: Floats) -> float:
        total = log_posterior(search, point)
        for (j, n, _), (h11, h12, h22) in zip(cells(d), bends, strict=True):
            beta, x = point[d.nodes + 3 * j], point[n]
            h = h11 + 2 * h12 + h22
            total += 0.5 * h * (variance[n] * beta**2 + spreads[j, 0] * x**2)
            total -= x * ((h11 + h12) * spreads[j, 1] + (h12 + h22) * spreads[j, 2])
        return total

    for place in free_coordinates(search):
        up, down = flat.copy(), flat.copy()
        up[place] += 1e-4
        down[place] -= 1e-4
        assert (widened(up) - widened(down)) / 2e-4 == pytest.approx(0.0, abs=2e-4)


def cells(design: Design) -> list[tuple[int, int, int]]:
    """Question, node and code of every vote."""
    asked = np.repeat(np.arange(design.questions), np.diff(design.question_start))
    return list(zip(asked.tolist(), design.question_node.tolist(), design.question_code.tolist(), strict=True))


def cuts(flat: Floats, design: Design, question: int, node: int) -> tuple[float, float]:
    beta, t1, t2 = flat[design.nodes + 3 * question : design.nodes + 3 * question + 3]
    return t1 - beta * flat[node], t2 - beta * flat[node]


def test_a_step_of_all_paths_with_their_common_steps_is_that_of_the_dense_curvature() -> None:
    search = tiny(True, None, 0.3)
    search.alternate()
    d, draw = search.design, np.random.default_rng(4)
    gradient, votes = draw.normal(size=d.nodes), draw.uniform(0.5, 2.0, d.nodes)
    dense = np.diag(votes)
    for n in np.flatnonzero(d.links):
        dense[n : n + 2, n : n + 2] += d.links[n] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    diagonal = np.diag(dense).copy()
    for t, precision in enumerate((0.3**-2, 0.3**-2)):
        push = np.zeros(d.nodes)
        for n in np.flatnonzero((d.links > 0.0) & (d.node_period == t)):
            push[n], push[n + 1] = push[n] - d.links[n], push[n + 1] + d.links[n]
        ties = float(d.links[d.node_period == t].sum())
        dense -= np.outer(push, push) / (ties + precision)
    paths.path_variances(d.chains, d.links, diagonal, search.variance)
    assert search._path_step(gradient.copy(), diagonal) == pytest.approx(np.linalg.solve(dense, gradient), rel=1e-9)
