"""Look-through dependence: what coalitions of suppliers can deny, who counts for how much, and who suffices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.coalition import minimal_in, places_of, subset_sums, without_supersets
from contrapeso.methods.expansion import Expansion, Need, Terms, expand, gradients, in_denied, working

TOLERANCE = 1e-12
MOST_IN_LATTICE = 25
_SEARCHED_BY_LATTICE = 18

_Share = Callable[[int], float]


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
        expanded = zip(self.platforms, map(in_denied, self._platform_needs), strict=True)
        return tuple(
            {coalition: -platform.weight * value for coalition, value in terms.items() if coalition}
            for platform, terms in expanded
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
        bits = self._bits(coalition)
        return tuple(_lost(needs, bits) for needs in self._platform_needs)

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
        denied, willing = self._terms
        lattice = _summed({**denied, 0: 0.0}, count, sign=-1.0)
        if willing:
            works = _summed(willing, count)
            lattice += works[-1] - works[::-1]
        for weight, needs in self._unexpanded:
            lattice += weight * (1.0 - working(needs, count))
        return lattice

    def shapley(self) -> dict[str, float]:
        """Each supplier's fair share of D(all), by supplier; sums to D(all).

        Platforms with too many monomials: ∫ −∂f/∂d_p(t, …, t) dt over [0, 1] (Owen 1972), by Gauss–Legendre, which is exact.
        """
        nodes, weights = np.polynomial.legendre.leggauss(len(self.suppliers) // 2 + 1)
        return self._attributed(lambda size: 1.0 / size, (nodes + 1.0) / 2.0, weights / 2.0)

    def banzhaf(self) -> dict[str, float]:
        """Each supplier's mean marginal denial over all coalitions of the others."""
        return self._attributed(lambda size: 0.5 ** (size - 1), np.array([0.5]), np.array([1.0]))

    def minimal_coalitions(self, threshold: float) -> list[frozenset[str]]:
        """The inclusion-minimal coalitions that deny at least ``threshold`` (> 0), smallest first, then by name."""
        if threshold <= 0.0:
            raise ValueError(f"a threshold of {threshold} is met by nobody denying: give one above 0")
        if len(self.suppliers) <= _SEARCHED_BY_LATTICE:
            found = minimal_in(self.lattice() >= threshold - TOLERANCE, len(self.suppliers))
        else:
            found = without_supersets(self._search(threshold - TOLERANCE))
        named = [frozenset(self._names(coalition)) for coalition in found]
        return sorted(named, key=lambda coalition: (len(coalition), sorted(coalition)))

    @cached_property
    def _platform_needs(self) -> list[list[Need]]:
        index = {supplier: 1 << place for place, supplier in enumerate(self.suppliers)}
        return [_needs(platform, index, self.home) for platform in self.platforms]

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

    @cached_property
    def _expansions(self) -> list[tuple[float, list[Need], Expansion | None]]:
        """Each platform's weight, needs and shorter expansion; platforms that need the same are one."""
        weights: dict[tuple[Need, ...], float] = {}
        for platform, needs in zip(self.platforms, self._platform_needs, strict=True):
            if needs:
                weights[tuple(needs)] = weights.get(tuple(needs), 0.0) + platform.weight
        return [(weight, list(needs), expand(needs)) for needs, weight in weights.items()]

    @cached_property
    def _terms(self) -> tuple[Terms, Terms]:
        """What works as monomials, those in d and those in x; the constants tell nothing."""
        denied: Terms = {}
        willing: Terms = {}
        for weight, _, found in self._expansions:
            if found is not None:
                total = denied if found.basis == "denied" else willing
                for coalition, value in found.terms.items():
                    total[coalition] = total.get(coalition, 0.0) + weight * value
        return denied, willing

    @property
    def _unexpanded(self) -> list[tuple[float, list[Need]]]:
        return [(weight, needs) for weight, needs, found in self._expansions if found is None]

    def _denied(self, bits: int) -> float:
        """D of a coalition, straight from the roles that it leaves without a supplier."""
        pairs = zip(self.platforms, self._platform_needs, strict=True)
        return sum((platform.weight * _lost(needs, bits) for platform, needs in pairs), 0.0)

    def _attributed(self, share: _Share, nodes: NDArray[np.float64], weights: NDArray[np.float64]) -> dict[str, float]:
        """Σ_{T∋p} of each monomial's share, and of platforms that have too many the mean slope at the nodes."""
        denied, willing = self._terms
        result = dict.fromkeys(self.suppliers, 0.0)
        for terms, sign in ((denied, -1.0), (willing, 1.0)):
            for coalition, value in terms.items():
                part = sign * value * share(coalition.bit_count()) if coalition else 0.0
                for name in self._names(coalition):
                    result[name] += part
        for weight, needs in self._unexpanded:
            for place, slopes in gradients(needs, nodes).items():
                result[self.suppliers[place]] += weight * float(slopes @ weights)
        return result

    def _bits(self, coalition: Iterable[str]) -> int:
        members = set(coalition)
        return sum(1 << place for place, supplier in enumerate(self.suppliers) if supplier in members)

    def _names(self, coalition: int) -> list[str]:
        return [self.suppliers[place] for place in places_of(coalition)]


def _needs(platform: Platform, index: dict[str, int], home: str) -> list[Need]:
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


def _lost(needs: Sequence[Need], bits: int) -> float:
    """1 − Π (1 − loss) over the roles left without a supplier, so that a single loss stays as it was stated."""
    lost = 0.0
    for suppliers, loss in needs:
        if not suppliers & ~bits:
            lost += (1.0 - lost) * loss
    return lost


def _summed(terms: Terms, count: int, *, sign: float = 1.0) -> NDArray[np.float64]:
    """The sum over the subsets of each of 2**count coalitions."""
    sums = np.zeros(1 << count)
    for coalition, value in terms.items():
        sums[coalition] = sign * value
    return subset_sums(sums, count)
