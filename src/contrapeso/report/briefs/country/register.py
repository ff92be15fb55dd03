"""Every act: its steps, sources, conditions and findings, in entries short enough to read."""

from __future__ import annotations

from contrapeso.assess.run import Finding
from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.facts import Act, Stage
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, listed, money, say, set_apart, word, words_of
from contrapeso.report.briefs.country import plots, spent
from contrapeso.report.briefs.country.view import View, anchor, capital, commas, mark, span
from contrapeso.report.document import (
    GAP,
    Block,
    Details,
    Gap,
    Inline,
    Line,
    List,
    Ref,
    Run,
    Section,
    line,
    note,
    paragraph,
    strong,
)  # fmt: skip


def section(view: View) -> Section:
    blocks: list[Block] = [paragraph(say("register-lead"))]
    for kind in words_of("kinds"):
        acts = sorted((act for act in view.acts if act.kind == kind), key=lambda act: act.act_id)
        acts.sort(key=lambda act: str(act.began or ""), reverse=True)
        if acts:
            entries = tuple(_entry(view, act) for act in acts)
            blocks.append(Section(f"register-{kind}", word("kinds-plural", kind), entries))
    return Section("register", say("h-register"), (*blocks, *spent.sections(view)))


def _entry(view: View, act: Act) -> Details:
    findings = view.findings_by_act.get(act.act_id, ())
    when = day(act.began, short=True) if act.began else say("none")
    marks = [mark(verdict) for verdict in VERDICTS[:3] if any(finding.verdict == verdict for finding in findings)]
    summary: list[Text | Inline] = [strong(act.title), same(" — "), view.partners(act), same(", "), when]
    for one in marks:
        summary += [GAP, one]
    blocks: list[Block] = [paragraph(*_meta(view, act))]
    if act.note:
        blocks.append(note(act.note))
    steps = List(tuple(_step(view, stage) for stage in act.stages)) if act.stages else paragraph(say("no-steps"))
    blocks += [paragraph(strong(say("l-steps"))), steps]
    blocks += [paragraph(strong(say("l-checks"))), _checks(view, findings)] if findings else [note(say("no-checks"))]
    return Details(line(*summary), (*blocks, *_foot(view, act)), anchor(act.act_id))


def _meta(view: View, act: Act) -> Line:
    confidence = word("confidence", act.confidence)
    parts = [capital(word("kinds", act.kind)), word("record-types", act.record_type), word("act-status", act.status)]
    shown = [Run(part) for part in parts]
    label = say("l-confidence")
    shown.append(Run(Text(es=f"{label.es.lower()}{confidence.es}", en=f"{label.en.lower()}{confidence.en}")))
    head = (*commas(shown, between=" · "), Gap(" · "), Run(same(act.act_id), "code"))
    return tuple(inline for part in (head, *_particulars(view, act)) for inline in (*part, Gap(". ")))[:-1]


def _particulars(view: View, act: Act) -> list[Line]:
    """What the register says of the act beyond its steps, one label and value at a time."""
    entries: list[Line] = []
    if act.amount is not None and act.currency:
        basis = word("amount-basis", act.amount_basis or "stated")
        entries.append(
            line(strong(say("l-amount")), say("bracketed", text=money(act.amount, act.currency), detail=basis))
        )
    if act.route:
        entries.append(line(strong(say("l-route")), word("routes", act.route)))
    if act.matter:
        matters = listed([word("matters", matter) for matter in act.matter])
        if act.matter_basis:
            matters = say("bracketed", text=matters, detail=word("matter-basis", act.matter_basis))
        entries.append(line(strong(say("l-matter")), matters))
    entries += _stay(act)
    term = span(act.in_force_from, act.expires_on)
    if term:
        entries.append(line(strong(say("l-term")), term))
    if act.domains:
        entries.append(
            line(strong(say("l-domains")), listed([view.pack_word("domains", domain) for domain in act.domains]))
        )
    return entries


def _stay(act: Act) -> list[Line]:
    parts = [part for part in (span(act.stay_from, act.stay_to),) if part]
    if act.personnel_count is not None:
        parts.append(counted("personnel", act.personnel_count))
    if act.armed is not None:
        parts.append(say("armed" if act.armed else "unarmed"))
    return (
        [
            line(
                strong(say("l-stay")),
                *(
                    Run(part) if position == 0 else Run(Text(es=f", {part.es}", en=f", {part.en}"))
                    for position, part in enumerate(parts)
                ),
            )
        ]
        if parts
        else []
    )


def _step(view: View, stage: Stage) -> Line:
    details: list[Text] = []
    if stage.body:
        details.append(view.body(stage.body))
    if stage.instrument:
        details.append(same(stage.instrument))
    counts = plots.votes(stage)
    if counts:
        details.append(say("votes", votes=counts))
    elif stage.votes_for is not None:
        details.append(say("votes-for", n=stage.votes_for))
    if stage.basis == "inferred":
        details.append(word("stage-basis", "inferred"))
    parts: list[Text | Inline] = [strong(day(stage.on)), same(": "), word("stages", stage.stage)]
    if details:
        joined = set_apart(details)
        parts.append(Text(es=f" ({joined.es})", en=f" ({joined.en})"))
    if stage.note:
        parts.append(Run(Text(es=f" {stage.note.es}", en=f" {stage.note.en}"), "small"))
    return line(*parts)


def _checks(view: View, findings: tuple[Finding, ...]) -> Block:
    """Failures, deadlines, warnings and gaps one by one; what passes in one line."""
    open_ones = [_check(view, finding) for finding in findings if finding.verdict != "PASS"]
    passed = [view.requirement_title(finding) for finding in findings if finding.verdict == "PASS"]
    if passed:
        open_ones.append((mark("PASS"), *line(GAP, set_apart(passed))))
    return List(tuple(open_ones))


def _check(view: View, finding: Finding) -> Line:
    parts: list[Text | Inline] = [mark(finding.verdict), GAP, view.requirement_title(finding)]
    if finding.cites:
        parts.append(same(f" ({'; '.join(finding.cites)})"))
    if finding.code:
        parts += [same(": "), view.reason(finding)]
    if finding.due_on:
        parts += [same(" — "), say("due-by", on=finding.due_on)]
    if finding.missing:
        parts += [same(" — "), say("l-missing"), view.missing(finding.missing)]
    if finding.verdict in ("FAIL", "WARN", "DUE"):
        parts += [GAP, Run(same(f"contrapeso explain {finding.id}"), "code")]
    return line(*parts)


def _foot(view: View, act: Act) -> tuple[Block, ...]:
    blocks: list[Block] = []
    clauses: list[Inline] = []
    for row in view.act_clauses:
        if row.act_id == act.act_id:
            name, applies = view.clauses[row.clause_id].name, word("applies", row.applies)
            clauses.append(Ref(say("bracketed", text=name, detail=applies), anchor("clause", row.clause_id)))
    if clauses:
        blocks.append(paragraph(strong(say("l-conditions")), *commas(clauses)))
    cited = view.cited(act.source_ids)
    if cited:
        blocks.append(note(say("l-sources"), *cited))
    return tuple(blocks)
