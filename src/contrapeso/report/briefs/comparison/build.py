"""The sections of a comparison: each indicator with a chart of one window and a table of all, then what rests on what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from contrapeso.charts.intervals import Spread, intervals
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import dated, has_word, listed, say, word
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.topics import unit_text
from contrapeso.measure.wording import YES_NO
from contrapeso.measure.world.words import cell_text, is_bound, lack, line_title, origin
from contrapeso.report.briefs.comparison.apparent import REAL, apparent_and_real, source_of
from contrapeso.report.document import (
    Block,
    Callout,
    Column,
    Document,
    Figure,
    List,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    line,
    note,
    paragraph,
)
from contrapeso.workspace.comparing import Compared, Comparison

LED = "aar-95"


def build(found: Comparison, title: Text, code_version: str, remark: Text | None = None) -> Document:
    """The whole comparison as a document; ``remark`` says who belongs to the group, by which source."""
    sections: list[Section] = []
    for name, lines in groupby(found.lines, lambda one: one.indicator.name):
        pair = apparent_and_real(found) if name == REAL else None
        sections += [*([pair] if pair else []), _section(list(lines))]
    return Document(
        country="comparison",
        title=title,
        subtitle=say("subtitle", on=found.on),
        publisher=same("contrapeso"),
        about=line(say("x-about", version=code_version)),
        sections=(_opening(found, remark), *sections, *_absent(found)),
    )


def _opening(found: Comparison, remark: Text | None) -> Section:
    names = listed([state_name(state) for state in found.states])
    released = next((one.release for line_ in found.lines for one in line_.cells.values() if one and one.release), None)
    blocks: list[Block] = [paragraph(say("x-opening", states=names)), note(say("x-reading"))]
    if remark:
        blocks.append(note(remark))
    if is_bound(cell for one in found.lines for cell in one.cells.values()):
        blocks.append(note(say("cli.bound")))
    if released:
        blocks.append(
            Callout("warn", say("x-released-title"), (paragraph(say("x-released", release=dated(released))),))
        )
    return Section("x-opening", say("x-opening-title"), tuple(blocks))


def _section(lines: Sequence[Compared]) -> Section:
    indicator = lines[0].indicator
    lacks = sorted({code for one in lines for cell in one.cells.values() if cell for code in cell.missing})
    is_drawn = indicator.unit != YES_NO
    blocks: list[Block] = [paragraph(indicator.question), *([_figure(_drawn(lines))] if is_drawn else [])]
    if len(lines) > 1 or not is_drawn:
        blocks += [
            _table(lines),
            *([] if is_drawn else [note(say("x-source", origin=origin(lines[0].cells.values())))]),
        ]
    if lacks:
        blocks += [note(say("x-lacks")), List(tuple(line(lack(code)) for code in lacks))]
    blocks.append(Paragraph((Run(indicator.method, "small"),), "note"))
    some = next((cell for cell in lines[-1].cells.values() if cell), None)
    if some:
        blocks.append(Paragraph((Run(say("x-explain")), Run(same(f"contrapeso explain {some.id}"), "code")), "note"))
    return Section(f"x-{indicator.name}", indicator.title, tuple(blocks))


def _drawn(lines: Sequence[Compared]) -> Compared:
    """The window that a chart shows: the one that the other pages lead with, else the last."""
    return next((one for one in lines if one.topic == LED), lines[-1])


def _figure(one: Compared) -> Figure:
    """The states from the greatest value down, those without one last, by name."""
    ranked = sorted(one.cells, key=lambda state: (-(_value(one, state) or 0.0), _value(one, state) is None, state))
    ranked.sort(key=lambda state: _value(one, state) is None)
    spreads = [_spread(one, state) for state in ranked]
    chart = intervals(
        f"compare-{one.indicator.name}", spreads, title=line_title(one.indicator, one.topic),
        units=_unit(one), source=source_of(one.cells.values()),
        alt=_alt(one, ranked), header=(say("c-state"), say("c-value")), is_share=one.indicator.unit in ("share", "index"),
    )  # fmt: skip
    columns = (Column(say("c-state")), Column(say("c-value"), "wide"))
    rows = tuple(Row((line(spread.label), line(spread.said))) for spread in spreads)
    return Figure(chart, Table(chart.title, columns, rows))


def _unit(one: Compared) -> Text:
    """The unit of what is shown: of an indicator of money, its currency."""
    return unit_text(next((cell.unit for cell in one.cells.values() if cell), one.indicator.unit))


def _spread(one: Compared, state: str) -> Spread:
    cell = one.cells[state]
    said = cell_text(cell) if cell is None or cell.value is not None else lack(cell.missing[0])
    if cell is None:
        return Spread(state_name(state), None, None, None, said)
    return Spread(state_name(state), cell.value, cell.low, cell.high, said)


def _value(one: Compared, state: str) -> float | None:
    cell = one.cells[state]
    return cell.value if cell else None


def _alt(one: Compared, ranked: Sequence[str]) -> Text:
    """The greatest and the least, and how many states lack a value."""
    known = [state for state in ranked if _value(one, state) is not None]
    title = line_title(one.indicator, one.topic)
    if not known:
        return say("x-alt-none", title=title)
    first, last = (
        say("x-alt-one", state=state_name(state), value=cell_text(one.cells[state])) for state in (known[0], known[-1])
    )
    return say("x-alt", title=title, first=first, last=last, n=len(ranked) - len(known))


def _table(lines: Sequence[Compared]) -> Table:
    """A state a row, a window a column."""
    columns = (Column(say("c-state")), *(Column(_topic(one.topic), "short") for one in lines))
    rows = tuple(
        Row((line(state_name(state)), *(line(cell_text(one.cells[state])) for one in lines)))
        for state in lines[0].cells
    )
    return Table(lines[0].indicator.title, columns, rows)


def _topic(topic: str | None) -> Text:
    return word("topics", topic) if topic and has_word("topics", topic) else same(topic or "")


def _absent(found: Comparison) -> tuple[Section, ...]:
    """What could not be compared: for want of sources, with how to get them, or because nothing is on record by that day."""
    blocks: list[Block] = []
    if found.absent:
        blocks += [paragraph(say("x-absent")), List(tuple(_how(one) for one in found.absent))]
    if found.silent:
        blocks += [paragraph(say("x-silent", on=found.on)), List(tuple(line(one.title) for one in found.silent))]
    return (Section("x-absent", say("x-absent-title"), tuple(blocks)),) if blocks else ()


def _how(one: Indicator) -> tuple[Run, ...]:
    commands = "; ".join(f"contrapeso ingest {source} …" for source in one.sources)
    return (Run(Text(es=f"{one.title.es}: ", en=f"{one.title.en}: ")), Run(same(commands), "code"))
