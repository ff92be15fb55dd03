"""What a report is made from: plain records, never the ledger's files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.run import Finding
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.stress.reverse import Broken
from contrapeso.stress.run import Stressed
from contrapeso.workspace.choosing import Chosen
from contrapeso.workspace.comparing import Comparison
from contrapeso.workspace.yearly import Edition


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """One vintage of one source of evidence, as the register names it."""

    source: str
    vintage: date
    sha256: str
    retrieved_at: str
    licence: str
    rows: int


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """What an indicator asks and how it is measured, for readers."""

    name: str
    title: Text
    question: Text
    method: Text
    source: str


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group of states on the day, for readers."""

    name: str
    title: Text
    states: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class LackingRecord:
    """An indicator of all states for which nothing was ingested: its title, and each source with how it is obtained."""

    name: str
    title: Text
    sources: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a country report says, on one day; ``evidence`` must be the public view."""

    country: str
    name: Text
    on: date
    evidence: Evidence
    doctrine: Doctrine
    findings: tuple[Finding, ...]
    measurements: tuple[Measurement, ...]
    snapshots: tuple[SnapshotRecord, ...]
    code_version: str
    indicators: tuple[IndicatorRecord, ...] = ()
    comparison: Comparison | None = None
    """The country and the members of ``groups``, by the indicators of all states."""
    groups: tuple[GroupRecord, ...] = ()
    world: tuple[Measurement, ...] = ()
    """What indicators of all states say of the country, for the sections that tell it; they rest on public rows only."""
    lacking: tuple[LackingRecord, ...] = ()
    """Those of these indicators that neither the ledger nor the release has, and how to get their sources."""
    over_years: tuple[Measurement, ...] = ()
    """The country in every year, by the indicators of all states that sections draw over time."""
    editions: tuple[Edition, ...] = ()
    """One figure of assistance as each vintage of its source told it."""
    left: tuple[Measurement, ...] = ()
    """What is left of the country's distances to others after region and regime, where the ledger has both."""
    agreed: tuple[Measurement, ...] = ()
    """Its agreement with every other state, from the ledger or the release."""
    stressed: tuple[Stressed, ...] = ()
    """The cases that the pack proposes, each before and after."""
    smallest: tuple[Broken, ...] = ()
    """By capability, the smallest sets of suppliers whose end leaves less of it than a minimum."""
    chosen: Chosen | None = None
    """The answer to which offers to take, where the pack holds any."""

    def __post_init__(self) -> None:
        if not self.evidence.public_only:
            raise ValueError("a report is made from public evidence only: Evidence(public_only=True)")
