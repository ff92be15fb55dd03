"""What an indicator measures from and with: a state, the facts and rules of a day, and a way to state results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contrapeso.core.facts import Fact
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated, Rules
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.assembly import Assembly


@dataclass(frozen=True, slots=True)
class Frame:
    """Handed to an indicator's ``measure(frame)``, which yields measurements made with the three methods below."""

    home: str
    """The state measured, ISO 3166-1 alpha-3."""
    evidence: Evidence
    rules: Rules
    indicator: str
    unit: str
    vintages: Mapping[str, str]
    """The vintage of each snapshot in view, ISO date by snapshot id."""
    assembly: Assembly | None = None
    """How all states vote, where the ledger holds votes."""

    def rule(self, name: str) -> Dated:
        """A parameter on the day; only those that the indicator's manifest names may be asked for."""
        return self.rules.at(name)

    def exact(
        self,
        value: float,
        *,
        object: str | None = None,
        capability: str | None = None,
        topic: str | None = None,
        unit: str | None = None,
        period: str | None = None,
        rows: Iterable[Fact] = (),
        is_assumed: bool = False,
    ) -> Measurement:
        """A value without uncertainty: low = high = value."""
        return self.between(
            value, value, value, object=object, capability=capability, topic=topic, unit=unit, period=period,
            rows=rows, is_assumed=is_assumed,
        )  # fmt: skip

    def between(
        self,
        value: float | None,
        low: float | None,
        high: float | None,
        *,
        object: str | None = None,
        capability: str | None = None,
        topic: str | None = None,
        unit: str | None = None,
        period: str | None = None,
        rows: Iterable[Fact] = (),
        missing: tuple[str, ...] = (),
        is_assumed: bool = False,
    ) -> Measurement:
        """A value with the ends of its interval; ``missing`` names what would narrow it, or settle it if it is None."""
        used = tuple(rows)
        return Measurement(
            indicator=self.indicator, subject=self.home, object=object, capability=capability, topic=topic,
            period=period or self.evidence.on.isoformat(), value=value, unit=unit or self.unit, low=low, high=high,
            missing=tuple(sorted(missing)), vintage=self._vintage(used), evidence=tuple(row.ref for row in used),
            rules=tuple(sorted(self.rules.consulted)), is_assumed=is_assumed,
        )  # fmt: skip

    def missing(
        self,
        *codes: str,
        object: str | None = None,
        capability: str | None = None,
        topic: str | None = None,
        unit: str | None = None,
        rows: Iterable[Fact] = (),
    ) -> Measurement:
        """A value that cannot be had, for want of the facts named."""
        return self.between(
            None, None, None, object=object, capability=capability, topic=topic, unit=unit, rows=rows, missing=codes
        )

    def _vintage(self, rows: Iterable[Fact]) -> str:
        """The newest vintage among the rows' snapshots, else among all in view, else the day of asking."""
        dated = {self.vintages[row.snapshot_id] for row in rows if row.snapshot_id in self.vintages}
        return max(dated or self.vintages.values(), default=self.evidence.on.isoformat())
