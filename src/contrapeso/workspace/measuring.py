"""Measures a country for whoever asks: on the evidence of a day, once per evidence, kept in the register when it is plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contrapeso.assess.run import Finding, assess
from contrapeso.core.identity import hash_object
from contrapeso.measure.indicator import content_hash, find_indicator
from contrapeso.measure.run import Measurer
from contrapeso.workspace.recording import record

if TYPE_CHECKING:
    from contrapeso.core.measurement import Measurement
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.workspace.workspace import Workspace


def measurer(workspace: Workspace, country: str, evidence: Evidence) -> Measurer:
    """Measures a country's evidence when asked."""
    vintages = {one.id: one.vintage.isoformat() for one in workspace.snapshots(country, evidence.known_at)}
    rules = workspace.doctrine(country).parameters
    votes = workspace.assembly(evidence.on, evidence.known_at)
    return Measurer(country, evidence, rules, workspace.indicators, vintages, votes)


def measured_and_kept(workspace: Workspace, country: str, evidence: Evidence) -> tuple[Measurement, ...]:
    """What every indicator says of plain evidence; recorded as a run."""
    started = workspace.ledger.register.clock()
    found = measurer(workspace, country, evidence)(None)
    record(workspace, "measure", country, evidence, started, measurements=found)
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """The facts of a day, what was measured from them, and what was found of both."""

    evidence: Evidence
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]


def judge(workspace: Workspace, country: str, evidence: Evidence) -> Judged:
    """Evidence measured once and assessed with what was measured; nothing is recorded."""
    measured = measurer(workspace, country, evidence)(None)
    return Judged(evidence, measured, assess(evidence.with_measured(measured), workspace.doctrine(country)))


def of_one(workspace: Workspace, country: str, evidence: Evidence, name: str) -> tuple[Measurement, ...]:
    """What the indicator of a name says; ``UnknownName`` with the names there are."""
    return measurer(workspace, country, evidence)(find_indicator(name, workspace.indicators).name)


def rules_hash(workspace: Workspace, country: str) -> str:
    """One hash for what judges the evidence: doctrine and indicators."""
    return hash_object([workspace.doctrine(country).content_hash, content_hash(workspace.indicators)])
