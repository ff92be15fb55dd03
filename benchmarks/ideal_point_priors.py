"""Chooses the priors of the ideal-point model on hidden votes, by the rule of docs/explanation/methods/ideal-points.md."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace

import numpy as np
import unga

from contrapeso.methods.ideal_point import Priors, estimate

SEED = 20261126
TIE = 1e-4
STEPS = ("walk_sd", "cut_sd", "gap_rate", "gap_shape")
SHIFTS = (0.0, 0.025, 0.05, 0.1, 0.2, 0.4, float("inf"))
LOOSER_IS_LARGER = {"walk_sd": True, "cut_sd": True, "gap_rate": False, "gap_shape": False}  # fmt: skip


def hide(table: unga.Table) -> tuple[np.ndarray, np.ndarray]:
    """5 % of the votes one by one; all votes of 2 % of the state-sessions."""
    draw = np.random.default_rng(SEED)
    alone = draw.random(table.vote.size) < 0.05
    key = np.char.add(table.state.astype(str), table.period.astype(str))
    _, place = np.unique(key, return_inverse=True)
    away = (draw.random(place.max() + 1) < 0.02)[place]
    return alone & ~away, away


def moved(priors: Priors, name: str, factor: float) -> Priors:
    value = getattr(priors, name)
    changed = 1.0 + (value - 1.0) * factor if name == "gap_shape" else value * factor
    return replace(priors, **{name: round(changed, 4)})


def main() -> int:
    table = unga.authors_votes()
    alone, away = hide(table)
    scored: dict[Priors, float] = {}

    def score(priors: Priors) -> float:
        if priors not in scored:
            found = estimate(
                table.state, table.roll_call, table.vote, table.period, item=table.item, priors=priors,
                hidden=alone + 2 * away, tolerance=1e-2,
            )  # fmt: skip
            parts = [found.held_out[one] for one in (1, 2)]
            scored[priors] = sum(parts) / 2.0
            print(*asdict(priors).values(), *(f"{part:.6f}" for part in (*parts, scored[priors])), sep=",", flush=True)
        return scored[priors]

    print(*asdict(Priors()), "alone", "away", "score", sep=",")
    best = Priors()
    for shift_sd in SHIFTS:
        other = replace(best, shift_sd=shift_sd)
        best = other if score(other) > score(best) + TIE else best
    while True:
        before = best
        for name in STEPS:
            for factor in (2**0.5, 2**-0.5):
                while True:
                    other = moved(best, name, factor)
                    tighter = (factor < 1.0) == LOOSER_IS_LARGER[name]
                    if score(other) <= score(best) + (-TIE if tighter else TIE):
                        break
                    best = other
        if best == before:
            print("#", best)
            return 0


if __name__ == "__main__":
    sys.exit(main())
