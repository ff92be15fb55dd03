"""Times the choice among 1,000 offers with 20 partners, checks and bounds included, against bare HiGHS on the same model."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import highspy
import numpy as np

from contrapeso.methods.choice.problem import Problem, Rule, Share
from contrapeso.methods.choice.solve import choose

LIMIT = 1.5
"""Times the processor time of bare HiGHS."""
OFFERS, PARTNERS, SEEDS = 1_000, 20, 3


def problem(seed: int) -> Problem:
    """Costs and benefits of whole numbers, a budget of a third, no partner with more than 6 % of what is chosen."""
    draw = np.random.default_rng(seed)
    cost = draw.integers(1, 1_000, OFFERS).astype(np.float64)
    benefit = np.round(cost * draw.uniform(0.5, 1.5, OFFERS)) + draw.integers(1, 50, OFFERS)
    part = draw.dirichlet(np.full(PARTNERS, 0.2), OFFERS).round(3) * cost[:, None]
    shares = [Share(f"partner {p}", part[:, p], 0.0, cost, 0.0, 0.06) for p in range(PARTNERS)]
    return Problem(benefit, (Rule("budget", cost, float(cost.sum() // 3)), *shares))


def bare(one: Problem) -> Callable[[], Any]:
    """The same rows handed to HiGHS as they are, with the same options of the gap."""
    rows = [rule.row for rule in one.linear]
    matrix = np.array([row for row, _ in rows])

    def run() -> float:
        solver = highspy.Highs.__base__()
        for name, value in {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "threads": 1}.items():
            solver.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = one.size, len(rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_, model.col_upper_ = one.benefits, np.zeros(one.size), np.ones(one.size)
        model.row_lower_, model.row_upper_ = np.full(len(rows), -np.inf), np.array([limit for _, limit in rows])
        model.integrality_ = [highspy.HighsVarType.kInteger] * one.size
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.arange(0, matrix.size + 1, one.size, dtype=np.int32)
        model.a_matrix_.index_ = np.tile(np.arange(one.size, dtype=np.int32), len(rows))
        model.a_matrix_.value_ = matrix.ravel()
        solver.passModel(model)
        solver.run()
        return float(solver.getInfo().objective_function_value)

    return run


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def main() -> int:
    ours = theirs = 0.0
    for seed in range(SEEDS):
        one = problem(seed)
        spent_bare, value = timed(bare(one))
        spent, found = timed(lambda one=one: choose(one))  # type: ignore[misc]
        if found is None or abs(float(found.benefit) - value) > 1e-6 * value:
            print(f"seed {seed}: bare HiGHS says {value}, the choice {found and float(found.benefit)}")
            return 1
        ours, theirs = ours + spent, theirs + spent_bare
        gap = float(found.proof.upper_bound) / value - 1
        print(f"  seed {seed}: {spent:.2f} s against {spent_bare:.2f} s, independent bound {gap:.4%} above the optimum")
    ratio = ours / theirs
    print(
        f"{ratio:6.2f} × bare HiGHS, limit {LIMIT:g} ×  {OFFERS:,} offers, {PARTNERS} partners, exact check and bound"
    )
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
