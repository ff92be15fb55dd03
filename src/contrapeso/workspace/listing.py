"""Lists facts, requirements and findings as plain values for scripts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import FACTS, Act, ActClause, Clause, Fact, to_plain
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.workspace import public_record

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine, Norm
    from contrapeso.assess.requirement import Requirement
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.measure.indicator import Indicator
    from contrapeso.workspace.workspace import Workspace

_PLURALS = {
    "series": "series",
    "body": "bodies",
    "coverage": "coverage",
    "status": "statuses",
    "spent_entry": "spent-entries",
}


def plural(fact: type[Fact]) -> str:
    """The name of a fact table as a list: ``acts``, ``act-clauses``, ``bodies``."""
    return _PLURALS.get(fact.table, f"{fact.table}s").replace("_", "-")


KINDS: tuple[str, ...] = (
    *(plural(fact) for fact in (*FACTS, *public_record.ABOUT_STATES)),
    "norms",
    "parameters",
    "requirements",
    "indicators",
    "findings",
)


def rows(workspace: Workspace, what: str, country: str, on: date | None) -> list[dict[str, object]]:
    """The rows of one kind on a day; ``UnknownName`` lists the kinds there are."""
    if what == "findings":
        return [finding.to_dict() for finding in workspace.assess(country, on=on)]
    if what == "requirements":
        return [_requirement(item) for item in workspace.doctrine(country).requirements]
    if what == "indicators":
        return [_indicator(item) for item in workspace.indicators]
    if what == "norms":
        return [_norm(item) for item in workspace.doctrine(country).norms.values()]
    if what == "parameters":
        return _parameters(workspace.doctrine(country))
    for fact in FACTS:
        if plural(fact) == what:
            evidence = workspace.evidence(country, on=on)
            found: tuple[Fact, ...] = evidence.acts if fact is Act else evidence.rows(fact)
            return [to_plain(row) | _joined(row, evidence) for row in found]
    for fact in public_record.ABOUT_STATES:
        if plural(fact) == what:
            return public_record.rows_about(workspace, fact, country, on)
    listed = ", ".join(KINDS)
    raise UnknownName(
        Text(es=f"no sé listar {what!r}", en=f"cannot list {what!r}"),
        Text(es=f"use uno de: {listed}", en=f"use one of: {listed}"),
    )


def _joined(row: Fact, evidence: Evidence) -> dict[str, object]:
    """What hangs on a row: the steps of an act, the acts that a clause governs."""
    if isinstance(row, Act):
        return {"stages": [to_plain(stage) for stage in row.stages]}
    if isinstance(row, Clause):
        governed = [one for one in evidence.rows(ActClause) if one.clause_id == row.clause_id]
        return {"acts": [{"act_id": one.act_id, "applies": one.applies} for one in governed]}
    return {}


def _sides(text: Text | None) -> dict[str, str] | None:
    return {language: text[language] for language in LANGUAGES} if text else None


def _requirement(item: Requirement) -> dict[str, object]:
    return {
        "id": item.id,
        "family": item.family,
        "title": _sides(item.title),
        "norms": list(item.norms),
        "severity": item.severity,
        "asks": item.asks,
        "scope": item.scope,
        "requires": item.doc.strip(),
        "locator": f"{item.file} line {item.line}",
    }


def _indicator(item: Indicator) -> dict[str, object]:
    return {
        "id": item.name,
        "title": _sides(item.title),
        "question": _sides(item.question),
        "method": _sides(item.method),
        "unit": item.unit,
        "source": item.source,
        "rules": list(item.rules),
        "locator": item.locator,
    }


def _norm(item: Norm) -> dict[str, object]:
    return {
        "id": item.norm_id,
        "norm": item.norm,
        "cite": item.cite,
        "rank": item.rank,
        "from": item.in_force.start.isoformat() if item.in_force.start else None,
        "to": item.in_force.end.isoformat() if item.in_force.end else None,
        "requires": _sides(item.requires),
        "deadline": {"value": item.deadline[0], "unit": item.deadline[1]} if item.deadline else None,
        "source": item.source_id,
        "confidence": item.confidence,
        "text_read": item.text_read,
        "locator": f"{item.file} line {item.line}",
    }


def _parameters(doctrine: Doctrine) -> list[dict[str, object]]:
    return [
        {
            "id": parameter.name,
            "title": _sides(parameter.title),
            "unit": parameter.unit,
            "value": value.value,
            "missing": _sides(value.missing),
            "basis": value.basis,
            "low": value.low,
            "high": value.high,
            "norm": value.norm,
            "from": value.period.start.isoformat() if value.period.start else None,
            "to": value.period.end.isoformat() if value.period.end else None,
            "locator": f"{parameter.file} line {value.line}",
        }
        for parameter in doctrine.parameters.values()
        for value in parameter.values
    ]
