"""Times and validates the ideal points on all UN votes: against limits, the published peer, the published estimates."""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import bsv
import dynirt
import unga

from contrapeso.methods.ideal_point import Positions, estimate

LIMIT_S, TARGET_S, LEAST_RATIO, MOST_MEMORY_MB = 3.0, 1.0, 10.0, 1024
MOST_CHANGE_OF_R, MOST_STEEPNESS, JOINT_LIMIT_S = 1e-3, 1.2, 10.0
TARGET_R, TARGET_MEDIAN_R, FLOOR_R, FLOOR_MEDIAN_R = 0.98, 0.99, 0.96, 0.985


def seconds(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Best of several, and the last result."""
    best, result = math.inf, None
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def run(table: unga.Table, tied: bool = False, **options: Any) -> Positions:
    item = table.item if tied else None
    return estimate(table.state, table.roll_call, table.vote, table.period, item=item, **options)


def part(table: unga.Table, one_in: int) -> unga.Table:
    """One in so many roll calls."""
    kept = np.unique(table.roll_call, return_inverse=True)[1] % one_in == 0
    return unga.Table(table.state[kept], table.roll_call[kept], table.vote[kept], table.period[kept])


def compare(
    found: Positions | SimpleNamespace, published: dict[tuple[str, int], float]
) -> tuple[float, float, float, int]:
    """r over all state-sessions in both, the median r within sessions, r once both are centred by session, and the count."""
    keys = zip(found.state, found.period, found.position.tolist(), strict=True)
    table = np.array([(p, ours, published[s, int(p)]) for s, p, ours in keys if (s, int(p)) in published])
    sessions = [table[table[:, 0] == p, 1:] for p in np.unique(table[:, 0])]
    within = [_r(one) for one in sessions if len(one) > 2]
    centred = np.concatenate([one - one.mean(axis=0) for one in sessions])
    return _r(table[:, 1:]), float(np.median(within)), _r(centred), len(table)


def _r(pairs: np.ndarray) -> float:
    return float(np.corrcoef(pairs.T)[0, 1])


def speed(table: unga.Table) -> bool:
    """All votes, the full ordinal model with standard errors."""
    taken, found = seconds(lambda: run(table))
    tight = run(table, tolerance=1e-9)
    off = float(np.abs(found.position - tight.position).max())
    same = 1.0 - float(np.corrcoef(found.position, tight.position)[0, 1])
    print(
        f"{taken:6.2f} s of {LIMIT_S:g} s (target {TARGET_S:g})  {table.vote.size:,} votes, {len(found.state):,} positions with errors"
    )
    print(f"{off:9.1e} of 1e-03  largest distance to the mode in position, found by a stop at 1e-9")
    print(f"{same:9.1e} of {MOST_CHANGE_OF_R:g}  what that tighter stop changes in r")
    return taken <= LIMIT_S and off <= 1e-3 and same <= MOST_CHANGE_OF_R and found.converged


def joint(authors: unga.Table) -> bool:
    """The same with the errors that positions share, and with questions asked in several sessions tied."""
    taken, found = seconds(lambda: run(authors, tied=True, joint=True), 2)
    pairs = found.joint.value.size if found.joint else 0
    print(
        f"{taken:6.2f} s of {JOINT_LIMIT_S:g} s  repeated questions tied, with the errors of {pairs:,} pairs of positions"
    )
    return taken <= JOINT_LIMIT_S


CHILD = """
import json, resource, sys
import contrapeso.methods.ideal_point
quiet = "numba" not in sys.modules
sys.path.insert(0, sys.argv[1])
import unga
from contrapeso.methods.ideal_point import estimate, kernels, paths
table = unga.library_votes()
estimate(table.state, table.roll_call, table.vote, table.period)
compiled = [one for module in (kernels, paths) for one in vars(module).values() if hasattr(one, "stats")]
missed = sum(sum(one.stats.cache_misses.values()) for one in compiled)
hit = sum(sum(one.stats.cache_hits.values()) for one in compiled)
print(json.dumps([quiet, missed, hit, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def alone() -> bool:
    """A process of its own: what an import compiles, what the next process compiles again, and its memory."""
    told = subprocess.run(
        [sys.executable, "-c", CHILD, str(Path(__file__).parent)], check=True, capture_output=True, text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    quiet, missed, hit, memory = json.loads(told.stdout)
    print(f"{'nothing' if quiet else 'SOMETHING':>9} of nothing  compiled or loaded of the compiler at import")
    print(f"{missed:6} of 0  functions that a later process compiles again; {hit} come from the cache")
    print(f"{memory:6.0f} MB of {MOST_MEMORY_MB} MB  most memory of a process that reads and places all votes")
    return quiet and missed == 0 and hit > 0 and memory <= MOST_MEMORY_MB


def linearity(table: unga.Table) -> bool:
    """The cost a vote of a fourth, a half and all of the roll calls."""
    costs = []
    for one_in in (4, 2, 1):
        some = part(table, one_in)
        costs.append(seconds(lambda some=some: run(some))[0] / some.vote.size * 1e6)
    steepness = costs[2] / costs[1]
    print(
        f"{steepness:6.2f} of {MOST_STEEPNESS:g}  cost a vote with all of the roll calls over that with half: "
        f"{costs[0]:.2f}, {costs[1]:.2f}, {costs[2]:.2f} µs with a fourth, a half and all"
    )
    return steepness <= MOST_STEEPNESS


def against_em(table: unga.Table) -> bool:
    """The binary model against the published updates, both from the same start to a step of 1e-3."""
    from contrapeso.methods.ideal_point.design import pose
    from contrapeso.methods.ideal_point.start import start_positions

    problem = pose(table.state, table.roll_call, table.vote, table.period, item=None, ordinal=False, hidden=None, walk_sd=1.0)  # fmt: skip
    votes = problem.votes.only(problem.used)
    roll = problem.place[votes.question]
    start = start_positions(votes)
    peer, (x, iterations) = seconds(lambda: dynirt.em(votes.state, roll, votes.code == 2, votes.period, start), 1)
    ours, found = seconds(lambda: run(table, ordinal=False))
    states = {name: n for n, name in enumerate(votes.states)}
    times = {when: n for n, when in enumerate(votes.times)}
    theirs = np.array([x[states[s], times[p]] for s, p in zip(found.state, found.period, strict=True)])
    r = abs(float(np.corrcoef(theirs, found.position)[0, 1]))
    print(
        f"{peer / ours:6.1f} × of {LEAST_RATIO:g} ×  binary: {ours:.2f} s with errors, the EM {peer:.1f} s in {iterations} iterations; r {r:.3f}"
    )
    return peer / ours >= LEAST_RATIO


def validation(name: str, found: Positions | SimpleNamespace, published: dict[tuple[str, int], float]) -> bool:
    """The published estimates: a target that is missed is said to be missed; the floor is what must never be lost."""
    r, median, centred, count = compare(found, published)
    for value, target, what in ((r, TARGET_R, "r over all"), (median, TARGET_MEDIAN_R, "median r within sessions")):
        print(
            f"{value:7.4f} of {target:g}{' (missed)' if value < target else ''}  {what}, {count:,} state-sessions: {name}"
        )
    print(f"{centred:7.4f}  r once both are centred by session: {name}")
    return r >= FLOOR_R and median >= FLOOR_MEDIAN_R


TURNS = (("EGY", 25, 35), ("POL", 43, 47), ("HUN", 43, 47), ("LBY", 65, 68))
"""State, session before, session after: each turned towards the anchor."""


def turns(found: Positions) -> bool:
    """Known turning points: Egypt in the 1970s, eastern Europe after 1989, Libya after 2011."""
    rows = zip(found.position.tolist(), found.se.tolist(), strict=True)
    at = dict(zip(zip(found.state, found.period, strict=True), rows, strict=True))
    moves = []
    for state, before, after in TURNS:
        (first, se1), (second, se2) = at[state, before], at[state, after]
        moves.append((second - first, math.hypot(se1, se2)))
    told = ", ".join(f"{turn[0]} {move:+.2f} ± {se:.2f}" for turn, (move, se) in zip(TURNS, moves, strict=True))
    print(f"{told}  known turning points, sessions {', '.join(f'{a}–{b}' for _, a, b in TURNS)}")
    return all(move > 1.645 * se for move, se in moves)


def recovery() -> bool:
    """Simulated legislatures of the UN's size and sparsity: r with the known paths, and the coverage of 90 % intervals."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.methods.legislature import simulate, standardised_truth

    world = simulate(193, 75, 73, seed=2)
    found = estimate(*world.columns(), anchor="S000")
    truth = standardised_truth(found, world)
    covered = float(np.mean((found.low <= truth) & (truth <= found.high)))
    r = float(np.corrcoef(truth, found.position)[0, 1])
    print(
        f"{covered:6.1%} of 85–95 %  coverage of 90 % intervals, {len(world.vote):,} simulated votes; r {r:.4f} with the known paths"
    )
    return 0.85 <= covered <= 0.95


def main() -> int:
    if not unga.FOLDER.is_dir():
        print(f"skipped: no UN votes in {unga.FOLDER}")
        return 0
    library = unga.library_votes()
    kept = [speed(library), alone(), linearity(library), against_em(library), recovery()]
    published = unga.published()
    authors = unga.authors_votes()
    kept.append(joint(authors))
    kept.append(validation("the authors' votes, tied", run(authors, tied=True), published))
    kept.append(
        validation("the authors' votes, tied, with their link and normalisation", bsv.replicate(authors), published)
    )
    kept.append(validation("the authors' votes, not tied", run(authors), published))
    whole = run(library)
    kept.append(turns(whole))
    validation("UN Digital Library", whole, published)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{memory:6.0f} MB  most memory of the whole benchmark")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
