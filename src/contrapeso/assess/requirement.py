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
Scope = Literal["act", "capability", "country"]
OfAct = Callable[["Act", "Evidence", "Doctrine"], "Verdict"]
OfCapability = Callable[[str, "Evidence", "Doctrine"], "Verdict"]
OfCountry = Callable[["Evidence", "Doctrine"], "Verdict"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the law asks, or an assumed threshold, as code.

    ``scope`` tells whether it is asked of every act, of every capability measured, or of the country once. A threshold
    that is nobody's norm has no ``norms``; it never yields FAIL.
    """

    id: str
    family: str
    title: Text
    norms: tuple[str, ...]
    severity: Severity
    asks: str
    """The body that holds the evidence: the addressee of a request for information."""
    scope: Scope
    test: Callable[..., Verdict]
    file: str
    line: int
    doc: str
    indicators: tuple[str, ...] = ()
    """The indicators whose measurements it judges."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What ``@requirement`` writes on a function, until the pack loader gives it a family and a file."""

    id: str
    title: Text
    norms: tuple[str, ...]
    severity: Severity
    asks: str
    scope: Scope
    indicators: tuple[str, ...]


def requirement(
    *,
    id: str,
    title: Text,
    asks: str,
    norms: tuple[str, ...] = (),
    severity: Severity = "medium",
    scope: Scope = "act",
    indicators: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function as a requirement; the file it stands in is its family."""

    def declare(test: Callable[..., Any]) -> Callable[..., Any]:
        test.__requirement__ = Declaration(id, title, norms, severity, asks, scope, indicators)  # type: ignore[attr-defined]
        return test

    return declare
