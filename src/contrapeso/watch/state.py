"""What a watch sees of a day: findings, measurements, the rows that exist and the rules in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.run import Finding, assess
from contrapeso.assess.verdict import VerdictName
from contrapeso.core.facts import Act, Stage, Status
from contrapeso.core.identity import hash_object
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated
from contrapeso.core.period import PartialDate
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.run import Measurer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A finding as a watch keeps it."""

    id: str
    requirement: str
    act: str | None
    verdict: VerdictName
    code: str | None = None
    due_on: date | None = None
    evidence: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[VerdictName, str | None, date | None]:
        return (self.verdict, self.code, self.due_on)

    def to_dict(self) -> dict[str, Any]:
        """The small object of a change."""
        return {
            "verdict": self.verdict,
            "code": self.code,
            "due_on": self.due_on.isoformat() if self.due_on else None,
        }

    def kept(self) -> dict[str, Any]:
        """All of it, for the register."""
        lists = {"evidence": list(self.evidence), "norms": list(self.norms), "rules": list(self.rules)}
        return {"id": self.id, "requirement": self.requirement, "act": self.act, **self.to_dict(), **lists}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Judged:
        """The inverse of ``kept``."""
        due = plain["due_on"]
        lists = {name: tuple(plain[name]) for name in ("evidence", "norms", "rules")}
        return cls(**{**plain, **lists, "due_on": date.fromisoformat(due) if due else None})

    @classmethod
    def of(cls, finding: Finding) -> Judged:
        return cls(
            id=finding.id, requirement=finding.requirement, act=finding.act, verdict=finding.verdict, code=finding.code,
            due_on=finding.due_on, evidence=finding.evidence, norms=finding.norms, rules=finding.rules,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A measurement as a watch keeps it."""

    id: str
    indicator: str
    object: str | None
    capability: str | None
    value: float | None
    low: float | None
    high: float | None
    unit: str
    is_assumed: bool
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "low": self.low, "high": self.high, "unit": self.unit}

    def kept(self) -> dict[str, Any]:
        return {
            "id": self.id, "indicator": self.indicator, "object": self.object, "capability": self.capability,
            **self.to_dict(), "is_assumed": self.is_assumed, "evidence": list(self.evidence), "rules": list(self.rules),
        }  # fmt: skip

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Reading:
        return cls(**{**plain, "evidence": tuple(plain["evidence"]), "rules": tuple(plain["rules"])})

    @classmethod
    def of(cls, one: Measurement) -> Reading:
        return cls(
            id=one.id, indicator=one.indicator, object=one.object, capability=one.capability, value=one.value,
            low=one.low, high=one.high, unit=one.unit, is_assumed=one.is_assumed, evidence=one.evidence, rules=one.rules,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that a watch compares, on one day and as known at one time."""

    on: date
    findings: Mapping[str, Judged]
    readings: Mapping[str, Reading]
    acts: Mapping[str, Act]
    stages: Mapping[str, Stage]
    statuses: Mapping[str, Status]
    """The designations in force."""
    norms: Mapping[str, str]
    """The norms in force, each with the slug of the text it belongs to."""
    parameters: Mapping[str, Dated]
    """The parameters on the day, those without a rule in force among them."""

    def has(self, ref: str) -> bool:
        """Whether the view holds a row that begins some day; a row of a table without dates always did."""
        table, _, key = ref.partition(":")
        held: Mapping[str, object] | None = {"act": self.acts, "stage": self.stages, "status": self.statuses}.get(table)
        return held is None or key in held

    def counts(self, act_id: str) -> dict[str, int]:
        """How many findings of each verdict an act has."""
        found: dict[str, int] = {}
        for one in self.findings.values():
            if one.act == act_id:
                found[one.verdict] = found.get(one.verdict, 0) + 1
        return dict(sorted(found.items()))


def observe(
    evidence: Evidence,
    doctrine: Doctrine,
    indicators: Sequence[Indicator] = (),
    vintages: Mapping[str, str] | None = None,
    *,
    read: Collection[str] | None = None,
    acts: frozenset[str] | None = None,
) -> State:
    """The state on ``evidence.on``, with the readings of the indicators named in ``read`` (default: all).

    With ``acts`` given, the findings of these acts alone and no reading.
    """

    measured = Measurer(doctrine.country, evidence, doctrine.parameters, indicators, vintages or {})
    chosen = [one.name for one in indicators if acts is None and (read is None or one.name in read)]
    evidence = evidence.with_measured(measured)
    readings = {one.id: Reading.of(one) for one in evidence.measurements(*chosen)}
    today = PartialDate.of(evidence.on)
    return State(
        on=evidence.on,
        findings={one.id: Judged.of(one) for one in assess(evidence, doctrine, acts=acts)},
        readings=readings,
        acts={one.act_id: one for one in evidence.acts},
        stages={one.stage_id: one for one in evidence.rows(Stage)},
        statuses={one.status_id: one for one in evidence.in_force(Status)},
        norms={key: norm.norm for key, norm in doctrine.norms.items() if norm.in_force.covers(evidence.on)},
        parameters={name: one.at(today) for name, one in doctrine.parameters.items()},
    )


def limited(state: State, acts: frozenset[str]) -> State:
    """The state as if only some acts were of interest; rules and rows stay."""
    return replace(state, findings={key: one for key, one in state.findings.items() if one.act in acts}, readings={})


def says(rule: Dated | None) -> str:
    """A name for what a rule says on a day, whatever its place in a file."""
    if rule is None or not rule.in_force:
        return "-"
    return hash_object([rule.value, rule.unit, rule.basis, rule.norm, rule.low, rule.high])[:12]
