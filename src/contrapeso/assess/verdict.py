"""Coded verdicts, and the rule that turns the elements of a legal test into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contrapeso.core.period import PartialDate
from contrapeso.core.truth import Truth

VerdictName = Literal["PASS", "FAIL", "WARN", "DUE", "NOT_APPLICABLE", "UNDETERMINED"]
VERDICTS: tuple[VerdictName, ...] = ("FAIL", "DUE", "WARN", "UNDETERMINED", "PASS", "NOT_APPLICABLE")


@dataclass(frozen=True, slots=True)
class Due:
    """An element that may still be fulfilled: its deadline is today or later."""

    on: date
    grounds: frozenset[str] = frozenset()


Element = tuple[str, Truth | Due]
"""The code of the failure if the element is false, and whether it is true."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a requirement says of an act. ``judged_at`` is the day whose law applied."""

    name: VerdictName
    code: str | None = None
    due_on: date | None = None
    missing: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    judged_at: PartialDate | None = None


NOT_APPLICABLE = Verdict("NOT_APPLICABLE")


def PASS(code: str | None = None, *, grounds: tuple[str, ...] = (), at: PartialDate | None = None) -> Verdict:
    """Every element is evidenced."""
    return Verdict("PASS", code, grounds=grounds, judged_at=at)


def UNDETERMINED(
    *missing: str, code: str | None = None, grounds: tuple[str, ...] = (), at: PartialDate | None = None
) -> Verdict:
    """The facts named are missing; silence proves nothing."""
    if not missing:
        raise ValueError("an undetermined verdict must name what is missing")
    return Verdict("UNDETERMINED", code, missing=tuple(sorted(missing)), grounds=grounds, judged_at=at)


def decide(*elements: Element, at: PartialDate | None = None) -> Verdict:
    """The verdict of a test all of whose elements must hold (methods, §7).

    FAIL on the first element that evidence contradicts; else DUE if one may still be fulfilled; else UNDETERMINED
    with all that is missing; else WARN if only an assumed threshold is crossed; else PASS.

    >>> from contrapeso.core.truth import FALSE, unknown
    >>> decide(("late", unknown("accounted-date")), ("wrong-chamber", FALSE)).code
    'wrong-chamber'
    """
    truths = [(code, element) for code, element in elements if isinstance(element, Truth)]
    dues = [element for _, element in elements if isinstance(element, Due)]
    grounds = tuple(sorted(frozenset().union(*(element.grounds for _, element in elements))))
    false = [(code, truth) for code, truth in truths if truth.is_false]
    for code, truth in false:
        if not truth.assumed:
            return Verdict("FAIL", code, grounds=tuple(sorted(truth.grounds)) or grounds, judged_at=at)
    missing = tuple(sorted(frozenset().union(*(truth.missing for _, truth in truths))))
    if dues:
        return Verdict("DUE", None, min(due.on for due in dues), missing, grounds, at)
    if missing:
        return Verdict("UNDETERMINED", None, missing=missing, grounds=grounds, judged_at=at)
    if false:
        return Verdict("WARN", false[0][0], grounds=grounds, judged_at=at)
    return Verdict("PASS", grounds=grounds, judged_at=at)
