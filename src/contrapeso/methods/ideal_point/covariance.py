"""The curvature of the joint posterior, questions eliminated: the distance left to go, and honest standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point.design import Design

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_AT_ONCE = 192
"""Columns of the border solved together: few enough that a period's part of them stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each question stands: in one period (``column`` there), or across periods (``column`` of the border)."""

    by_period: list[Ints]
    row: Ints
    column: Ints
    question_period: Ints
    questions: list[Ints]
    columns: Ints
    border: int
    active: list[Ints]


def lay_out(design: Design, periods: int) -> Layout:
    """Nodes by period, with their row there; questions by the period they were voted in, −1 where in several."""
    order = np.argsort(design.node_period, kind="stable")
    counts = np.bincount(design.node_period, minlength=periods)
    by_period = np.split(order, np.cumsum(counts)[:-1])
    row = np.empty(design.nodes, dtype=np.int64)
    for nodes in by_period:
        row[nodes] = np.arange(nodes.size)
    at = design.node_period[design.question_node]
    first = np.minimum.reduceat(at, design.question_start[:-1])
    last = np.maximum.reduceat(at, design.question_start[:-1])
    period = np.where(first == last, first, -1)
    questions = [np.flatnonzero(period == t) for t in range(periods)]
    border = np.flatnonzero(period < 0)
    column = np.zeros(design.questions, dtype=np.int64)
    for own in (*questions, border):
        column[own] = np.arange(own.size)
    columns = np.array([own.size for own in questions], dtype=np.int64)
    active = _active(design, period, column, periods)
    return Layout(by_period, row, column, period, questions, columns, int(border.size), active)


def _active(design: Design, period: Ints, column: Ints, periods: int) -> list[Ints]:
    """The columns of the border that a period's nodes have votes in."""
    asked = np.repeat(np.arange(design.questions), np.diff(design.question_start))
    bordered = period[asked] < 0
    pairs = np.unique(design.node_period[design.question_node[bordered]] * design.questions + asked[bordered])
    found = [column[pairs[pairs // design.questions == t] % design.questions] for t in range(periods)]
    return [(3 * own[:, None] + np.arange(3)).ravel() for own in found]


@dataclass(frozen=True, slots=True)
class Link:
    """The walk from one period to the next: rows ``here`` and ``there``, the walk's precision between them, and ``shared``,
    1/(Σ precision + that of the step all take together), 0 where there is no such step.

    The common step integrated out, the link is N = diag(precision) − shared · precision precisionᵀ.
    """

    here: Ints
    there: Ints
    precision: Floats
    shared: float

    def through(self, right: Floats) -> Floats:
        """N right for right (links, k)."""
        if not self.shared:
            return self.precision[:, None] * right
        return np.asarray(self.precision[:, None] * (right - self.shared * (self.precision @ right)))

    def loosen(self, block: Floats, rows: Ints) -> None:
        """What the common step takes off the curvature of either end."""
        if self.shared:
            block[np.ix_(rows, rows)] -= self.shared * np.outer(self.precision, self.precision)


class Factor:
    """The inverse of S = A − B D⁻¹ Bᵀ, block tridiagonal by period, with the questions asked in several as a border.

    A: curvature of the positions with the walk; D: of the questions, 3 × 3 each; B: between both. Given the questions of
    one period, S ties nodes of the same period and, by the walk, of neighbours.
    """

    def __init__(
        self, design: Design, layout: Layout, diagonal: Floats, loads: list[Floats], border: Floats, shared: Floats
    ) -> None:
        self._layout = layout
        self._next = _next_rows(design, layout, shared)
        self._inverse: list[Floats] = []
        carried: Floats = np.zeros((0, 0))
        for t, nodes in enumerate(layout.by_period):
            block = -(loads[t] @ loads[t].T)
            block[np.diag_indices_from(block)] += diagonal[nodes]
            if t:
                link = self._next[t - 1]
                link.loosen(block, link.there)
                block[np.ix_(link.there, link.there)] -= link.through(
                    link.through(carried[np.ix_(link.here, link.here)]).T
                )
            if t < len(self._next):
                self._next[t].loosen(block, self._next[t].here)
            carried = np.asarray(np.linalg.inv(block), dtype=np.float64)
            self._inverse.append(carried)
        self._half = self._bordered(border)

    def _bordered(self, border: Floats) -> Floats:
        """S⁻¹ = S₀⁻¹ + HHᵀ with H = S₀⁻¹ B L⁻ᵀ and LLᵀ = I − Bᵀ S₀⁻¹ B, B the border; H (nodes, 3 × border)."""
        from scipy.linalg import cholesky
        from scipy.linalg.blas import dtrsm

        half, width = np.zeros(border.shape), border.shape[1]
        if not width:
            return half
        for start in range(0, width, _AT_ONCE):
            half[:, start : start + _AT_ONCE] = self._chain_solve(border[:, start : start + _AT_ONCE])
        inner: Floats = np.eye(width, dtype=np.float64)
        for rows, columns in zip(self._layout.by_period, self._layout.active, strict=True):
            inner[columns] -= border[np.ix_(rows, columns)].T @ half[rows]
        lower = cholesky(0.5 * (inner + inner.T), lower=True, overwrite_a=True, check_finite=False)
        return np.asarray(dtrsm(1.0, lower, half.T, lower=1, overwrite_b=1).T)

    def _chain_solve(self, right: Floats) -> Floats:
        """S₀⁻¹ right, without the border; right (nodes, k)."""
        parts = [right[nodes].copy() for nodes in self._layout.by_period]
        for t, link in enumerate(self._next):
            ahead = self._inverse[t] @ parts[t]
            parts[t + 1][link.there] += link.through(ahead[link.here])
        out = np.empty_like(right)
        for t in reversed(range(len(parts))):
            if t < len(self._next):
                link = self._next[t]
                parts[t][link.here] += link.through(parts[t + 1][link.there])
            parts[t] = self._inverse[t] @ parts[t]
            out[self._layout.by_period[t]] = parts[t]
        return out

    def solve(self, right: Floats) -> Floats:
        """S⁻¹ right for right (nodes, k)."""
        return np.asarray(self._chain_solve(right) + self._half @ (self._half.T @ right))

    def variances(self) -> Floats:
        """The diagonal of S⁻¹ (nodes,): each position's variance with that of the questions and of the walk in it."""
        out = np.einsum("ij,ij->i", self._half, self._half)
        for nodes, block in zip(self._layout.by_period, self._own_blocks(), strict=True):
            out[nodes] += np.diag(block)
        return np.asarray(out)

    def _own_blocks(self) -> list[Floats]:
        """The blocks of S₀⁻¹ of each period with itself, without the border."""
        found: list[Floats] = []
        later: Floats = np.zeros((0, 0))
        for t in reversed(range(len(self._inverse))):
            block = self._inverse[t]
            if t < len(self._next):
                link = self._next[t]
                weighted = link.through(block[link.here]).T
                block = block + weighted @ later[np.ix_(link.there, link.there)] @ weighted.T
            later = block
            found.append(block)
        return found[::-1]

    def related(self, state: Ints) -> tuple[Ints, Ints, Floats]:
        """Entries of S⁻¹ at pairs of nodes (k,), each pair once, in order: of one period, and of one of ``state`` (nodes,).

        The nodes of a state are all periods from its first to its last, one after the other.
        """
        bounds = np.concatenate([[0], np.flatnonzero(np.diff(state)) + 1, [state.size]])
        groups, blocks = list(self._layout.by_period), self._own_blocks()
        blocks += self._across(bounds, blocks)
        groups += [np.arange(first, last) for first, last in pairwise(bounds)]
        parts = [self._above(nodes, block) for nodes, block in zip(groups, blocks, strict=True)]
        first, second, value = (np.concatenate(one) for one in zip(*parts, strict=True))
        order = np.argsort(first * state.size + second)
        return first[order], second[order], value[order]

    def _above(self, nodes: Ints, block: Floats) -> tuple[Ints, Ints, Floats]:
        """The entries above the diagonal of a block of S₀⁻¹, with what the border adds to them."""
        above, right = np.triu_indices(nodes.size, 1)
        half = self._half[nodes]
        return nodes[above], nodes[right], (block + half @ half.T)[above, right]

    def _across(self, bounds: Ints, own: list[Floats]) -> list[Floats]:
        """The block of S₀⁻¹ of each path with itself, above its diagonal; a path is the nodes between two ``bounds``.

        With G_t = S_t⁻¹ times the walk's precision, the block of periods t < s is G_t times that of t + 1 and s.
        """
        sizes = np.diff(bounds)
        starts = np.concatenate([[0], np.cumsum(sizes**2)])
        age = np.arange(bounds[-1]) - np.repeat(bounds[:-1], sizes)
        line = np.repeat(starts[:-1], sizes) + age * np.repeat(sizes, sizes)
        flat, row = np.zeros(starts[-1]), self._layout.row
        reach = [inverse[:, link.here] for inverse, link in zip(self._inverse, self._next, strict=False)]
        for s, across in enumerate(own):
            nodes = self._layout.by_period[s]
            for back in range(1, s + 1):
                goes_on = age[nodes] >= back
                nodes, link = nodes[goes_on], self._next[s - back]
                across = reach[s - back] @ link.through(across[link.there][:, goes_on])
                flat[line[nodes - back] + age[nodes]] = across[row[nodes - back], np.arange(nodes.size)]
        return [flat[a:b].reshape(n, n) for (a, b), n in zip(pairwise(starts), sizes, strict=True)]


def _next_rows(design: Design, layout: Layout, shared: Floats) -> list[Link]:
    """For each period but the last, the link to the next."""
    found = []
    for nodes, one in zip(layout.by_period[:-1], shared.tolist(), strict=True):
        tied = nodes[design.links[nodes] > 0.0]
        found.append(Link(layout.row[tied], layout.row[tied + 1], design.links[tied], one))
    return found
