"""Ideal points: how the search leaves saddles, what the common step does, and that compiled code is kept."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from contrapeso.methods.ideal_point import Priors, design, estimate, fit
from contrapeso.methods.ideal_point.covariance import lay_out
from contrapeso.methods.ideal_point.design import pose
from contrapeso.methods.ideal_point.fit import Search
from contrapeso.methods.ideal_point.start import start_items
from tests.methods.legislature import simulate, standardised_truth


@pytest.mark.parametrize("patience", [50, 10**6])
def test_a_binary_search_that_acceleration_holds_at_a_saddle_is_let_go(
    patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all positions and slopes are 0 the posterior has a saddle: accelerated at once, the search never leaves it."""
    monkeypatch.setattr(fit, "_PLAIN_ALTERNATIONS", 1)
    monkeypatch.setattr(fit, "_PATIENCE", patience)
    state, roll, vote, period = simulate(60, 8, 40, seed=12).columns()
    problem = pose(state, roll, vote, period, item=None, ordinal=False, hidden=None, walk_sd=0.1414)
    votes = replace(problem.votes.only(problem.used), questions=list(range(problem.design.questions)))
    votes = replace(votes, question=problem.place[votes.question])
    near = 1e-3 * np.random.default_rng(0).normal(size=problem.design.nodes)
    numbers, none = np.array([1.0, 0.25, 2.8284, -1.0]), np.zeros((problem.design.questions, 3))
    search = Search(problem.design, numbers, 1.0, near, start_items(votes, False), [], np.zeros(near.size), none)
    _, _, converged = fit._climb(search, lay_out(problem.design, 8), 1e-3, 200)
    straight = estimate(state, roll, vote, period, anchor="S000", ordinal=False)
    assert converged == (patience == 50)
    assert (search.trace[-1] > straight.trace[-1] - 1.0) == (patience == 50)


@pytest.mark.parametrize(("shift_sd", "most"), [(0.1, 0.95), (math.inf, 0.98)])
def test_paths_are_recovered_and_covered_with_a_step_common_to_all(shift_sd: float, most: float) -> None:
    """Without bound the origin of each period is uncertain too: wider than a world without common steps asks for."""
    world = simulate(80, 15, 45, seed=11)
    found = estimate(*world.columns(), anchor="S000", priors=Priors(shift_sd=shift_sd))
    truth = standardised_truth(found, world)
    covered = np.mean((found.low <= truth) & (truth <= found.high))
    assert found.converged and np.corrcoef(truth, found.position)[0, 1] > 0.98
    assert 0.85 <= covered <= most


def test_without_bound_on_the_common_step_each_period_lies_about_the_common_mean() -> None:
    """New members to one side of the old: held still, the old keep their place; set free, the period is centred anew."""
    world = simulate(60, 6, 60, seed=16, present=1.0)
    state, roll, vote, period = (np.array(column) for column in world.columns())
    first = np.unique(period)[0]
    joins = np.array([world.truth[name, first] > 0.0 for name in state])
    kept = ~joins | (period > first + 2)
    spans = []
    for shift_sd in (0.0, math.inf):
        found = estimate(state[kept], roll[kept], vote[kept], period[kept], anchor=state[kept][0], priors=Priors(shift_sd=shift_sd))  # fmt: skip
        when = np.array(found.period)
        means = [float(found.position[when == t].mean()) for t in np.unique(when)]
        spans.append(abs(means[-1] - means[0]))
    assert spans[1] < 0.5 * spans[0]


@pytest.mark.parametrize("kind", [np.int64, np.int16, np.uint8, np.float64, str])
@pytest.mark.parametrize("far", [0, 2**62])
def test_names_are_the_same_whatever_numbers_they_are(kind: type, far: int) -> None:
    """Whole numbers that lie close are tabulated; far apart, or of another kind, they are sorted."""
    given = np.array([7, 3, 3, 120, 7, 11])
    column = np.array([7, 3, 3, 120 + far, 7, 11]) if kind is np.int64 else given.astype(kind)
    names, place = design._names(column, "roll_call", 6)
    assert names == sorted(set(column.tolist())) and [names[n] for n in place] == column.tolist()


IN_ANOTHER_PROCESS = """
import json, sys
from contrapeso.methods.ideal_point import estimate
at_import = "numba" in sys.modules
blocs = {"A": "YYNY", "B": "YYNY", "C": "AYNA", "D": "NNYN", "E": "NNYN"}
rows = [(s, c, "NAY".index(v) - 1, 2001 + c % 2) for s, votes in blocs.items() for c, v in enumerate(votes)]
estimate(*zip(*rows), anchor="A")
from contrapeso.methods.ideal_point import kernels, paths
used = [one.stats for module in (kernels, paths) for one in vars(module).values() if hasattr(one, "py_func")]
print(json.dumps([at_import, sum(sum(s.cache_hits.values()) for s in used), sum(sum(s.cache_misses.values()) for s in used)]))
"""


def test_nothing_is_compiled_at_import_and_the_compiled_cache_survives() -> None:
    def told() -> list[int]:
        done = subprocess.run([sys.executable, "-c", IN_ANOTHER_PROCESS], capture_output=True, text=True, check=True)
        return list(json.loads(done.stdout))

    told()
    at_import, hits, misses = told()
    assert not at_import and hits > 5 and misses == 0
