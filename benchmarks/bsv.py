"""The authors' link and normalisation with our likelihood: what Bailey, Strezhnev and Voeten's sampler settles on, without drawing.

Read from their public sampler (``UN_Ideal_Rcpp.R``) and its inputs, written anew: a position's prior is N(the state's last position,
½ n_t/(n_t + n_last)), its first position looks to its second, the next session never looks back; slopes N(0, 1), cutpoints
uniform on −7 … 7; all positions cut at ±5 and set to mean 0 and standard deviation 1 at every step. No posterior has these
conditionals, so nothing is maximised: it is a fixed point.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import unga

from contrapeso.methods.ideal_point import kernels
from contrapeso.methods.ideal_point.design import Problem, pose
from contrapeso.methods.ideal_point.start import start_items, start_positions

SMOOTH, FARTHEST_POSITION, FARTHEST_CUT = 0.5, 5.0, 7.0
_FLAT = 1e-12


def replicate(table: unga.Table, anchor: str = "USA", tolerance: float = 1e-3, most: int = 600) -> SimpleNamespace:
    """``state``, ``period``, ``position`` of the fixed point, ``iterations`` and the last ``step``."""
    problem = pose(
        table.state, table.roll_call, table.vote, table.period, item=table.item, ordinal=True, hidden=None, walk_sd=1.0
    )
    voted = np.flatnonzero(np.diff(problem.design.node_start) > 0)
    position, iterations, step = _settle(problem, voted, tolerance, most)
    state = [problem.votes.states[place] for place in problem.node_state[voted]]
    period = [problem.votes.times[place] for place in problem.design.node_period[voted]]
    sign = np.sign(position[np.array(state) == anchor].mean())
    return SimpleNamespace(state=state, period=period, position=sign * position, iterations=iterations, step=step)


def _settle(problem: Problem, voted: np.ndarray, tolerance: float, most: int) -> tuple[np.ndarray, int, float]:
    """Questions given positions, one step of positions given the expected latent votes, mean and spread set anew; repeated."""
    d = problem.design
    train = replace(problem.votes.only(problem.used), questions=list(range(d.questions)))
    train = replace(train, question=problem.place[train.question])
    theta, items = start_positions(train)[problem.node_state], start_items(train, True)
    last, tie = _lags(problem, voted)
    variance, spreads, found = np.zeros(d.nodes), np.zeros((d.questions, 3)), np.empty(d.questions)
    flat, mean, step = np.array([1.0, _FLAT, _FLAT, 0.0]), theta[voted].copy(), np.inf
    for iteration in range(1, most + 1):
        kernels.pass_questions(
            d.question_start, d.question_node, d.question_code, theta, variance, items, flat, spreads, found
        )
        np.clip(items[:, 1:], -FARTHEST_CUT, FARTHEST_CUT, out=items[:, 1:])
        gradient, curvature = _votes_alone(problem, theta, items, spreads)
        squares = items[d.node_question, 0] ** 2 + spreads[d.node_question, 0]
        latent = np.add.reduceat(squares, d.node_start[:-1][voted]) + tie
        x = theta[voted]
        mean = x + (gradient[voted] + tie * (mean[last] - x)) / latent
        drawn = np.clip(mean, -FARTHEST_POSITION, FARTHEST_POSITION)
        spread = float(np.sqrt(drawn.var() + (1.0 / (curvature[voted] + tie)).mean()))
        theta[voted] = (drawn - drawn.mean()) / spread
        variance[voted] = 1.0 / (curvature[voted] + tie) / spread**2
        step = float(np.abs(theta[voted] - x).max())
        if step < tolerance:
            return theta[voted], iteration, step
    return theta[voted], most, step


def _lags(problem: Problem, voted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The position each looks to (the last one; the first looks to the second), and with what precision."""
    cast = np.diff(problem.design.node_start)[voted]
    state = problem.node_state[voted]
    again = np.concatenate([[False], state[1:] == state[:-1]])
    more = np.concatenate([state[1:] == state[:-1], [False]])
    here = np.arange(voted.size)
    last = np.where(again, here - 1, np.where(more, here + 1, here))
    return last, (cast + cast[last]) / (SMOOTH * cast)


def _votes_alone(
    problem: Problem, theta: np.ndarray, items: np.ndarray, spreads: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and curvature of the votes in each position, without any prior."""
    d = problem.design
    gradient, curvature, prior = np.empty(d.nodes), np.empty(d.nodes), np.zeros(d.chains.size - 1)
    kernels.curve_states(
        d.chains, np.zeros_like(d.links), np.zeros(d.nodes), 0.0, d.node_start, d.node_question, d.node_code, theta, items, spreads,
        gradient, curvature, prior,
    )  # fmt: skip
    return gradient, curvature
