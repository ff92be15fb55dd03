"""Who may deny, case by case: the scenarios over which the risk after a choice is worked out, by the pack's assumed chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrapeso.core.parameter import Dated
from contrapeso.measure.frame import Frame
from contrapeso.methods.copula import Blocs, Dependence, Positions

NEEDED = ("denial_chance", "denial_horizon", "denial_correlation")
RULES = (*NEEDED, "denial_chances", "similarity_distance")
MOST_LISTED = 14
"""Up to how many suppliers every case is listed; above that cases are drawn."""
DRAWS = 1 << 14
_ALL = "all"


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Cases (S,) of who denies among ``names`` (n,), each with its probability."""

    names: tuple[str, ...]
    denied: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    is_exact: bool
    """Every case is listed; else as many as ``DRAWS`` were drawn, by Sobol's sequence with a fixed seed."""


def scenarios(frame: Frame, names: Sequence[str]) -> Scenarios | None:
    """The cases of suppliers that deny within the pack's horizon; None where the pack states no chances."""
    rules = {name: frame.rule(name) for name in NEEDED}
    if any(not one.in_force or one.value is None for one in rules.values()):
        return None
    chance = {name: _within(frame, rules, name) for name in names}
    dependence = _dependence(frame, names, rules["denial_correlation"].number)
    if len(names) <= MOST_LISTED:
        order = dependence.arranged(list(names))
        found = dependence.probabilities(order, [chance[name] for name in order]) if order else np.ones(1)
        if found is not None:
            bits = np.arange(1 << len(order))
            denied = (bits[:, None] >> np.arange(len(order)) & 1).astype(np.bool_)
            return Scenarios(tuple(order), denied, found, True)
    return _drawn(tuple(names), np.array([chance[name] for name in names]), dependence)


def _within(frame: Frame, rules: dict[str, Dated], state: str) -> float:
    """π = 1 − (1 − p)^years, p by year: the supplier's own, else that of all."""
    some = frame.rule("denial_chances")
    own = some.value.get(state) if some.in_force and isinstance(some.value, dict) else None
    yearly = float(own[1]) if own else rules["denial_chance"].number
    return float(1.0 - (1.0 - yearly) ** rules["denial_horizon"].number)


def _dependence(frame: Frame, names: Sequence[str], rho: float) -> Dependence:
    """By distance in the General Assembly where all have a position; else one factor for all."""
    distance = frame.rule("similarity_distance")
    places = {name: frame.assembly.places.last(name) for name in names} if frame.assembly else {}
    known = {name: place.position for name, place in places.items() if place}
    if known and len(known) == len(names) and distance.value is not None and rho < 1.0:
        return Positions(known, distance.number, rho)
    return Blocs(dict.fromkeys(names, _ALL), rho)


def _drawn(names: tuple[str, ...], chance: NDArray[np.float64], dependence: Dependence) -> Scenarios:
    from scipy.special import ndtri
    from scipy.stats.qmc import Sobol  # a slow import, needed only here

    values, vectors = np.linalg.eigh(dependence.correlation(names))
    points = Sobol(len(names), scramble=True, rng=np.random.default_rng(0)).random(DRAWS)
    normal = ndtri(np.clip(points, 1e-16, 1.0 - 1e-16)) @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    rows, count = np.unique(normal < ndtri(chance), axis=0, return_counts=True)
    return Scenarios(names, rows, count / DRAWS, False)
