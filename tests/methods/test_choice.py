"""The choice of offers against plain search over every set, and each promise about it against random problems."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from contrapeso.methods.choice import solve
from contrapeso.methods.choice.conflicts import conflict
from contrapeso.methods.choice.frontier import frontier
from contrapeso.methods.choice.problem import (
    AnyRule,
    Problem,
    Rule,
    Share,
    Tail,
    at_least,
    at_most_one,
    barred,
    exact,
    prerequisite,
)
from contrapeso.methods.choice.robust import extreme_weights, robust
from contrapeso.methods.choice.solve import SolverDisagrees, choose
from contrapeso.methods.loss import atoms, law_of

WHOLE = st.integers(-3, 9)


def _floats(numbers: list[float]) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


@st.composite
def problems(draw: st.DrawFn, most: int = 8, tails: bool = True) -> Problem:
    """Up to ``most`` offers with budgets, alternatives, prerequisites, floors, share ceilings and tails."""
    size = draw(st.integers(1, most))
    row = st.lists(WHOLE, min_size=size, max_size=size).map(_floats)
    plenty = st.lists(st.integers(0, 9), min_size=size, max_size=size).map(_floats)
    rules: list[AnyRule] = [Rule("budget", draw(plenty), float(draw(st.integers(0, 30))))]
    if draw(st.booleans()):
        rules.append(at_least("need", draw(row), float(draw(st.integers(-2, 6)))))
    if size > 1 and draw(st.booleans()):
        rules.append(at_most_one("either", [0, 1], size))
        rules.append(prerequisite("first", size - 1, 0, size))
    for name in draw(st.sets(st.sampled_from(["A", "B"]))):
        whole = draw(plenty)
        part = np.minimum(draw(plenty), whole)
        now = draw(st.integers(0, 9))
        ceiling = draw(st.integers(0, 20)) / 20
        rules.append(Share(name, part, float(draw(st.integers(0, now))), whole, float(now), ceiling))
    if tails and draw(st.booleans()):
        rules.append(draw(tail_rules(size)))
    return Problem(draw(plenty), tuple(rules))


@st.composite
def tail_rules(draw: st.DrawFn, size: int) -> Tail:
    count = draw(st.integers(1, 5))
    whole = _floats(draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)))
    lost = draw(st.lists(st.lists(st.integers(0, 4), min_size=size, max_size=size), min_size=count, max_size=count))
    now = float(draw(st.integers(1, 9)))
    lost_now = _floats(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))) / 4 * now
    chances = _floats(draw(st.lists(st.integers(1, 5), min_size=count, max_size=count)))
    alpha, ceiling = draw(st.sampled_from([0.5, 0.8, 0.9])), draw(st.integers(0, 20)) / 20
    losses = np.array(lost, dtype=np.float64) / 4 * whole
    return Tail("tail", losses, lost_now, chances / chances.sum(), whole, now, alpha, ceiling)


def sets(size: int) -> list[np.ndarray]:
    return [np.array(bits, dtype=np.bool_) for bits in itertools.product([False, True], repeat=size)]


def is_kept(rule: AnyRule, taken: np.ndarray) -> bool:
    """Each rule as its definition says, without the code under test."""
    if isinstance(rule, Rule):
        return sum(Fraction(str(c)) for c in rule.coefficients[taken]) <= Fraction(str(rule.limit))
    if isinstance(rule, Share):
        whole = Fraction(str(rule.whole_now)) + sum(Fraction(str(w)) for w in rule.whole[taken])
        part = Fraction(str(rule.part_now)) + sum(Fraction(str(w)) for w in rule.part[taken])
        return whole == 0 or part / whole <= Fraction(str(rule.ceiling))
    whole_now = rule.whole_now + float(rule.whole[taken].sum())
    values, place = atoms(rule.losses_now + rule.losses[:, taken].sum(axis=1))
    return law_of(values, place, rule.probabilities).tail_mean(rule.alpha) / whole_now <= rule.ceiling + 1e-9


def feasible(problem: Problem) -> list[np.ndarray]:
    return [one for one in sets(problem.size) if all(is_kept(rule, one) for rule in problem.rules)]


@settings(max_examples=250, deadline=None)
@given(problems())
def test_the_choice_is_the_best_of_all_sets(problem: Problem) -> None:
    found, every = choose(problem), feasible(problem)
    if not every:
        assert found is None
        return
    assert found is not None
    assert all(is_kept(rule, found.taken) for rule in problem.rules)
    best = max(sum(Fraction(str(b)) for b in problem.benefits[one]) for one in every)
    assert found.benefit == best == found.proof.upper_bound
    assert found.proof.solver_bound == pytest.approx(float(best))


@settings(max_examples=60, deadline=None)
@given(problems(tails=False))
def test_bounds_by_weak_duality_hold(problem: Problem) -> None:
    """The bound of larger problems, on problems small enough to know the optimum."""
    found = choose(problem)
    if found is None:
        return
    solver = solve._Solver(problem)
    assert solver.run() is not None
    assert solve._dual_bound(problem, solver.multipliers) >= found.benefit
    anything = np.random.default_rng(0).normal(size=len(problem.linear))
    assert solve._dual_bound(problem, anything) >= found.benefit


def test_a_wrong_solver_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(_floats([3, 2]), (at_most_one("either", [0, 1], 2),))
    monkeypatch.setattr(solve._Solver, "run", lambda self: (np.array([False, True]), 2.0))
    with pytest.raises(SolverDisagrees, match="best is 3"):
        choose(problem)
    monkeypatch.setattr(solve._Solver, "run", lambda self: (np.array([False, True]), 9.0))
    with pytest.raises(SolverDisagrees, match="bound"):
        choose(problem)
    monkeypatch.setattr(solve._Solver, "run", lambda self: None)
    with pytest.raises(SolverDisagrees, match="there is one"):
        choose(problem)


def test_a_problem_on_which_the_solver_was_wrong() -> None:
    """HiGHS 1.16.0 at its own tolerance says 0 of this one, and {2} is worth 1."""
    rows = [([0, 1, 0, 1], 1), ([-1, 0, 1, 0], 0), ([1, -1, -1, 1], 1), ([1, -1, 1, 1], 2),
            ([1, -0.49999998200000012, 0, -0.49999998200000012], 0.49999998200000012)]  # fmt: skip
    rules = tuple(Rule(f"r{k}", _floats(row), limit) for k, (row, limit) in enumerate(rows))
    found = choose(Problem(_floats([1, 0, 0, 1]), rules))
    assert found is not None and found.benefit == 1


def test_rules_are_exact_at_their_limits() -> None:
    """0.1 + 0.2 ≤ 0.3 and 9 of 30 ≤ 0.3 hold in decimals and not in floating point; one dollar too much does not."""
    assert choose(Problem(_floats([1, 1]), (Rule("b", _floats([0.1, 0.2]), 0.3),))).offers == (0, 1)  # type: ignore[union-attr]
    share = Share("s", _floats([9]), 0.0, _floats([9]), 21.0, 0.3)
    assert choose(Problem(_floats([1]), (share,))).offers == (0,)  # type: ignore[union-attr]
    dear = Rule("b", _floats([3_500_000_001, 3_420_000_000]), 3_500_000_000)
    assert choose(Problem(_floats([2, 1]), (dear,))).offers == (1,)  # type: ignore[union-attr]
    assert exact(0.3) == Fraction(3, 10)


def test_more_offers_are_proved_by_bounds() -> None:
    draw = np.random.default_rng(5)
    size = 60
    cost, benefit = draw.integers(1, 100, size).astype(float), draw.integers(1, 100, size).astype(float)
    part = draw.dirichlet(np.ones(4), size).round(3)
    shares = [Share(f"p{k}", part[:, k] * cost, 0.0, cost, 0.0, 0.35) for k in range(4)]
    problem = Problem(benefit, (Rule("budget", cost, 900.0), barred("barred", [3], size), *shares))
    found = choose(problem)
    assert found is not None and found.proof.by == "bounds" and 3 not in found.offers
    assert found.benefit <= found.proof.upper_bound < found.benefit * Fraction(101, 100)
    assert not problem.broken(found.taken)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 6).flatmap(lambda n: st.tuples(tail_rules(n), st.lists(st.integers(0, 9), min_size=n, max_size=n)))
)
def test_tails_equal_the_linear_programme_of_rockafellar_and_uryasev(case: tuple[Tail, list[int]]) -> None:
    """max c·x with t + Σ p u/(1 − α) ≤ τ W(x), u ≥ loss(x) − t, u ≥ 0, solved whole as they wrote it."""
    tail, benefits = case
    count, size = tail.losses.shape
    objective = np.concatenate([-_floats(benefits), np.zeros(1 + count)])
    cvar = np.concatenate([-tail.ceiling * tail.whole, [1.0], tail.probabilities / (1.0 - tail.alpha)])
    above = np.hstack([tail.losses, -np.ones((count, 1)), -np.eye(count)])
    limits = [LinearConstraint(cvar[None, :], -np.inf, tail.ceiling * tail.whole_now + 1e-9),
              LinearConstraint(above, -np.inf, -tail.losses_now)]  # fmt: skip
    kinds = np.concatenate([np.ones(size), np.zeros(1 + count)])
    ends = Bounds(np.concatenate([np.zeros(size), [-np.inf], np.zeros(count)]),
                  np.concatenate([np.ones(size), np.full(1 + count, np.inf)]))  # fmt: skip
    whole = milp(objective, integrality=kinds, bounds=ends, constraints=limits)
    found = choose(Problem(_floats(benefits), (tail,)))
    if found is None:
        assert whole.x is None
    else:
        assert float(found.benefit) == pytest.approx(-whole.fun)


@settings(max_examples=60, deadline=None)
@given(problems(most=6))
def test_the_frontier_is_that_of_all_sets(problem: Problem) -> None:
    swept = {rule.name for rule in problem.rules if not isinstance(rule, Rule)}
    if not swept:
        return
    limited = [rule for rule in problem.rules if not isinstance(rule, Rule)]
    others = [rule for rule in problem.rules if isinstance(rule, Rule)]
    pairs = set()
    for one in sets(problem.size):
        if all(is_kept(rule, one) for rule in others):
            risk = max(float(value) for rule in limited if (value := rule.value(one)) is not None) if any(
                rule.value(one) is not None for rule in limited) else 0.0  # fmt: skip
            pairs.add((float(problem.benefits[one].sum()), round(risk, 7)))
    best = {(b, r) for b, r in pairs if not any((b2 >= b and r2 < r) or (b2 > b and r2 <= r) for b2, r2 in pairs)}
    found = frontier(problem, swept)
    assert found.is_whole
    assert {(float(one.choice.benefit), round(one.risk, 7)) for one in found.points} == best


@settings(max_examples=100, deadline=None)
@given(problems(most=6))
def test_a_conflict_is_minimal_and_there_only_if_nothing_is_feasible(problem: Problem) -> None:
    names = conflict(problem)
    if feasible(problem):
        assert names == ()
        return
    assert names and not feasible(problem.only(names))
    for name in names:
        assert feasible(problem.only(one for one in names if one != name))


def test_what_cannot_be_waived_is_not_reported() -> None:
    either, both = at_most_one("either", [0, 1], 2), at_least("both", [1.0, 1.0], 2.0)
    assert conflict(Problem(_floats([1, 1]), (either, both)), ["either"]) == ("both",)
    with pytest.raises(ValueError, match="contradict"):
        conflict(Problem(_floats([1, 1]), (either, both)), ["either", "both"])


def _value(one: np.ndarray, scores: np.ndarray, weight: np.ndarray) -> float:
    return float((scores[one] @ weight).sum())


def _dominates(better: np.ndarray, worse: np.ndarray, low: np.ndarray, high: np.ndarray, corners: np.ndarray) -> bool:
    """Over every corner of scores and weights, one by one."""
    size = len(low)
    differences = []
    for bits in itertools.product([False, True], repeat=size):
        scores = np.where(np.array(bits)[:, None], high, low)
        differences += [_value(better, scores, w) - _value(worse, scores, w) for w in corners]
    return min(differences) >= -1e-9 and max(differences) > 1e-9


@settings(max_examples=60, deadline=None)
@given(problems(most=5), st.data())
def test_non_dominated_sets_are_those_of_plain_search(problem: Problem, data: st.DataObject) -> None:
    size = problem.size
    score = st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=size, max_size=size)
    low = np.array(data.draw(score), dtype=np.float64)
    high = low + np.array(data.draw(score), dtype=np.float64)
    corners = extreme_weights(2, data.draw(st.sampled_from([[], [(0, 1)]])))
    every = feasible(problem)
    best = {
        tuple(one.tolist()) for one in every if not any(_dominates(other, one, low, high, corners) for other in every)
    }
    found = robust(problem, low, high, corners)
    assert {tuple(one) for one in found.portfolios.tolist()} == best
    for place, index in enumerate(found.core_index):
        assert index == Fraction(sum(one[place] for one in best), len(best))


def test_extreme_weights_meet_what_is_said() -> None:
    corners = extreme_weights(4, [(0, 1), (0, 2)], [0.1, 0.0, 0.0, 0.05])
    assert np.allclose(corners.sum(axis=1), 1.0)
    assert np.all(corners[:, 0] >= corners[:, 1:3].max(axis=1) - 1e-12)
    assert np.all(corners >= np.array([0.1, 0, 0, 0.05]) - 1e-12)
    inside = np.array([0.4, 0.3, 0.2, 0.1])
    assert (
        np.linalg.lstsq(np.vstack([corners.T, np.ones(len(corners))]), np.append(inside, 1.0), rcond=None)[1].size >= 0
    )
    with pytest.raises(ValueError, match="no weights"):
        extreme_weights(2, [(0, 1)], [0.0, 0.6])


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="speaks of"):
        Problem(_floats([1, 2]), (Rule("b", _floats([1]), 1.0),))
    with pytest.raises(ValueError, match="alpha"):
        Tail("t", np.zeros((1, 1)), np.zeros(1), np.ones(1), np.ones(1), 1.0, 1.0, 0.5)
    with pytest.raises(ValueError, match="sum to 1"):
        Tail("t", np.zeros((1, 1)), np.zeros(1), np.ones(1) * 0.5, np.ones(1), 1.0, 0.9, 0.5)
    with pytest.raises(ValueError, match="no share or tail"):
        frontier(Problem(_floats([1]), (Rule("b", _floats([1]), 1.0),)), ["b"])
    with pytest.raises(ValueError, match="side by side"):
        robust(
            Problem(np.zeros(8), (Rule("b", np.ones(8), 4.0),)), np.ones((8, 1)), np.full((8, 1), 3.0), [[1.0]], most=10
        )


def test_nothing_to_choose_from_is_an_answer() -> None:
    found = choose(Problem(np.zeros(0), ()))
    assert found is not None and found.offers == () and found.benefit == 0
