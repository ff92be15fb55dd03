"""Lawfulness and control: what fails or is due, the control path, and a matrix that people can read."""

from __future__ import annotations

from collections import Counter

from contrapeso.assess.run import Finding
from contrapeso.assess.verdict import VERDICTS, VerdictName
from contrapeso.core.facts import Act
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, number, say, word, words_of
from contrapeso.report.briefs.country import figures, plots
from contrapeso.report.briefs.country.view import View, capital, mark
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Details,
    Gap,
    Line,
    Mark,
    Row,
    Run,
    Section,
    Table,
    Tile,
    Tiles,
    line,
    note,
    paragraph,
)  # fmt: skip

_TILES: tuple[VerdictName, ...] = ("FAIL", "DUE", "WARN", "UNDETERMINED", "PASS")
_GRAVE: tuple[VerdictName, ...] = ("FAIL", "DUE")


def section(view: View) -> Section:
    parts: list[Block | None] = [
        _result(view), Tiles(tuple(Tile(number(view.verdicts[name]), word("verdicts", name), name) for name in _TILES)),
        paragraph(say("control-lead")), plots.verdicts(view),
        _findings(view, "failed", "FAIL"), _findings(view, "due", "DUE"), _findings(view, "warned", "WARN"),
        _path(view), _matrix(view), _whole(view), _requirements(view),
    ]  # fmt: skip
    return Section("control", say("h-control"), tuple(part for part in parts if part))


def _result(view: View) -> Block:
    requirements, checks = (
        counted("n-requirements", len(view.law)),
        counted("n-checks", len(view.applied)),
    )
    said = say("answer-control", requirements=requirements, checks=checks, counts=figures.verdicts_text(view))
    none = [key for key, verdict in (("none-failed", "FAIL"), ("none-due", "DUE")) if not view.verdicts[verdict]]  # type: ignore[index]
    return paragraph(said, *(part for key in none for part in (GAP, say(key))))


def _findings(view: View, name: str, verdict: VerdictName) -> Block | None:
    found = view.of_verdict(verdict)
    if not found:
        return None
    columns = [
        Column(say("c-act"), "wide"),
        Column(say("c-requirement"), "wide"),
        Column(say("c-reason")),
        Column(say("c-article")),
    ]
    if verdict == "DUE":
        columns[2] = Column(say("c-due"), "short")
    if verdict == "WARN":
        columns[3] = Column(say("c-related"))
    rows = tuple(Row(_finding_cells(view, finding)) for finding in found)
    return Section(name, say(f"h-{name}"), (Table(say(f"caption-{name}"), tuple(columns), rows),))


def _finding_cells(view: View, finding: Finding) -> tuple[Line, ...]:
    third = day(finding.due_on) if finding.verdict == "DUE" and finding.due_on else capital(view.reason(finding))
    cites = same("; ".join(finding.cites)) if finding.cites else say("none")
    return line(view.about(finding)), line(view.requirement_title(finding)), line(third), line(cites)


def _path(view: View) -> Block | None:
    found = plots.path(view)
    if not found:
        return None
    n, figure = found
    stays = plots.calendar(view)
    blocks: list[Block] = [paragraph(counted("path-lead", n)), figure, *([stays] if stays else [])]
    return Section("path", say("h-path"), tuple(blocks))


def _matrix(view: View) -> Section:
    blocks: list[Block] = [paragraph(say("matrix-lead")), _legend()]
    for kind in words_of("kinds"):
        acts = [act for act in view.acts if act.kind == kind and act.act_id in view.findings_by_act]
        if acts:
            blocks.append(_matrix_of(view, kind, acts))
    return Section("matrix", say("h-matrix"), tuple(blocks))


def _legend() -> Block:
    parts: list[Mark | Gap] = []
    for verdict in VERDICTS[:-1]:
        parts += [mark(verdict), GAP]
    return note(*parts)


def _matrix_of(view: View, kind: str, acts: list[Act]) -> Details:
    findings = {act.act_id: view.findings_by_act[act.act_id] for act in acts}
    families = [
        family for family in view.families if any(view.family(f) == family for fs in findings.values() for f in fs)
    ]
    ordered = sorted(acts, key=lambda act: str(act.began or ""), reverse=True)
    ordered.sort(key=lambda act: [VERDICTS.index(finding.verdict) for finding in findings[act.act_id]][:1])
    columns = (Column(say("c-act"), "wide"), *(Column(view.pack_word("families", family)) for family in families))
    rows = tuple(
        Row((line(view.act_ref(act.act_id)), *(_cell(view, findings[act.act_id], family) for family in families)))
        for act in ordered
    )
    title = word("kinds-plural", kind)
    counts = Counter(finding.verdict for fs in findings.values() for finding in fs)
    summary = line(Run(title, "strong"), same(" — "), counted("clause-acts", len(acts)), GAP, *_counts(counts))
    table = Table(say("matrix-caption", kind=title), columns, rows, "matrix")
    return Details(summary, (table,), open=any(counts[verdict] for verdict in _GRAVE))


def _counts(counts: Counter[VerdictName]) -> Line:
    """«✗ Incumple 2 …» for every verdict present."""
    parts: list[Mark | Gap] = []
    for verdict in VERDICTS:
        if counts[verdict]:
            name = word("verdicts", verdict)
            parts.append(Mark(verdict, Text(es=f"{name.es} {counts[verdict]}", en=f"{name.en} {counts[verdict]}")))
            parts.append(GAP)
    return tuple(parts)


def _cell(view: View, findings: tuple[Finding, ...], family: str) -> Line:
    of_family = [finding for finding in findings if view.family(finding) == family]
    if not of_family:
        return line(say("none"))
    counts = Counter(finding.verdict for finding in of_family)
    return (mark(of_family[0].verdict),) if len(of_family) == 1 else _counts(counts)


def _whole(view: View) -> Section | None:
    found = [finding for finding in view.applied if finding.act is None]
    if not found:
        return None
    columns = (
        Column(say("c-requirement"), "wide"),
        Column(say("c-verdict"), "short"),
        Column(say("c-reason")),
        Column(say("c-article")),
    )
    rows = tuple(
        Row((
            line(view.requirement_title(finding)), (mark(finding.verdict),), line(_why(view, finding)),
            line(same("; ".join(finding.cites)) if finding.cites else say("none")),
        ))
        for finding in found
    )  # fmt: skip
    return Section("whole", say("h-whole"), (Table(say("caption-whole"), columns, rows),))


def _why(view: View, finding: Finding) -> Text:
    if finding.due_on:
        return say("due-by", on=finding.due_on)
    if finding.missing and not finding.code:
        return capital(view.missing(finding.missing))
    return capital(view.reason(finding)) if finding.code else say("none")


def _requirements(view: View) -> Section:
    doctrine = view.inputs.doctrine
    counts: dict[str, Counter[VerdictName]] = {}
    for finding in view.applied:
        counts.setdefault(finding.requirement, Counter())[finding.verdict] += 1
    rows = tuple(
        Row((
            line(requirement.title), line(view.pack_word("families", requirement.family)),
            line(same("; ".join(dict.fromkeys(doctrine.norms[norm].cite for norm in requirement.norms)) or "—")),
            _counts(counts.get(requirement.id, Counter({"NOT_APPLICABLE": 1}))) if requirement.id in counts else (mark("NOT_APPLICABLE"),),
        ))
        for requirement in view.law
    )  # fmt: skip
    columns = (
        Column(say("c-requirement"), "wide"),
        Column(say("c-family")),
        Column(say("c-article")),
        Column(say("c-verdict")),
    )
    title = counted("requirements-summary", len(rows))
    return Section("requirements", say("h-requirements"), (Details(line(title), (Table(title, columns, rows),)),))
