"""How likely suppliers are to deny together: Gaussian dependence by bloc, by position or by any similarity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import groupby, pairwise
from typing import Protocol, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, roots_hermitenorm, roots_legendre

Array = NDArray[np.float64]
Law = TypeVar("Law", bound=Array | None)

_NODES = (32, 64, 128, 256, 512)
"""Nodes of quadrature, tried in turn until two agree."""
_AGREED = 1e-9
"""Σ |difference| over all coalitions below which they do."""
_MOST_WORK = 1 << 31
_MOST_NODES = 1 << 18
_FEW = 12
"""Up to so many states a law is kept: 1,024 laws of 2**12 numbers are 32 MiB."""
_SMOOTH = 0.5
"""The correlation up to which Gauss–Hermite needs no pieces."""


class Dependence(Protocol):
    """The joint law of denials: p denies where X_p < Φ⁻¹(π_p), X normal with a correlation matrix (Gaussian copula)."""

    def arranged(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names in the order in which ``probabilities`` is asked for them."""

    def probabilities(self, names: Sequence[str], chances: ArrayLike) -> Array | None:
        """P of all 2**n coalitions by their bits, bit i being ``names[i]`` (arranged); None where quadrature is not enough."""

    def correlation(self, names: Sequence[str]) -> Array:
        """The correlation matrix (n, n)."""


@dataclass(frozen=True, slots=True)
class Blocs:
    """One factor per bloc: correlation ``rho`` in [0, 1] inside a bloc, none across; a state of no bloc stands alone.

    ``rho`` 0 is independence; 1 is comonotone inside blocs: who is less likely to deny never does so alone.

    >>> Blocs({}, 0.0).probabilities(["A", "B"], [0.5, 0.25])
    array([0.375, 0.375, 0.125, 0.125])
    """

    bloc_of: Mapping[str, str]
    rho: float

    def __post_init__(self) -> None:
        _check_rho(self.rho)

    def arranged(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: (self._bloc(name), name)))

    def probabilities(self, names: Sequence[str], chances: ArrayLike) -> Array:
        chance = dict(zip(names, np.asarray(chances, dtype=np.float64).tolist(), strict=True))
        blocs = [np.array([chance[name] for name in group]) for _, group in groupby(names, self._bloc)]
        return _side_by_side([_kept(_one_factor, bloc, self.rho) for bloc in blocs])

    def correlation(self, names: Sequence[str]) -> Array:
        blocs = [self._bloc(name) for name in names]
        same = np.array([[one == other for other in blocs] for one in blocs], dtype=np.float64)
        return _scaled(same.reshape(len(blocs), len(blocs)), self.rho)

    def _bloc(self, name: str) -> tuple[bool, str]:
        return (name not in self.bloc_of, self.bloc_of.get(name, name))


@dataclass(frozen=True, slots=True)
class Positions:
    """Correlation ``rho`` · exp(−|θ_p − θ_q| / h) between states at positions θ, as in ``diversity``.

    X_p = √ρ Y(θ_p) + √(1 − ρ) ε_p with Y an Ornstein–Uhlenbeck process along θ: a chain, whose kernel is diagonal in Hermite
    polynomials (Mehler 1866). All 2**n coalitions then cost one matrix product.
    """

    theta: Mapping[str, float]
    h: float
    rho: float

    def __post_init__(self) -> None:
        _check_rho(self.rho)
        if not self.h > 0.0 or not np.all(np.isfinite(list(self.theta.values()))):
            raise ValueError("positions must be finite and the distance h positive")

    def arranged(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: (self._at(name), name)))

    def probabilities(self, names: Sequence[str], chances: ArrayLike) -> Array | None:
        chance = np.asarray(chances, dtype=np.float64)
        if self.rho == 1.0 and chance.size > 1:
            return None
        steps = np.exp(-np.diff([self._at(name) for name in names]) / self.h)
        return _kept(_chained, chance, steps, self.rho)

    def correlation(self, names: Sequence[str]) -> Array:
        theta = np.array([self._at(name) for name in names])
        return _scaled(np.exp(-np.abs(theta[:, None] - theta[None, :]) / self.h), self.rho)

    def _at(self, name: str) -> float:
        if name not in self.theta:
            raise ValueError(f"{name!r} has no position: leave it out of the structure, or say where it stands")
        return self.theta[name]


@dataclass(frozen=True, slots=True)
class Similarity:
    """Correlation ``rho`` · Z for any symmetric Z (n, n) between ``names``, ones on the diagonal, projected if need be."""

    names: tuple[str, ...]
    z: Array
    rho: float

    def __post_init__(self) -> None:
        _check_rho(self.rho)
        z = np.asarray(self.z, dtype=np.float64)
        if z.shape != (len(self.names),) * 2 or not np.array_equal(z, z.T) or np.any(np.diag(z) != 1.0):
            raise ValueError(
                f"similarity must be {len(self.names)} × {len(self.names)}, symmetric, ones on the diagonal"
            )
        if np.any(np.abs(z) > 1.0):
            raise ValueError("similarity must be in [−1, 1]")

    def arranged(self, names: Sequence[str]) -> tuple[str, ...]:
        blocks = _blocks(self.correlation(names))
        return tuple(names[place] for block in blocks for place in block)

    def probabilities(self, names: Sequence[str], chances: ArrayLike) -> Array | None:
        correlation, chance = self.correlation(names), np.asarray(chances, dtype=np.float64)
        laws = [_low_rank(chance[block], correlation[np.ix_(block, block)]) for block in _blocks(correlation)]
        known = [law for law in laws if law is not None]
        return _side_by_side(known) if len(known) == len(laws) else None

    def correlation(self, names: Sequence[str]) -> Array:
        unknown = sorted(set(names) - set(self.names))
        if unknown:
            raise ValueError(f"no similarity is given for {', '.join(unknown)}")
        whole = nearest_correlation(_scaled(np.asarray(self.z, dtype=np.float64), self.rho))
        places = [self.names.index(name) for name in names]
        return whole[np.ix_(places, places)]


def nearest_correlation(matrix: ArrayLike, tolerance: float = 1e-10, most: int = 10_000) -> Array:
    """The correlation matrix nearest to a symmetric matrix (n, n) in the Frobenius norm (Higham 2002, IMA J. Numer. Anal. 22).

    Alternating projections with Dykstra's correction; a matrix that is one already comes back as it is.

    >>> nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]]).round(4)[0]
    array([1.    , 0.7607, 0.1573])
    """
    y = np.array(matrix, dtype=np.float64)
    if y.ndim != 2 or not np.allclose(y, y.T, atol=1e-12) or not np.all(np.isfinite(y)):
        raise ValueError("the matrix must be square, finite and symmetric")
    if np.all(np.diag(y) == 1.0) and np.linalg.eigvalsh(y).min(initial=0.0) > -1e-12:
        return y
    correction = np.zeros_like(y)
    for _ in range(most):
        shifted = y - correction
        x = _positive(shifted)
        correction = x - shifted
        before, y = y, x.copy()
        np.fill_diagonal(y, 1.0)
        if np.abs(y - before).max() <= tolerance:
            break
    x = _positive(y)
    scale = 1.0 / np.sqrt(np.diag(x))
    x *= scale[:, None] * scale[None, :]
    np.fill_diagonal(x, 1.0)
    return np.asarray((x + x.T) / 2.0)


def _kept(law: Callable[..., Law], *given: Array | float) -> Law:
    """A law of few states, worked out once for equal numbers; nobody may write into it."""
    if np.size(given[0]) > _FEW:
        return law(*given)
    keys = (tuple(one.tolist()) if isinstance(one, np.ndarray) else one for one in given)
    return cast(Law, _remembered(law, *keys))


@lru_cache(maxsize=1024)
def _remembered(law: Callable[..., Array | None], *given: tuple[float, ...] | float) -> Array | None:
    found = law(*(np.array(one, dtype=np.float64) if isinstance(one, tuple) else one for one in given))
    if found is not None:
        found.setflags(write=False)
    return found


def _chained(chance: Array, steps: Array, rho: float) -> Array | None:
    return _agreed(lambda nodes: _chain(chance, steps, rho, nodes))


def _one_factor(chance: Array, rho: float) -> Array:
    """P of the coalitions of a bloc whose members share one factor."""
    if rho == 0.0 or chance.size == 1:
        return _side_by_side([np.array([1.0 - one, one]) for one in chance.tolist()])
    if rho == 1.0:
        return _comonotone(chance)
    nodes, weights = _factor_nodes(np.unique(ndtri(chance)), rho)
    return _given_factor(ndtr((ndtri(chance)[:, None] - np.sqrt(rho) * nodes) / np.sqrt(1.0 - rho)), weights)


def _comonotone(chance: Array) -> Array:
    """One draw u decides: those with π > u deny."""
    result = np.zeros(1 << chance.size)
    ends = np.concatenate([[0.0], np.unique(chance), [1.0]])
    for low, high in pairwise(ends.tolist()):
        result[int(np.sum(1 << np.flatnonzero(chance > low)))] += high - low
    return result


def _given_factor(given: Array, weights: Array) -> Array:
    """Σ_j w_j Π_p of conditional chances (n, nodes): halves multiplied out apart, then joined by one matrix product."""
    half = len(given) // 2
    start = np.ones((1, weights.size))
    return np.asarray(((_products(given[half:], start) * weights) @ _products(given[:half], start).T).ravel())


def _products(given: Array, start: Array) -> Array:
    """Π over the rows, denied or not, for all coalitions of the rows (2**rows, nodes)."""
    result = start
    for row in given:
        result = np.concatenate([result * (1.0 - row), result * row])
    return result


def _factor_nodes(thresholds: Array, rho: float) -> tuple[Array, Array]:
    """Nodes and weights for one normal factor: Gauss–Hermite where smooth, else Gauss–Legendre between the steep places."""
    if rho <= _SMOOTH:
        return _hermite(64)
    width = np.sqrt(1.0 / rho - 1.0)
    steep = (thresholds / np.sqrt(rho))[:, None] + width * np.arange(-6.0, 7.0, 2.0)
    ends = _apart(np.concatenate([np.arange(-9.0, 10.0, 1.5), np.clip(steep.ravel(), -9.0, 9.0)]), width)
    x, w = roots_legendre(16)
    middle, length = (ends[1:] + ends[:-1]) / 2.0, np.diff(ends) / 2.0
    nodes = (middle[:, None] + length[:, None] * x).ravel()
    density = np.exp(-0.5 * nodes**2) / np.sqrt(2.0 * np.pi)
    return nodes, (length[:, None] * w).ravel() * density


def _apart(ends: Array, least: float) -> Array:
    """The ends in order, those nearer than ``least`` to the one kept before left out, first and last kept."""
    kept = [float(ends.min())]
    for end in np.unique(ends).tolist():
        if end - kept[-1] >= least:
            kept.append(end)
    return np.array([*kept, ends.max()] if kept[-1] < ends.max() else kept)


def _chain(chance: Array, steps: Array, rho: float, count: int) -> Array:
    """P of all coalitions when the factor runs through the states in turn, with correlations ``steps`` (n − 1,) between."""
    nodes, weights = _hermite(count)
    basis = _hermite_basis(count)
    given = ndtr((ndtri(chance)[:, None] - np.sqrt(rho) * nodes) / np.sqrt(1.0 - rho))
    decay = steps[:, None] ** np.arange(count)
    half = len(given) // 2
    first = last = np.sqrt(weights)[None, :]
    for place in range(half):
        first = _products(given[place : place + 1], first) @ basis * decay[place] @ basis.T
    for place in reversed(range(half, len(given))):
        row = given[place]
        last = np.stack([last * (1.0 - row), last * row], axis=1).reshape(-1, count)
        last = last @ basis * decay[place - 1] @ basis.T if place > half else last
    return np.asarray((last @ first.T).ravel())


def _low_rank(chance: Array, correlation: Array) -> Array | None:
    """P of all coalitions with R = λ I + B Bᵀ, λ its least eigenvalue: independent given as few factors as B has columns."""
    values, vectors = np.linalg.eigh(correlation)
    least = float(values[0])
    kept = values - least > 1e-12
    loads = vectors[:, kept] * np.sqrt(values[kept] - least)
    rank, size = loads.shape[1], 1 << chance.size
    if rank == 0:
        return _one_factor(chance, 0.0)
    if least <= 1e-12:
        return None

    def law(count: int) -> Array | None:
        if count**rank > _MOST_NODES or size * count**rank > _MOST_WORK:
            return None
        nodes, weights = _hermite(count)
        grid = np.stack(np.meshgrid(*[nodes] * rank, indexing="ij")).reshape(rank, -1)
        joint = reduce(np.multiply.outer, [weights] * rank).ravel()
        return _given_factor(ndtr((ndtri(chance)[:, None] - loads @ grid) / np.sqrt(least)), joint)

    return _agreed(law)


class _Rule(Protocol):
    def __call__(self, nodes: int, /) -> Array | None: ...


def _agreed(law: _Rule) -> Array | None:
    """The law at the first number of nodes that agrees with the one before; None if none does."""
    before = law(_NODES[0])
    for count in _NODES[1:]:
        after = law(count) if before is not None else None
        if before is None or after is None:
            return None
        if np.abs(after - before).sum() <= _AGREED:
            return np.maximum(after, 0.0)
        before = after
    return None


def _side_by_side(laws: Sequence[Array]) -> Array:
    """Independent groups as one law: the first group has the lowest bits."""
    return reduce(lambda low, high: np.multiply.outer(high, low).ravel(), laws, np.ones(1))


def _blocks(correlation: Array) -> list[list[int]]:
    """The places that correlations join, group by group; groups are independent of each other."""
    left, blocks = list(range(len(correlation))), []
    while left:
        block, newest = [left[0]], [left[0]]
        while newest:
            newest = [place for place in left if place not in block and np.any(correlation[place, newest] != 0.0)]
            block += newest
        left = [place for place in left if place not in block]
        blocks.append(sorted(block))
    return blocks


@lru_cache(maxsize=16)
def _hermite(count: int) -> tuple[Array, Array]:
    """Gauss–Hermite nodes and weights of the standard normal."""
    nodes, weights = roots_hermitenorm(count)
    return nodes, weights / weights.sum()


@lru_cache(maxsize=16)
def _hermite_basis(count: int) -> Array:
    """Orthonormal Hermite polynomials at the nodes times the roots of the weights: an orthogonal matrix (nodes, degree)."""
    nodes, weights = _hermite(count)
    basis = np.empty((count, count))
    basis[:, 0] = 1.0
    basis[:, 1] = nodes
    for degree in range(1, count - 1):
        basis[:, degree + 1] = (nodes * basis[:, degree] - np.sqrt(degree) * basis[:, degree - 1]) / np.sqrt(degree + 1)
    return np.asarray(basis * np.sqrt(weights)[:, None])


def _scaled(z: Array, rho: float) -> Array:
    result = rho * z
    np.fill_diagonal(result, 1.0)
    return result


def _positive(matrix: Array) -> Array:
    """The nearest positive semidefinite matrix."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2.0)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _check_rho(rho: float) -> None:
    if not 0.0 <= rho <= 1.0:
        raise ValueError(f"the correlation rho is in [0, 1], not {rho}")
