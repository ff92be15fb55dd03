"""Whose wars could become ours: the obligations of a state beside the conflicts that its partners are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contrapeso.core.period import PartialDate
from contrapeso.methods.network import is_in_force


@dataclass(frozen=True, slots=True)
class Obligation:
    """What ``state`` owes ``partner`` under an instrument, of a kind such as defence, consultation or neutrality."""

    state: str
    partner: str
    kind: str
    instrument: str
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Belligerent:
    """A state's part in a conflict, of a kind such as war or minor; dates as the source states them, None is open.

    ``2018`` as a start means some day of 2018; a source that lists a conflict under a year is given as that year's first
    and last day, if it is to count as active throughout.
    """

    state: str
    conflict: str
    kind: str
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Pull:
    """One obligation beside one conflict of the partner, and the weight of the two together."""

    obligation: Obligation
    conflict: Belligerent
    weight: float
    is_sure: bool
    """Whether both surely held on the day, in a conflict of others; else a date known to a month or year leaves it open."""
    is_party: bool
    """Whether the state surely was in that conflict itself: it is no longer another's, and adds nothing."""


@dataclass(frozen=True, slots=True)
class Entanglement:
    """What pulls a state into the conflicts of others on a day."""

    low: float
    """Σ of the pulls that are sure."""
    high: float
    """Σ of the pulls that are sure or possible."""
    pulls: tuple[Pull, ...]
    """Heaviest first; those of conflicts in which the state is itself come with them, and are not in the sums."""

    @property
    def conflicts(self) -> frozenset[str]:
        """The conflicts of others that possibly pull."""
        return frozenset(pull.conflict.conflict for pull in self.pulls if not pull.is_party)


def entanglement(
    states: Iterable[str],
    obligations: Iterable[Obligation],
    belligerents: Iterable[Belligerent],
    on: date,
    *,
    obligation_weight: Mapping[str, float],
    conflict_weight: Mapping[str, float],
) -> dict[str, Entanglement]:
    """Σ over a state's obligations of their weight × the weights of the partner's active conflicts, for every state.

    Weights ≥ 0 by kind are the caller's scale; a kind without one raises ``ValueError``, and a weight of 0 says that the
    kind binds nobody. A state that owes nothing, or whose partners are at peace, has 0.

    >>> owed, war = Obligation("AAA", "BBB", "defence", "pact"), Belligerent("BBB", "BBB–CCC", "war")
    >>> scale = {"obligation_weight": {"defence": 1.0}, "conflict_weight": {"war": 2.0}}
    >>> entanglement(["AAA"], [owed], [war], date(2026, 1, 1), **scale)["AAA"].high
    2.0
    """
    at_war: dict[str, list[Belligerent]] = defaultdict(list)
    for one in belligerents:
        if is_in_force(one.start, one.end, on, possibly=True):
            at_war[one.state].append(one)
    pulls: dict[str, list[Pull]] = {state: [] for state in states}
    for owed in obligations:
        if owed.state in pulls and is_in_force(owed.start, owed.end, on, possibly=True):
            for conflict in at_war.get(owed.partner, ()):
                weight = _weight(obligation_weight, owed.kind) * _weight(conflict_weight, conflict.kind)
                own = [one for one in at_war.get(owed.state, ()) if one.conflict == conflict.conflict]
                is_sure = _is_sure(owed, on) and _is_sure(conflict, on) and not own
                is_party = any(_is_sure(one, on) for one in own)
                pulls[owed.state].append(Pull(owed, conflict, weight, is_sure, is_party))
    return {state: _entanglement(found) for state, found in pulls.items()}


def _entanglement(pulls: list[Pull]) -> Entanglement:
    foreign = [pull for pull in pulls if not pull.is_party]
    low = sum((pull.weight for pull in foreign if pull.is_sure), 0.0)
    high = sum((pull.weight for pull in foreign), 0.0)
    return Entanglement(low, high, tuple(sorted(pulls, key=_order)))


def _order(pull: Pull) -> tuple[float, str, str, str, str]:
    owed = pull.obligation
    return (-pull.weight, owed.partner, pull.conflict.conflict, owed.instrument, owed.kind)


def _is_sure(one: Obligation | Belligerent, on: date) -> bool:
    return is_in_force(one.start, one.end, on)


def _weight(scale: Mapping[str, float], kind: str) -> float:
    if scale.get(kind, -1.0) < 0.0:
        raise ValueError(f"no weight ≥ 0 for {kind!r}: give one, 0 if it binds nobody; there are {sorted(scale)}")
    return scale[kind]
