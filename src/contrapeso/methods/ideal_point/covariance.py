"""The curvature of the joint posterior, questions eliminated: the distance left to go, and honest standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point.design import Design

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
        self._layout, self._border = layout, border
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
        self._bordered()

    def _bordered(self) -> None:
        self._reach = np.zeros((self._border.shape[0], 0))
        if self._border.shape[1]:
            self._reach = self._chain_solve(self._border)
            inner: Floats = np.eye(self._border.shape[1], dtype=np.float64)
            for rows, columns in zip(self._layout.by_period, self._layout.active, strict=True):
                inner[columns] -= self._border[np.ix_(rows, columns)].T @ self._reach[rows]
            inner = 0.5 * (inner + inner.T)
            self._inner = np.linalg.inv(inner)
            self._weighted = self._reach @ self._inner

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
        solved = self._chain_solve(right)
        if self._border.shape[1]:
            solved = solved + self._reach @ (self._inner @ (self._reach.T @ right))
        return solved

    def variances(self) -> Floats:
        """The diagonal of S⁻¹ (nodes,): each position's variance with that of the questions and of the walk in it."""
        out = np.empty(self._border.shape[0])
        for nodes, block in zip(self._layout.by_period, self._own_blocks(), strict=True):
            out[nodes] = np.diag(block)
        if self._border.shape[1]:
            out += np.einsum("ij,ij->i", self._weighted, self._reach)
        return out

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

    def _by_border(self, groups: Sequence[Ints]) -> list[Floats]:
        """What the border adds to the block of each group of nodes with itself."""
        if not self._border.shape[1]:
            return [np.zeros((one.size, one.size)) for one in groups]
        return [self._weighted[one] @ self._reach[one].T for one in groups]

    def related(self, state: Ints) -> tuple[Ints, Ints, Floats]:
        """Entries of S⁻¹ at pairs of nodes (k,), each pair once: of one period, and of one of ``state`` (nodes,).

        With G_t = S_t⁻¹ times the walk's precision, the block of periods t < s is G_t times that of t + 1 and s.
        """
        parts: list[tuple[Ints, Ints, Floats]] = []
        periods = self._layout.by_period
        for s, (block, added) in enumerate(zip(self._own_blocks(), self._by_border(periods), strict=True)):
            above, right = np.triu_indices(periods[s].size, 1)
            parts.append((periods[s][above], periods[s][right], (block + added)[above, right]))
            across = block
            for t in reversed(range(s)):
                link = self._next[t]
                across = self._inverse[t][:, link.here] @ link.through(across[link.there])
                _, row, column = np.intersect1d(state[periods[t]], state[periods[s]], return_indices=True)
                parts.append((periods[t][row], periods[s][column], across[row, column]))
        paths = [np.flatnonzero(state == one) for one in np.unique(state)]
        for path, added in zip(paths, self._by_border(paths), strict=True):
            above, right = np.triu_indices(path.size, 1)
            parts.append((path[above], path[right], added[above, right]))
        first, second, value = (np.concatenate(one) for one in zip(*parts, strict=True))
        pairs, place = np.unique(np.stack([first, second], axis=1), axis=0, return_inverse=True)
        return pairs[:, 0], pairs[:, 1], np.asarray(np.bincount(place.ravel(), weights=value), dtype=np.float64)


def _next_rows(design: Design, layout: Layout, shared: Floats) -> list[Link]:
    """For each period but the last, the link to the next."""
    found = []
    for nodes, one in zip(layout.by_period[:-1], shared.tolist(), strict=True):
        tied = nodes[design.links[nodes] > 0.0]
        found.append(Link(layout.row[tied], layout.row[tied + 1], design.links[tied], one))
    return found
