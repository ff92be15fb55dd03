"""The status and its privileges: given, needed, used; the claims checked; all designees side by side."""

from __future__ import annotations

from contrapeso.core.facts import Claim, Privilege, Status
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, say, set_apart, word
from contrapeso.report.briefs.country import figures
from contrapeso.report.briefs.country.view import View, anchor, commas, the_day
from contrapeso.report.document import (
    GAP,
    Block,
    Callout,
    Column,
    Details,
    Inline,
    Line,
    List,
    Ref,
    Row,
    Run,
    Section,
    Table,
    Tone,
    line,
    note,
    paragraph,
    run,
    strong,
)  # fmt: skip

_TONES: dict[str, Tone] = {"contradicted": "bad", "unsupported": "warn", "disputed": "unknown"}


def section(view: View) -> Section:
    held = figures.held_statuses(view)
    blocks: list[Block] = [
        paragraph(_status_text(view, status), GAP, *view.cited(status.source_ids)) for status in held
    ]
    if not held:
        blocks.append(paragraph(say("status-not-held", name=view.inputs.name)))
    blocks += [List(entries) for entries in (_given(view),) if entries]
    blocks += [part for part in (_privileges(view), _not_privileges(view), _claims(view), _designees(view)) if part]
    return Section("status", say("h-status"), tuple(blocks))


def _privileges(view: View) -> Section | None:
    rows = [row for row in figures.privileges(view) if row.type == "privilege"]
    if not rows:
        return None
    columns = (
        Column(say("c-privilege"), "wide"), Column(say("c-gives"), "wide"), Column(say("c-needs"), "wide"),
        Column(say("c-given"), "short"), Column(say("c-used"), "short"), Column(say("c-evidence-conditions"), "text"),
    )  # fmt: skip
    cells = tuple(Row(_privilege(view, row), anchor("privilege", row.privilege_id)) for row in rows)
    table = Table(say("privileges-caption"), columns, cells)
    return Section("privileges", say("h-privileges"), (table,))


def _privilege(view: View, row: Privilege) -> tuple[Line, ...]:
    name: list[Inline] = [strong(row.name)]
    if row.citation:
        name.append(Run(same(f" {row.citation}"), "small"))
    evidence: list[Inline] = [view.act_ref(act) for act in row.evidence_acts if act in view.act_ids]
    conditions: list[Inline] = [
        Ref(same(code.upper()), anchor("clause", code)) for code in row.conditions if code in view.clauses
    ]
    gives: list[Inline] = [run(row.gives)]
    if row.note:
        gives.append(Run(Text(es=f" {row.note.es}", en=f" {row.note.en}"), "small"))
    return (
        tuple(name), tuple(gives), line(row.needs or say("none")), line(word("given", row.given)),
        line(word("used", row.used)), commas([*evidence, *conditions], between=" ") or line(say("none")),
    )  # fmt: skip


def _not_privileges(view: View) -> Section | None:
    rows = [row for row in figures.privileges(view) if row.type == "not-a-privilege"]
    if not rows:
        return None
    columns = (
        Column(say("c-name"), "wide"),
        Column(say("c-meaning"), "wide"),
        Column(say("c-given"), "short"),
        Column(say("c-source")),
    )
    cells = tuple(
        Row((
            line(strong(row.name), *([Run(same(f" {row.citation}"), "small")] if row.citation else [])),
            line(row.gives, *([Run(Text(es=f" {row.note.es}", en=f" {row.note.en}"), "small")] if row.note else [])),
            line(word("given", row.given)), view.cited(row.source_ids) or line(say("none")),
        ), anchor("privilege", row.privilege_id))
        for row in rows
    )  # fmt: skip
    return Section("not-privileges", say("h-not-privileges"), (Table(say("not-privileges-caption"), columns, cells),))


def _claims(view: View) -> Section | None:
    claims = view.inputs.evidence.rows(Claim)
    if not claims:
        return None
    return Section("claims", say("h-claims"), tuple(_claim(view, claim) for claim in claims))


def _claim(view: View, claim: Claim) -> Callout:
    verdict = word("claim-verdicts", claim.verdict)
    title = Text(es=f"{verdict.es}: «{claim.claim.es.rstrip('.')}»", en=f"{verdict.en}: “{claim.claim.en.rstrip('.')}”")
    said: list[Text | Inline] = [say("claim-said", who=claim.said_by)]
    if claim.said_on:
        said += [GAP, say("claim-on", on=claim.said_on)]
    cited = view.cited(claim.source_ids)
    blocks: list[Block] = [paragraph(strong(say("l-answer")), claim.answer)]
    rests = view.cited(claim.answer_source_ids)
    if rests:
        blocks.append(note(say("l-rests-on"), *rests))
    blocks.append(note(*said, *((same(". "), say("l-said-in"), *cited) if cited else ())))
    return Callout(_TONES[claim.verdict], title, tuple(blocks))


def _designees(view: View) -> Section | None:
    rows = sorted(view.inputs.evidence.rows(Status), key=lambda row: (row.start, row.state))
    if not rows:
        return None
    current = len(view.inputs.evidence.in_force(Status))
    columns = (
        Column(say("c-state"), "text"), Column(say("c-status")), Column(say("c-since"), "short"),
        Column(say("c-ended"), "short"), Column(say("c-instrument"), "wide"),
    )  # fmt: skip
    cells = tuple(Row(_designee(view, row), anchor("status", row.status_id)) for row in rows)
    summary = counted("designees-summary", len(rows), current=current, on=view.inputs.on)
    table = Table(say("designees-caption"), columns, cells)
    return Section("designees", say("h-designees"), (Details(line(summary), (table,)),))


def _designee(view: View, row: Status) -> tuple[Line, ...]:
    name = strong(state_name(row.state)) if row.state == view.inputs.country else run(state_name(row.state))
    instrument = "; ".join(part for part in (row.instrument, row.citation) if part)
    return (
        (name,), line(view.pack_word("statuses", row.status)), line(day(row.start, short=True)),
        line(day(row.end, short=True) if row.end else say("none")),
        line(same(instrument) if instrument else say("none")),
    )  # fmt: skip


def _status_text(view: View, status: Status) -> Text:
    held = say(
        "status-held",
        name=view.inputs.name,
        status=view.pack_word("statuses", status.status),
        start=the_day(status.start),
    )
    if not status.instrument:
        return say("sentence", text=held)
    return say("status-held-how", held=held, how=say("status-held-by", instrument=status.instrument))


def _given(view: View) -> tuple[Line, ...]:
    rows = figures.privileges(view)
    if not rows:
        return ()
    groups = (
        ("status-gives", ("yes",)),
        ("status-conditional", ("conditional",)),
        ("status-not", ("no", "historical")),
    )
    entries: list[Line] = []
    for key, given in groups:
        names = [row.name for row in rows if row.given in given]
        if names:
            entries.append(line(say(key, names=set_apart(names))))
    used = sum(row.used == "yes" for row in rows)
    entries.append(line(counted("status-used", used) if used else say("status-unused")))
    return tuple(entries)
