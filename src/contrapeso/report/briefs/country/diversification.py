"""Apparent against real diversification: how many suppliers there are in effect, and how many that do not vote alike."""

from __future__ import annotations

from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import Text
from contrapeso.locale import figure as digits
from contrapeso.locale import listed, say
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import figure, gravest, how_known, least, value_text
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import Column, Figure, Row, Section, Table, line, paragraph

APPARENT, REAL, ORDER = "supplier-diversity", "supplier-independence", "order-2"
NAMED = 3
LEAST = 0.05
"""A difference that one decimal does not show is none."""

Counted = tuple[Measurement, Measurement]


def section(view: View) -> Section | None:
    found = _pairs(view)
    if not found:
        lacks = any("un-votes" in one.missing for one in view.measures.of(REAL))
        return (
            Section("diversification", say("h-diversification"), (paragraph(say("diversification-missing")),))
            if lacks
            else None
        )
    shrunk = [pair for pair in found if _step(pair) > LEAST]
    if not shrunk:
        return Section(
            "diversification", say("h-diversification"), (paragraph(say("diversification-none", of=len(found))),)
        )
    lead = say("diversification-lead", n=len(shrunk), of=len(found))
    return Section("diversification", say("h-diversification"), (paragraph(lead), _figure(view, shrunk)))


def _pairs(view: View) -> list[Counted]:
    """Capabilities with both numbers, those whose diversification is most apparent first."""
    pairs = [
        (apparent, real)
        for apparent in view.measures.of(APPARENT, topic=ORDER)
        for real in view.measures.of(REAL, capability=apparent.capability, topic=ORDER)
        if apparent.value is not None and real.value is not None
    ]
    return sorted(pairs, key=lambda pair: (-_step(pair), pair[0].capability or ""))


def _step(pair: Counted) -> float:
    return (pair[0].value or 0.0) - (pair[1].value or 0.0)


def _figure(view: View, found: list[Counted]) -> Figure:
    names = (say("diversity-apparent"), say("diversity-real"))
    pairs = [_pair(view, pair) for pair in found]
    top = pairs[0]
    chart = dumbbell(
        "diversification", pairs, names=names, title=say("chart-diversification"), units=say("unit-diversification"),
        source=source_line(view), header=(say("c-capability"), say("c-main-deliverers")), is_share=False,
        alt=say("alt-diversification", capability=top.label, first=top.said[0], second=top.said[1]),
    )  # fmt: skip
    columns = (
        Column(say("c-capability")),
        Column(say("c-main-deliverers")),
        Column(names[0], "short"),
        Column(names[1], "short"),
    )
    rows = tuple(
        Row((line(pair.label), line(pair.under), (figure(one, is_led=False),), (figure(other, is_led=False),)))
        for pair, (one, other) in zip(pairs, found, strict=True)
    )
    return Figure(chart, Table(chart.title, columns, rows), how_known(found[0][1].id, key="how-any-topic"))


def _pair(view: View, pair: Counted) -> Pair:
    apparent, real = pair
    assert apparent.capability and apparent.value is not None and real.value is not None
    label = capital(naming.capability(view, apparent.capability))
    said = (digits(apparent.value), value_text(real))
    return Pair(label, _deliverers(view, apparent.capability), apparent.value, real.value, said)


def _deliverers(view: View, capability: str) -> Text:
    """Those who delivered most of it, by name."""
    found = [
        one for one in gravest(view.measures.of("direct-share", capability=capability)) if one.object and least(one)
    ]
    return listed([state_name(one.object) for one in found[:NAMED] if one.object]) if found else say("none")
