"""Declared objectives and red lines; assumptions apart, with their range."""

from __future__ import annotations

from contrapeso.core.facts import Objective
from contrapeso.core.text import Text, same
from contrapeso.locale import listed, number, say, word
from contrapeso.report.briefs.country import rules
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import (
    Block,
    Callout,
    Column,
    Inline,
    Line,
    List,
    Row,
    Run,
    Section,
    Table,
    line,
    paragraph,
    strong,
)  # fmt: skip


def section(view: View) -> Section | None:
    rows = view.inputs.evidence.rows(Objective)
    if not rows:
        return None
    declared = [row for row in rows if row.basis != "assumption"]
    assumed = [row for row in rows if row.basis == "assumption"]
    blocks: list[Block] = [paragraph(say("doctrine-lead"))]
    if declared:
        blocks.append(_declared(view, declared))
    entries = [_assumption(row) for row in assumed] + _assumed_values(view)
    if entries:
        blocks.append(Callout("warn", say("assumed-title"), (paragraph(say("assumed-lead")), List(tuple(entries)))))
    return Section("doctrine", say("h-doctrine"), tuple(blocks))


def _declared(view: View, rows: list[Objective]) -> Table:
    columns = (Column(say("c-kind"), "short"), Column(say("c-name"), "wide"), Column(say("c-basis")))
    cells = tuple(Row((line(word("objective-kinds", row.kind)), _name(view, row), _basis(view, row))) for row in rows)
    return Table(say("declared-caption"), columns, cells)


def _name(view: View, row: Objective) -> Line:
    parts: list[Inline] = [strong(row.name)]
    if row.domains:
        domains = listed([view.pack_word("domains", domain) for domain in row.domains])
        parts.append(Run(Text(es=f" ({domains.es})", en=f" ({domains.en})"), "small"))
    if row.note:
        parts.append(Run(Text(es=f" {row.note.es}", en=f" {row.note.en}"), "small"))
    return tuple(parts)


def _basis(view: View, row: Objective) -> Line:
    cites = [view.inputs.doctrine.norms[norm_id].cite for norm_id in row.norms]
    named = [same(": "), same("; ".join(cites))] if cites else []
    return line(word("doctrine-basis", row.basis), *named)


def _assumption(row: Objective) -> Line:
    parts: list[Text | Inline] = [strong(row.name)]
    if row.low is not None and row.high is not None:
        parts += [same(" — "), say("range", low=number(row.low), high=number(row.high))]
    if row.note:
        parts += [same(". "), Run(row.note, "small")]
    return line(*parts)


def _assumed_values(view: View) -> list[Line]:
    """The values of doctrine that no norm sets, with their range and why they were chosen."""
    return rules.assumed(view, view.inputs.doctrine.parameters)
