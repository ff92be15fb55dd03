"""A measurement: what an indicator says of a state, with its interval, its vintage and the rows it rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value of one indicator; ``low`` = ``high`` = ``value`` where it is exact.

    ``value`` is None where it cannot be had: ``missing`` then names the facts that would settle it. An interval may be
    known where the value is not. Numbers are finite: missing is never 0 and never NaN (``ValueError``).
    """

    indicator: str
    subject: str
    """The state measured, ISO 3166-1 alpha-3."""
    object: str | None = None
    """The other state, if the indicator relates two."""
    capability: str | None = None
    topic: str | None = None
    """What else tells apart the measurements of one indicator: a holding, an objective, a purpose, a currency."""
    period: str
    """The day, month or year that the value holds for, in ISO form."""
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    missing: tuple[str, ...] = ()
    vintage: str
    """The newest vintage of the snapshots that the value rests on, in ISO form."""
    evidence: tuple[str, ...] = ()
    """The rows used, as ``table:key``; of many, the first."""
    evidence_count: int | None = None
    """How many rows it rests on, where ``evidence`` may name only the first of them."""
    rules: tuple[str, ...] = ()
    """The parameters consulted."""
    is_assumed: bool = False
    """Whether an assumption moves the value or its interval."""
    release: str | None = None
    """The release of contrapeso that published it, where its sources are not in the ledger."""

    def __post_init__(self) -> None:
        ends = [number for number in (self.low, self.value, self.high) if number is not None]
        if not all(map(math.isfinite, ends)) or ends != sorted(ends):
            raise ValueError(f"{self.id}: low, value and high must be finite and in order, not {ends}")
        if self.value is None and not self.missing:
            raise ValueError(f"{self.id}: a value that is missing must say what is missing")
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.id}: an interval has two ends")

    @property
    def id(self) -> str:
        """``<state>/<indicator>:<object>:<capability>:<topic>``, absent parts as ``-``; the same question keeps its name."""
        parts = [self.object or "-", self.capability or "-", *([self.topic] if self.topic else [])]
        return f"{self.subject.lower()}/{self.indicator}:{':'.join(parts)}"

    @property
    def ref(self) -> str:
        """The name under which findings cite this measurement."""
        return f"measurement:{self.id}"

    def to_dict(self) -> dict[str, Any]:
        beyond = {} if self.evidence_count is None else {"evidence_count": self.evidence_count}
        return {
            "id": self.id,
            "indicator": self.indicator,
            "subject": self.subject,
            "object": self.object,
            "capability": self.capability,
            "topic": self.topic,
            "period": self.period,
            "value": self.value,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "missing": list(self.missing),
            "vintage": self.vintage,
            "is_assumed": self.is_assumed,
            "release": self.release,
            "rules": list(self.rules),
            "evidence": list(self.evidence),
            **beyond,
        }
