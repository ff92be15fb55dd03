"""Every measured figure that the report shows: its interval, its vintage, what is missing, and the command that traces it."""

from __future__ import annotations

from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, dated, say
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import value_text
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Details,
    Inline,
    Line,
    Measured,
    Row,
    Run,
    Section,
    Table,
    line,
    lines_of,
    measured_anchor,
    note,
    paragraph,
)  # fmt: skip


def section(view: View, said: tuple[Section, ...]) -> Section | None:
    """The entries of the figures in what was said, by indicator; None if nothing measured was said."""
    ids = {part.measurement for one in lines_of(said) for part in one if isinstance(part, Measured) and part.is_led}
    grouped: dict[str, list[Measurement]] = {}
    every = (*view.measures.rows, *view.world.rows)
    for one in every:
        if one.id in ids:
            grouped.setdefault(one.indicator, []).append(one)
    if not grouped:
        return None
    lead = say("traced-lead", shown=len(ids), of=len(every))
    blocks: list[Block] = [paragraph(lead), *(_indicator(view, found) for found in grouped.values())]
    return Section("figures", say("h-traced"), tuple(blocks))


def _indicator(view: View, found: list[Measurement]) -> Details:
    title = naming.title(view, found[0])
    columns = (
        Column(say("c-about"), "text"), Column(say("c-value"), "wide"), Column(say("c-vintage"), "short"),
        Column(say("c-code"), "wide"),
    )  # fmt: skip
    rows = tuple(Row(_cells(view, one), measured_anchor(one.id)) for one in found)
    summary = line(Run(title, "strong"), same(" — "), counted("n-figures", len(found)))
    table = Table(say("traced-caption", indicator=title), columns, rows)
    return Details(summary, (*_method(view, found[0]), table))


def _method(view: View, one: Measurement) -> tuple[Block, ...]:
    record = view.indicators.get(one.indicator)
    return (note(record.question, GAP, record.method, GAP, same(record.source)),) if record else ()


def _cells(view: View, one: Measurement) -> tuple[Line, ...]:
    marks = [say("assumed-mark")] if one.is_assumed else []
    marks += [say("missing-mark", missing=view.missing(one.missing))] if one.missing else []
    value: list[Text | Inline] = [value_text(one)]
    if marks:
        joined = say("joined", first=marks[0], second=marks[1]) if len(marks) > 1 else marks[0]
        value += [GAP, Run(joined, "small")]
    return (
        line(naming.about(view, one)), line(*value), line(dated(one.vintage)),
        (Run(same(f"contrapeso explain {one.id}"), "code"),),
    )  # fmt: skip
