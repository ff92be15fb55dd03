"""How many suppliers each state has at first sight, and how many of them do not vote alike: one chart and table of all states."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import Text
from contrapeso.locale import counted, say
from contrapeso.measure.topics import unit_text
from contrapeso.measure.world.words import cell_text, lack, line_title, origin
from contrapeso.report.document import Block, Column, Figure, Row, Section, Table, line, note, paragraph
from contrapeso.workspace.comparing import Compared, Comparison

APPARENT, REAL = "arms-suppliers", "arms-independence"

Both = tuple[str, Measurement, Measurement]


def source_of(cells: Iterable[Measurement | None]) -> Text:
    """Where the values of a chart come from, and that they rest on assumptions where any does."""
    known = [one for one in cells if one]
    key = "x-source-assumed" if any(one.is_assumed for one in known) else "x-source"
    return say(key, origin=origin(known))


def apparent_and_real(found: Comparison) -> Section | None:
    """The chart and the table of the longest window that both indicators have; nothing where no state has both."""
    windows = _windows(found)
    if not windows:
        return None
    seen, real = windows[-1]
    both = [_pair_of(state, seen, real) for state in found.states]
    drawn = sorted(
        (one for one in both if one), key=lambda one: ((one[2].value or 0.0) - (one[1].value or 0.0), one[0])
    )
    without = [state for state, one in zip(found.states, both, strict=True) if one is None]
    if not drawn:
        return None
    title = say("x-apparent", window=line_title(seen.indicator, seen.topic))
    blocks: list[Block] = [paragraph(say("x-apparent-lead")), _figure(drawn, without, title, seen, real)]
    if without:
        blocks.append(note(counted("x-apparent-without", len(without))))
    return Section("x-apparent", say("h-diversification"), tuple(blocks))


def _windows(found: Comparison) -> list[tuple[Compared, Compared]]:
    """By window the two lines, those of most states last; equal ones stay in order."""
    lines = {(one.indicator.name, one.topic): one for one in found.lines}
    pairs = [
        (one, lines[REAL, topic]) for (name, topic), one in lines.items() if name == APPARENT and (REAL, topic) in lines
    ]
    return sorted(pairs, key=lambda pair: sum(_pair_of(state, *pair) is not None for state in found.states))


def _pair_of(state: str, seen: Compared, real: Compared) -> Both | None:
    first, second = seen.cells.get(state), real.cells.get(state)
    if first is None or second is None or first.value is None or second.value is None:
        return None
    return state, first, second


def _figure(drawn: list[Both], without: list[str], title: Text, seen: Compared, real: Compared) -> Figure:
    names = (say("diversity-apparent"), say("diversity-real"))
    pairs = [_pair(one) for one in drawn]
    top = pairs[0]
    chart = dumbbell(
        "compare-apparent", pairs, names=names, title=title, units=unit_text(seen.indicator.unit),
        source=source_of([cell for _, *cells in drawn for cell in cells]), is_share=False,
        header=(say("c-state"), names[1]),
        alt=say("x-apparent-alt", state=top.label, first=top.said[0], second=top.said[1]),
    )  # fmt: skip
    columns = (Column(say("c-state")), Column(names[0], "short"), Column(names[1], "short"))
    rows = [Row((line(pair.label), line(pair.said[0]), line(pair.said[1]))) for pair in pairs]
    rows += [
        Row((line(state_name(state)), line(_said(seen.cells.get(state))), line(_said(real.cells.get(state)))))
        for state in without
    ]
    return Figure(chart, Table(title, columns, tuple(rows)))


def _pair(one: Both) -> Pair:
    state, first, second = one
    said = (cell_text(first), cell_text(second))
    return Pair(state_name(state), _between(second), first.value or 0.0, second.value or 0.0, said)


def _between(one: Measurement) -> Text:
    """The interval of the second number, under the state's name; the value where it has none."""
    return cell_text(one)


def _said(cell: Measurement | None) -> Text:
    if cell is None or cell.value is not None or cell.low is not None or not cell.missing:
        return cell_text(cell)
    return lack(cell.missing[0])
