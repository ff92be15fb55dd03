"""What a scenario changes most, told in one line: the capability that loses most, else the measurement that moves most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contrapeso.core.measurement import Measurement
from contrapeso.stress.run import Change, Stressed

SUPPORTED = "supported-capability"
MOST, FEWER = 3, 2
"""How many capabilities are told, and how many other measurements, which take more words."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One scenario in short."""

    most: tuple[Change, ...]
    """The capabilities that lose most support; where none does, the measurements that move most."""
    losing: tuple[Change, ...]
    """The capabilities that surely lose support, the worst first."""
    worse: tuple[Change, ...]
    """The findings that are worse, or new and call for attention."""

    @property
    def is_of_support(self) -> bool:
        return bool(self.losing)

    @property
    def loss(self) -> float:
        """The sum of what the capabilities lose."""
        return -sum(one.difference or 0.0 for one in self.losing)


def summary(found: Stressed) -> Summary:
    """The short of a scenario, with a few of what changes most."""
    changed = [one for one in found.measurements if one.is_changed]
    losing = [one for one in changed if is_supported(one) and (one.difference or 0.0) < 0.0]
    ordered = tuple(sorted(losing, key=lambda one: (one.difference or 0.0, one.id)))
    worse = tuple(one for one in found.findings if one.is_worse)
    return Summary(ordered[:MOST] or most_changed(changed)[:FEWER], ordered, worse)


def is_supported(change: Change) -> bool:
    return change.id.partition("/")[2].startswith(f"{SUPPORTED}:")


def most_changed(changed: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, those that are greatest for their size first: half of one thing outweighs a tenth of another."""
    return tuple(sorted(changed, key=lambda one: (-_relative(one), one.id)))


def _relative(one: Change) -> float:
    """|after − before| over the greater of the two; less for what has a value on one side only."""
    if one.difference is None:
        return 0.5
    sides = [
        abs(side.value) for side in (one.before, one.after) if isinstance(side, Measurement) and side.value is not None
    ]
    return abs(one.difference) / max(*sides, 1e-300)
