"""Conditions by partner: who may invoke what over which acts."""

from __future__ import annotations

from contrapeso.core.facts import Clause
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, listed, say, word, words_of
from contrapeso.report.briefs.country import plots
from contrapeso.report.briefs.country.view import View, anchor
from contrapeso.report.document import Block, Details, Line, List, Run, Section, line, note, paragraph


def section(view: View) -> Section:
    if not view.clauses:
        return Section("conditions", say("h-conditions"), (paragraph(say("conditions-none")),))
    chart = plots.clauses(view)
    blocks: list[Block] = [paragraph(say("conditions-lead")), *([chart] if chart else [])]
    weight = dict.fromkeys({clause.holder for clause in view.clauses.values()}, 0)
    for row in view.act_clauses:
        weight[view.clauses[row.clause_id].holder] += 1
    for holder in sorted(weight, key=lambda state: (-weight[state], state)):
        blocks.append(_holder(view, holder))
    return Section("conditions", say("h-conditions"), tuple(blocks))


def _holder(view: View, holder: str) -> Section:
    clauses = [clause for clause in view.clauses.values() if clause.holder == holder]
    clauses.sort(key=lambda clause: (-len(_rows(view, clause)), clause.clause_id))
    heading = say("h-holder", holder=state_name(holder))
    return Section(f"holder-{holder.lower()}", heading, tuple(_clause(view, clause) for clause in clauses))


def _rows(view: View, clause: Clause) -> list[str]:
    return [row.act_id for row in view.act_clauses if row.clause_id == clause.clause_id]


def _clause(view: View, clause: Clause) -> Details:
    n = len(_rows(view, clause))
    summary = line(
        Run(same(f"{clause.clause_id.upper()} "), "small"),
        Run(clause.name, "strong"),
        same(" — "),
        _load(view, clause) if n else say("clause-no-acts"),
    )
    said: list[Line] = [
        line(Run(say("l-trigger"), "strong"), clause.trigger),
        line(Run(say("l-requires"), "strong"), clause.requires),
        line(Run(say("l-effect"), "strong"), clause.effect),
        line(Run(say("l-citation"), "strong"), same(clause.citation)),
        line(Run(say("l-grading", basis=word("doctrine-basis", clause.grading_basis)), "strong"), _grading(clause)),
        *_governed(view, clause),
    ]
    cited = view.cited(clause.source_ids)
    if cited:
        said.append((Run(say("l-sources"), "strong"), *cited))
    notes = (note(clause.note),) if clause.note else ()
    return Details(summary, (List(tuple(said)), *notes), anchor("clause", clause.clause_id))


def _load(view: View, clause: Clause) -> Text:
    """«vigente 3, si se concluye 2»."""
    parts = []
    for applies in words_of("applies"):
        n = sum(row.applies == applies for row in view.act_clauses if row.clause_id == clause.clause_id)
        if n:
            parts.append(say("bracketed", text=counted("clause-acts", n), detail=word("applies", applies)))
    return listed(parts)


def _grading(clause: Clause) -> Text:
    return say(
        "grading", discretion=word("grades", clause.discretion), reversibility=word("grades", clause.reversibility),
        scope=word("scopes", clause.scope),
    )  # fmt: skip


def _governed(view: View, clause: Clause) -> list[Line]:
    """The acts that the condition governs, each with the reason."""
    lines: list[Line] = []
    for applies in words_of("applies"):
        for row in view.act_clauses:
            if row.clause_id == clause.clause_id and row.applies == applies:
                head = Run(say("l-governs", applies=word("applies", applies)), "strong")
                why = say("governs-why", basis=word("clause-basis", row.basis), why=row.why)
                lines.append((head, view.act_ref(row.act_id), Run(why, "small")))
    return lines
