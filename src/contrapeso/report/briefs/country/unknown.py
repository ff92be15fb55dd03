"""What is unknown, grouped by the body that knows it, and how to ask for it."""

from __future__ import annotations

from collections import Counter

from contrapeso.assess.run import Finding
from contrapeso.core.text import same
from contrapeso.locale import counted, say
from contrapeso.report.briefs.country.view import View, anchor, capital, commas
from contrapeso.report.document import (
    Block,
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
    line,
    paragraph,
)  # fmt: skip


def section(view: View) -> Section:
    by_body: dict[str, list[Finding]] = {}
    for finding in view.of_verdict("UNDETERMINED"):
        by_body.setdefault(view.inputs.doctrine.requirement(finding.requirement).asks, []).append(finding)
    blocks: list[Block] = [paragraph(say("unknown-lead"))]
    for body in sorted(by_body, key=lambda body: (-len(by_body[body]), body)):
        blocks.append(_body(view, body, by_body[body]))
    return Section("unknown", say("h-unknown"), (*blocks, _gaps(view)))


def _body(view: View, body: str, findings: list[Finding]) -> Details:
    questions: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in findings:
        questions.setdefault((finding.requirement, finding.missing), []).append(finding)
    rows = tuple(Row(_question(view, asked)) for asked in sorted(questions.values(), key=lambda asked: -len(asked)))
    columns = (
        Column(say("c-requirement"), "wide"), Column(say("c-missing"), "wide"),
        Column(say("c-acts")), Column(say("c-code"), "text"),
    )  # fmt: skip
    name = view.body(body)
    summary = line(counted("unknown-body", len(findings), body=name))
    return Details(summary, (Table(say("unknown-caption", body=name), columns, rows),), anchor("ask", body))


def _question(view: View, asked: list[Finding]) -> tuple[Line, ...]:
    acts: list[Inline] = [Ref(same(finding.act), anchor(finding.act)) for finding in asked if finding.act]
    return (
        line(view.requirement_title(asked[0])), line(capital(view.missing(asked[0].missing))),
        commas(acts, between=" ") or line(view.inputs.name), (Run(same(f"contrapeso request {asked[0].id}"), "code"),),
    )  # fmt: skip


def _gaps(view: View) -> Section:
    counts = Counter({
        "gap-partners": sum(act.partner_basis == "unknown" for act in view.acts),
        "gap-status": sum(act.status == "unknown" for act in view.acts),
        "gap-route": sum(act.route is None for act in view.instruments),
        "gap-confidence": sum(act.confidence == "low" for act in view.acts),
        "gap-inferred": sum(stage.basis == "inferred" for act in view.acts for stage in act.stages),
    })  # fmt: skip
    entries = tuple(line(counted(key, n)) for key, n in counts.items() if n)
    return Section("gaps", say("h-gaps"), (List(entries),) if entries else (paragraph(say("answer-unknown-none")),))
