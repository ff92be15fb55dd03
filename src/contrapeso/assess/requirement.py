"""A requirement: a short function of an act, the evidence and the doctrine, with its norms and titles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from contrapeso.core.text import Text

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine
    from contrapeso.assess.verdict import Verdict
    from contrapeso.core.facts import Act
    from contrapeso.ledger.evidence import Evidence

Severity = Literal["high", "medium", "low"]
OfAct = Callable[["Act", "Evidence", "Doctrine"], "Verdict"]
OfCountry = Callable[["Evidence", "Doctrine"], "Verdict"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the law asks, as code. ``scope`` tells whether it is asked of every act or of the country once."""

    id: str
    family: str
    title: Text
    norms: tuple[str, ...]
    severity: Severity
    asks: str
    """The body that holds the evidence: the addressee of a request for information."""
    scope: Literal["act", "country"]
    test: Callable[..., Verdict]
    file: str
    line: int
    doc: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What ``@requirement`` writes on a function, until the pack loader gives it a family and a file."""

    id: str
    title: Text
    norms: tuple[str, ...]
    severity: Severity
    asks: str
    scope: Literal["act", "country"]


def requirement(
    *,
    id: str,
    title: Text,
    norms: tuple[str, ...],
    asks: str,
    severity: Severity = "medium",
    scope: Literal["act", "country"] = "act",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function as a requirement; the file it stands in is its family."""

    def declare(test: Callable[..., Any]) -> Callable[..., Any]:
        test.__requirement__ = Declaration(id, title, norms, severity, asks, scope)  # type: ignore[attr-defined]
        return test

    return declare
