"""The best choice, by a solver that is not believed: every answer is checked again without it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from contrapeso.methods.choice.problem import AnyRule, Array, Problem, Rule, Tail, Taken, exact, total

if TYPE_CHECKING:
    pass

MOST_ENUMERATED = 16
"""Up to how many offers the optimum is proved by looking at every choice."""
GAP = 1e-9
"""How far, as a share, the solver's own bound may lie from the benefit found and count as met."""
_CHUNK = 1 << 14


class SolverDisagrees(RuntimeError):
    """The solver's answer does not stand: it breaks a rule, or something better or feasible was found without it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Why the answer is the best: by looking at every choice, or by bounds."""

    by: Literal["enumeration", "bounds"]
    solver_bound: float
    """What the solver says no choice can exceed; it equals the benefit within ``GAP``."""
    upper_bound: Fraction
    """What no choice can exceed, worked out in exact arithmetic without the solver's search: by enumeration the benefit
    itself; else the value of multipliers of the rules (weak duality), which may lie above it."""


@dataclass(frozen=True, eq=False)
class Choice:
    """A set of offers that keeps all rules, and why none is better."""

    taken: Taken
    benefit: Fraction
    """Worked out again from the numbers given, exactly."""
    proof: Proof

    @property
    def offers(self) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self.taken).tolist())


def choose(problem: Problem) -> Choice | None:
    """The choice of greatest benefit among those that keep all rules; None if there is none.

    A mixed-integer programme, solved to a gap of 0 by HiGHS. A tail enters as the linear rules that bind, found one by one; an answer that breaks a rule by less than the solver's tolerance is cut off and the rest
    solved again. ``SolverDisagrees`` if the answer fails the check that is made without the solver.

    >>> from contrapeso.methods.choice.problem import at_most_one
    >>> cost = Rule("budget", np.array([3.0, 2.0, 2.0]), 4.0)
    >>> best = choose(Problem(np.array([5.0, 3.0, 4.0]), (cost, at_most_one("either", [1, 2], 3))))
    >>> best.offers, best.benefit, best.proof.by
    ((0,), Fraction(5, 1), 'enumeration')
    """
    solver = _Solver(problem)
    while (found := solver.run()) is not None:
        taken, bound = found
        broken = [rule for rule in problem.rules if not rule.is_kept(taken)]
        if not broken:
            return _proved(problem, taken, bound, solver.multipliers)
        _cut_off(solver, broken, taken)
    if problem.size <= MOST_ENUMERATED and _best_of_all(problem) is not None:
        raise SolverDisagrees("the solver finds no choice that keeps all rules, and there is one")
    return None


def _cut_off(solver: _Solver, broken: list[AnyRule], taken: Taken) -> None:
    """The tail rule of the worst scenarios where that forbids the choice, else the choice itself."""
    cuts = [rule.cut(taken) for rule in broken if isinstance(rule, Tail)]
    telling = [cut for cut in cuts if float(cut.coefficients @ taken) > cut.limit + 1e-5 * _scale(cut)]
    for cut in telling or [_no_good(taken)]:
        solver.add(cut)


def _no_good(taken: Taken) -> Rule:
    """Any choice but this one."""
    return Rule("", np.where(taken, 1.0, -1.0), float(taken.sum()) - 1.0)


def _proved(problem: Problem, taken: Taken, bound: float, multipliers: Array) -> Choice:
    benefit = problem.benefit(taken)
    if abs(bound - float(benefit)) > GAP * max(1.0, abs(float(benefit))):
        raise SolverDisagrees(f"the solver's bound {bound} is not the benefit {float(benefit)} of its answer")
    if problem.size > MOST_ENUMERATED:
        upper = _dual_bound(problem, multipliers)
        proof = Proof("bounds", bound, upper)
    else:
        upper = _best_of_all(problem) or Fraction(0)
        proof = Proof("enumeration", bound, upper)
    if upper < benefit or (proof.by == "enumeration" and upper != benefit):
        raise SolverDisagrees(f"the solver's answer is worth {float(benefit)}, and the best is {float(upper)}")
    return Choice(taken, benefit, proof)


class _Solver:
    """HiGHS on the linear rules of a problem, which can be given more of them."""

    def __init__(self, problem: Problem) -> None:
        self._highs, self.size, self._rows = _passed(problem), problem.size, len(problem.linear)

    def run(self) -> tuple[Taken, float] | None:
        """The best choice and the solver's bound; None if there is none. ``SolverDisagrees`` if it gave up."""
        import highspy

        if self.size == 0:
            return np.zeros(0, dtype=np.bool_), 0.0
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverDisagrees(f"the solver stopped: {self._highs.modelStatusToString(status)}")
        values = np.asarray(self._highs.getSolution().col_value)
        return values > 0.5, float(self._highs.getInfo().mip_dual_bound)

    def add(self, rule: Rule) -> None:
        row, limit, places = _scaled(rule.coefficients, rule.limit)
        self._highs.addRow(-np.inf, limit, places.size, places, row[places])

    @property
    def multipliers(self) -> Array:
        """Multipliers of the linear rules that the problem was given, from its relaxation."""
        self._highs.setOptionValue("solve_relaxation", True)
        self._highs.run()
        self._highs.setOptionValue("solve_relaxation", False)
        return np.asarray(self._highs.getSolution().row_dual)[: self._rows]


def _passed(problem: Problem) -> Any:
    import highspy

    rows = [_scaled(*rule.row) for rule in problem.linear]
    places = [place for _, _, place in rows]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = problem.size, len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = problem.benefits
    model.col_lower_, model.col_upper_ = np.zeros(problem.size), np.ones(problem.size)
    model.row_lower_, model.row_upper_ = np.full(len(rows), -np.inf), np.array([limit for _, limit, _ in rows])
    model.integrality_ = [highspy.HighsVarType.kInteger] * problem.size
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(place.size for place in places)], dtype=np.int32)
    model.a_matrix_.index_ = np.concatenate([*places, np.zeros(0, np.int32)]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([*(row[place] for row, _, place in rows), np.zeros(0)])
    solver = _quiet()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


def _quiet() -> Any:
    """A solver without the callbacks of its Python class, which print a banner to stdout before it can be told not to."""
    import highspy

    bare: Any = highspy.Highs.__base__
    return bare()


_OPTIONS: dict[str, Any] = {
    "output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "mip_feasibility_tolerance": 1e-9, "random_seed": 0,
    "threads": 1,
}  # fmt: skip


def _scaled(coefficients: Array, limit: float) -> tuple[Array, float, Array]:
    """A row divided by its greatest coefficient, so that a tolerance means the same for dollars and for shares."""
    scale = float(np.abs(coefficients).max(initial=0.0)) or 1.0
    return coefficients / scale, limit / scale, np.flatnonzero(coefficients).astype(np.int32)


def _scale(rule: Rule) -> float:
    return float(np.abs(rule.coefficients).max(initial=0.0)) or 1.0


def _best_of_all(problem: Problem) -> Fraction | None:
    """The greatest benefit over every choice that keeps all rules, the candidates checked exactly from the best down."""
    places = np.arange(problem.size)
    best: Fraction | None = None
    most = total(problem.benefits, problem.benefits > 0.0)
    for start in range(0, 1 << problem.size, _CHUNK):
        if best == most:
            break
        masks = np.arange(start, min(start + _CHUNK, 1 << problem.size))
        taken = (masks[:, None] >> places & 1).astype(np.bool_)
        values = taken @ problem.benefits
        near = _may_be_kept(problem, taken)
        for at in np.flatnonzero(near)[np.argsort(-values[near], kind="stable")].tolist():
            benefit = problem.benefit(taken[at])
            if best is not None and values[at] < float(best) - 1e-9 * max(1.0, abs(float(best))):
                break
            if (best is None or benefit > best) and not problem.broken(taken[at]):
                best = benefit
                if best == most:
                    break
    return best


def _may_be_kept(problem: Problem, taken: Taken) -> Taken:
    """Whether each choice keeps the linear rules up to rounding; exact arithmetic decides about those that do."""
    near = np.ones(len(taken), dtype=np.bool_)
    for rule in problem.linear:
        row, limit, _ = _scaled(*rule.row)
        near &= taken @ row <= limit + 1e-9 * max(1.0, abs(limit))
    return near


def _dual_bound(problem: Problem, multipliers: Array) -> Fraction:
    """Σ_i y_i b_i + Σ_j max(0, c_j − Σ_i y_i a_ij) for y ≥ 0: no choice that keeps the rules is worth more (weak duality).

    Exact for whatever y the solver proposes, so that nothing of it has to be believed; tails only lower the true value.
    """
    kept = [(max(0.0, float(y)), rule) for y, rule in zip(multipliers.tolist(), problem.linear, strict=True)]
    left = [exact(one) for one in problem.benefits.tolist()]
    bound = Fraction(0)
    for y, rule in kept:
        row, limit, places = _scaled(*rule.row)
        if y == 0.0:
            continue
        weight = Fraction(y)
        bound += weight * Fraction(limit)
        for place in places.tolist():
            left[place] -= weight * Fraction(float(row[place]))
    return bound + sum((one for one in left if one > 0), Fraction(0))
