"""Simulated legislatures whose paths are known, for tests and benchmarks of ideal points."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point import Positions

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Legislature:
    """Simulated votes and the paths they came from."""

    state: list[str]
    roll_call: list[int]
    vote: list[int]
    period: list[int]
    truth: dict[tuple[str, int], float]

    def columns(self) -> tuple[list[str], list[int], list[int], list[int]]:
        return self.state, self.roll_call, self.vote, self.period


def simulate(
    states: int, periods: int, calls: int, seed: int, present: float = 0.85, walk: float = 0.15, slope: float = 1.5
) -> Legislature:
    """States that enter over time and are absent at random; slopes of both signs, two cutpoints.

    Paths move by ``walk`` a period and keep a standard deviation of 1 over states (a walk drawn back to 0 as much as needed).
    """
    draw = np.random.default_rng(seed)
    names = [f"S{n:03d}" for n in range(states)]
    start = draw.integers(0, max(periods // 2, 1), states) * (draw.random(states) < 0.5)
    paths = draw.normal(0, 1, (states, periods))
    for t in range(1, periods):
        paths[:, t] = math.sqrt(1.0 - walk * walk) * paths[:, t - 1] + walk * paths[:, t]
    state, roll, vote, period = [], [], [], []
    for t in range(periods):
        for call in range(calls):
            beta, middle, gap = draw.normal(0, slope), draw.normal(-0.7, 1.0), draw.gamma(2.0, 0.5)
            latent = beta * paths[:, t] + draw.normal(0, 1, states)
            for n in np.flatnonzero((start <= t) & (draw.random(states) < present)).tolist():
                state.append(names[n])
                roll.append(t * calls + call)
                vote.append(int(latent[n] > middle - gap / 2) + int(latent[n] > middle + gap / 2) - 1)
                period.append(1950 + t)
    truth = {(name, 1950 + t): float(paths[n, t]) for n, name in enumerate(names) for t in range(periods)}
    return Legislature(state, roll, vote, period, truth)


def standardised_truth(found: Positions, world: Legislature) -> Floats:
    truth = np.array([world.truth[key] for key in zip(found.state, found.period, strict=True)])
    truth = (truth - truth.mean()) / truth.std()
    return truth * np.sign(np.corrcoef(truth, found.position)[0, 1])
