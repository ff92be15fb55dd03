"""Look-through dependence: what coalitions of suppliers can deny, who counts for how much, and who suffices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-12
MOST_IN_LATTICE = 25
_SEARCHED_BY_LATTICE = 18
_CHUNK = 1 << 16
_STRIP = 1 << 11
_EXPANDED = 12
"""Vital suppliers of one platform up to which its monomials are listed one by one."""

_Need = tuple[int, float]
"""Who can fill a role, as bits, and the fraction lost without it."""
_Share = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Role:
    """Something a platform needs; any one of ``suppliers`` can give it.

    Without a supplier a ``critical`` role grounds the platform; another one costs it the fraction ``loss`` in [0, 1].
    A role whose suppliers nobody knows is left out by the caller, or given the states that might be.
    """

    suppliers: frozenset[str]
    critical: bool = True
    loss: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        if not self.suppliers:
            raise ValueError(f"role {self.name!r} has no supplier: leave an unknown role out, or name who might be")
        if not 0.0 <= self.loss <= 1.0:
            raise ValueError(f"role {self.name!r} has a loss outside [0, 1]: {self.loss}")

    @property
    def weight(self) -> float:
        """The fraction of the platform lost without the role."""
        return 1.0 if self.critical else self.loss


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform type with its weight in the capability and the roles it needs."""

    weight: float
    roles: Sequence[Role]
    name: str = ""


@dataclass(frozen=True)
class Structure:
    """A capability f(x) = Σ_k w_k Π_critical [∃ p ∈ A_kr : x_p = 1] Π_degrading (1 − δ_r [no supplier]); x_home = 1.

    With d_p = 1 − x_p a role fails iff Π_{p ∈ A} d_p = 1, so f is multilinear in d with d_p² = d_p. Its monomials c_T give
    everything: denial D(S) = f(1) − f(1 − 1_S) = Σ_{∅≠T⊆S} m_T with m_T = −c_T; Shapley_p = Σ_{T∋p} m_T/|T| (Harsanyi
    1963, the dividends of a game); Banzhaf_p = Σ_{T∋p} m_T/2^{|T|−1} (Owen 1972, the multilinear extension at 1/2).

    >>> spartan = Platform(1.0, [Role(frozenset({"ITA"})), Role(frozenset({"USA"}))])
    >>> fleet = Structure([spartan], home="PER")
    >>> fleet.denial({"USA"}), fleet.shapley()
    (1.0, {'ITA': 0.5, 'USA': 0.5})
    """

    platforms: Sequence[Platform]
    home: str

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """The states that supply any role, ``home`` left out, sorted; bit i of a coalition is ``suppliers[i]``."""
        roles = (role for platform in self.platforms for role in platform.roles)
        return tuple(sorted(frozenset().union(*(role.suppliers for role in roles)) - {self.home}))

    @cached_property
    def dividends(self) -> dict[int, float]:
        """m_T by coalition bits, T ≠ ∅, zeros left out."""
        total: dict[int, float] = {}
        for part in self.parts:
            for coalition, value in part.items():
                total[coalition] = total.get(coalition, 0.0) + value
        return {coalition: value for coalition, value in total.items() if abs(value) > TOLERANCE}

    @cached_property
    def parts(self) -> tuple[dict[int, float], ...]:
        """m_T of each platform alone, in the order of ``platforms``; they add up to ``dividends``."""
        return tuple(
            {coalition: -platform.weight * value for coalition, value in form.expanded().items() if coalition}
            for platform, form in zip(self.platforms, self._forms, strict=True)
        )

    def denial(self, coalition: Iterable[str]) -> float:
        """The capability lost if all members of the coalition deny; states that supply nothing change nothing."""
        return self._denied(self._bits(coalition))

    def denials(self, denied: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The capability lost in each of N cases; ``denied`` (N, n) says who denies, in the order of ``suppliers``."""
        columns = np.ascontiguousarray(denied.T)
        lost = np.zeros(len(denied))
        for platform, needs in zip(self.platforms, self._platform_needs, strict=True):
            works = np.ones(len(denied))
            for bits, loss in needs:
                works *= 1.0 - loss * np.logical_and.reduce(columns[list(places_of(bits))])
            lost += platform.weight * (1.0 - works)
        return lost

    def losses(self, coalition: Iterable[str]) -> tuple[float, ...]:
        """The fraction of each platform lost if all members of the coalition deny, in the order of ``platforms``."""
        bits, lost = self._bits(coalition), []
        for needs in self._platform_needs:
            works = 1.0
            for suppliers, loss in needs:
                works *= 1.0 - loss * (suppliers & ~bits == 0)
            lost.append(1.0 - works)
        return tuple(lost)

    def exposure(self, supplier: str) -> float:
        """Look-through exposure: the weight of the platforms for which ``supplier`` supplies any critical role."""
        return sum(
            platform.weight
            for platform in self.platforms
            if any(role.critical and supplier in role.suppliers for role in platform.roles)
        )

    def lattice(self) -> NDArray[np.float64]:
        """D of all 2**n coalitions, indexed by their bits (one subset-sum transform); ``ValueError`` above n = 25."""
        count = len(self.suppliers)
        if count > MOST_IN_LATTICE:
            raise ValueError(
                f"{count} suppliers have 2**{count} coalitions: at most {MOST_IN_LATTICE}, or ask denial()"
            )
        sums = np.zeros(1 << count)
        wide = []
        for platform, form in zip(self.platforms, self._forms, strict=True):
            if form.vital.bit_count() > _EXPANDED:
                wide.append((platform.weight, form))
                continue
            for coalition, value in form.expanded().items():
                if coalition:
                    sums[coalition] -= platform.weight * value
        lattice = subset_sums(sums, count)
        for weight, form in wide:
            lattice += weight * form.lost(count)
        return lattice

    def shapley(self) -> dict[str, float]:
        """Each supplier's fair share of D(all), by supplier; sums to D(all)."""
        return self._attributed(lambda u, c: 1.0 / math.comb(u + c, u))

    def banzhaf(self) -> dict[str, float]:
        """Each supplier's mean marginal denial over all coalitions of the others."""
        return self._attributed(lambda u, c: 0.5 ** (u + c - 1), by_size=False)

    def minimal_coalitions(self, threshold: float) -> list[frozenset[str]]:
        """The inclusion-minimal coalitions that deny at least ``threshold`` (> 0), smallest first, then by name."""
        if threshold <= 0.0:
            raise ValueError(f"a threshold of {threshold} is met by nobody denying: give one above 0")
        if len(self.suppliers) <= _SEARCHED_BY_LATTICE:
            found = _minimal_in(self.lattice() >= threshold - TOLERANCE, len(self.suppliers))
        else:
            found = _without_supersets(self._search(threshold - TOLERANCE))
        named = [frozenset(self._names(coalition)) for coalition in found]
        return sorted(named, key=lambda coalition: (len(coalition), sorted(coalition)))

    @cached_property
    def _platform_needs(self) -> list[list[_Need]]:
        index = {supplier: 1 << place for place, supplier in enumerate(self.suppliers)}
        return [_needs(platform, index, self.home) for platform in self.platforms]

    @cached_property
    def _forms(self) -> list[_Form]:
        return [_form(needs) for needs in self._platform_needs]

    def _search(self, threshold: float) -> Iterator[int]:
        """Coalitions that reach the threshold, among them all minimal ones; branches that cannot reach it are cut."""
        shares = self.shapley()
        order = sorted(range(len(self.suppliers)), key=lambda place: -shares[self.suppliers[place]])
        rest = [0] * (len(order) + 1)
        for depth in reversed(range(len(order))):
            rest[depth] = rest[depth + 1] | 1 << order[depth]
        todo = [(0, 0)]
        while todo:
            chosen, depth = todo.pop()
            if self._denied(chosen) >= threshold:
                yield chosen
            elif depth < len(order) and self._denied(chosen | rest[depth]) >= threshold:
                todo += [(chosen, depth + 1), (chosen | 1 << order[depth], depth + 1)]

    def _denied(self, bits: int) -> float:
        lost = 0.0
        for platform, needs in zip(self.platforms, self._platform_needs, strict=True):
            works = 1.0
            for suppliers, loss in needs:
                if suppliers & ~bits == 0:
                    works *= 1.0 - loss
            lost += platform.weight * (1.0 - works)
        return lost

    def _attributed(self, share: _Share, *, by_size: bool = True) -> dict[str, float]:
        """Σ over monomials of what each member of one gets; ``vital`` suppliers by the sums over all their subsets.

        For a monomial g_U of the rest, u = |U| and c vital suppliers, Σ_a (−1)^a C(c, a)/(a + u) = (u − 1)! c!/(u + c)!:
        a member of U gets share/u and a vital one share/c, with opposite signs (Shapley; Banzhaf likewise, not by size).
        """
        result = dict.fromkeys(self.suppliers, 0.0)
        for platform, form in zip(self.platforms, self._forms, strict=True):
            c, vital = form.vital.bit_count(), 0.0
            for coalition, value in form.rest.items():
                u = coalition.bit_count()
                part = platform.weight * value * share(u, c)
                vital += part / c if by_size and c else part
                for name in self._names(coalition):
                    result[name] -= part / u if by_size else part
            for name in self._names(form.vital):
                result[name] += vital
        return result

    def _bits(self, coalition: Iterable[str]) -> int:
        members = set(coalition)
        return sum(1 << place for place, supplier in enumerate(self.suppliers) if supplier in members)

    def _names(self, coalition: int) -> list[str]:
        return [self.suppliers[place] for place in places_of(coalition)]


def _needs(platform: Platform, index: dict[str, int], home: str) -> list[_Need]:
    """A platform's roles as (supplier bits, fraction lost); home never denies, and what a critical role implies goes."""
    needs = [
        (sum(index[supplier] for supplier in role.suppliers), role.weight)
        for role in platform.roles
        if home not in role.suppliers and role.weight > 0.0
    ]
    fatal = {bits for bits, loss in needs if loss == 1.0}
    fatal = {bits for bits in fatal if not any(other != bits and other & bits == other for other in fatal)}
    partial = [(bits, loss) for bits, loss in needs if loss < 1.0 and not any(one & bits == one for one in fatal)]
    return [*((bits, 1.0) for bits in sorted(fatal)), *sorted(partial)]


@dataclass(frozen=True, slots=True)
class _Form:
    """What works of a platform: Π_{p ∈ vital} (1 − d_p) · Σ_U g_U d^U, the sum over ``rest`` without any vital supplier.

    A vital supplier alone fills a critical role; keeping these as a product spares the 2^|vital| monomials.
    """

    vital: int
    rest: dict[int, float]

    def expanded(self) -> dict[int, float]:
        """All monomials by coalition bits."""
        terms = dict(self.rest)
        for place in places_of(self.vital):
            terms |= {coalition | 1 << place: -value for coalition, value in terms.items()}
        return terms

    def lost(self, count: int) -> NDArray[np.float64]:
        """The fraction lost in each of 2**count coalitions."""
        works = np.zeros(1 << count)
        for coalition, value in self.rest.items():
            works[coalition] = value
        subset_sums(works, count)
        works[np.arange(1 << count) & self.vital != 0] = 0.0
        return 1.0 - works


def _form(needs: Sequence[_Need]) -> _Form:
    """Needs split into vital suppliers and the rest; ``_needs`` left no other need that a vital supplier is part of."""
    vital = [bits for bits, loss in needs if loss == 1.0 and bits.bit_count() == 1]
    return _Form(sum(vital), _expand([need for need in needs if need[1] < 1.0 or need[0].bit_count() > 1]))


def _expand(needs: Sequence[_Need]) -> dict[int, float]:
    """Π (1 − loss · d^bits) as coefficients by union of bits."""
    terms = {0: 1.0}
    for bits, loss in needs:
        for coalition, value in list(terms.items()):
            joined = coalition | bits
            terms[joined] = terms.get(joined, 0.0) - loss * value
    return terms


def subset_sums(sums: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Σ over subsets of 2**count values in place (zeta transform), low bits chunk by chunk and high bits strip by strip, within the cache."""
    low = min(count, _CHUNK.bit_length() - 1)
    for chunk in sums.reshape(-1, 1 << low):
        _sum_bits(chunk[:, None], low)
    if count > low:
        table = sums.reshape(1 << (count - low), 1 << low)
        for start in range(0, table.shape[1], _STRIP):
            _sum_bits(table[:, start : start + _STRIP], count - low)
    return sums


def _sum_bits(rows: NDArray[np.float64], bits: int) -> None:
    """The transform over the first axis of 2**bits rows, in place."""
    for bit in range(bits):
        pairs = rows.reshape(-1, 2, 1 << bit, rows.shape[1])
        pairs[:, 1] += pairs[:, 0]


def _minimal_in(enough: NDArray[np.bool_], count: int) -> list[int]:
    """The coalitions that are enough while none of them less one member is (denial is monotone)."""
    minimal = enough.copy()
    for bit in range(count):
        pairs = enough.reshape(-1, 2, 1 << bit)
        minimal.reshape(-1, 2, 1 << bit)[:, 1] &= ~pairs[:, 0]
    return [int(coalition) for coalition in np.flatnonzero(minimal)]


def _without_supersets(coalitions: Iterable[int]) -> list[int]:
    kept: list[int] = []
    for coalition in sorted(set(coalitions), key=int.bit_count):
        if not any(one & coalition == one for one in kept):
            kept.append(coalition)
    return kept


def places_of(bits: int) -> Iterator[int]:
    """The places of the bits set, lowest first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
