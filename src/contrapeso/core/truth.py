"""Three-valued (Kleene) truth that carries the missing facts and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Truth:
    """TRUE, FALSE or UNKNOWN (``value is None``).

    ``missing`` names the facts that would settle an UNKNOWN; ``grounds`` the evidence rows used;
    ``assumed`` is set where a threshold is an assumption and not a norm.
    Conjunction and disjunction follow Kleene (1952, §64): FALSE & UNKNOWN is FALSE.

    >>> (TRUE & unknown("votes")).missing
    frozenset({'votes'})
    >>> (FALSE & unknown("votes")).value
    False
    """

    value: bool | None
    missing: frozenset[str] = _NONE
    grounds: frozenset[str] = _NONE
    assumed: bool = False

    def __and__(self, other: Truth) -> Truth:
        return _join(self, other, deciding=False)

    def __or__(self, other: Truth) -> Truth:
        return _join(self, other, deciding=True)

    def __invert__(self) -> Truth:
        value = None if self.value is None else not self.value
        return Truth(value, self.missing, self.grounds, self.assumed)

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: ask .is_true, .is_false or .is_unknown")

    @property
    def is_true(self) -> bool:
        return self.value is True

    @property
    def is_false(self) -> bool:
        return self.value is False

    @property
    def is_unknown(self) -> bool:
        return self.value is None

    def because(self, *grounds: str) -> Truth:
        """The same truth resting on more evidence rows."""
        return Truth(self.value, self.missing, self.grounds | frozenset(grounds), self.assumed)

    def if_assumed(self, assumed: bool) -> Truth:
        return Truth(self.value, self.missing, self.grounds, self.assumed or assumed)


def _join(left: Truth, right: Truth, *, deciding: bool) -> Truth:
    """Kleene join; the ``deciding`` value settles the result alone (FALSE for and, TRUE for or)."""
    decisive = [side for side in (left, right) if side.value is deciding]
    if decisive:
        firm = [side for side in decisive if not side.assumed] or decisive
        grounds = frozenset().union(*(side.grounds for side in firm))
        return Truth(deciding, _NONE, grounds, all(side.assumed for side in firm))
    value = None if None in (left.value, right.value) else not deciding
    missing = left.missing | right.missing if value is None else _NONE
    return Truth(value, missing, left.grounds | right.grounds, left.assumed or right.assumed)


TRUE = Truth(True)
FALSE = Truth(False)


def unknown(*missing: str, grounds: Iterable[str] = ()) -> Truth:
    """UNKNOWN for want of the facts named."""
    if not missing:
        raise ValueError("an unknown truth must name what is missing")
    return Truth(None, frozenset(missing), frozenset(grounds))


def truth(value: bool | None, missing: str, *grounds: str) -> Truth:
    """``value`` as a Truth; None is UNKNOWN for want of ``missing``."""
    if value is None:
        return unknown(missing, grounds=grounds)
    return Truth(value, _NONE, frozenset(grounds))
