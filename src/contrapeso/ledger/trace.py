"""Explains a fact or a rule: what it says, the line of a file it stands in, its snapshot and its publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Protocol

from contrapeso.core.facts import (
    Act,
    Body,
    Claim,
    Clause,
    Component,
    Fact,
    Holding,
    Objective,
    Privilege,
    Source,
    Stage,
    Status,
)
from contrapeso.core.parameter import Dated, Parameter
from contrapeso.core.state import state_name
from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import has_word, say, word


class SnapshotLike(Protocol):
    """What the trace shows of a snapshot."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def vintage(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: what it is, what it says, where it stands, and the links it rests on."""

    kind: str
    name: str
    says: Text
    where: str = ""
    rests_on: tuple[Link, ...] = ()

    def to_dict(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "name": self.name,
            "says": {language: self.says[language] for language in LANGUAGES},
            "where": self.where,
            "rests_on": [link.to_dict() for link in self.rests_on],
        }

    def lines(self, language: Language, indent: str = "") -> Iterator[str]:
        """The chain as indented lines, this link first."""
        parts = [f"{word('links', self.kind)[language]:<12} {self.name}", self.says[language], self.where]
        yield "  ".join(part for part in parts if part)
        for position, link in enumerate(self.rests_on):
            last = position == len(self.rests_on) - 1
            inner = list(link.lines(language))
            yield f"{indent}{'└' if last else '├'} {inner[0]}"
            for line in inner[1:]:
                yield f"{indent}{' ' if last else '│'} {line}"


Snapshots = Mapping[str, SnapshotLike]


def explain_fact(row: Fact, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A fact with the line it was read from, the snapshot that holds it and the publications it cites."""
    snapshot = snapshots.get(row.snapshot_id)
    held = [_snapshot(snapshot)] if snapshot else []
    cited = getattr(row, "source_ids", None) or (getattr(row, "source_id", None),)
    links = (*held, *explain_sources(tuple(source for source in cited if source), evidence))
    return Link("fact", row.ref, describe(row, evidence), row.locator, links)


def describe(row: Fact, evidence: Evidence) -> Text:
    """One line on what a row says."""
    match row:
        case Stage():
            return _describe_stage(row, evidence)
        case Act() | Source():
            return row.title if isinstance(row, Act) else same(f"{row.title} — {row.publisher}")
        case Clause() | Privilege() | Objective():
            return row.name
        case Holding():
            return _describe_holding(row)
        case Component():
            return _describe_component(row)
        case Claim():
            return row.claim
        case Status():
            return same(f"{row.state} {row.status} {row.start} – {row.end or ''}")
    shown = [str(getattr(row, spec.name)) for spec in fields(row) if spec.name not in ("public", "locator")]
    return same(" · ".join(value for value in shown if value not in ("", "None"))[:200])


def _describe_stage(stage: Stage, evidence: Evidence) -> Text:
    """«aprobación · 6 de noviembre de 2024 · Congreso · 74–?–?»."""
    counts = (stage.votes_for, stage.votes_against, stage.votes_abstain)
    votes = "–".join("?" if count is None else str(count) for count in counts) if any(counts) else ""
    parts = [word("stages", stage.stage), same(str(stage.on)), _body(stage.body, evidence) if stage.body else None]
    return _joined([*parts, *(same(part) for part in (stage.instrument, votes) if part)])


def _describe_holding(row: Holding) -> Text:
    """«C-27J Spartan · Uruguay · 4 · en servicio», and what is noted."""
    count = same(_count(row)) if _count(row) else None
    return _joined([same(row.platform), state_name(row.state), count, word("holding-status", row.status), row.note])


def _describe_component(row: Component) -> Text:
    """«motor · AE-2100D3 · Estados Unidos · lo dice una fuente sobre este sistema · crítico», and what is noted."""
    part = same(row.part) if row.part else None
    basis = word("supplier-basis", row.supplier_basis or "none")
    suppliers = [state_name(state) for state in row.suppliers]
    return _joined([word("roles", row.role), part, *suppliers, basis, word("criticality", row.criticality), row.note])


def _joined(parts: Iterable[Text | None]) -> Text:
    said = [part for part in parts if part is not None]
    return Text(es=" · ".join(part.es for part in said), en=" · ".join(part.en for part in said))


def _count(row: Holding) -> str:
    """«12», «3–4», or nothing where no source counts."""
    if row.quantity is not None:
        return str(row.quantity)
    return "" if row.quantity_high is None else f"{row.quantity_low or 0}–{row.quantity_high}"


def _body(code: str, evidence: Evidence) -> Text:
    """The name of a body, or its code where the pack does not name it."""
    body = evidence.find(f"body:{code}")
    return body.name if isinstance(body, Body) else same(code)


def explain_rule(parameter: Parameter, dated: Dated, evidence: Evidence) -> Link:
    """A rule as consulted on a day: a norm's value, an assumption with its range, or the reason why it is unread."""
    kind = "assumption" if dated.is_assumed else "rule"
    if dated.in_force:
        says = dated.missing or _valued(parameter.title, dated, evidence)
    else:
        says = say("cli.no-rule", title=parameter.title)
    return Link(kind, parameter.name, says, f"{parameter.file} line {dated.line or parameter.line}")


def _valued(title: Text, dated: Dated, evidence: Evidence) -> Text:
    """«plazo para dar cuenta = 3 días hábiles», with the range where there is one."""
    value = _value(dated.value, evidence)
    unit = word("time-units", dated.unit) if has_word("time-units", dated.unit) else None
    limits = f" [{dated.low:g}–{dated.high:g}]" if dated.low is not None and dated.high is not None else ""
    return Text(
        es=f"{title.es} = {value.es}{f' {unit.es}' if unit else ''}{limits}",
        en=f"{title.en} = {value.en}{f' {unit.en}' if unit else ''}{limits}",
    )


def _value(value: object, evidence: Evidence) -> Text:
    if isinstance(value, (list, tuple)):
        parts = [_value(one, evidence) for one in value]
        return Text(es=", ".join(part.es for part in parts) or "—", en=", ".join(part.en for part in parts) or "—")
    if isinstance(value, dict) and set(value) == set(LANGUAGES):
        return Text(es=str(value["es"]), en=str(value["en"]))
    if isinstance(value, dict):
        named = [(name, _value(one, evidence)) for name, one in value.items()]
        return Text(
            es="; ".join(f"{name}: {part.es}" for name, part in named),
            en="; ".join(f"{name}: {part.en}" for name, part in named),
        )
    return _body(str(value), evidence)


def _snapshot(snapshot: SnapshotLike) -> Link:
    return Link("snapshot", snapshot.id, same(f"{snapshot.source} · vintage {snapshot.vintage}"))


def explain_sources(
    source_ids: tuple[str, ...], evidence: Evidence, snapshots: Snapshots | None = None
) -> tuple[Link, ...]:
    """The publications, each with the snapshot that its row was read from where ``snapshots`` are given."""
    rows = [evidence.find(f"source:{source_id}") for source_id in source_ids]
    held = snapshots or {}
    return tuple(
        Link(
            "source", row.source_id, _source(row), row.url,
            (_snapshot(held[row.snapshot_id]),) if row.snapshot_id in held else (),
        )
        for row in rows
        if isinstance(row, Source)
    )  # fmt: skip


def _source(source: Source) -> Text:
    rank = word("ranks", source.rank)
    return Text(es=f"{source.title} ({rank.es})", en=f"{source.title} ({rank.en})")
