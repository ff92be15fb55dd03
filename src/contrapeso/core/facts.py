"""The fact tables of a pack: one frozen record type each; their annotations are the schema of files and of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from contrapeso.core.columns import IsState, Key, Refers, columns
from contrapeso.core.fact import Fact as Fact
from contrapeso.core.fact import Id, State, States
from contrapeso.core.period import PartialDate, Precision
from contrapeso.core.text import Text
from contrapeso.core.world import WORLD

RecordType = Literal[
    "instrument", "execution", "notification", "declaration", "offer",
    "enabling", "oversight", "figure", "withdrawn", "refusal",
]  # fmt: skip
Kind = Literal[
    "treaty", "executive-agreement", "mou", "purchase", "donation", "training",
    "exercise", "troop-entry", "finance", "status-designation",
]  # fmt: skip
StageName = Literal[
    "announced", "offered", "notified", "requested", "council-vote", "opinion", "approved", "authorised",
    "signed", "published", "ratified", "in-force", "account-ordered", "accounted", "executed", "delivered",
    "amended", "audited", "challenged", "declined", "withdrawn", "completed", "expired", "met", "reported",
    "designated", "financed", "declared", "classified",
]  # fmt: skip
ActStatus = Literal[
    "in-force", "completed", "expired", "delivered", "pending", "not-concluded", "cancelled", "historic", "unknown"
]
Confidence = Literal["high", "medium", "low"]
Rank = Literal["official", "archived", "press", "other"]
Grade = Literal["low", "medium", "high"]


SourceIds = Annotated[tuple[str, ...], Refers("source")]
BodyId = Annotated[str | None, Refers("body")]


@dataclass(frozen=True, kw_only=True)
class Source(Fact):
    """A publication that facts rest on, with its rank."""

    table, file = "source", "sources.csv"
    source_id: Id
    title: str
    publisher: str
    language: str
    kind: str
    rank: Rank
    url: str
    read_at: str | None = None
    published_on: PartialDate | None = None
    terms: str | None = None


@dataclass(frozen=True, kw_only=True)
class Body(Fact):
    """An authority or institution that takes steps."""

    table, file = "body", "bodies.csv"
    body_id: Id
    name: Text
    state: Annotated[str | None, IsState()] = None


@dataclass(frozen=True, kw_only=True)
class Stage(Fact):
    """A dated step of an act."""

    table, file, begins = "stage", "stages.csv", "on"
    stage_id: Id
    act_id: Annotated[str, Refers("act")]
    row: str | None = None
    stage: StageName
    on: PartialDate
    precision: Precision
    basis: Literal["stated", "inferred"] = "stated"
    body: BodyId = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None
    instrument: str | None = None
    note: Text | None = None
    source_id: Annotated[str | None, Refers("source")] = None
    confidence: Confidence = "high"


@dataclass(frozen=True, kw_only=True)
class Act(Fact):
    """What a state signed, bought, received or authorised: one instrument or undertaking, with its stages."""

    table, file = "act", "acts.csv"
    act_id: Id
    rows: tuple[str, ...] = ()
    process_id: str | None = None
    record_type: RecordType = "instrument"
    kind: Kind
    title: Text
    partner_basis: Literal["named", "several", "unknown", "domestic"] = "named"
    partners: States = ()
    domains: tuple[str, ...] = ()
    amount: float | None = None
    currency: str | None = None
    amount_basis: (
        Literal["contract", "stated", "estimate", "ceiling", "aggregate", "request", "notification", "offer"] | None
    ) = None
    route: Literal[
        "congress-approved", "executive-direct", "legislative-resolution", "ministerial-resolution",
        "supreme-decree", "government-to-government", "direct-contract", "commission", "secret",
        "foreign-unilateral", "interinstitutional", "political",
    ] | None = None  # fmt: skip
    matter: tuple[str, ...] = ()
    matter_basis: Literal["stated", "route", "domain"] | None = None
    armed: bool | None = None
    personnel_count: int | None = None
    reasons_stated: bool | None = None
    personnel_stated: bool | None = None
    equipment_stated: bool | None = None
    stay_stated: bool | None = None
    stay_from: PartialDate | None = None
    stay_to: PartialDate | None = None
    held_in: States = ()
    base: bool | None = None
    secret: bool | None = None
    government_to_government: bool | None = None
    debt_financed: bool | None = None
    fund_financed: bool | None = None
    classified_on: PartialDate | None = None
    status: ActStatus = "unknown"
    in_force_from: PartialDate | None = None
    expires_on: PartialDate | None = None
    due_on: PartialDate | None = None
    institutions: Annotated[tuple[str, ...], Refers("body")] = ()
    confidence: Confidence = "high"
    source_ids: SourceIds = ()
    note: Text | None = None
    stages: Annotated[tuple[Stage, ...], "joined"] = field(default=(), compare=False)
    """The act's visible steps in date order, joined by the evidence view; not a column."""

    def steps(self, *names: str) -> tuple[Stage, ...]:
        """The stages with one of the names, earliest first."""
        return tuple(stage for stage in self.stages if stage.stage in names)

    @property
    def began(self) -> PartialDate | None:
        """The date of the earliest known step."""
        return self.stages[0].on if self.stages else None


@dataclass(frozen=True, kw_only=True)
class Coverage(Fact):
    """For which kind of act, step and period the register is complete: only there does silence prove anything."""

    table, file = "coverage", "coverage.csv"
    kind: Annotated[str, Key()]
    stage: Annotated[str | None, Key()] = None
    start: Annotated[PartialDate, Key()]
    end: PartialDate
    complete: bool
    basis: Text
    source_ids: SourceIds = ()


@dataclass(frozen=True, kw_only=True)
class Status(Fact):
    """A designation of a state by another, such as Major Non-NATO Ally."""

    table, file, begins, ends = "status", "statuses.csv", "start", "end"
    status_id: Id
    status: str
    state: State
    start: PartialDate
    start_precision: Precision
    end: PartialDate | None = None
    end_precision: Precision | None = None
    instrument: str | None = None
    citation: str | None = None
    notice: Text | None = None
    end_instrument: str | None = None
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Clause(Fact):
    """A condition that a holder may invoke over acts."""

    table, file = "clause", "clauses.csv"
    clause_id: Id
    type: str
    holder: State
    holder_body: BodyId = None
    name: Text
    trigger: Text
    requires: Text
    effect: Text
    citation: str
    version: str | None = None
    discretion: Grade
    reversibility: Grade
    scope: Literal["item", "unit", "programme", "country"]
    concerns: States = ()
    """The states with which dealings set it off; empty: with any."""
    grading_basis: Literal["norm", "policy", "assumption"] = "assumption"
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class ActClause(Fact):
    """A clause attached to an act it governs, with the reason."""

    table, file = "act_clause", "act_clauses.csv"
    act_id: Annotated[str, Key(), Refers("act")]
    clause_id: Annotated[str, Key(), Refers("clause")]
    applies: Literal["in-force", "if-concluded", "expired"]
    basis: Literal["statutory", "instrument", "inferred"]
    why: Text
    source_id: Annotated[str | None, Refers("source")] = None


@dataclass(frozen=True, kw_only=True)
class Privilege(Fact):
    """What a status is said to give: what it gives in law, what it needs, whether it is used."""

    table, file = "privilege", "privileges.csv"
    privilege_id: Id
    type: Literal["privilege", "not-a-privilege"]
    name: Text
    gives: Text
    needs: Text | None = None
    citation: str | None = None
    version: str | None = None
    given: Literal["yes", "no", "conditional", "historical", "unknown"]
    used: Literal["yes", "no", "unknown"]
    evidence_acts: Annotated[tuple[str, ...], Refers("act")] = ()
    conditions: Annotated[tuple[str, ...], Refers("clause")] = ()
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Claim(Fact):
    """Something said in public that the law or the facts contradict, with the answer."""

    table, file = "claim", "claims.csv"
    claim_id: Id
    claim: Text
    said_by: Text
    said_on: PartialDate | None = None
    verdict: Literal["contradicted", "unsupported", "disputed"]
    answer: Text
    refs: tuple[str, ...] = ()
    source_ids: SourceIds = ()
    answer_source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Objective(Fact):
    """A declared objective, red line or ceiling of the country, or an assumption with its range."""

    table, file = "objective", "objectives.csv"
    objective_id: Id
    kind: Literal["objective", "guideline", "red-line", "ceiling"]
    name: Text
    threat: Text | None = None
    domains: tuple[str, ...] = ()
    basis: Literal["policy", "norm", "assumption"]
    low: float | None = None
    high: float | None = None
    norms: tuple[str, ...] = ()
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Holding(Fact):
    """A platform type that a state has, ordered or weighs: what for, how many, counted when.

    ``quantity`` is the stated number in service; ``quantity_low`` and ``quantity_high`` bound it where sources differ, say
    "about", or count only what was bought. All three are empty where nobody says.
    """

    table, file = "holding", "holdings.csv"
    holding_id: Id
    state: State
    services: Annotated[tuple[str, ...], Refers("body")] = ()
    platform: str
    category: str
    capability: str
    status: Literal["in-service", "unverified", "stored", "retired", "ordered", "candidate", "dropped"]
    quantity: int | None = None
    quantity_low: int | None = None
    quantity_high: int | None = None
    acquired: int | None = None
    as_of: PartialDate | None = None
    maker: str | None = None
    maker_states: States = ()
    delivered_by: States = ()
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Component(Fact):
    """A role that a platform type needs, and the states any one of which can fill it; none named: nobody says."""

    table, file = "component", "components.csv"
    component_id: Id
    holding_id: Annotated[str, Refers("holding")]
    role: Literal["sustainment", "engine", "transmission", "sensor", "weapon", "munition", "software", "fuel"]
    part: str | None = None
    maker: str | None = None
    suppliers: States = ()
    criticality: Literal["critical", "degrading", "replaceable"]
    criticality_basis: Literal["source", "assumption"] = "assumption"
    supplier_basis: Literal["direct", "type", "inferred"] | None = None
    """Whether a source says it of this state's platform, of the type, or it is inferred (the maker sustains)."""
    ended_by: States = ()
    """The states that have ended their support: they no longer fill the role, nor do they if nobody names who does."""
    source_ids: SourceIds = ()
    confidence: Confidence = "high"
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class SpentEntry(Fact):
    """A past authorisation of foreign troops known only by number, declared spent by a later law."""

    table, file = "spent_entry", "spent_entries.csv"
    resolution: Id
    published_from: PartialDate
    published_to: PartialDate
    spent_by: str
    spent_article: str
    spent_on: PartialDate
    official_url: str | None = None
    source_id: Annotated[str | None, Refers("source")] = None
    confidence: Confidence = "high"


FACTS: tuple[type[Fact], ...] = (
    Source, Body, Act, Stage, Coverage, Status, Clause, ActClause, Privilege, Claim, Objective, Holding, Component,
    SpentEntry,
)  # fmt: skip
"""The tables of a pack, a CSV file each."""
TABLES: dict[str, type[Fact]] = {fact.table: fact for fact in (*FACTS, *WORLD)}
"""Every fact table by name: those of packs and those of the public record."""


def to_plain(fact: Fact) -> dict[str, object]:
    """A fact as JSON-ready values: texts as ``{es, en}``, dates as ISO strings, lists as lists, absence as None."""
    plain: dict[str, object] = {name: _plain_value(getattr(fact, name)) for name in columns(type(fact))}
    return plain | {"locator": fact.locator, "snapshot_id": fact.snapshot_id}


def _plain_value(value: object) -> object:
    if isinstance(value, Text):
        return {"es": value.es, "en": value.en}
    if isinstance(value, PartialDate):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
