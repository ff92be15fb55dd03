"""How the verdicts are reached, and what this report does not prove."""

from __future__ import annotations

from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.facts import Coverage
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, has_word, say, word
from contrapeso.report.briefs.country.view import View, mark, span
from contrapeso.report.document import (
    Block,
    Column,
    Details,
    Inline,
    Line,
    List,
    Row,
    Run,
    Section,
    Table,
    line,
    paragraph,
)  # fmt: skip

_LIMITS = ("limit-register", "limit-silence", "limit-legal", "limit-unit", "limit-amounts")


def section(view: View) -> Section:
    meanings = tuple(Row(((mark(verdict),), line(word("verdict-meanings", verdict)))) for verdict in VERDICTS)
    columns = (Column(say("c-verdict"), "short"), Column(say("c-meaning"), "wide"))
    blocks: list[Block] = [
        paragraph(say("method-lead")),
        Table(say("verdicts-caption"), columns, meanings),
        Section("limits", say("h-limits"), (List(tuple(line(say(key)) for key in _LIMITS)),)),
        *_coverage(view),
        _not_read(view),
        paragraph(say("open-data", json=same(f"{view.inputs.country}.json"))),
    ]
    return Section("method", say("h-method"), tuple(blocks))


def _coverage(view: View) -> tuple[Block, ...]:
    rows = view.inputs.evidence.rows(Coverage)
    if not rows:
        return ()
    columns = (
        Column(say("c-kind"), "short"), Column(say("c-step"), "short"), Column(say("c-period"), "short"),
        Column(say("c-complete"), "short"), Column(say("c-basis"), "wide"),
    )  # fmt: skip
    cells = tuple(
        Row((
            line(_kind(row.kind)), line(word("stages", row.stage) if row.stage else say("all-steps")),
            line(_period(row)), line(say("complete-yes" if row.complete else "complete-no")), line(row.basis),
        ))
        for row in rows
    )  # fmt: skip
    return (Section("coverage", say("h-coverage"), (Table(say("coverage-caption"), columns, cells),)),)


def _kind(code: str) -> Text:
    if code == "all":
        return say("all-kinds")
    for group, name in (("kinds", code), ("facts", code.replace("-", "_"))):
        if has_word(group, name):
            return word(group, name)
    return same(code)


def _period(row: Coverage) -> Text:
    return span(row.start, row.end) or day(row.start)


def _not_read(view: View) -> Section:
    """Norms whose text nobody read and parameters without a value."""
    doctrine = view.inputs.doctrine
    entries: list[Line] = []
    for parameter in doctrine.parameters.values():
        for value in parameter.values:
            if value.missing:
                name = (
                    say("rule-since", rule=parameter.title, start=value.period.start)
                    if value.period.start
                    else parameter.title
                )
                entries.append(line(Run(name, "strong"), same(": "), value.missing))
    for norm in doctrine.norms.values():
        if not norm.text_read:
            why: list[Text | Inline] = [same(": "), Run(norm.note, "small")] if norm.note else []
            entries.append(line(Run(same(norm.cite), "strong"), *why))
    if not entries:
        return Section("not-read", say("h-not-read"), (paragraph(say("not-read-none")),))
    details = Details(line(counted("n-rules", len(entries))), (List(tuple(entries)),))
    return Section("not-read", say("h-not-read"), (paragraph(say("not-read-lead")), details))
