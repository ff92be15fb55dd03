"""When paths broke, how far the state moved since each dated change, and on which topics it parts from its partners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import say
from contrapeso.measure.assembly import PLACES
from contrapeso.measure.places import AUTHORS, RELEASE
from contrapeso.report.briefs.country.measured import figure
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Inline,
    Line,
    List,
    Row,
    Run,
    Section,
    Table,
    line,
    note,
    paragraph,
)

LIKELY = 0.5
MOST_TOPICS = 4
PARTNERS = 2
"""Partners whose change of distance stands beside each change."""


def given_note(found: Sequence[Measurement]) -> Iterator[Block]:
    """Whose the positions are, where they were not estimated from votes in the ledger."""
    last = max(int(one.period) for one in found)
    for origin in (AUTHORS, RELEASE):
        if any(ref.startswith(f"{PLACES}:{origin}-") for one in found[:1] for ref in one.evidence):
            yield note(say(f"votes-{origin}", year=str(last)))


def broken(view: View) -> Iterator[Block]:
    """The state's own likeliest break, and every partner's that is likelier than not."""
    found = [one for one in view.measures.of("un-break") if one.value is not None]
    shown = [one for one in found if one.object is None or (one.value or 0.0) >= LIKELY]
    if shown:
        entries = tuple(_break(view, one) for one in shown)
        yield Section("votes-broke", say("votes-lasting"), (List(entries), note(say("votes-broke-note"))))


def _break(view: View, one: Measurement) -> Line:
    before, _, after = one.period.partition("/")
    key = "votes-broke" if (one.value or 0.0) >= LIKELY else "votes-unbroken"
    state = state_in_sentence(one.object or view.inputs.country)
    return line(capital(say(key, state=state, before=before, after=after)), GAP, figure(one), same("."))


def since(view: View, anchor: str) -> Iterator[Block]:
    """A row for each dated change: the state's drift, how sure its direction is, and how its distances changed."""
    drifts = [one for one in view.measures.of("un-drift", object=None) if one.value is not None]
    if not drifts:
        return
    partners = list(dict.fromkeys(one.object for one in view.measures.of("un-distance-change") if one.object))[
        :PARTNERS
    ]
    rows = tuple(_since(view, one, partners) for one in drifts)
    farther = (Column(say("c-farther", state=state_name(one)), "short") for one in partners)
    columns = (
        Column(say("c-since"), "wide"), Column(say("c-drift"), "short"), Column(say("c-sure"), "short"), *farther,
    )  # fmt: skip
    yield Table(say("votes-since"), columns, rows)
    yield note(say("votes-since-note", anchor=state_name(anchor)))


def _since(view: View, drift: Measurement, partners: list[str]) -> Row:
    event = view.naming.topic(drift)
    beside = [view.measures.one("un-moved", topic=drift.topic)]
    beside += [view.measures.one("un-distance-change", object=one, topic=drift.topic) for one in partners]
    return Row((line(capital(event or same(str(drift.topic)))), (figure(drift),), *(cell(one) for one in beside)))


def cell(one: Measurement | None) -> Line:
    return (figure(one),) if one and one.value is not None else line(say("not-measured"))


def topics(view: View) -> Iterator[Block]:
    """For each partner: the topics on which agreement is least, and most, against all others."""
    found = [one for one in view.measures.of("un-agreement-topic") if one.value is not None and one.object]
    entries = [_parted(view, state, found) for state in dict.fromkeys(one.object for one in found) if state]
    if entries:
        blocks = (List(tuple(entries)), note(say("votes-topics-note")))
        yield Section("votes-topics", say("votes-topics"), blocks)


def _parted(view: View, state: str, found: list[Measurement]) -> Line:
    own = sorted((one for one in found if one.object == state), key=lambda one: one.value or 0.0)
    less = [one for one in own if (one.value or 0.0) < 0.0][:MOST_TOPICS]
    more = [one for one in reversed(own) if (one.value or 0.0) > 0.0][:MOST_TOPICS]
    partner = state_in_sentence(state)
    parts: list[Text | Inline] = []
    if less:
        parts += [say("votes-parts", partner=partner), *_listed(view, less)]
    if more:
        head = say("votes-joins") if less else say("votes-joins-only", partner=partner)
        parts += [*([same("; ")] if less else []), head, *_listed(view, more)]
    return line(*parts, same("."))


def _listed(view: View, shown: list[Measurement]) -> Iterator[Text | Inline]:
    for at, one in enumerate(shown):
        if at:
            yield same("; ")
        yield view.naming.topic(one) or same(str(one.topic))
        yield GAP
        yield figure(one)


def left(view: View) -> dict[str, Measurement]:
    """What is left of the distance to each partner once region and regime are allowed for."""
    return {one.object: one for one in view.inputs.left if one.object}


def left_note(view: View, partner: str) -> Iterator[Block]:
    """How to explain what is left of the distance to a partner, or how to come by it."""
    first = left(view).get(partner)
    if first is None or first.value is None:
        yield note(say("votes-left-missing"))
    else:
        yield paragraph(
            say("votes-left-note", year=first.period), GAP, Run(same(f"contrapeso explain {first.id}"), "code")
        )
