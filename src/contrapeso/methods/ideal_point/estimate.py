"""Dynamic ordinal item-response model: from a column of votes to positions with standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.ideal_point import refusal
from contrapeso.methods.ideal_point.design import Problem, pose
from contrapeso.methods.ideal_point.joint import joint_errors
from contrapeso.methods.ideal_point.result import Item, Joint, Positions, Priors, Reason, Unplaced

if TYPE_CHECKING:
    from contrapeso.methods.ideal_point.fit import Fitted

Floats = NDArray[np.float64]


def estimate(
    state: ArrayLike,
    roll_call: ArrayLike,
    vote: ArrayLike | Sequence[float | None],
    period: ArrayLike,
    *,
    item: ArrayLike | None = None,
    ordinal: bool = True,
    anchor: Any = "USA",
    priors: Priors | None = None,
    hidden: ArrayLike | None = None,
    tolerance: float = 1e-3,
    most_iterations: int = 300,
    joint: bool = False,
) -> Positions:
    """Positions θ_it of voters i in periods t from their votes (Bailey, Strezhnev & Voeten 2017, JCR 61:430–456).

    y* = β_j θ_it + ε, ε ~ N(0, 1); No below τ_j1, Abstain below τ_j2, Yes above. Given the questions θ_i is a Gaussian
    random walk, drawn weakly to 0. Gaussian variational means: each side's step takes the expectation over the other's
    uncertainty, without which the scale drifts from period to period; standard errors from the curvature of positions
    and questions together. ``trace`` is the log posterior at the means.

    Columns of one length n: ``state`` and ``roll_call`` any names, ``vote`` −1, 0, 1 or missing (None, NaN), ``period``
    numbers (years, sessions). ``item``: roll calls with one value ask the same question, which bridges periods. With
    ``ordinal`` false abstentions are left out. ``anchor``: the voter whose mean position is positive. ``hidden`` (n,):
    0 votes are used; votes of any other number are not, and are scored together. ``tolerance``: the distance left to go,
    in standard deviations of the positions. ``joint``: also the errors that positions share (``Joint``), which takes a few
    times as long. ``RefusedVotes`` (a ``ValueError``) for votes that place nobody.
    Unanimous questions are left out; who has no other vote in a period is ``unplaced`` there, with the reason.

    >>> found = estimate(["A", "B", "C"] * 2, [1] * 3 + [2] * 3, [1, -1, -1, 1, 1, -1], [1990] * 6, anchor="A")
    >>> [name for _, name in sorted(zip(found.position, found.state))]
    ['C', 'B', 'A']
    """
    from contrapeso.methods.ideal_point.fit import search_positions

    priors = priors or Priors()
    problem = pose(state, roll_call, vote, period, item=item, ordinal=ordinal, hidden=hidden, walk_sd=priors.walk_sd)
    fitted = search_positions(problem, priors, ordinal, tolerance, most_iterations)
    found = _reported(problem, fitted, anchor, ordinal)
    return replace(found, joint=_joint(problem, fitted, priors.walk_sd)) if joint else found


def _reported(problem: Problem, fitted: Fitted, anchor: Any, ordinal: bool) -> Positions:
    """The fit on the scale of the result: mean 0, standard deviation 1, the anchor positive."""
    n_votes = np.diff(problem.design.node_start)
    shown = n_votes > 0
    mean, spread = float(fitted.theta[shown].mean()), float(fitted.theta[shown].std())
    standard = (fitted.theta - mean) / spread
    names = [problem.votes.states[place] for place in problem.node_state[shown]]
    of_anchor = np.array([name == anchor for name in names])
    if not of_anchor.any():
        raise refusal.no_anchor(anchor)
    sign = 1.0 if standard[shown][of_anchor].mean() >= 0.0 else -1.0
    return Positions(
        state=names,
        period=[problem.votes.times[place] for place in problem.design.node_period[shown]],
        position=sign * standard[shown],
        se=_standard_errors(fitted, standard, shown)[shown] / spread,
        n_votes=n_votes[shown],
        items=_items(problem, fitted.items, mean, sign * spread, ordinal),
        unplaced=_unplaced(problem, shown),
        trace=fitted.trace,
        iterations=fitted.iterations,
        converged=fitted.converged,
        held_out=_held_out(problem, fitted),
    )


def _joint(problem: Problem, fitted: Fitted, walk_sd: float) -> Joint:
    """The errors that positions share, on the scale of the result; a change of sign changes no covariance."""
    shown = np.diff(problem.design.node_start) > 0
    mean, spread = float(fitted.theta[shown].mean()), float(fitted.theta[shown].std())
    standard = (fitted.theta - mean) / spread
    found = joint_errors(fitted.factor, standard, shown, problem.node_state)
    return replace(found, value=found.value / spread**2, walk_sd=walk_sd / spread)


def _standard_errors(fitted: Fitted, standard: Floats, shown: NDArray[np.bool_]) -> Floats:
    """Of positions less their mean and over their spread, to first order: what all share is no error of any.

    z = (θ − m)/s has the Jacobian (I − 11ᵀ/n − zzᵀ/n)/s, so var z s² = diag(Σ − ΣVWᵀ − WVᵀΣ + WVᵀΣVWᵀ), W = (1, z), V = W/n.
    """
    both = np.stack([np.ones_like(standard), standard], axis=1)
    mean_and_spread = np.where(shown[:, None], both, 0.0) / shown.sum()
    solved = fitted.factor.solve(mean_and_spread)
    inner = mean_and_spread.T @ solved
    shared = 2.0 * np.sum(both * solved, axis=1) - np.einsum("ij,jk,ik->i", both, inner, both)
    return np.asarray(np.sqrt(np.maximum(fitted.variance - shared, 0.0)))


def _items(problem: Problem, found: Floats, mean: float, scale: float, ordinal: bool) -> tuple[Item, ...]:
    """All questions, on the scale of the positions; the unanimous ones without a slope."""
    votes = np.bincount(problem.votes.question, minlength=len(problem.votes.questions)).tolist()
    slopes = (found[:, 0] * scale).tolist()
    cuts = (found[:, 1:] - found[:, :1] * mean)[:, : 2 if ordinal else 1].tolist()
    items = []
    for name, place, count in zip(problem.votes.questions, problem.place.tolist(), votes, strict=True):
        if place < 0:
            items.append(Item(name, count, None, ()))
        else:
            items.append(Item(name, count, slopes[place], tuple(cuts[place])))
    return tuple(items)


def _unplaced(problem: Problem, shown: NDArray[np.bool_]) -> tuple[Unplaced, ...]:
    """Every state and period of the input without a position."""
    periods = len(problem.votes.times)
    placed = set((problem.node_state[shown] * periods + problem.design.node_period[shown]).tolist())
    found = []
    for pair, reason in problem.reasons.items():
        if pair not in placed:
            state, period = divmod(pair, periods)
            why: Reason = reason
            found.append(Unplaced(problem.votes.states[state], problem.votes.times[period], why))
    return tuple(found)


def _held_out(problem: Problem, fitted: Fitted) -> dict[int, float]:
    """Mean log predictive density by hidden set, each position's uncertainty integrated out."""
    from contrapeso.methods.ideal_point.kernels import predictive

    votes, rows = problem.votes, problem.scored
    if not rows.any():
        return {}
    density = predictive(
        problem.place[votes.question[rows]], problem.node[rows], votes.code[rows], fitted.theta, fitted.variance,
        fitted.items,
    )  # fmt: skip
    sets = votes.hidden[rows]
    return {int(one): float(density[sets == one].mean()) for one in np.unique(sets)}
