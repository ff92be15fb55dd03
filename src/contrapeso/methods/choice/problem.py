"""What may be chosen and what limits it: offers taken or left, rules that are linear in the choice, tails of a loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Taken = NDArray[np.bool_]

TOLERANCE = 1e-12
"""How far an Autonomy at Risk may lie above its ceiling and count as on it; linear rules are checked exactly."""


@dataclass(frozen=True, eq=False)
class Rule:
    """Σ_j coefficients_j x_j ≤ limit. Rules of one name stand or fall together."""

    name: str
    coefficients: Array
    """One per offer (n,)."""
    limit: float

    @cached_property
    def row(self) -> tuple[Array, float]:
        return self.coefficients, self.limit

    def is_kept(self, taken: Taken) -> bool:
        """In exact arithmetic on the numbers as written in decimals."""
        return total(self.coefficients, taken) <= exact(self.limit)


@dataclass(frozen=True, eq=False)
class Share:
    """(part_now + Σ part_j x_j) / (whole_now + Σ whole_j x_j) ≤ ceiling: what one partner can deny of a capability.

    Linear in the choice, as part − ceiling · whole ≤ 0; a share of nothing keeps every ceiling.
    """

    name: str
    part: Array
    part_now: float
    whole: Array
    whole_now: float
    ceiling: float

    @cached_property
    def row(self) -> tuple[Array, float]:
        return self.part - self.ceiling * self.whole, self.ceiling * self.whole_now - self.part_now

    def value(self, taken: Taken) -> Fraction | None:
        """The share after the choice, exactly; None of nothing."""
        whole = exact(self.whole_now) + total(self.whole, taken)
        return (exact(self.part_now) + total(self.part, taken)) / whole if whole else None

    def is_kept(self, taken: Taken) -> bool:
        value = self.value(taken)
        return value is None or value <= exact(self.ceiling)


@dataclass(frozen=True, eq=False)
class Tail:
    """AaR_α of a capability after the choice ≤ ceiling: the mean of the worst 1 − α of its losses over scenarios, as a share.

    In scenario s the loss is losses_now_s + Σ_j losses_sj x_j of a weight whole_now + Σ_j whole_j x_j. The mean of the tail
    is the greatest Σ_s q_s loss_s over weights 0 ≤ q_s ≤ p_s/(1 − α), Σ q = 1 (Rockafellar & Uryasev 2002, J. Banking &
    Finance 26:1443–1471), so a ceiling is linear in the choice for every q: as many rules as there are q, of which
    a solver needs those that bind (Künzi-Bay & Mayer 2006, Comput. Manag. Sci. 3:3–27).
    """

    name: str
    losses: Array
    """(S, n)."""
    losses_now: Array
    """(S,)."""
    probabilities: Array
    """(S,), summing to 1."""
    whole: Array
    whole_now: float
    alpha: float
    ceiling: float

    def __post_init__(self) -> None:
        if not 0.0 < self.alpha < 1.0:
            raise ValueError(f"the level alpha is between 0 and 1, not {self.alpha}")
        if abs(float(self.probabilities.sum()) - 1.0) > 1e-6 or np.any(self.probabilities < 0.0):
            raise ValueError("the probabilities of the scenarios are at least 0 and sum to 1")

    def value(self, taken: Taken) -> float | None:
        """AaR_α after the choice, a share of what is then in service; None of nothing."""
        whole = self.whole_now + float(self.whole @ taken)
        loss = self._loss(taken)
        return float(self.weights(taken) @ loss) / whole if whole > 0.0 else None

    def weights(self, taken: Taken) -> Array:
        """q (S,): what each scenario weighs in the worst 1 − α."""
        order = np.argsort(-self._loss(taken), kind="stable")
        share = self.probabilities[order] / self.probabilities.sum() / (1.0 - self.alpha)
        before = np.cumsum(share) - share
        found = np.zeros(order.size)
        found[order] = np.clip(1.0 - before, 0.0, share)
        return found

    def cut(self, taken: Taken) -> Rule:
        """The linear rule of the scenarios that are worst for a choice; every choice that keeps the ceiling keeps it."""
        q = self.weights(taken)
        coefficients = q @ self.losses - self.ceiling * self.whole
        return Rule(self.name, coefficients, self.ceiling * self.whole_now - float(q @ self.losses_now))

    def is_kept(self, taken: Taken) -> bool:
        value = self.value(taken)
        return value is None or value <= self.ceiling + TOLERANCE

    def _loss(self, taken: Taken) -> Array:
        return np.asarray(self.losses_now + self.losses[:, taken].sum(axis=1))


Limited = Share | Tail
AnyRule = Rule | Share | Tail


@dataclass(frozen=True, eq=False)
class Problem:
    """Take or leave each of n offers so that Σ benefits_j x_j is greatest and every rule is kept."""

    benefits: Array
    rules: tuple[AnyRule, ...] = ()

    def __post_init__(self) -> None:
        size = self.benefits.size
        for rule in self.rules:
            columns = rule.coefficients if isinstance(rule, Rule) else rule.whole
            if columns.shape != (size,):
                raise ValueError(f"rule {rule.name!r} speaks of {columns.shape} offers, not of {size}")

    @property
    def size(self) -> int:
        return int(self.benefits.size)

    @cached_property
    def linear(self) -> tuple[Rule | Share, ...]:
        return tuple(rule for rule in self.rules if not isinstance(rule, Tail))

    @cached_property
    def tails(self) -> tuple[Tail, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule, Tail))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rules, each once, in order."""
        return tuple(dict.fromkeys(rule.name for rule in self.rules))

    def only(self, names: Iterable[str]) -> Problem:
        """The problem with the rules of these names alone."""
        kept = frozenset(names)
        return replace(self, rules=tuple(rule for rule in self.rules if rule.name in kept))

    def broken(self, taken: Taken) -> tuple[str, ...]:
        """The names of the rules that a choice breaks."""
        return tuple(dict.fromkeys(rule.name for rule in self.rules if not rule.is_kept(taken)))

    def benefit(self, taken: Taken) -> Fraction:
        return total(self.benefits, taken)


def at_most_one(name: str, members: Sequence[int], size: int) -> Rule:
    """Alternatives of which one at most is taken.

    >>> at_most_one("fighters", [0, 2], 3).coefficients
    array([1., 0., 1.])
    """
    return Rule(name, _marked(members, size), 1.0)


def barred(name: str, members: Sequence[int], size: int) -> Rule:
    """Offers that may not be taken."""
    return Rule(name, _marked(members, size), 0.0)


def at_least(name: str, coefficients: ArrayLike, limit: float) -> Rule:
    """Σ coefficients x ≥ limit."""
    return Rule(name, -np.asarray(coefficients, dtype=np.float64), -limit)


def prerequisite(name: str, offer: int, needed: int, size: int) -> Rule:
    """An offer that may be taken only with another."""
    coefficients = np.zeros(size)
    coefficients[offer] += 1.0
    coefficients[needed] -= 1.0
    return Rule(name, coefficients, 0.0)


def exact(number: float) -> Fraction:
    """A number as the fraction that its shortest decimal says: 0.3 is 3/10.

    >>> exact(0.3)
    Fraction(3, 10)
    """
    value = float(number)
    return Fraction(int(value)) if value.is_integer() else Fraction(repr(value))


def total(numbers: Array, taken: Taken) -> Fraction:
    """Σ numbers_j over what is taken, exactly."""
    return sum((exact(one) for one in numbers[taken].tolist() if one), Fraction(0))


def _marked(members: Sequence[int], size: int) -> Array:
    coefficients = np.zeros(size)
    coefficients[list(members)] = 1.0
    return coefficients
