"""A change: what was so before, what is so now, and the one cause; the same cause has the same name for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from contrapeso.core.identity import hash_object
from contrapeso.core.text import LANGUAGES, Text

CauseKind = Literal["fact", "date", "law", "code"]
CAUSES: tuple[CauseKind, ...] = ("fact", "date", "law", "code")
ChangeKind = Literal["new", "closed", "due", "overdue", "corrected"]
CHANGES: tuple[ChangeKind, ...] = ("overdue", "new", "corrected", "due", "closed")


@dataclass(frozen=True, slots=True)
class Cause:
    """What did it: rows of evidence, the passing of a day, a rule, or the code that judges.

    ``refs`` name it (``act:…``, ``norm:…``, ``parameter:…``); ``on`` is its day in the world, None where no day is
    known. ``content`` names what the rows or rules say now, where it was they that changed.
    """

    kind: CauseKind
    refs: tuple[str, ...]
    on: date | None
    content: str | None = None

    def to_dict(self) -> dict[str, Any]:
        found = {"kind": self.kind, "refs": list(self.refs), "on": self.on.isoformat() if self.on else None}
        return found | ({"content": self.content} if self.content else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Cause:
        """The inverse of ``to_dict``."""
        on = plain["on"]
        return cls(plain["kind"], tuple(plain["refs"]), date.fromisoformat(on) if on else None, plain.get("content"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change by one rule; ``before`` and ``after`` are small JSON objects, None where there is nothing."""

    rule: str
    kind: ChangeKind
    subject: str
    """A finding id, ``act:…``, ``stage:…``, ``status:…``, ``law:…``, ``parameter:…`` or a measurement id."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    cause: Cause
    on: date
    """The day of the change, or, of a correction, the day that was judged wrongly."""
    title: Text | None = None
    parts: tuple[str, ...] = ()
    """Changes told as part of this one: the later steps of a new act."""

    @property
    def id(self) -> str:
        """A hash of (rule, subject, cause).

        >>> why = Cause("fact", ("act:a",), date(2026, 1, 2))
        >>> one = Change(rule="r", kind="new", subject="act:a", before=None, after={}, cause=why, on=date(2026, 1, 2))
        >>> one.id == Change(rule="r", kind="new", subject="act:a", before={}, after=None, cause=why, on=date.max).id
        True
        """
        return hash_object([self.rule, self.subject, self.cause.to_dict()])[:16]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "subject": self.subject,
            "before": dict(self.before) if self.before is not None else None,
            "after": dict(self.after) if self.after is not None else None,
            "cause": self.cause.to_dict(),
            "rule": self.rule,
            "on": self.on.isoformat(),
            "title": {language: self.title[language] for language in LANGUAGES} if self.title else None,
        }


def by_weight(change: Change) -> tuple[int, int, str]:
    """A sort key: what went wrong first, then what will, then what is merely new; of each the latest first."""
    after = change.after or {}
    weight = CHANGES.index(change.kind) * 10
    if change.kind == "corrected" and (after.get("verdict") == "FAIL" or after.get("red_line")):
        weight = CHANGES.index("new") * 10
    if change.kind == "new":
        weight += 0 if after.get("verdict") == "FAIL" or after.get("red_line") else 25
        weight += {"WARN": -10, "-": 0}.get(str(after.get("verdict", "-")), 0)
        weight += 5 if change.subject.startswith(("stage:", "law:", "parameter:")) else 0
    return (weight, -change.on.toordinal(), change.subject)
