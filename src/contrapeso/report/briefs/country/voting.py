"""Does the state still vote its own mind: where it stands among its partners in the General Assembly, and who moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from contrapeso.charts.lines import COLOURS, Path, Point, lines
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import listed, percent, say
from contrapeso.measure.wording import value_text
from contrapeso.report.briefs.country.measured import figure, how_known
from contrapeso.report.briefs.country.plots import figure as drawn
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.briefs.country.voting_moves import broken, cell, given_note, left, left_note, since, topics
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Figure,
    Line,
    List,
    Row,
    Section,
    Table,
    line,
    note,
    paragraph,
    strong,
)
from contrapeso.workspace.assembly import ANCHOR

LACKING = "un-votes"
POWERS = len(COLOURS) - 1
"""Partners drawn in the first chart; the others are drawn in the second."""
LAST_YEAR = "votes-1"
SURE, LIKELY = 0.95, 0.8
"""From which probability a move is told as sure, and as likely; below, neither way."""


def section(view: View) -> Section | None:
    """The section; one line if the votes are not on record; nothing where nobody measures positions."""
    found = [one for one in view.measures.of("un-position") if one.value is not None]
    if not found:
        lacks = any(LACKING in one.missing for one in view.measures.of("un-position"))
        return Section("votes", say("h-votes"), (paragraph(say("votes-missing")),)) if lacks else None
    blocks: list[Block] = [paragraph(say("votes-lead")), *given_note(found), *_charts(view, found), *_explained(view)]
    blocks += [*since(view, ANCHOR), *broken(view), *topics(view), *_table(view)]
    return Section("votes", say("h-votes"), (*blocks, note(say("votes-limits"))))


def _charts(view: View, found: Sequence[Measurement]) -> Iterator[Figure]:
    partners = list(dict.fromkeys(one.object for one in found if one.object))
    for at, shown in enumerate((partners[:POWERS], partners[POWERS : POWERS + len(COLOURS)])):
        if shown:
            yield _chart(view, found, shown, at)


def _chart(view: View, found: Sequence[Measurement], shown: Sequence[str], at: int) -> Figure:
    paths = [_path(found, None, view.inputs.country), *(_path(found, state, state) for state in shown)]
    last = paths[0].points[-1]
    names = listed([state_in_sentence(state) for state in shown])
    home = state_in_sentence(view.inputs.country)
    chart = lines(
        f"votes-{at + 1}", paths, title=say("chart-votes", home=home, partners=names), units=say("unit-votes"),
        source=say("chart-source", vintage=say("vintage", on=date.fromisoformat(found[0].vintage))),
        alt=say("alt-votes", home=home, partners=names, first=str(paths[0].points[0].year), last=str(last.year)),
        header=(say("c-state"), say("c-year"), say("c-position"), say("c-low"), say("c-high")),
    )  # fmt: skip
    one = next(one for one in found if one.object == shown[0])
    return Figure(chart, drawn(chart).table, how_known(one.id, key="how-any"))


def _path(found: Sequence[Measurement], state: str | None, name: str) -> Path:
    points = [
        Point(int(one.period), one.value, one.low, one.high)
        for one in found
        if one.object == state and one.value is not None and one.low is not None and one.high is not None
    ]
    return Path(state_name(name), tuple(sorted(points, key=lambda point: point.year)))


def _explained(view: View) -> Iterator[Block]:
    """The partner with whom agreement changed most in the last year, and whether either moved."""
    pairs = list(_last_two(view))
    if not pairs:
        return
    now, before = max(pairs, key=lambda pair: abs((pair[0].value or 0.0) - (pair[1].value or 0.0)))
    state, home = now.object or "", view.inputs.country
    names = {"home": state_in_sentence(home), "partner": state_in_sentence(state)}
    head = say("votes-agreed", **names, year=now.period, before=before.period)
    entries: list[Line] = [
        line(capital(head), GAP, figure(now), say("votes-agreed-before"), GAP, figure(before), same("."))
    ]
    entries += _moves(view, (None, state), f"{before.period}/{now.period}")
    entries += _changes(view, (None, state))
    yield Section(
        "votes-explained", say("h-votes-explained", year=now.period, **names),
        (List(tuple(entries)), paragraph(say("votes-agenda", year=now.period))),
    )  # fmt: skip


def _last_two(view: View) -> Iterator[tuple[Measurement, Measurement]]:
    """For each partner, agreement in the last year of all and in the year before."""
    found = {(one.object, one.period): one for one in view.measures.of("un-agreement") if one.value is not None}
    last = max((int(period) for _, period in found), default=0)
    for (state, period), one in found.items():
        if int(period) == last and (state, str(last - 1)) in found:
            yield one, found[state, str(last - 1)]


def _moves(view: View, states: Sequence[str | None], period: str) -> Iterator[Line]:
    """For each state: how likely it moved over the period, where an event lets it be measured."""
    for state in states:
        for moved in view.measures.of("un-moved", object=state):
            drift = view.measures.one("un-drift", object=state, topic=moved.topic)
            if moved.period == period and moved.value is not None and drift:
                key = "sure" if moved.value >= SURE else "likely" if moved.value >= LIKELY else "open"
                head = say(f"votes-moved-{key}", state=_named(view, state), probability=percent(moved.value))
                yield line(capital(head), GAP, figure(drift), same("."))
                break


def _changes(view: View, states: Sequence[str | None]) -> Iterator[Line]:
    """For each state: on how many of the questions put again it voted otherwise."""
    for state in states:
        one = view.measures.one("un-changed", object=state)
        if one and one.value is not None:
            asked = sum(ref.startswith("roll_call:") for ref in one.evidence)
            head = say("votes-changed", state=_named(view, state), n=asked, changed=round(one.value * asked))
            yield line(capital(head), GAP, figure(one), same("."))


def _named(view: View, state: str | None) -> Text:
    return state_in_sentence(state or view.inputs.country)


def _table(view: View) -> Iterator[Block]:
    """Each partner: agreement in the last year, and the distance with its interval."""
    rest, partners = left(view), [far.object for far in view.measures.of("un-distance") if far.object]
    rows = [
        Row((line(strong(state_name(far.object))), _agreed(view, far.object), cell(far), *_left(rest, far.object)))
        for far in view.measures.of("un-distance")
        if far.object
    ]
    if rows:
        columns = (
            Column(say("c-partner")), Column(say("c-agreement"), "short"), Column(say("c-distance"), "short"),
            *([Column(say("c-left"), "short")] if rest else []),
        )  # fmt: skip
        yield Table(say("votes-table"), columns, tuple(rows))
        yield from left_note(view, partners[0])


def _agreed(view: View, state: str) -> Line:
    """Agreement with a partner in the last year, from the votes in the ledger or else from the release."""
    now = next((pair[0] for pair in _last_two(view) if pair[0].object == state), None)
    if now is not None:
        return cell(now)
    told = next((one for one in view.inputs.agreed if (one.object, one.topic) == (state, LAST_YEAR)), None)
    return (figure(told, is_led=False),) if told and told.value is not None else line(say("not-measured"))


def _left(rest: Mapping[str, Measurement], state: str) -> Iterator[Line]:
    """A cell where anything is left to tell of any partner."""
    if rest:
        one = rest.get(state)
        yield line(value_text(one)) if one and one.value is not None else line(say("not-measured"))
