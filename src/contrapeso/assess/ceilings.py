"""Ceilings on what was measured: the verdict from the interval of a share and the range of its ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrapeso.assess.verdict import NOT_APPLICABLE, PASS, UNDETERMINED, Verdict
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated

EXCEEDS, WOULD_EXCEED, MAY_EXCEED = "exceeds-ceiling", "would-exceed-assumed-ceiling", "may-exceed-ceiling"


def under_ceiling(measured: Iterable[Measurement], ceiling: Dated, *, unmeasured: str) -> Verdict:
    """Whether every measurement stays under a ceiling; ``unmeasured`` names the fact that lacks where there is none.

    Let a measurement have the value v in [l, h] and the ceiling the central value c in the range [a, b] (a = b = c for
    a norm). In this order:

    1. one lies beyond, v > c, or l > c where v is missing: WARN ``would-exceed-assumed-ceiling``; where the ceiling is a
       norm, FAIL ``exceeds-ceiling`` if l > b and no assumption moves the measurement, else WARN ``may-exceed-ceiling``;
    2. one is open, h > a or no h: UNDETERMINED for want of what its measurement lacks; where that lacks nothing, WARN
       ``may-exceed-ceiling``;
    3. all have h ≤ a: PASS.

    An assumed ceiling never yields FAIL. The grounds are the measurements that decide, the largest first.
    """
    if not ceiling.in_force:
        return NOT_APPLICABLE
    if ceiling.value is None:
        return UNDETERMINED(ceiling.missing_code)
    found = sorted(measured, key=_size, reverse=True)
    beyond = [one for one in found if _least(one) > ceiling.number]
    if beyond:
        return _crossed(beyond, ceiling)
    floor = ceiling.number if ceiling.low is None else ceiling.low
    still_open = [one for one in found if one.high is None or one.high > floor]
    missing = {code for one in still_open for code in one.missing} if found else {unmeasured}
    if missing:
        return UNDETERMINED(*missing, grounds=_refs(still_open))
    if still_open:
        return Verdict("WARN", MAY_EXCEED, grounds=_refs(still_open))
    return PASS(grounds=_refs(found[:1]))


def _crossed(beyond: Sequence[Measurement], ceiling: Dated) -> Verdict:
    if ceiling.is_assumed:
        return Verdict("WARN", WOULD_EXCEED, grounds=_refs(beyond))
    top = ceiling.number if ceiling.high is None else ceiling.high
    firm = [one for one in beyond if not one.is_assumed and one.low is not None and one.low > top]
    return Verdict("FAIL", EXCEEDS, grounds=_refs(firm)) if firm else Verdict("WARN", MAY_EXCEED, grounds=_refs(beyond))


def _least(one: Measurement) -> float:
    """The value, or the low end of what is known of it; minus infinity where nothing is."""
    known = one.low if one.value is None else one.value
    return float("-inf") if known is None else known


def _size(one: Measurement) -> tuple[float, float]:
    """By what is surely reached, then by what may be."""
    return _least(one), float("inf") if one.high is None else one.high


def _refs(measured: Sequence[Measurement]) -> tuple[str, ...]:
    return tuple(one.ref for one in measured)
