"""Explains a finding: requirement, norms, parameters and facts, each down to the line of a file and its snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Protocol

from contrapeso.assess.doctrine import Doctrine, Norm
from contrapeso.assess.missing import missing_text
from contrapeso.assess.run import Finding
from contrapeso.core.facts import Act, Claim, Clause, Fact, Objective, Privilege, Source, Stage, Status
from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import word


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
        parts = [f"{self.kind:<12} {self.name}", self.says[language], self.where]
        yield "  ".join(part for part in parts if part)
        for position, link in enumerate(self.rests_on):
            last = position == len(self.rests_on) - 1
            inner = list(link.lines(language))
            yield f"{indent}{'└' if last else '├'} {inner[0]}"
            for line in inner[1:]:
                yield f"{indent}{' ' if last else '│'} {line}"


Snapshots = Mapping[str, SnapshotLike]


def explain_finding(finding: Finding, evidence: Evidence, doctrine: Doctrine, snapshots: Snapshots) -> Link:
    """The whole chain behind a finding."""
    requirement = doctrine.requirement(finding.requirement)
    links = [
        Link("requirement", requirement.id, requirement.title, f"{requirement.file} line {requirement.line}"),
        *(explain_norm(doctrine.norms[norm_id], evidence, snapshots) for norm_id in finding.norms),
        *(_rule(code, doctrine) for code in finding.missing if code.startswith("rule-")),
        *(Link("missing", code, missing_text(code, doctrine)) for code in finding.missing),
        *(explain_fact(row, evidence, snapshots) for ref in finding.evidence if (row := evidence.find(ref))),
    ]
    return Link("finding", finding.id, _verdict(finding, doctrine), "", tuple(links))


def explain_norm(norm: Norm, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A norm with its file and the publication where it was read."""
    says = Text(es=f"{norm.cite}: {norm.requires.es}", en=f"{norm.cite}: {norm.requires.en}")
    return Link("norm", norm.norm_id, says, f"{norm.file} line {norm.line}", _sources((norm.source_id,), evidence))


def explain_fact(row: Fact, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A fact with the line it was read from, the snapshot that holds it and the publications it cites."""
    snapshot = snapshots.get(row.snapshot_id)
    held = [_snapshot(snapshot)] if snapshot else []
    cited = getattr(row, "source_ids", None) or (getattr(row, "source_id", None),)
    links = (*held, *_sources(tuple(source for source in cited if source), evidence))
    return Link("fact", row.ref, describe(row), row.locator, links)


def describe(row: Fact) -> Text:
    """One line on what a row says."""
    match row:
        case Stage():
            return _describe_stage(row)
        case Act() | Source():
            return row.title if isinstance(row, Act) else same(f"{row.title} — {row.publisher}")
        case Clause() | Privilege() | Objective():
            return row.name
        case Claim():
            return row.claim
        case Status():
            return same(f"{row.state} {row.status} {row.start} – {row.end or ''}")
    shown = [str(getattr(row, spec.name)) for spec in fields(row) if spec.name not in ("public", "locator")]
    return same(" · ".join(value for value in shown if value not in ("", "None"))[:200])


def _describe_stage(stage: Stage) -> Text:
    counts = (stage.votes_for, stage.votes_against, stage.votes_abstain)
    votes = "–".join("?" if count is None else str(count) for count in counts) if any(counts) else ""
    name = word("stages", stage.stage)
    tail = " · ".join(part for part in (str(stage.on), stage.body, stage.instrument, votes) if part)
    return Text(es=f"{name.es} · {tail}", en=f"{name.en} · {tail}")


def _verdict(finding: Finding, doctrine: Doctrine) -> Text:
    name = word("verdicts", finding.verdict)
    due = f" {finding.due_on}" if finding.due_on else ""
    if finding.code is None:
        return Text(es=f"{finding.verdict} ({name.es}){due}", en=f"{finding.verdict} ({name.en}){due}")
    why = doctrine.words("codes", finding.code)
    return Text(
        es=f"{finding.verdict} {finding.code}{due}: {why.es}", en=f"{finding.verdict} {finding.code}{due}: {why.en}"
    )


def _rule(code: str, doctrine: Doctrine) -> Link:
    parameter = doctrine.parameters[code.removeprefix("rule-").replace("-", "_")]
    unread = next((value for value in reversed(parameter.values) if value.value is None), None)
    says = unread.missing if unread and unread.missing else parameter.title
    line = unread.line if unread else parameter.line
    return Link("parameter", parameter.name, says, f"{parameter.file} line {line}")


def _snapshot(snapshot: SnapshotLike) -> Link:
    return Link("snapshot", snapshot.id, same(f"{snapshot.source} · vintage {snapshot.vintage}"))


def _sources(source_ids: tuple[str, ...], evidence: Evidence) -> tuple[Link, ...]:
    rows = [evidence.find(f"source:{source_id}") for source_id in source_ids]
    return tuple(Link("source", row.source_id, _source(row), row.url) for row in rows if isinstance(row, Source))


def _source(source: Source) -> Text:
    rank = word("ranks", source.rank)
    return Text(es=f"{source.title} ({rank.es})", en=f"{source.title} ({rank.en})")
