"""If support ends: how much would be lost, by whom and in what, how long it lasts, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.charts.band import Limit, Step, band
from contrapeso.charts.chart import Chart
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import listed, percent, say, word
from contrapeso.report.briefs.country import diversification, naming, rules
from contrapeso.report.briefs.country.measured import LONGEST, figure, gravest, how_known, least, phrase, value_text
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital, phrases
from contrapeso.report.document import (
    GAP,
    Block,
    Callout,
    Column,
    Figure,
    Line,
    List,
    Paragraph,
    Row,
    Section,
    Table,
    line,
    note,
    paragraph,
)  # fmt: skip

RISK, PARTNER, PLATFORM, LASTS = "autonomy-at-risk", "risk-by-partner", "risk-by-platform", "endurance"
SHOWN, BELOW = "aar-95", "months-below"
CURVE = (("expected", "100"), ("aar-50", "50"), ("aar-80", "20"), ("aar-90", "10"), ("aar-95", "5"), ("aar-99", "1"))
MOVED = ("apart", "together", "short", "long")
NAMED = 3
MINIMUM = "capability_minimum"


def section(view: View) -> Section | None:
    whole = view.measures.one(RISK, topic=SHOWN)
    if whole is None or whole.value is None:
        return None
    parts: tuple[Block | None, ...] = (
        _lead(view, whole), _curve(view), _by_partner(view), _table(view), _endurance(view), diversification.section(view),
        _moved(view), _assumptions(view),
    )  # fmt: skip
    return Section("risk", say("h-risk"), tuple(part for part in parts if part))


def in_short(view: View) -> Text | None:
    """The answer in one sentence, for the opening; None where nobody measured it."""
    whole, mean = (view.measures.one(RISK, topic=topic) for topic in (SHOWN, "expected"))
    if whole is None or mean is None or whole.value is None or mean.value is None:
        return None
    return say("risk-short", mean=value_text(mean), worst=value_text(whole))


def _lead(view: View, whole: Measurement) -> Paragraph:
    mean = view.measures.one(RISK, topic="expected")
    first = phrase(whole, "risk-lead-worst")
    rest: Line = (GAP, *phrase(mean, "risk-lead-mean")) if mean else ()
    return Paragraph((*first, *rest, GAP, *line(say("risk-lead-reading"))), "lead")


def _curve(view: View) -> Figure | None:
    """Loss against how bad the case is, all capabilities together."""
    found = [(view.measures.one(RISK, topic=topic), part) for topic, part in CURVE]
    known = [(one, part) for one, part in found if one and None not in (one.value, one.low, one.high)]
    if len(known) < len(CURVE):
        return None
    steps = [
        _step(float(at), Text(es=f"{part}\u00a0%", en=f"{part}%"), one) for at, (one, part) in enumerate(known) if one
    ]
    first, last = known[0][0], known[-2][0]
    assert first and last
    chart = band(
        "risk-curve", steps, title=say("chart-risk"), units=say("unit-risk"), source=source_line(view),
        alt=say("alt-risk", mean=value_text(first), worst=value_text(last)), header=(say("c-worst"), say("c-lost")),
        axis=say("axis-worst"),
    )  # fmt: skip
    return _figure(chart, [one for one, _ in known if one], steps)


def _step(at: float, label: Text, one: Measurement) -> Step:
    assert one.value is not None and one.low is not None and one.high is not None
    return Step(at, label, one.value, one.low, one.high, value_text(one))


def _figure(chart: Chart, found: Sequence[Measurement], steps: Sequence[Step]) -> Figure:
    """A chart with its numbers, none led to an entry: a line says how to ask for any."""
    columns = (Column(chart.header[0]), Column(chart.header[1], "wide"))
    by_value = {id(step): one for step, one in zip(steps[-len(found) :], found, strict=True)}
    rows = tuple(
        Row(
            (line(step.label), (figure(by_value[id(step)], is_led=False),) if id(step) in by_value else line(step.said))
        )
        for step in steps
    )
    return Figure(chart, Table(chart.title, columns, rows), how_known(found[-1].id, key="how-any-topic"))


def _by_partner(view: View) -> Block | None:
    """Who brings the worst cases about, over all capabilities."""
    found = [one for one in gravest(view.measures.of(PARTNER, capability=None)) if one.object]
    if not found:
        return None
    said = [phrase(one, "topic-figure", topic=state_name(one.object)) for one in found[: 2 * NAMED] if one.object]
    return Paragraph((*line(say("risk-by-partner-lead")), GAP, *phrases(said), *line(say("risk-by-partner-rest"))))


def _table(view: View) -> Table | None:
    """Each capability: what is lost on average and in the worst cases, who and which platform weigh most in these."""
    rows = [one for one in gravest(view.measures.of(RISK, topic=SHOWN)) if one.capability]
    if not rows:
        return None
    columns = (
        Column(say("c-capability")), Column(say("c-risk-mean"), "short"), Column(say("c-risk-worst"), "short"),
        Column(say("c-risk-partner")), Column(say("c-risk-platform")),
    )  # fmt: skip
    return Table(say("risk-caption"), columns, tuple(_row(view, one) for one in rows))


def _row(view: View, one: Measurement) -> Row:
    assert one.capability
    mean = view.measures.one(RISK, capability=one.capability, topic="expected")
    partners = gravest(view.measures.of(PARTNER, capability=one.capability))
    platforms = gravest(view.measures.of(PLATFORM, capability=one.capability))
    partner = (
        phrase(partners[0], "topic-figure", topic=state_name(partners[0].object))
        if partners and partners[0].object
        else None
    )
    platform = (
        phrase(platforms[0], "topic-figure", topic=naming.platform(view, platforms[0].topic))
        if platforms and platforms[0].topic
        else None
    )
    return Row((
        line(capital(naming.capability(view, one.capability))), (figure(mean),) if mean else line(say("not-measured")),
        (figure(one),), partner or line(say("none")), platform or line(say("none")),
    ))  # fmt: skip


def _endurance(view: View) -> Section | None:
    """How long the capabilities last if all support ends, and each if one state alone ends its own."""
    every = [one for one in view.measures.of(LASTS, object=None, topic=BELOW) if one.value is not None]
    if not every:
        return None
    first = min(every, key=lambda one: (least(one), one.low or 0.0, one.capability or ""))
    alike = sum(value_text(one) == value_text(first) for one in every)
    lead = (*phrase(first, "lasts-lead", n=alike, of=len(every)), GAP, *line(say("lasts-reading")))
    blocks = (Paragraph(lead), _fan(view, first), *_lasting(view), note(say("lasts-limits")))
    return Section("endurance", say("h-lasts"), tuple(block for block in blocks if block))


def _lasting(view: View) -> Iterator[Block]:
    """The capabilities that one state alone takes below the minimum, soonest first."""
    soonest = [one for name in view.measures.capabilities() if (one := _soonest(view, name))]
    falling = [one for one in soonest if least(one) < LONGEST]
    columns = (
        Column(say("c-capability")), Column(say("c-lasts-one")), Column(say("c-months"), "short"), Column(say("c-left-one"), "short"),
    )  # fmt: skip
    if falling:
        ranked = sorted(falling, key=lambda one: (least(one), one.low or 0.0, one.id))
        yield Table(say("lasts-caption"), columns, tuple(_lasts(view, one) for one in ranked))
    others = [naming.capability(view, one.capability) for one in soonest if one not in falling and one.capability]
    if others:
        yield paragraph(say("lasts-others", capabilities=listed(others)))


def _soonest(view: View, capability: str) -> Measurement | None:
    """The state that alone shortens a capability most."""
    alone = [
        one
        for one in view.measures.of(LASTS, capability=capability, topic=BELOW)
        if one.object and one.value is not None
    ]
    return min(alone, key=lambda one: (least(one), one.low or 0.0, one.id), default=None)


def _lasts(view: View, one: Measurement) -> Row:
    assert one.capability and one.object
    left = view.measures.one(LASTS, object=one.object, capability=one.capability, topic="month-24")
    return Row((
        line(capital(naming.capability(view, one.capability))), line(state_name(one.object)), (figure(one),),
        (figure(left),) if left else line(say("none")),
    ))  # fmt: skip


def _fan(view: View, one: Measurement) -> Figure | None:
    """What is left of the capability that lasts least, month by month, if all support ends."""
    assert one.capability
    found = [
        row
        for row in view.measures.of(LASTS, object=None, capability=one.capability)
        if (row.topic or "").startswith("month-")
    ]
    found = [row for row in found if None not in (row.value, row.low, row.high)]
    if not found:
        return None
    start = Step(0.0, same("0"), 1.0, 1.0, 1.0, percent(1))
    steps = [start, *(_step(float(_month(row)), same(str(_month(row))), row) for row in found)]
    least_share = _minimum(view)
    capability = naming.capability(view, one.capability)
    chart = band(
        "endurance-fan", steps, title=say("chart-lasts", capability=capability), units=say("unit-lasts"),
        source=source_line(view), alt=say("alt-lasts", capability=capability, months=value_text(one)),
        header=(say("c-months"), say("c-still-left")), axis=say("axis-lasts"),
        limit=Limit(least_share, say("lasts-minimum", limit=percent(least_share))) if least_share is not None else None,
    )  # fmt: skip
    return _figure(chart, found, steps)


def _month(one: Measurement) -> int:
    return int((one.topic or "").removeprefix("month-"))


def _minimum(view: View) -> float | None:
    """The assumed share below which a capability no longer serves."""
    if MINIMUM not in view.inputs.doctrine.parameters:
        return None
    dated = view.inputs.doctrine.at(MINIMUM, view.inputs.on)
    return dated.number if dated.in_force and not dated.missing else None


def _moved(view: View) -> Section | None:
    """What would change the answer: one assumption at an end of its range, all else at its value."""
    entries = [
        line(capital(word("topics", one.topic)), same(": "), figure(one))
        for name in MOVED for one in [view.measures.one(RISK, topic=f"aar-95-{name}")] if one and one.topic
    ]  # fmt: skip
    if not entries:
        return None
    return Section("risk-moved", say("h-risk-moved"), (List((*entries, line(say("risk-would-change")))),))


def _assumptions(view: View) -> Callout | None:
    """What the numbers suppose, that the section on denial does not say already."""
    said = {rule for one in view.measures.of("denial-power") for rule in one.rules}
    used = dict.fromkeys(rule for name in (RISK, LASTS) for one in view.measures.of(name) for rule in one.rules)
    entries = rules.assumed(view, [name for name in used if name not in said])
    return (
        Callout("warn", say("risk-assumptions"), (List((*entries, line(say("risk-assumed-limits")))),))
        if entries
        else None
    )
