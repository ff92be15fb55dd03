"""The three findings that matter most, chosen by a rule that the report states."""

from __future__ import annotations

from datetime import date, timedelta

from contrapeso.assess.run import Finding
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, percent, say
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import figure, how_known, phrase
from contrapeso.report.briefs.country.view import GRAVITY, View, mark
from contrapeso.report.document import GAP, Block, Inline, Line, List, Ref, Section, line, note, paragraph, strong

SHOWN = 3
DAYS_AHEAD = 365
"""How far ahead a deadline matters more than a threshold that is crossed today."""
_NEVER = date.max


def section(view: View) -> Section:
    found = groups(view)[:SHOWN]
    blocks: tuple[Block, ...] = (
        List(tuple(_said(view, group) for group in found), ordered=True) if found else paragraph(say("none-failed")),
        note(say("chief-rule"), GAP, *(how_known(found[0][0].id) if found else ())),
    )
    return Section("balance-chief", say("h-chief"), blocks)


def groups(view: View) -> list[tuple[Finding, ...]]:
    """Failures by severity, deadlines of the year ahead by nearness, crossed thresholds by margin, later deadlines.

    The findings of one requirement stand together.
    """
    due = sorted(view.of_verdict("DUE"), key=lambda one: (one.due_on or _NEVER, one.id))
    year_ahead = view.inputs.on + timedelta(days=DAYS_AHEAD)
    near = [one for one in due if (one.due_on or _NEVER) <= year_ahead]
    ranked = [
        *sorted(view.of_verdict("FAIL"), key=lambda one: (GRAVITY[one.severity], one.id)),
        *near,
        *sorted(
            (one for one in (*view.of_verdict("WARN"), *view.assumed) if one.verdict == "WARN"),
            key=lambda one: (-(margin(view, one) or 0), -_surely(view, one), GRAVITY[one.severity], one.id),
        ),
        *due[len(near) :],
    ]
    found: dict[tuple[str, str, str | None], list[Finding]] = {}
    for one in ranked:
        found.setdefault((one.verdict, one.requirement, one.code), []).append(one)
    return [tuple(group) for group in found.values()]


def crossed(view: View, finding: Finding) -> tuple[Measurement, float] | None:
    """The greatest share that a finding judged and the assumed limit it was judged by; None where it was not so judged."""
    measured = [one for one in view.measures.cited(finding.evidence) if one.value is not None]
    limits = [
        dated.number
        for name in finding.rules
        if (dated := view.inputs.doctrine.at(name, view.inputs.on)).is_assumed and isinstance(dated.value, float)
    ]
    if not measured or len(limits) != 1:
        return None
    return max(measured, key=lambda one: (one.value or 0.0, one.low or 0.0)), limits[0]


def margin(view: View, finding: Finding) -> float | None:
    """By how much a measured share crosses the assumed limit of the rule that judged it; None where it was not so judged."""
    found = crossed(view, finding)
    return None if found is None else (found[0].value or 0.0) - found[1]


def _said(view: View, group: tuple[Finding, ...]) -> Line:
    first = group[0]
    parts: list[Text | Inline] = [mark(first.verdict), GAP, *_subject(view, first)]
    reason = view.requirement_title(first) if first.verdict == "DUE" else view.reason(first)
    parts += [same(": "), reason, *([same(f" ({'; '.join(first.cites)})")] if first.cites else [])]
    if first.due_on:
        parts += [same(" — "), strong(say("due-by", on=first.due_on))]
    over = crossed(view, first)
    if over is not None and (over[0].value or 0.0) > over[1]:
        parts += [same(" — "), *_measured(over[0]), GAP, say("over-limit", limit=percent(over[1]))]
    if len(group) > 1:
        parts += [
            same("; "),
            Ref(counted("more-of-these", len(group) - 1), "assumed" if view.is_assumed(first) else "control"),
        ]
    return line(*parts)


def _surely(view: View, finding: Finding) -> float:
    """The low end of what crosses a limit: of two that cross it alike, the surer goes first."""
    found = crossed(view, finding)
    return (found[0].low or 0.0) if found else 0.0


def _measured(one: Measurement) -> Line:
    """«Rusia 100 % (36–100 %)»: whose share it is, and how great."""
    return phrase(one, "topic-figure", topic=state_name(one.object)) if one.object else (figure(one),)


def _subject(view: View, finding: Finding) -> Line:
    """The act, the capability or the country that the finding is about."""
    return (Ref(naming.subject(view, finding), "assumed"),) if view.is_assumed(finding) else (view.about(finding),)
