"""Conditionality: how heavily the conditions of a partner weigh on what is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_AGAINST = {"low": "high", "medium": "medium", "high": "low"}


@dataclass(frozen=True, slots=True)
class Scale:
    """Doctrine's weights in [0, 1]: of a grade (low, medium, high), and of a scope (item, unit, programme, country)."""

    grades: Mapping[str, float]
    scopes: Mapping[str, float]


def severity(discretion: str, reversibility: str, scope: str, scale: Scale) -> float:
    """Mean weight of the holder's discretion, of how hard the effect is to reverse, and of what it reaches; in [0, 1].

    Severity = (g(discretion) + g(irreversibility) + s(scope)) / 3, where an effect of low reversibility is of high
    irreversibility. Methods of the project, §6.

    >>> scale = Scale({"low": 0.2, "medium": 0.5, "high": 0.8}, {"item": 0.2, "country": 1.0})
    >>> round(severity("high", "low", "country", scale), 4), round(severity("low", "high", "item", scale), 4)
    (0.8667, 0.2)
    """
    return (scale.grades[discretion] + scale.grades[_AGAINST[reversibility]] + scale.scopes[scope]) / 3


def load(clauses: Iterable[tuple[float, int]], channel: int) -> float:
    """Σ severity × covered acts / acts of the channel, over ``(severity, covered acts)`` of each clause.

    0 where nothing is conditioned; it grows with every clause, up to their number. ``ValueError`` if a clause covers
    more acts than the channel has, or the channel is empty.

    >>> round(load([(0.9, 1), (0.3, 2)], 4), 4)
    0.375
    """
    listed = list(clauses)
    if channel < 1 or any(covered > channel for _, covered in listed):
        raise ValueError(f"a channel of {channel} acts cannot hold what the clauses cover: {listed}")
    return sum(weight * covered / channel for weight, covered in listed)
