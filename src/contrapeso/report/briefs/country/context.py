"""The country among its neighbours and peers: a few indices of all states, with the middle of each group beside it."""

from __future__ import annotations

from statistics import median

from contrapeso.core.text import Text, same
from contrapeso.locale import dated, figure, say
from contrapeso.measure.wording import YES_NO
from contrapeso.measure.world.words import cell_text, is_bound, line_title, origin
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Block, Column, List, Row, Run, Section, Table, line, note, paragraph
from contrapeso.workspace.comparing import Compared, Comparison

SHOWN = (
    ("arms-concentration", "tiv-20"), ("arms-suppliers", "tiv-20"), ("arms-denial", None), ("arms-unknown-roles", None),
    ("military-burden", None), ("military-burden-rank", None), ("gdp-per-head", None), ("population", None),
    ("mnna-status", "designated"), ("ties-alliances", "defence-pact"), ("ties-agreements", "agreements"), ("ties-missions", "sent"),
    ("ties-presence", None), ("ties-blocs", None), ("ties-cut-off", None), ("entanglement", "primary"),
    ("governance-standing", "rule-of-law"), ("governance-standing", "corruption"), ("democracy", "liberal"),
)  # fmt: skip
"""Indicator and topic, in the order in which they are read; those not on record are named below the table."""


def section(view: View) -> Section | None:
    """What the ledger or the release says of the country and its groups; nothing where neither says anything."""
    found = view.inputs.comparison
    if found is None or not (found.lines or found.absent):
        return None
    blocks: list[Block] = [paragraph(say("x-context"))]
    lines = [one for name in SHOWN for one in found.lines if (one.indicator.name, one.topic) == name]
    if lines:
        blocks += [_table(view, lines), note(say("x-context-read"))]
        if is_bound(cell for one in lines for cell in one.cells.values()):
            blocks.append(note(say("cli.bound")))
        blocks += [note(Run(_about(group.title, group.note))) for group in view.inputs.groups if group.note]
    if _released(found):
        blocks.append(note(say("x-released", release=dated(_released(found) or ""))))
    if found.absent:
        blocks += [paragraph(say("x-absent")), List(tuple(_how(one.title, one.sources) for one in found.absent))]
    command = (
        f"contrapeso compare {view.inputs.country} --group {view.inputs.groups[0].name if view.inputs.groups else '…'}"
    )
    blocks.append(note(Run(say("x-context-more")), Run(same(command), "code")))
    return Section("context", say("x-context-title"), tuple(blocks))


def _table(view: View, lines: list[Compared]) -> Table:
    groups = view.inputs.groups
    columns = (
        Column(say("c-indicator"), "wide"),
        Column(view.inputs.name),
        *(Column(one.title) for one in groups),
        Column(say("c-source"), "wide"),
    )
    rows = tuple(
        Row((
            line(line_title(one.indicator, one.topic)), line(cell_text(one.cells.get(view.inputs.country))),
            *(line(_middle(one, group.states)) for group in groups), line(origin(one.cells.values(), brief=True)),
        ))
        for one in lines
    )  # fmt: skip
    return Table(say("x-context-table"), columns, rows)


def _middle(one: Compared, states: tuple[str, ...]) -> Text:
    """«0.21 (0.1–0.3; 4 de 4)»: the median, the least and greatest, and of how many states a value is known."""
    values = [cell.value for state in states if (cell := one.cells.get(state)) and cell.value is not None]
    if not values:
        return say("none")
    if one.indicator.unit == YES_NO:
        return say("x-how-many", n=sum(value > 0 for value in values), known=len(values))
    low, high = figure(min(values)), figure(max(values))
    return say("x-middle", middle=figure(median(values)), low=low, high=high, known=len(values), n=len(states))


def _about(title: Text, remark: Text) -> Text:
    return Text(es=f"{title.es}: {remark.es}", en=f"{title.en}: {remark.en}")


def _released(found: Comparison) -> str | None:
    return next((cell.release for one in found.lines for cell in one.cells.values() if cell and cell.release), None)


def _how(title: Text, sources: tuple[str, ...]) -> tuple[Run, ...]:
    commands = "; ".join(f"contrapeso ingest {source} …" for source in sources)
    return (Run(Text(es=f"{title.es}: ", en=f"{title.en}: ")), Run(same(commands), "code"))
