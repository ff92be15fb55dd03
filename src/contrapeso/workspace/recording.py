"""Keeps a run of a stage in the register, with what it found, under the hash of all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contrapeso.core.identity import hash_object

if TYPE_CHECKING:
    from contrapeso.assess.run import Finding
    from contrapeso.core.measurement import Measurement
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.workspace.workspace import Workspace


def record(
    workspace: Workspace,
    kind: str,
    country: str,
    evidence: Evidence,
    started: datetime,
    *,
    on: date | None = None,
    findings: Iterable[Finding] = (),
    measurements: Iterable[Measurement] = (),
    losses: Iterable[Mapping[str, Any]] = (),
    choices: Iterable[Mapping[str, Any]] = (),
    beyond: object = None,
) -> str:
    """The id of the run; the same inputs are kept once. ``beyond`` is what it rests on besides the evidence."""
    from contrapeso.ledger.records import Run
    from contrapeso.workspace.measuring import rules_hash
    from contrapeso.workspace.version import CODE_VERSION

    held = _inputs_hash(workspace, country, evidence)
    run = Run(
        kind=kind, country=country, on=on or evidence.on, known_at=evidence.known_at, code_version=CODE_VERSION,
        doctrine_hash=rules_hash(workspace, country), evidence_hash=hash_object([held, beyond]) if beyond else held,
        started_at=started, finished_at=workspace.ledger.register.clock(),
    )  # fmt: skip
    rows = [asdict(finding) for finding in findings]
    workspace.ledger.register.record_run(run, rows, measurements=measurements, losses=losses, choices=choices)
    return run.id


def _inputs_hash(workspace: Workspace, country: str, evidence: Evidence) -> str:
    """One hash for the snapshots that a run rests on: the country's, and the votes of all states."""
    from contrapeso.workspace.assembly import positions_hash

    own = workspace.ledger.evidence_hash(country, evidence.known_at, workspace.ingest(country))
    votes = positions_hash(workspace, evidence.known_at, evidence.on)
    return hash_object([own, votes]) if votes else own
