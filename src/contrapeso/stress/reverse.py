"""Reverse stress: the smallest shocks that break something, by exact coalitions or by a search of a stated universe."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Any

from contrapeso.methods.denial import TOLERANCE, Structure

MOST = 2
"""Sets of shocks are searched up to this size."""
Shocks = frozenset[str]
Breaks = Callable[[Shocks], Collection[str]]


@dataclass(frozen=True, slots=True)
class Set:
    """Shocks that together break something: what they take, and how likely all of them are, where a pack assumes chances."""

    shocks: tuple[str, ...]
    loss: float | None = None
    chance: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"shocks": list(self.shocks), "size": len(self.shocks), "loss": self.loss, "chance": self.chance}


@dataclass(frozen=True, slots=True)
class Broken:
    """What it takes to break one thing: the smallest sets, or that there are none up to the size searched."""

    subject: str
    """A finding, or a capability."""
    sets: tuple[Set, ...]
    is_already: bool
    """Whether it is broken without any shock."""
    searched: int
    """The size up to which sets were searched; with ``is_exact`` all of them were."""
    universe: tuple[str, ...]
    is_exact: bool
    floor: float | None = None
    """The share of a capability that is to be left, where it is a capability that breaks."""

    @property
    def size(self) -> int | None:
        """How many shocks it takes; 0 where it is broken already, None where none was found."""
        return 0 if self.is_already else len(self.sets[0].shocks) if self.sets else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "subject": self.subject, "already": self.is_already, "size": self.size, "exact": self.is_exact, "floor": self.floor,
            "searched_up_to": self.searched, "universe": list(self.universe), "sets": [one.to_dict() for one in self.sets],
        }  # fmt: skip


def search(
    universe: Sequence[str],
    breaks: Breaks,
    *,
    most: int = MOST,
    matters: Callable[[Shocks, Collection[str]], bool] = lambda shocks, found: True,
) -> Mapping[str, tuple[Shocks, ...]]:
    """By name of what breaks, every smallest set of shocks that breaks it, breadth first up to ``most`` shocks.

    ``breaks(shocks)`` names what a set breaks. ``matters(shocks, found)`` may spare a set that can break nothing that is
    not found yet. What no set up to that size breaks is not in the result.

    >>> needs = {"x": {"A"}, "y": {"A", "B"}}
    >>> found = search("ABC", lambda shocks: [name for name, all_of in needs.items() if all_of <= shocks])
    >>> [(name, sorted(sets[0])) for name, sets in found.items()]
    [('x', ['A']), ('y', ['A', 'B'])]
    """
    found: dict[str, tuple[Shocks, ...]] = {}
    for size in range(1, most + 1):
        level: dict[str, list[Shocks]] = {}
        for chosen in combinations(universe, size):
            shocks = frozenset(chosen)
            if matters(shocks, found):
                for name in breaks(shocks):
                    level.setdefault(name, []).append(shocks)
        found |= {name: tuple(sets) for name, sets in level.items() if name not in found}
    return found


def smallest_coalitions(structure: Structure, floor: float) -> tuple[Shocks, ...]:
    """Every smallest set of suppliers whose end leaves less than ``floor`` of a capability; exact at any number of them.

    A floor in (0, 1]; empty where even all of them together leave as much (minimal denial coalitions, methods §2).

    >>> from contrapeso.methods.denial import Platform, Role
    >>> needs = lambda *states: [Role(frozenset([state])) for state in states]
    >>> fleet = Structure([Platform(0.6, needs("A", "B")), Platform(0.4, needs("C"))], home="H")
    >>> [sorted(one) for one in smallest_coalitions(fleet, 0.5)], [sorted(one) for one in smallest_coalitions(fleet, 0.3)]
    ([['A'], ['B']], [['A', 'C'], ['B', 'C']])
    """
    if not 0.0 < floor <= 1.0:
        raise ValueError(f"a floor of {floor} is no share above 0 and up to 1")
    minimal = structure.minimal_coalitions(1.0 - floor + 2.0 * TOLERANCE)
    return tuple(one for one in minimal if len(one) == len(minimal[0]))


def ranked(
    sets: Iterable[Shocks], loss: Callable[[Shocks], float | None], chance: Callable[[str], float | None]
) -> tuple[Set, ...]:
    """Sets by size, then by what they take (most first), then by how likely they are, then by name."""
    made = [Set(tuple(sorted(one)), loss(one), _together([chance(name) for name in one])) for one in sets]
    return tuple(sorted(made, key=lambda one: (len(one.shocks), -(one.loss or 0.0), -(one.chance or 0.0), one.shocks)))


def _together(chances: Sequence[float | None]) -> float | None:
    """The chance of all if none hangs on another; None where one is not assumed."""
    known = [one for one in chances if one is not None]
    return prod(known) if known and len(known) == len(chances) else None
