"""The variational posterior: passes over questions and paths in turn, accelerated, and the curvature where they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point import kernels, paths
from contrapeso.methods.ideal_point.covariance import Factor, Layout, lay_out
from contrapeso.methods.ideal_point.design import Design, Problem
from contrapeso.methods.ideal_point.result import Priors
from contrapeso.methods.ideal_point.start import start_items, start_positions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_PLAIN_ALTERNATIONS, _MEMORY, _RIDGE, _WORSE = 10, 7, 1e-5, 5.0
_PATIENCE, _ESCAPE = 50, 40
_LEAST_GAP_LEFT, _GOAL = 0.25, 1.0 / 30.0
_ALONE = Lock()
"""The compiled loops share one team of threads, which two callers may not use at once."""


@dataclass
class Search:
    """A point of the posterior that moves: positions (nodes,), questions (questions, 3), and the log posteriors seen.

    ``variance`` (nodes,) is that of a position given the questions, ``spreads`` (questions, 3) the covariances of a slope
    with its question given the positions. ``stiffness`` (periods − 1,) is the precision of the step all take together
    from a period to the next, which is integrated out; None where there is no such step.
    """

    design: Design
    priors: Floats
    level: float
    theta: Floats
    items: Floats
    trace: list[float]
    variance: Floats
    spreads: Floats
    stiffness: Floats | None = None

    def alternate(self) -> None:
        """One Newton step of all questions given the paths' variances, then one of all paths given the questions'."""
        d = self.design
        found, spreads = np.empty(d.questions), np.empty((d.questions, 3))
        kernels.pass_questions(
            d.question_start, d.question_node, d.question_code, self.theta, self.variance, self.items, self.priors,
            spreads, found,
        )  # fmt: skip
        self.spreads = spreads
        gradient, diagonal, prior = self._curve(spreads)
        self.trace.append(float(found.sum() + prior))
        paths.path_variances(d.chains, d.links, diagonal, self.variance)
        paths.move_states(self._path_step(gradient, diagonal), self.theta)

    def _path_step(self, gradient: Floats, diagonal: Floats) -> Floats:
        """The Newton step of all paths at fixed questions, in place of ``gradient``: (C − U M Uᵀ)⁻¹ g by Woodbury's identity.

        C is tridiagonal by path; M = 1/(Σ links + stiffness) comes of the common steps.
        """
        d = self.design
        paths.solve_paths(d.chains, d.links, pivots := diagonal.copy(), gradient)
        if self.stiffness is None:
            return gradient
        capacity, right = np.zeros((self.stiffness.size, self.stiffness.size)), np.zeros(self.stiffness.size)
        paths.add_common(d.chains, d.node_period, d.links, pivots, self.variance, gradient, capacity, right)
        common = np.linalg.solve(np.diag(self._grip()) - capacity, right)
        pushed = d.links * np.append(common, 0.0)[d.node_period]
        back = np.concatenate([[0.0], pushed[:-1]]) - pushed
        paths.solve_paths(d.chains, d.links, diagonal, back)
        return np.asarray(gradient + back)

    def _grip(self) -> Floats:
        """1/M: the precision of each common step given the positions."""
        assert self.stiffness is not None
        size = self.stiffness.size
        ties = np.bincount(self.design.node_period, self.design.links, size + 1)[:size]
        return np.asarray(ties + self.stiffness)

    def _common_steps(self) -> tuple[Floats, float]:
        """Each node's common step to the next period at its best given the positions, and the steps' log prior."""
        d = self.design
        if self.stiffness is None:
            return np.zeros(d.nodes), 0.0
        moves = d.links[:-1] * np.diff(self.theta)
        steps = np.bincount(d.node_period[:-1], moves, self.stiffness.size + 1)[:-1] / self._grip()
        return np.append(steps, 0.0)[d.node_period], -0.5 * float(self.stiffness @ steps**2)

    def factor(self, layout: Layout) -> tuple[Factor, float]:
        """The factorised curvature of the log posterior, and the longest joint Newton step from here.

        The curvature is the posterior's own, which is flatter than with what the variances add: the step is then, to
        second order, no shorter than the distance left.
        """
        d = self.design
        loads, scaled = Loads(layout, d.nodes), np.empty((d.questions, 3))
        kernels.load_questions(
            d.question_start, d.question_node, d.question_code, self.theta, self.variance, self.items, self.priors,
            loads.place, loads.stride, layout.row, loads.bordered, loads.flat, scaled,
        )  # fmt: skip
        diagonal = self._curve(np.zeros_like(self.spreads))[1]
        shared = np.zeros(len(layout.by_period) - 1) if self.stiffness is None else 1.0 / self._grip()
        factor = Factor(d, layout, diagonal, loads.blocks, loads.border, shared)
        right = loads.reduce(self._curve(self.spreads)[0], scaled)
        return factor, float(np.abs(factor.solve(right[:, None])).max())

    def _curve(self, spreads: Floats) -> tuple[Floats, Floats, float]:
        d = self.design
        gradient, diagonal, prior = np.empty(d.nodes), np.empty(d.nodes), np.zeros(d.chains.size - 1)
        steps, of_steps = self._common_steps()
        kernels.curve_states(
            d.chains, d.links, steps, self.level, d.node_start, d.node_question, d.node_code, self.theta, self.items,
            spreads, gradient, diagonal, prior,
        )  # fmt: skip
        return gradient, diagonal, float(prior.sum()) + of_steps

    @property
    def point(self) -> Floats:
        """Positions, then questions, in one vector."""
        return np.concatenate([self.theta, self.items.ravel()])

    def jump(self, point: Floats) -> None:
        """Go there; a question whose cutpoints would come too close stays."""
        items = point[self.theta.size :].reshape(-1, 3)
        keeps = items[:, 2] - items[:, 1] >= _LEAST_GAP_LEFT * (self.items[:, 2] - self.items[:, 1])
        self.theta[:] = point[: self.theta.size]
        self.items[keeps] = items[keeps]


class Loads:
    """L⁻¹ of the cross curvature of questions and positions: a dense block a period, and one for the border.

    All in one flat array: for question j and a node in row r, three numbers at ``place[j] + r · stride[j]``.
    """

    def __init__(self, layout: Layout, nodes: int) -> None:
        self.layout = layout
        sizes = np.array([rows.size for rows in layout.by_period])
        width = 3 * layout.columns
        starts = np.concatenate([[0], np.cumsum(sizes * width)])
        self.flat = np.zeros(starts[-1] + nodes * 3 * layout.border)
        self.bordered = bordered = layout.question_period < 0
        self.stride = np.where(bordered, 3 * layout.border, width[layout.question_period])
        self.place = np.where(bordered, starts[-1], starts[layout.question_period]) + 3 * layout.column
        self.blocks = [
            self.flat[a:b].reshape(n, w) for a, b, n, w in zip(starts[:-1], starts[1:], sizes, width, strict=True)
        ]
        self.border = self.flat[starts[-1] :].reshape(nodes, 3 * layout.border)

    def reduce(self, gradient: Floats, scaled: Floats) -> Floats:
        """The gradient of the positions once the questions follow them: gθ − B D⁻¹ gψ."""
        right = gradient - self.border @ scaled[self.bordered].ravel()
        for rows, block, own in self._periods():
            right[rows] -= block @ scaled[own].ravel()
        return right

    def _periods(self) -> Iterator[tuple[Ints, Floats, Ints]]:
        return zip(self.layout.by_period, self.blocks, self.layout.questions, strict=True)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Where the search ended: positions (nodes,) with their variances, questions (questions, 3), and how the search went."""

    theta: Floats
    items: Floats
    factor: Factor
    variance: Floats
    trace: tuple[float, ...]
    iterations: int
    converged: bool


def search_positions(problem: Problem, priors: Priors, ordinal: bool, tolerance: float, most: int) -> Fitted:
    """The variational posterior from one start a state; the same votes always give the same result."""
    train = replace(problem.votes.only(problem.used), questions=list(range(problem.design.questions)))
    train = replace(train, question=problem.place[train.question])
    numbers = [priors.slope_sd**-2, priors.cut_sd**-2, priors.gap_shape - 1.0, priors.gap_rate if ordinal else -1.0]
    theta = start_positions(train)[problem.node_state]
    search = Search(
        problem.design, np.array(numbers), priors.level_sd**-2, theta, start_items(train, ordinal), [],
        np.zeros(theta.size), np.zeros((problem.design.questions, 3)), _stiffness(problem.votes.times, priors.shift_sd),
    )  # fmt: skip
    layout = lay_out(problem.design, len(problem.votes.times))
    with _ALONE:
        factor, iterations, converged = _climb(search, layout, tolerance, most)
    trace = tuple(search.trace)
    return Fitted(search.theta, search.items, factor, factor.variances(), trace, iterations, converged)


def _stiffness(times: list[float], shift_sd: float) -> Floats | None:
    """The precision of the common step from each period to the next, whose variance grows with the time between."""
    if shift_sd == 0.0 or len(times) < 2:
        return None
    return np.asarray(1.0 / (shift_sd**2 * np.diff(np.array(times, dtype=np.float64))))


def _climb(search: Search, layout: Layout, tolerance: float, most: int) -> tuple[Factor, int, bool]:
    """Alternate with acceleration until a joint Newton step would be shorter than ``tolerance`` (standard deviations).

    Acceleration may settle near a saddle, from which plain alternation parts by itself: when patience ends, it is let.
    """
    acceleration, goal, best, plain_until = Anderson(), tolerance * _GOAL, np.inf, _PLAIN_ALTERNATIONS
    for iteration in range(1, most + 1):
        before = search.point
        search.alternate()
        image = search.point
        spread = float(search.theta.std())
        step = float(np.abs(image - before)[: search.theta.size].max()) / spread
        if step < goal:
            factor, left = search.factor(layout)
            if left < tolerance * spread:
                return factor, iteration, True
            goal = step * max(0.5 * tolerance * spread / left, 0.1)
        if iteration == plain_until + _PATIENCE:
            acceleration, best, plain_until = Anderson(), np.inf, iteration + _ESCAPE
        if step > _WORSE * best:
            acceleration, best = Anderson(), step
        best = min(best, step)
        if iteration >= plain_until:
            search.jump(acceleration.mix(image, image - before, search.theta.size))
    return search.factor(layout)[0], most, False


class Anderson:
    """Anderson acceleration of a fixed-point iteration G (Anderson 1965, J. ACM 12:547–560): the best mix of its steps."""

    def __init__(self) -> None:
        self._images: list[Floats] = []
        self._steps: list[Floats] = []

    def mix(self, image: Floats, step: Floats, judged: int) -> Floats:
        """The next point from G(x) and G(x) − x; the first ``judged`` coordinates choose the mix.

        Sums are by ``einsum``: rows so short gain nothing from several threads, and lose much where cores are shared.
        """
        self._images = [*self._images, image][-_MEMORY - 1 :]
        self._steps = [*self._steps, step][-_MEMORY - 1 :]
        if len(self._steps) == 1:
            return image
        changes = np.diff(np.stack(self._steps)[:, :judged], axis=0)
        gram = np.einsum("ij,kj->ik", changes, changes)
        gram[np.diag_indices_from(gram)] *= 1.0 + _RIDGE
        weights = np.linalg.lstsq(gram, np.einsum("ij,j->i", changes, step[:judged]), rcond=None)[0]
        return np.asarray(image - np.einsum("i,ij->j", weights, np.diff(np.stack(self._images), axis=0)))
