"""The three findings that matter most, chosen by a rule that the report states."""

from __future__ import annotations

from datetime import date

from contrapeso.assess.run import Finding
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, percent, say
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import how_known
from contrapeso.report.briefs.country.view import GRAVITY, View, mark
from contrapeso.report.document import GAP, Block, Inline, Line, List, Ref, Section, line, note, paragraph, strong

SHOWN = 3
_NEVER = date.max


def section(view: View) -> Section:
    found = groups(view)[:SHOWN]
    blocks: tuple[Block, ...] = (
        List(tuple(_said(view, group) for group in found), ordered=True) if found else paragraph(say("none-failed")),
        note(say("chief-rule"), GAP, *(how_known(found[0][0].id) if found else ())),
    )
    return Section("balance-chief", say("h-chief"), blocks)


def groups(view: View) -> list[tuple[Finding, ...]]:
    """Failures by severity, deadlines by nearness, crossed thresholds by margin; one requirement's findings together."""
    ranked = [
        *sorted(view.of_verdict("FAIL"), key=lambda one: (GRAVITY[one.severity], one.id)),
        *sorted(view.of_verdict("DUE"), key=lambda one: (one.due_on or _NEVER, one.id)),
        *sorted(
            (one for one in (*view.of_verdict("WARN"), *view.assumed) if one.verdict == "WARN"),
            key=lambda one: (-(margin(view, one) or 0), GRAVITY[one.severity], one.id),
        ),
    ]
    found: dict[tuple[str, str, str | None], list[Finding]] = {}
    for one in ranked:
        found.setdefault((one.verdict, one.requirement, one.code), []).append(one)
    return [tuple(group) for group in found.values()]


def margin(view: View, finding: Finding) -> float | None:
    """By how much a measured share crosses the assumed limit of the rule that judged it; None where it was not so judged."""
    measured = [one.value for one in view.measures.rows if one.ref in finding.evidence and one.value is not None]
    limits = [
        dated.number
        for name in finding.rules
        if (dated := view.inputs.doctrine.at(name, view.inputs.on)).is_assumed and isinstance(dated.value, float)
    ]
    return max(measured) - limits[0] if measured and len(limits) == 1 else None


def _said(view: View, group: tuple[Finding, ...]) -> Line:
    first = group[0]
    parts: list[Text | Inline] = [mark(first.verdict), GAP, *_subject(view, first)]
    reason = view.requirement_title(first) if first.verdict == "DUE" else view.reason(first)
    parts += [same(": "), reason, *([same(f" ({'; '.join(first.cites)})")] if first.cites else [])]
    if first.due_on:
        parts += [same(" — "), strong(say("due-by", on=first.due_on))]
    over = margin(view, first)
    if over is not None and over > 0:
        parts += [same(" — "), say("over-by", margin=percent(over))]
    if len(group) > 1:
        parts += [
            same("; "),
            Ref(counted("more-of-these", len(group) - 1), "assumed" if view.is_assumed(first) else "control"),
        ]
    return line(*parts)


def _subject(view: View, finding: Finding) -> Line:
    """The act, the capability or the country that the finding is about."""
    return (Ref(naming.subject(view, finding), "assumed"),) if view.is_assumed(finding) else (view.about(finding),)
