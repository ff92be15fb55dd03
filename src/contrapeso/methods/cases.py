"""Who denies, case by case, each case with its probability: all of them where they can be listed, else drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from contrapeso.methods.copula import Dependence

Array = NDArray[np.float64]
Split = tuple[NDArray[np.bool_], NDArray[np.int64]]
"""Who denies in each distinct case (m, n), and which of them each case is (N,)."""

MOST_ENUMERATED = 18
POINTS = 1 << 12
REPLICATES = 16
_IN_A_WORD, _TABLED = 62, 20
"""Up to how many names bits of a word tell cases apart, and a table of all coalitions."""


@dataclass(frozen=True)
class Cases:
    """Cases (N,) of who denies among ``names`` (n,)."""

    names: tuple[str, ...]
    denied: NDArray[np.bool_]
    """Who denies in each case (N, n)."""
    probabilities: Array
    """How likely each case is (N,); they sum to 1."""
    replicates: tuple[Array, ...] = ()
    """The same as each of independent draws has it, from which sampling errors come; none where all cases are listed."""
    _told_apart: dict[tuple[str, ...], Split] = field(default_factory=dict)

    def among(self, names: Sequence[str]) -> tuple[Cases, NDArray[np.int64]]:
        """The cases of some of the names alone, each once, and which of them each case here is (N,)."""
        denied, place = self.apart(names)
        whole, *parts = (_summed(place, one, len(denied)) for one in (self.probabilities, *self.replicates))
        return Cases(tuple(names), denied, whole, tuple(parts)), place

    def apart(self, names: Sequence[str]) -> Split:
        """The same without their probabilities; the same arrays again where the same cases are told apart."""
        key = tuple(names)
        if key not in self._told_apart:
            every = self.of(names)
            first, place = _distinct(every)
            self._told_apart[key] = every[first], place
        return self._told_apart[key]

    def of(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Who denies in each case among some of the names (N, m)."""
        return self.denied[:, [self.names.index(name) for name in names]]


def cases(
    names: Sequence[str],
    chances: Mapping[str, float],
    dependence: Dependence,
    *,
    most_enumerated: int = MOST_ENUMERATED,
    points: int = POINTS,
    seed: int = 0,
) -> Cases:
    """The cases of suppliers (n,) that deny with given chances in [0, 1], dependent on each other.

    Exact where at most ``most_enumerated`` are uncertain and the dependence can be integrated; else from 16 scrambled
    Sobol sequences of ``points`` (a power of two) each, the same for all chances.

    >>> from contrapeso.methods.copula import Blocs
    >>> found = cases(["A", "B"], {"A": 0.5, "B": 0.25}, Blocs({}, 0.0))
    >>> found.denied.tolist()[1], found.probabilities.tolist()
    ([True, False], [0.375, 0.375, 0.125, 0.125])
    """
    chance = [chances[name] for name in names]
    open_ = [name for name, one in zip(names, chance, strict=True) if 0.0 < one < 1.0]
    if len(open_) <= most_enumerated:
        order = dependence.arranged(open_)
        found = dependence.probabilities(order, [chances[name] for name in order]) if order else np.ones(1)
        if found is not None:
            sure = frozenset(name for name, one in zip(names, chance, strict=True) if one == 1.0)
            denied, told_apart = _listed(tuple(names), sure, tuple(order))
            return Cases(tuple(names), denied, found, (), told_apart)
    return _drawn(tuple(names), np.array(chance), dependence, points, seed)


def normal_draws(dependence: Dependence, names: Sequence[str], points: int, seed: int) -> Array:
    """Correlated standard normals (16 · points, n), replicate after replicate."""
    from scipy.stats.qmc import Sobol  # a slow import, needed only here

    if points < 2 or points & (points - 1):
        raise ValueError(f"the number of points is a power of two, not {points}")
    values, vectors = np.linalg.eigh(dependence.correlation(names))
    factor = (vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1]
    streams = np.random.default_rng(seed).spawn(REPLICATES)
    power = points.bit_length() - 1
    drawn = [Sobol(len(factor), scramble=True, rng=stream).random_base2(power) for stream in streams]
    return np.asarray(ndtri(np.clip(np.concatenate(drawn), 1e-16, 1.0 - 1e-16)) @ factor.T)


def together(denied: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], tuple[Array, ...]]:
    """Draws (N, n), replicate after replicate, as distinct cases (m, n) with how often each replicate has them (m,)."""
    first, case = _distinct(denied)
    parts = np.split(case, REPLICATES)
    return denied[first], tuple(np.bincount(part, minlength=first.size) / part.size for part in parts)


def _distinct(rows: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each distinct row (N, n) stands first (m,), and which of them each row is (N,)."""
    if rows.shape[1] > _IN_A_WORD:
        return _apart(np.packbits(rows, axis=1))
    keys = np.zeros(len(rows), dtype=np.int64)
    for at in range(rows.shape[1]):
        keys |= rows[:, at].astype(np.int64) << at
    if rows.shape[1] > _TABLED:
        return _apart(keys)
    first = np.full(1 << rows.shape[1], -1, dtype=np.int64)
    first[keys[::-1]] = np.arange(len(keys))[::-1]
    seen = first >= 0
    return first[seen], (np.cumsum(seen) - 1)[keys]


def _apart(keys: NDArray[np.generic]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    _, first, place = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, place.ravel()


def _summed(place: NDArray[np.int64], chances: Array, count: int) -> Array:
    return np.bincount(place, chances, count).astype(np.float64)


def standard_error(figures: Sequence[float]) -> float:
    """That of the mean of independent replicates."""
    return float(np.std(figures, ddof=1) / np.sqrt(len(figures)))


@lru_cache(maxsize=2)
def _listed(
    names: tuple[str, ...], sure: frozenset[str], order: tuple[str, ...]
) -> tuple[NDArray[np.bool_], dict[tuple[str, ...], Split]]:
    """All coalitions of the uncertain by their bits, those who surely deny in each; and room for how some tell them apart."""
    bits = np.arange(1 << len(order))
    place = {name: at for at, name in enumerate(order)}
    columns = [
        (bits >> place[name] & 1).astype(bool) if name in place else np.full(bits.size, name in sure) for name in names
    ]
    return np.stack(columns).T if columns else np.zeros((1, 0), dtype=bool), {}


def _drawn(names: tuple[str, ...], chance: Array, dependence: Dependence, points: int, seed: int) -> Cases:
    rows, replicates = together(normal_draws(dependence, names, points, seed) < ndtri(chance))
    return Cases(names, rows, np.mean(replicates, axis=0), replicates)
