"""Dynamic ordinal item-response model: from a column of votes to positions with standard errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.ideal_point.design import Votes, arrange, encode, is_divided
from contrapeso.methods.ideal_point.result import Item, Positions, Priors, Unplaced

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def estimate(
    state: ArrayLike,
    roll_call: ArrayLike,
    vote: ArrayLike,
    period: ArrayLike,
    *,
    item: ArrayLike | None = None,
    ordinal: bool = True,
    anchor: Any = "USA",
    priors: Priors | None = None,
    hidden: ArrayLike | None = None,
    tolerance: float = 1e-3,
    most_iterations: int = 200,
) -> Positions:
    from contrapeso.methods.ideal_point.fit import Search, fit
    from contrapeso.methods.ideal_point.covariance import lay_out
    from contrapeso.methods.ideal_point.start import start_items, start_positions

    priors = priors or Priors()
    votes = encode(state, roll_call, vote, period, item)
    if not ordinal:
        votes = votes.only(votes.code != 1)
    used = np.ones(votes.code.size, bool) if hidden is None else ~np.asarray(hidden, bool)
    divided = is_divided(votes.only(used))
    used &= divided[votes.question]
    place = np.cumsum(divided) - 1
    compact = replace(votes, questions=[q for q, d in zip(votes.questions, divided) if d], question=np.where(divided, place, 0)[votes.question])
    design, node, node_state = arrange(compact, used, priors.walk_sd)
    train = compact.only(used)
    theta = start_positions(train)[node_state]
    vec = np.array([priors.slope_sd**-2, priors.cut_sd**-2, priors.gap_shape - 1, priors.gap_rate if ordinal else -1.0])
    search = Search(design, vec, priors.level_sd**-2, theta, start_items(train, ordinal), [])
    layout = lay_out(design, len(votes.periods))
    factor, its, conv = fit(search, layout, tolerance, most_iterations)
    counts = np.diff(design.node_start)
    shown = counts > 0
    m, s = search.theta[shown].mean(), search.theta[shown].std()
    at = np.asarray([votes.states[i] for i in node_state], dtype=object)
    sign = 1.0 if search.theta[shown & (at == anchor)].mean() >= m else -1.0
    # variance of the standardised positions
    ones, shape = shown / shown.sum(), np.where(shown, (search.theta - m) / s, 0) / shown.sum()
    sol = factor.solve(np.stack([ones, shape], 1))
    z = (search.theta - m) / s
    var = factor.variances()
    G = np.array([[ones @ sol[:, 0], ones @ sol[:, 1]], [shape @ sol[:, 0], shape @ sol[:, 1]]])
    w = np.stack([np.ones_like(z), z], 1)
    v = var - 2 * (w * sol).sum(1) + np.einsum("ij,jk,ik->i", w, G, w)
    se = np.sqrt(v) / s
    held = None
    if hidden is not None:
        rows = ~used & divided[votes.question]
        held = score(search, node[rows], compact.question[rows], votes.code[rows], var)
    return Positions(
        [votes.states[i] for i in node_state[shown]], [votes.periods[i] for i in design.node_period[shown]],
        sign * z[shown], se[shown], counts[shown], (), (), tuple(search.trace), its, conv, held,
    )


def score(search, node, question, code, var):
    from statistics import NormalDist
    import math
    erfc = np.vectorize(math.erfc)
    it = search.items[question]; x = search.theta[node]
    k = 1 / np.sqrt(1 + it[:, 0] ** 2 * var[node])
    lo = 0.5 * erfc(-k * (it[:, 1] - it[:, 0] * x) / 2**.5)
    hi = 0.5 * erfc(-k * (it[:, 2] - it[:, 0] * x) / 2**.5)
    p = np.where(code == 0, lo, np.where(code == 2, 1 - hi, hi - lo))
    return np.log(np.maximum(p, 1e-12))
