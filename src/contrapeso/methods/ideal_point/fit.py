"""The posterior mode: passes over questions and states in turn, then Newton's method on both together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point import kernels, refusal
from contrapeso.methods.ideal_point.covariance import Factor, Layout, lay_out
from contrapeso.methods.ideal_point.design import Design, Problem
from contrapeso.methods.ideal_point.result import Priors
from contrapeso.methods.ideal_point.start import start_items, start_positions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FIRST_ALTERNATIONS, _MORE_ALTERNATIONS = 15, 10
_ROUNDING = 1e-9


@dataclass
class Search:
    """A point of the posterior that moves: positions (nodes,), questions (questions, 3), and the log posteriors seen."""

    design: Design
    priors: Floats
    level: float
    theta: Floats
    items: Floats
    trace: list[float]
    step: float = np.inf

    def alternate(self) -> None:
        """One Newton step of all questions, then one of all paths."""
        d = self.design
        found = np.empty(d.questions)
        kernels.pass_questions(
            d.question_start, d.question_node, d.question_code, self.theta, self.items, self.priors, 1, found
        )
        before = self.theta.copy()
        gradient, diagonal, prior = self._curve()
        self.trace.append(float(found.sum() + prior))
        kernels.step_states(d.chains, d.links, gradient, diagonal, self.theta)
        self.step = float(np.abs(self.theta - before).max())

    def newton(self, layout: Layout) -> Factor:
        """One joint Newton step; its length is the distance left to the mode, to second order."""
        factor, right, loads, scaled, factors = self.factor(layout)
        change = factor.solve(right[:, None])[:, 0]
        loads.scale_back(change, scaled)
        limit = min(1.0, 1.0 / max(float(np.abs(change).max()), 1e-12))
        kernels.step_items(self.items, factors, limit * scaled, bool(self.priors[3] < 0.0))
        self.theta += limit * change
        self.step = float(np.abs(change).max())
        return factor

    def factor(self, layout: Layout) -> tuple[Factor, Floats, Loads, Floats, Floats]:
        """The factorised joint curvature, and the right side of Newton's equations with the questions eliminated."""
        d = self.design
        loads = Loads(layout, d.nodes)
        factors, scaled, found = np.empty((d.questions, 6)), np.empty((d.questions, 3)), np.empty(d.questions)
        kernels.load_questions(
            d.question_start, d.question_node, d.question_code, self.theta, self.items, self.priors, loads.place,
            loads.stride, layout.row, loads.bordered, loads.flat, factors, scaled, found,
        )  # fmt: skip
        gradient, diagonal, prior = self._curve()
        self.trace.append(float(found.sum() + prior))
        return (
            Factor(d, layout, diagonal, loads.blocks, loads.border),
            loads.reduce(gradient, scaled),
            loads,
            scaled,
            factors,
        )

    def _curve(self) -> tuple[Floats, Floats, float]:
        d = self.design
        gradient, diagonal, prior = np.empty(d.nodes), np.empty(d.nodes), np.zeros(d.chains.size - 1)
        kernels.curve_states(
            d.chains, d.links, self.level, d.node_start, d.node_question, d.node_code, self.theta, self.items,
            gradient, diagonal, prior,
        )  # fmt: skip
        return gradient, diagonal, float(prior.sum())


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

    def scale_back(self, change: Floats, scaled: Floats) -> None:
        """``scaled`` L⁻¹gψ becomes L⁻¹(gψ − Bᵀ change): what the questions move once the positions do."""
        scaled[self.bordered] -= (self.border.T @ change).reshape(-1, 3)
        for rows, block, own in self._periods():
            scaled[own] -= (block.T @ change[rows]).reshape(-1, 3)

    def _periods(self) -> Iterator[tuple[Ints, Floats, Ints]]:
        return zip(self.layout.by_period, self.blocks, self.layout.questions, strict=True)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The mode: positions (nodes,) with their variances, questions (questions, 3), and how the search went."""

    theta: Floats
    items: Floats
    factor: Factor
    variance: Floats
    trace: tuple[float, ...]
    iterations: int
    converged: bool


def find_mode(problem: Problem, priors: Priors, ordinal: bool, tolerance: float, most: int) -> Fitted:
    """The joint posterior mode from one start a state; the same votes always give the same result."""
    train = replace(problem.votes.only(problem.used), questions=list(range(problem.design.questions)))
    train = replace(train, question=problem.place[train.question])
    numbers = [priors.slope_sd**-2, priors.cut_sd**-2, priors.gap_shape - 1.0, priors.gap_rate if ordinal else -1.0]
    theta = start_positions(train)[problem.node_state]
    search = Search(problem.design, np.array(numbers), priors.level_sd**-2, theta, start_items(train, ordinal), [])
    layout = lay_out(problem.design, len(problem.votes.times))
    try:
        factor, iterations, converged = _climb(search, layout, tolerance, most)
    except np.linalg.LinAlgError:
        raise refusal.no_mode() from None
    trace = tuple(search.trace)
    return Fitted(search.theta, search.items, factor, factor.variances(), trace, iterations, converged)


def _climb(search: Search, layout: Layout, tolerance: float, most: int) -> tuple[Factor, int, bool]:
    """Alternate until Newton's joint step is to be trusted, then take it until it is shorter than ``tolerance``.

    A step that lowers the posterior, or a point where the curvature is not that of a maximum, sends it back to alternate.
    """
    due = _FIRST_ALTERNATIONS
    held: tuple[Floats, Floats] | None = None
    for iteration in range(1, most + 1):
        if iteration <= due:
            search.alternate()
            continue
        here = search.theta.copy(), search.items.copy()
        try:
            factor = search.newton(layout)
        except np.linalg.LinAlgError:
            due, held = iteration + _MORE_ALTERNATIONS, None
            continue
        if held is not None and search.trace[-1] < search.trace[-2] - _ROUNDING * abs(search.trace[-2]):
            search.trace.pop()
            search.theta[:], search.items[:] = held
            due, held = iteration + _MORE_ALTERNATIONS, None
            continue
        held = here
        if search.step < tolerance * float(search.theta.std()):
            return factor, iteration, True
    return search.factor(layout)[0], most, False
