"""The fact tables of the public record: arms, votes, money, indicators, ties and wars of every state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from contrapeso.core.columns import IsState, Key, Refers
from contrapeso.core.fact import Fact, Id, State
from contrapeso.core.period import PartialDate

PartyKind = Literal["state", "organisation", "armed-group", "unknown"]
HostRole = Literal["engine", "sensor", "turret", "missile", "weapon", "other"]
HostBasis = Literal["deal", "deals", "named"]
"""One deal fits; several fit, the likeliest first; the comment names a platform for which there is no deal."""
MaybeState = Annotated[str | None, IsState()]


@dataclass(frozen=True, kw_only=True)
class Transfer(Fact):
    """A deal in major arms; ``host_*`` where what is transferred is a part for a platform that the comment names.

    ``supplier`` and ``recipient`` are empty where the party is no state; ``*_name`` is what the publisher calls it.
    Values in millions of SIPRI trend-indicator values.
    """

    table, file, begins = "transfer", "", "ordered_on"
    deal_id: Id
    supplier: MaybeState = None
    supplier_name: str
    supplier_kind: PartyKind
    recipient: MaybeState = None
    recipient_name: str
    recipient_kind: PartyKind
    ordered_on: PartialDate
    ordered_on_uncertain: bool
    ordered: int | None = None
    ordered_uncertain: bool
    designation: str
    category: str
    delivered: int | None = None
    delivered_uncertain: bool
    delivery_years: tuple[str, ...] = ()
    delivered_from: PartialDate | None = None
    delivered_to: PartialDate | None = None
    condition: Literal["new", "second-hand", "second-hand-modernised"]
    comment: str | None = None
    value_unit_tiv: float | None = None
    value_ordered_tiv: float | None = None
    value_delivered_tiv: float | None = None
    host_role: HostRole | None = None
    host_name: str | None = None
    host_category: str | None = None
    host_count: int | None = None
    host_maker: MaybeState = None
    host_maker_name: str | None = None
    host_deal_id: Annotated[str | None, Refers("transfer")] = None
    host_basis: HostBasis | None = None


@dataclass(frozen=True, kw_only=True)
class Part(Fact):
    """A part of a platform in a state's fleet, by who supplied it: an engine, sensor, weapon or turret and its host.

    One row for each platform that the comment of the part's deal names; ``host_deal_ids`` are the deals for it.
    """

    table, file, begins = "part", "", "ordered_on"
    deal_id: Annotated[str, Key(), Refers("transfer")]
    place: Annotated[str, Key()]
    recipient: MaybeState = None
    recipient_name: str
    ordered_on: PartialDate
    supplier: MaybeState = None
    supplier_name: str
    role: HostRole
    designation: str
    host_name: str
    host_aliases: tuple[str, ...] = ()
    host_category: str | None = None
    host_count: int | None = None
    host_maker: MaybeState = None
    host_maker_name: str | None = None
    host_designation: str | None = None
    host_deal_ids: tuple[str, ...] = ()
    basis: HostBasis
    purpose: Literal["new", "modernisation", "use"]


@dataclass(frozen=True, kw_only=True)
class RollCall(Fact):
    """A question put to the vote in an international body."""

    table, file, begins = "roll_call", "", "voted_on"
    roll_call_id: Id
    body: Literal["general-assembly", "security-council"]
    session: str | None = None
    voted_on: PartialDate
    resolution: str | None = None
    title: str | None = None
    topics: tuple[str, ...] = ()
    question_id: str | None = None
    """The same for questions that are repeated in other sessions."""
    part: Literal["whole", "paragraph", "amendment", "motion"] | None = None
    important: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    absent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Vote(Fact):
    """A state's vote; one that was absent or not a member yet has none of the first three."""

    table, file = "vote", ""
    roll_call_id: Annotated[str, Key(), Refers("roll_call")]
    state: Annotated[str, Key(), IsState()]
    vote: Literal["yes", "no", "abstain", "absent", "not-voting", "not-a-member"]


@dataclass(frozen=True, kw_only=True)
class Flow(Fact):
    """Money or goods from one state to another in a period, in a stated unit, at one stage of its life.

    Stages are never added to each other: what was requested, obligated and disbursed are three accounts of one thing.
    ``reporter`` is the state or publisher that says so: two partners' accounts of one trade stand side by side.
    A negative value takes back what an earlier period recorded (a de-obligation).
    """

    table, file, begins = "flow", "", "period"
    flow_id: Id
    kind: Literal["assistance", "trade", "loan", "investment"]
    origin: MaybeState = None
    origin_name: str
    destination: MaybeState = None
    destination_name: str
    reporter: str | None = None
    category: Literal["economic", "military", "counter-narcotics", "other"] | None = None
    purpose: str | None = None
    """A code of ``purpose_list``, such as 15210 of the DAC's purpose codes."""
    purpose_list: str | None = None
    product: str | None = None
    """A code of ``product_list``, such as 93 of the two-digit Harmonised System."""
    product_list: str | None = None
    channel: str | None = None
    """Who pays or carries out: agency, account, implementing organisation."""
    account: str | None = None
    activity: str | None = None
    stage: (
        Literal["requested", "appropriated", "allocated", "committed", "obligated", "disbursed", "reported"] | None
    ) = None
    period: PartialDate
    """The year that the publisher counts by: calendar or fiscal, as ``period_kind`` says."""
    period_kind: Literal["calendar-year", "fiscal-year", "transition-quarter", "day"] = "calendar-year"
    value: float | None = None
    unit: str
    missing: str | None = None
    quantity: float | None = None
    quantity_unit: str | None = None
    provisional: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Series(Fact):
    """A state's indicator in a period, with its error or interval where published, or the reason why it is missing."""

    table, file, begins = "series", "", "period"
    indicator: Annotated[str, Key()]
    state: Annotated[str, Key(), IsState()]
    period: Annotated[PartialDate, Key()]
    value: float | None = None
    unit: str
    missing: str | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    """The probability that ``low`` to ``high`` claims to cover."""
    basis: Literal["reported", "estimate", "uncertain"] | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tie(Fact):
    """A dated link of a state to another or to an organisation.

    One that is ``directed`` goes from ``state`` to ``partner``; one that is not holds for both and has one row, so that
    either state may be the ``partner``. Members of an alliance share its ``organisation``, each with what it promised.
    """

    table, file, begins, ends = "tie", "", "start", "end"
    tie_id: Id
    kind: Literal["alliance", "defence-agreement", "membership", "embassy", "designation", "mission", "contiguity"]
    state: State
    partner: MaybeState = None
    organisation: str | None = None
    name: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    obligations: tuple[str, ...] = ()
    level: str | None = None
    directed: bool = False
    instrument: str | None = None


@dataclass(frozen=True, kw_only=True)
class Conflict(Fact):
    """A state's part in an armed conflict in a year."""

    table, file, begins = "conflict", "", "year"
    conflict_id: Annotated[str, Key()]
    year: Annotated[PartialDate, Key()]
    state: Annotated[str, Key(), IsState()]
    side: Annotated[Literal["a", "b"], Key()]
    part: Literal["primary", "secondary"]
    kind: Literal["extrasystemic", "interstate", "intrastate", "internationalised-intrastate"]
    intensity: Literal["minor", "war"]
    opponents: tuple[str, ...] = ()
    location: str | None = None
    matter: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, kw_only=True)
class Issue(Fact):
    """A record that could not be read in whole or in part: where it stands and why; ``dropped`` if none of it was kept."""

    table, file = "issue", ""
    issue_id: Id
    reason: str
    dropped: bool
    field: str | None = None
    value: str | None = None
    record: str | None = None


WORLD: tuple[type[Fact], ...] = (Transfer, Part, RollCall, Vote, Flow, Series, Tie, Conflict, Issue)
"""The tables of the public record; filled by sources, never by packs."""
