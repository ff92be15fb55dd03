"""Ideal points: kernels against brute force and finite differences, simulated legislatures, invariances, bad input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from contrapeso.core.errors import ContrapesoError
from contrapeso.methods.ideal_point import Positions, Priors, estimate, kernels, paths
from contrapeso.methods.ideal_point.covariance import lay_out
from contrapeso.methods.ideal_point.design import Design, pose
from contrapeso.methods.ideal_point.fit import Search
from tests.methods.legislature import Legislature, simulate, standardised_truth

Floats = NDArray[np.float64]
NORMAL = NormalDist()
CELLS = [(0, -1.0, 0.5), (1, -1.0, 0.5), (2, -1.0, 0.5), (1, 2.0, 2.3), (1, -9.0, -8.0), (1, -0.7, 5.0), (0, 3.0, 4.0)]


@pytest.fixture(scope="module")
def small() -> Legislature:
    return simulate(24, 6, 20, seed=5)


@pytest.fixture(scope="module")
def small_found(small: Legislature) -> Positions:
    return estimate(*small.columns(), anchor="S001")


def by_key(found: Positions) -> dict[tuple[Any, Any], float]:
    return dict(zip(zip(found.state, found.period, strict=True), found.position.tolist(), strict=True))


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


# Simulated legislatures


def test_paths_are_recovered_and_nine_in_ten_intervals_cover() -> None:
    world = simulate(80, 15, 45, seed=11)
    found = estimate(*world.columns(), anchor="S000")
    truth = standardised_truth(found, world)
    covered = np.mean((found.low <= truth) & (truth <= found.high))
    assert found.converged and np.corrcoef(truth, found.position)[0, 1] > 0.98
    assert 0.85 <= covered <= 0.95


def test_binary_positions_are_recovered_too() -> None:
    world = simulate(60, 8, 40, seed=12)
    found = estimate(*world.columns(), anchor="S000", ordinal=False)
    assert abs(np.corrcoef(standardised_truth(found, world), found.position)[0, 1]) > 0.96
    assert all(len(item.cutpoints) == 1 for item in found.items if item.slope is not None)


def test_the_model_predicts_hidden_votes_better_than_their_shares(small: Legislature) -> None:
    hidden = np.random.default_rng(0).integers(0, 8, len(small.vote))
    hidden[hidden > 2] = 0
    found = estimate(*small.columns(), anchor="S001", hidden=hidden)
    shares = np.bincount(np.array(small.vote) + 1) / len(small.vote)
    assert set(found.held_out) == {1, 2}
    assert min(found.held_out.values()) > float(shares @ np.log(shares)) + 0.1


# What must not matter, and what must


def test_the_result_is_on_its_scale_and_says_how_it_went(small_found: Positions) -> None:
    found = small_found
    assert found.converged and found.iterations == len(found.trace)
    assert float(found.position.mean()) == pytest.approx(0.0, abs=1e-9)
    assert float(found.position.std()) == pytest.approx(1.0)
    assert found.trace[-1] > found.trace[0] and found.trace[-1] == pytest.approx(found.trace[-2], rel=1e-4)
    assert (found.se > 0).all() and (found.low < found.high).all() and found.held_out == {}
    keys = list(zip(found.state, found.period, strict=True))
    assert keys == sorted(keys)


def test_the_order_of_rows_does_not_matter(small: Legislature, small_found: Positions) -> None:
    order = np.random.default_rng(1).permutation(len(small.vote))
    columns = [np.array(column)[order] for column in small.columns()]
    again = estimate(*columns, anchor="S001", tolerance=1e-7)
    straight = estimate(*small.columns(), anchor="S001", tolerance=1e-7)
    assert by_key(again) == pytest.approx(by_key(straight), abs=1e-7)
    assert by_key(small_found) == pytest.approx(by_key(straight), abs=2e-3)


def test_the_same_votes_give_the_same_bits(small: Legislature, small_found: Positions) -> None:
    again = estimate(*small.columns(), anchor="S001")
    assert (again.position == small_found.position).all() and (again.se == small_found.se).all()


def test_another_anchor_and_mirrored_votes_turn_signs_only(small: Legislature, small_found: Positions) -> None:
    means = {
        name: np.mean([p for (state, _), p in by_key(small_found).items() if state == name]) for name in small.state
    }
    left = min(means, key=lambda name: means[name])
    turned = estimate(*small.columns(), anchor=left)
    assert turned.position == pytest.approx(-small_found.position, abs=1e-12)
    state, roll, vote, period = small.columns()
    mirrored = estimate(state, roll, [-one for one in vote], period, anchor="S001", tolerance=1e-7)
    straight = estimate(*small.columns(), anchor="S001", tolerance=1e-7)
    assert mirrored.position == pytest.approx(straight.position, abs=1e-6)


def test_items_explain_the_votes_on_the_scale_of_the_positions(small: Legislature, small_found: Positions) -> None:
    items, at = {item.name: item for item in small_found.items}, by_key(small_found)
    right = expected = 0.0
    for state, roll, vote, period in zip(*small.columns(), strict=True):
        item = items[roll]
        if item.slope is None:
            continue
        u = [cut - item.slope * at[state, period] for cut in item.cutpoints]
        right += vote == 1
        expected += NORMAL.cdf(-u[1])
    assert expected == pytest.approx(right, rel=0.05)


def test_a_repeated_question_bridges_periods_that_share_no_state() -> None:
    world = simulate(60, 1, 60, seed=21, present=1.0)
    state, question, vote, _ = (np.array(column) for column in world.columns())
    late = np.array([int(name[1:]) % 2 for name in state]) == 1
    roll, period = question + 1000 * late, 1950 + late
    found = estimate(state, roll, vote, period, item=question, anchor="S000")
    truth = np.array([world.truth[name, 1950] for name in found.state])
    halves = [np.array(found.period) == when for when in (1950, 1951)]
    assert abs(np.corrcoef(truth, found.position)[0, 1]) > 0.95
    spreads = [found.position[half].std() / truth[half].std() for half in halves]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.1)


def test_equal_duplicates_count_once_and_missing_votes_not_at_all(small: Legislature, small_found: Positions) -> None:
    state, roll, vote, period = small.columns()
    more = estimate([*state, state[0], "S003"], [*roll, roll[0], 999], [*vote, vote[0], None], [*period, period[0], 1955], anchor="S001")  # fmt: skip
    assert by_key(more) == pytest.approx(by_key(small_found), abs=1e-12)
    assert more.n_votes.sum() == small_found.n_votes.sum()


def test_who_cannot_be_placed_is_named_with_the_reason(small: Legislature) -> None:
    state, roll, vote, period = small.columns()
    people = ["NEVER", "UNANIMOUS", "S001", "NEVER"]
    found = estimate(
        [*state, *people], [*roll, 0, 900, 900, 901], [*vote, math.nan, 1, 1, math.nan], [*period, 1950, 1990, 1990, 1991],
        anchor="S001",
    )  # fmt: skip
    reasons = {(one.state, one.period): one.reason for one in found.unplaced}
    assert reasons == {
        ("NEVER", 1950): "no-votes", ("NEVER", 1991): "no-votes", ("UNANIMOUS", 1990): "unanimous-only",
        ("S001", 1990): "unanimous-only",
    }  # fmt: skip
    assert "NEVER" not in found.state and next(item for item in found.items if item.name == 900).slope is None


def test_an_absence_widens_the_interval() -> None:
    world = simulate(30, 7, 25, seed=9, present=1.0)
    rows = [n for n, (s, p) in enumerate(zip(world.state, world.period, strict=True)) if s != "S002" or p not in (1952, 1953, 1954)]  # fmt: skip
    hidden = [int(world.state[n] == "S002" and world.period[n] == 1951 and world.roll_call[n] % 25 > 1) for n in rows]
    columns = [[column[n] for n in rows] for column in world.columns()]
    found = estimate(*columns, anchor="S000", hidden=hidden)  # type: ignore[arg-type]
    se = dict(zip(zip(found.state, found.period, strict=True), found.se.tolist(), strict=True))
    assert ("S002", 1953) not in se
    if ("S002", 1950) in se:
        assert se["S002", 1951] > se["S002", 1950]


BAD = {
    "one vote": ((["A"], [1], [1], [1]), {}),
    "unanimous": ((["A", "B"] * 3, [1, 1, 2, 2, 3, 3], [1] * 6, [1] * 6), {}),
    "one divided": ((["A", "B", "C"], [1] * 3, [1, -1, 0], [1] * 3), {}),
    "none": (([], [], [], []), {}),
    "contradiction": ((["A", "B", "A", "A", "B"], [1, 1, 1, 2, 2], [1, -1, -1, 1, -1], [1] * 5), {}),
    "code": ((["A", "B"], [1, 1], [1, 2], [1, 1]), {}),
    "word": ((["A", "B"], [1, 1], ["yes", "no"], [1, 1]), {}),
    "two periods": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], [1, 2, 1, 1]), {}),
    "period": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], ["x", "x", "x", "x"]), {}),
    "lengths": ((["A", "B"], [1, 1], [1, -1], [1]), {}),
    "anchor": ((["A", "B", "A", "B"], [1, 1, 2, 2], [1, -1, 1, -1], [1] * 4), {"anchor": "Z"}),
    "mixed": ((["A", 1, "A", 1], [1, 1, 2, 2], [1, -1, 1, -1], [1] * 4), {}),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_votes_that_place_nobody_are_refused_in_both_languages(name: str) -> None:
    columns, options = BAD[name]
    columns = tuple(np.array(column, dtype=object) for column in columns) if name == "mixed" else columns
    with pytest.raises(ContrapesoError) as refused:
        estimate(*columns, **{"anchor": "A"} | options)  # type: ignore[arg-type]
    assert isinstance(refused.value, ValueError)
    assert refused.value.what.es != refused.value.what.en and refused.value.mend.es


@pytest.mark.parametrize(
    "wrong", [{"walk_sd": 0.0}, {"gap_shape": 1.0}, {"slope_sd": -1.0}, {"shift_sd": -0.1}, {"shift_sd": math.nan}]
)
def test_priors_that_are_no_priors_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="priors"):
        Priors(**wrong)
