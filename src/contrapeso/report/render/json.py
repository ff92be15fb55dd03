"""The whole report as data: sentences in both languages, and every fact with its id and the row it came from."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from contrapeso.charts.chart import Chart
from contrapeso.core.facts import FACTS, Act, Stage
from contrapeso.core.period import PartialDate
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.report import shown
from contrapeso.report.document import (
    Block,
    Callout,
    Details,
    Document,
    Figure,
    Line,
    List,
    Paragraph,
    Section,
    Side,
    Sides,
    blocks_of,
    said,
)
from contrapeso.report.inputs import Inputs
from contrapeso.stress.run import Stressed

_LEFT_OUT = ("public", "stages")


def render_json(document: Document, inputs: Inputs, summary: tuple[Text, ...]) -> str:
    """One object: what the report says (`answer`), and what it rests on (`facts`, `measurements`, `findings`)."""
    evidence, doctrine = inputs.evidence, inputs.doctrine
    tables = {
        fact.table: [plain(row) for row in shown.rows(evidence, fact)] for fact in FACTS if fact not in (Act, Stage)
    }
    acts = [{**plain(act), "stages": [plain(stage) for stage in act.stages]} for act in shown.rows(evidence, Act)]
    content = {
        "country": inputs.country,
        "name": plain(inputs.name),
        "on": inputs.on.isoformat(),
        "title": plain(document.title),
        "code_version": inputs.code_version,
        "doctrine": doctrine.content_hash,
        "snapshots": [plain(snapshot) for snapshot in inputs.snapshots],
        "summary": [plain(line) for line in summary],
        "answer": [plain(text) for text in sentences(document.sections[0])],
        "charts": [_chart(block.chart) for block in _figures(document.sections)],
        "requirements": [
            {"id": one.id, "family": one.family, "title": plain(one.title), "severity": one.severity, "asks": one.asks,
             "norms": list(one.norms), "cites": [doctrine.norms[norm].cite for norm in one.norms]}
            for one in doctrine.requirements
        ],
        "measurements": [one.to_dict() for one in shown.measurements(inputs)],
        "what_if": [_case(one) for one in inputs.stressed],
        "findings": [finding.to_dict() for finding in shown.findings(inputs)],
        "facts": {"act": acts, **tables},
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """A record as plain data: texts as ``{es, en}``, dates as they are known, evidence under its own name."""
    match value:
        case Text():
            return {language: value[language] for language in LANGUAGES}
        case PartialDate() | date():
            return str(value)
        case tuple() | list():
            return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        said = {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name not in _LEFT_OUT}
        ref = getattr(value, "ref", None)
        return {"ref": ref, **said} if ref else said
    return value


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "id": chart.chart_id, "title": plain(chart.title), "units": plain(chart.units), "alt": plain(chart.alt),
        "header": plain(chart.header), "rows": plain(chart.rows),
    }  # fmt: skip


def sentences(block: Block) -> list[Text]:
    """What a block says, sentence by sentence."""
    match block:
        case Paragraph(runs=runs):
            return [_joined(runs)]
        case List(entries=entries):
            return [_joined(entry) for entry in entries]
        case Section(heading=title) | Callout(title=title):
            return [title, *(text for inner in block.blocks for text in sentences(inner))]
        case Sides(sides=sides):
            return [text for side in sides for text in _of_side(side)]
        case Details(blocks=blocks):
            return [text for inner in blocks for text in sentences(inner)]
    return []


def _of_side(side: Side) -> list[Text]:
    """The heading, then each entry as «term: what is said»."""
    entries = [(entry.term, _joined(said)) for entry in side.entries for said in entry.said]
    return [side.heading, *(Text(es=f"{term.es}: {said.es}", en=f"{term.en}: {said.en}") for term, said in entries)]


def _joined(runs: Line) -> Text:
    return Text(es="".join(said(part, "es") for part in runs), en="".join(said(part, "en") for part in runs))


def _case(found: Stressed) -> dict[str, Any]:
    """A case with everything that it changes: each after-value with the name that explains it."""
    given, changed = (
        {name: list(values) for name, values in found.given.items()},
        [*found.measurements, *found.findings],
    )
    changes = [{**one.to_dict(), "explain": found.explain_id(one)} for one in changed if one.is_changed]
    about = {
        "scenario": found.scenario.name,
        "with": given,
        "on": found.on.isoformat(),
        "seen_on": found.seen_on.isoformat(),
    }
    return {**about, "changes": changes}


def _figures(blocks: tuple[Block, ...]) -> list[Figure]:
    return [block for block in blocks_of(blocks) if isinstance(block, Figure)]
