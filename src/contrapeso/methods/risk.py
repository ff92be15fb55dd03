"""Autonomy at Risk: how likely and how deep a loss of support is, how bad the worst cases are, and who brings them about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from contrapeso.methods.cases import MOST_ENUMERATED, POINTS, normal_draws, standard_error, together
from contrapeso.methods.coalition import places_of, subset_sums
from contrapeso.methods.copula import Dependence
from contrapeso.methods.denial import Structure
from contrapeso.methods.loss import Law, atoms, law_of
from contrapeso.methods.range import Range

LEVELS = (0.90, 0.95, 0.99)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the ends that the ranges of the chances give it; ``value`` None if a chance has no value."""

    low: float
    high: float
    value: float | None
    standard_error: float | None
    """That of sampling, the largest of the three; None where value and ends are exact."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The worst 1 − ``alpha`` of the cases."""

    alpha: float
    var: Figure
    aar: Figure
    """Autonomy at Risk, the mean of the worst."""
    by_platform: tuple[float, ...] | None
    """Euler contributions, in the order of the platforms; they sum to the value of ``aar``; None if it has none."""
    by_supplier: Mapping[str, float] | None
    """E[Σ_{T ⊆ S, T ∋ p} m_T/|T|] over the tail: each coalition's loss shared as Shapley does; they sum to ``aar`` too."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The loss of a capability when suppliers deny at random."""

    expected: Figure
    tails: tuple[Tail, ...]
    low: Law
    high: Law
    value: Law | None
    is_exact: bool
    """By enumeration and quadrature; else by randomised quasi-Monte Carlo, with a standard error."""


def autonomy_at_risk(
    structure: Structure,
    chances: Mapping[str, Range | float],
    dependence: Dependence,
    *,
    levels: Sequence[float] = LEVELS,
    most_enumerated: int = MOST_ENUMERATED,
    points: int = POINTS,
    seed: int = 0,
) -> Risk:
    """L = D({p : p denies}): E[L], its law, VaR_α and AaR_α = min_t t + E[(L − t)₊]/(1 − α), with contributions.

    Chances are probabilities of denial within a horizon. Every supplier needs one: ``ValueError`` names those without (a supplier of whom nothing is known has the range
    0 to 1). L rises with every chance, so all at their lows and all at their highs give exact ends, the dependence held
    fixed; vary that apart. Exact where at most ``most_enumerated`` suppliers are uncertain and the dependence can be
    integrated; else from 16 scrambled Sobol sequences of ``points`` (a power of two) each, the same for all ends.

    >>> from contrapeso.methods.copula import Blocs
    >>> from contrapeso.methods.denial import Platform, Role
    >>> fleet = Structure([Platform(1.0, [Role(frozenset({"ITA"})), Role(frozenset({"USA"}))])], home="HOM")
    >>> risk = autonomy_at_risk(fleet, {"ITA": 0.02, "USA": Range(0.0, 0.1, 0.05)}, Blocs({}, 0.0))
    >>> figures = risk.tails[0].aar
    >>> round(risk.expected.value, 3), [round(end, 2) for end in (figures.low, figures.value, figures.high)]
    (0.069, [0.2, 0.69, 1.0])
    """
    stated = _stated(structure, chances)
    ends = [[one.low for one in stated], [one.high for one in stated]]
    if all(one.value is not None for one in stated):
        ends.append([one.value for one in stated if one.value is not None])
    distinct = {tuple(end): np.array(end, dtype=np.float64) for end in ends}
    exact = _Enumerated(structure, dependence, most_enumerated)
    known = [law for law in map(exact.law, distinct.values()) if law is not None]
    is_exact = len(known) == len(distinct)
    laws = known if is_exact else _sampled(structure, dependence, [*distinct.values()], points, seed)
    by_end = dict(zip(distinct, laws, strict=True))
    return _risk(structure, [by_end[tuple(end)] for end in ends], tuple(levels), is_exact)


@dataclass(frozen=True)
class _Weighed:
    """Cases of who denies, with their losses and probabilities; how to read them is left to ``containing``."""

    law: Law
    place: NDArray[np.int64]
    """The atom of the law that each case has."""
    probabilities: Array
    containing: Callable[[Array, Sequence[int]], Array]
    """Σ of weights (cases,) over the cases in which all members of each coalition (its bits) deny."""
    replicates: tuple[Law, ...] = ()


class _Enumerated:
    """All coalitions of the suppliers that may or may not deny, those who surely do or do not put aside."""

    def __init__(self, structure: Structure, dependence: Dependence, most: int) -> None:
        self._structure, self._dependence, self._most = structure, dependence, most
        self._ranked: dict[tuple[tuple[str, ...], int], tuple[Array, NDArray[np.int64]]] = {}

    def law(self, chances: Array) -> _Weighed | None:
        names = self._structure.suppliers
        used = _members(self._structure)
        open_ = [place for place in range(len(names)) if 0.0 < chances[place] < 1.0 and used >> place & 1]
        sure = sum(1 << place for place in range(len(names)) if chances[place] == 1.0)
        if len(open_) > self._most:
            return None
        order = self._dependence.arranged([names[place] for place in open_])
        places = [names.index(name) for name in order]
        found = self._dependence.probabilities(order, chances[places]) if places else np.ones(1)
        if found is None:
            return None
        if (order, sure) not in self._ranked:
            self._ranked[order, sure] = atoms(self._losses(places, sure))
        values, place = self._ranked[order, sure]
        law = law_of(values, place, found)
        return _Weighed(law, place, found, lambda weights, masks: _over_lattice(weights, masks, places, sure))

    def _losses(self, places: Sequence[int], sure: int) -> Array:
        sums = np.zeros(1 << len(places))
        for coalition, value in self._structure.dividends.items():
            mask = _narrowed(coalition, places, sure)
            if mask is not None:
                sums[mask] += value
        return subset_sums(sums, len(places))


def _sampled(
    structure: Structure, dependence: Dependence, cases: Sequence[Array], points: int, seed: int
) -> list[_Weighed]:
    """The same points for every case, so that more likely denials never lower a loss."""
    draws = normal_draws(dependence, structure.suppliers, points, seed)
    return [_observed(structure, draws < ndtri(case)) for case in cases]


def _observed(structure: Structure, denied: NDArray[np.bool_]) -> _Weighed:
    """The law of denials drawn (N, n): like cases together, replicates apart."""
    rows, replicates = together(denied)
    values, place = atoms(structure.denials(rows))
    found = np.mean(replicates, axis=0)
    laws = [law_of(values, place, each) for each in (found, *replicates)]
    return _Weighed(laws[0], place, found, lambda weights, masks: _over_rows(weights, masks, rows), tuple(laws[1:]))


def _risk(structure: Structure, cases: Sequence[_Weighed], levels: tuple[float, ...], is_exact: bool) -> Risk:
    expected = _figure(cases, lambda law: law.expected)
    tails = tuple(_tail(structure, cases, alpha) for alpha in levels)
    low, high, *value = (case.law for case in cases)
    return Risk(expected, tails, low, high, value[0] if value else None, is_exact)


def _tail(structure: Structure, cases: Sequence[_Weighed], alpha: float) -> Tail:
    shares = _contributions(structure, cases[2], alpha) if len(cases) > 2 else (None, None)
    var, aar = _figure(cases, lambda law: law.var(alpha)), _figure(cases, lambda law: law.tail_mean(alpha))
    return Tail(alpha, var, aar, *shares)


def _figure(cases: Sequence[_Weighed], of: Callable[[Law], float]) -> Figure:
    """The figure at the lows, the highs and the values; ends that differ by rounding alone are put in order."""
    ends = [of(case.law) for case in cases]
    errors = [standard_error([of(law) for law in case.replicates]) for case in cases if case.replicates]
    return Figure(min(ends), max(ends), ends[2] if len(ends) > 2 else None, max(errors, default=None))


def _contributions(structure: Structure, cases: _Weighed, alpha: float) -> tuple[tuple[float, ...], dict[str, float]]:
    """AaR_α by platform and by supplier: Σ m_T · (how much of the tail has all of T denying), T shared equally."""
    weights = cases.probabilities * cases.law.tail_weights(alpha)[cases.place]
    coalitions = sorted({coalition for part in structure.parts for coalition in part})
    present = dict(zip(coalitions, cases.containing(weights, coalitions).tolist(), strict=True))
    by_platform = tuple(sum((m * present[coalition] for coalition, m in part.items()), 0.0) for part in structure.parts)
    by_supplier = dict.fromkeys(structure.suppliers, 0.0)
    for coalition, m in structure.dividends.items():
        part = m * present[coalition] / coalition.bit_count()
        for place in places_of(coalition):
            by_supplier[structure.suppliers[place]] += part
    return by_platform, by_supplier


def _over_lattice(weights: Array, coalitions: Sequence[int], places: Sequence[int], sure: int) -> Array:
    above = subset_sums(weights[::-1].copy(), len(places))[::-1]
    masks = [_narrowed(coalition, places, sure) for coalition in coalitions]
    return np.array([0.0 if mask is None else above[mask] for mask in masks])


def _over_rows(weights: Array, coalitions: Sequence[int], rows: NDArray[np.bool_]) -> Array:
    counted = weights > 0.0
    columns, kept = np.ascontiguousarray(rows[counted].T), weights[counted]
    everyone = (np.logical_and.reduce(columns[list(places_of(coalition))]) for coalition in coalitions)
    return np.array([kept[case].sum() for case in everyone])


def _narrowed(coalition: int, places: Sequence[int], sure: int) -> int | None:
    """A coalition's bits among ``places``; None if it has a member that surely does not deny."""
    rest = list(places_of(coalition & ~sure))
    return sum(1 << places.index(place) for place in rest) if set(rest) <= set(places) else None


def _members(structure: Structure) -> int:
    members = 0
    for coalition in structure.dividends:
        members |= coalition
    return members


def _stated(structure: Structure, chances: Mapping[str, Range | float]) -> list[Range]:
    missing = [name for name in structure.suppliers if name not in chances]
    if missing:
        raise ValueError(f"no chance of denial is given for {', '.join(missing)}: state one, or the range 0 to 1")
    return [Range.of(chances[name], f"the chance of {name}", 0.0, 1.0) for name in structure.suppliers]
