"""Old authorisations of foreign troops known by number only, which a later law declared spent."""

from __future__ import annotations

from contrapeso.core.facts import SpentEntry
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, say
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Block, Column, Details, Row, Section, Table, line, note


def sections(view: View) -> tuple[Block, ...]:
    """One folded table, or nothing."""
    rows = view.inputs.evidence.rows(SpentEntry)
    if not rows:
        return ()
    columns = (Column(say("c-number"), "short"), Column(say("c-published")), Column(say("c-spent")))
    cells = tuple(
        Row((
            line(same(row.resolution)),
            line(_between(row)),
            line(same(f"{row.spent_by}, art. {row.spent_article}")),
        ))
        for row in rows
    )  # fmt: skip
    title = counted("spent-summary", len(rows))
    table = Details(line(title), (Table(say("spent-caption"), columns, cells),))
    return (Section("spent", say("h-spent"), (note(say("spent-note")), table)),)


def _between(row: SpentEntry) -> Text:
    return say("from-to", start=day(row.published_from, short=True), end=day(row.published_to, short=True))
