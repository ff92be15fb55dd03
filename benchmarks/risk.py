"""Times Autonomy at Risk of all states of the real register, of 190 random ones, and one exact answer against plain Monte Carlo.

The register is in ``../shared/data``, which no clone has; without it that part says so.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from methods import fleet

import contrapeso
from contrapeso.measure.indicator import find_indicator
from contrapeso.measure.world.run import measure_everywhere
from contrapeso.methods.copula import Blocs
from contrapeso.methods.denial import Structure
from contrapeso.methods.loss import atoms, law_of
from contrapeso.methods.range import Range
from contrapeso.methods.risk import autonomy_at_risk
from contrapeso.workspace.worldwide import frame_of

REGISTER = Path(__file__).resolve().parents[2] / "shared" / "data" / "sipri" / "trade-register_2026-05-18.csv"
LIMIT = 10.0
"""Seconds of processor time, for a machine that others use too."""
DRAWS = 200_000
STATES = [f"S{n:02d}" for n in range(25)]
DEPENDENCE = Blocs({state: f"bloc {n % 5}" for n, state in enumerate(STATES)}, 0.4)


def world(seed: int = 11) -> list[Structure]:
    """190 capabilities of 3 to 60 platforms and 2 to 25 suppliers, all sizes equally likely."""
    draw = random.Random(seed)
    return [fleet(draw.randint(3, 60), draw.randint(2, 25), seed=number) for number in range(190)]


def simulated(structure: Structure, chances: dict[str, Range]) -> float:
    """AaR at 90 % from draws of who denies."""
    names = structure.suppliers
    normal = np.random.default_rng(1).multivariate_normal(np.zeros(len(names)), DEPENDENCE.correlation(names), DRAWS)
    cuts = np.array([np.quantile(normal[:, place], chances[name].value or 0.0) for place, name in enumerate(names)])
    values, place = atoms(structure.denials(normal < cuts))
    return law_of(values, place, np.full(DRAWS, 1.0 / DRAWS)).tail_mean(0.9)


def real() -> bool:
    """All states from the recorded register to checked measurements: platforms, their makers and engines, risk and its ends."""
    if not REGISTER.is_file():
        print("skipped: the publisher's register is not there; it is downloaded by its user, never part of a clone")
        return True
    with tempfile.TemporaryDirectory() as folder:
        workspace = contrapeso.open(folder)
        workspace.ingest_source("sipri-trade-register", [REGISTER])
        chosen = find_indicator("arms-at-risk", workspace.indicators)
        start, cpu = time.perf_counter(), time.process_time()
        found = measure_everywhere(chosen, frame_of(workspace, chosen))
        spent, cpu = time.perf_counter() - start, time.process_time() - cpu
    states = found["state"].n_unique()
    print(f"{cpu:6.2f} s of {LIMIT:g} s  {states} states of the register, end to end ({spent:.2f} s by the clock)")
    return cpu <= LIMIT


def main() -> int:
    is_fast = real()
    draw = random.Random(3)
    chances = {state: Range(p / 2, p * 2, p) for state in STATES for p in [draw.uniform(0.01, 0.2)]}
    states = world()
    start, cpu = time.perf_counter(), time.process_time()
    risks = [autonomy_at_risk(state, chances, DEPENDENCE) for state in states]
    spent, cpu = time.perf_counter() - start, time.process_time() - cpu
    sampled = [tail.aar for risk in risks if not risk.is_exact for tail in risk.tails]
    worst = max(((one.standard_error or 0.0) / (one.value or 1.0) for one in sampled), default=0.0)
    count = sum(not risk.is_exact for risk in risks)
    print(f"{cpu:6.2f} s of {LIMIT:g} s  190 states with values, bounds and contributions ({spent:.2f} s by the clock)")
    print(f"          {count} sampled, the worst standard error of an AaR {worst:.2%} of it")
    one = fleet(40, 18)
    start = time.perf_counter()
    exact = autonomy_at_risk(one, chances, DEPENDENCE).tails[0].aar.value or 0.0
    middle = time.perf_counter()
    found = simulated(one, chances)
    ratio = (time.perf_counter() - middle) / (middle - start)
    print(
        f"          18 suppliers exactly, with bounds: Monte Carlo of {DRAWS:,} draws takes {ratio:.1f} ×, off by {abs(found / exact - 1):.2%}"
    )
    return 0 if is_fast and cpu <= LIMIT and abs(found / exact - 1) < 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
