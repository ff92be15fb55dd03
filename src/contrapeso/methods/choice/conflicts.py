"""Which rules cannot be kept together: a minimal set of them, by name."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.methods.choice.problem import Problem
from contrapeso.methods.choice.solve import choose


def conflict(problem: Problem, given: Iterable[str] = ()) -> tuple[str, ...]:
    """A minimal set of rules that no choice keeps together: without any one of them, some choice keeps the others.

    Deletion filter (Chinneck & Dravnieks 1991, ORSA J. Computing 3:157–168), rules of one name standing or falling together, those named first tried last. Rules named in ``given`` (logic that nobody can
    waive, such as alternatives) stay and are not reported. () if some choice keeps all; ``ValueError`` if the given rules
    alone cannot be kept.

    >>> import numpy as np
    >>> from contrapeso.methods.choice.problem import Rule, at_least
    >>> cost, need = Rule("budget", np.array([3.0]), 2.0), at_least("one", [1.0], 1.0)
    >>> conflict(Problem(np.array([1.0]), (cost, need, Rule("idle", np.array([1.0]), 9.0))))
    ('budget', 'one')
    """
    feasibility = Problem(problem.benefits * 0.0, problem.rules)
    if choose(feasibility) is not None:
        return ()
    fixed = frozenset(given)
    if choose(feasibility.only(fixed)) is None:
        raise ValueError("the rules that cannot be waived contradict each other")
    kept = list(problem.names)
    for name in reversed([one for one in problem.names if one not in fixed]):
        without = [one for one in kept if one != name]
        if choose(feasibility.only(without)) is None:
            kept = without
    return tuple(name for name in kept if name not in fixed)
