"""Direct against look-through: whose platforms they are, and who stands behind their critical roles."""

from __future__ import annotations

from dataclasses import dataclass

from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import same
from contrapeso.locale import listed, percent, say
from contrapeso.report.briefs.country import naming, platforms
from contrapeso.report.briefs.country.measured import figure, gravest, how_known, least
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import GAP, Column, Figure, Line, List, Row, Section, Table, line, paragraph, strong

DRAWN, SAID, LISTED = 12, 5, 40
_LEAST = 0.005


@dataclass(frozen=True, slots=True)
class Gap:
    """A partner's direct share of a capability (None: it delivered nothing) and its exposure on looking through."""

    direct: Measurement | None
    exposed: Measurement

    @property
    def delivered(self) -> float:
        return least(self.direct) if self.direct else 0.0

    @property
    def hidden(self) -> float:
        return least(self.exposed) - self.delivered

    @property
    def is_sure(self) -> bool:
        """Whether the state did not perhaps deliver what several states delivered, or nobody says who."""
        if self.direct is None or "delivered-by" not in self.direct.missing:
            return True
        return self.direct.high is not None and self.direct.high < least(self.exposed)


def section(view: View) -> Section | None:
    found = gaps(view)
    if not found:
        return None
    hidden = [gap for gap in found if gap.hidden > _LEAST]
    said = List(tuple(_said(view, gap) for gap in hidden[:SAID])) if hidden else paragraph(say("hidden-none"))
    each = platforms.section(view)
    blocks = (paragraph(say("look-through-lead")), said, _figure(view, found), *([each] if each else []))
    return Section("look-through", say("h-look-through"), blocks)


def gaps(view: View) -> list[Gap]:
    """Every partner and capability with an exposure or a direct share, most hidden first."""
    found = [
        Gap(view.measures.one("direct-share", object=one.object, capability=one.capability), one)
        for one in view.measures.of("lookthrough-exposure")
        if one.object and one.capability and one.value is not None
    ]
    shown = [gap for gap in found if (gap.exposed.value or gap.delivered) and gap.is_sure]
    return sorted(shown, key=lambda gap: (-gap.hidden, -least(gap.exposed), gap.exposed.id))


def _said(view: View, gap: Gap) -> Line:
    """«Canadá no entregó nada … y aun así …», or how much it did deliver."""
    one = gap.exposed
    assert one.object and one.capability
    key = "hidden-some" if gap.delivered > _LEAST else "hidden-all"
    head = say(key, state=state_in_sentence(one.object), capability=naming.capability(view, one.capability),
               direct=percent(gap.delivered))  # fmt: skip
    lost = gravest(
        row for row in view.measures.of("platform-exposure", object=one.object, capability=one.capability) if least(row)
    )
    names = [naming.platform(view, row.topic) for row in lost if row.topic and naming.bears(view, row.topic)]
    tail = say("brackets-end", text=listed(names)) if names else same(".")
    return line(capital(head), GAP, figure(one), tail)


def _figure(view: View, found: list[Gap]) -> Figure:
    names = (say("direct-share"), say("look-through-share"))
    pairs = [_pair(view, gap) for gap in found[:DRAWN]]
    top = pairs[0]
    chart = dumbbell(
        "look-through", pairs, names=names, title=say("chart-look-through"), units=say("unit-look-through"),
        source=source_line(view), header=(say("c-partner"), say("c-capability")),
        alt=say("alt-look-through", pairs=len(pairs), state=top.label, capability=top.under, first=top.said[0], second=top.said[1]),
    )  # fmt: skip
    how = how_known(found[0].exposed.id, key="how-any")
    columns = (
        Column(say("c-partner")), Column(say("c-capability")), Column(names[0], "short"), Column(names[1], "short"),
    )  # fmt: skip
    return Figure(
        chart, Table(say("chart-look-through"), columns, tuple(_row(view, gap) for gap in found[:LISTED])), how
    )


def _pair(view: View, gap: Gap) -> Pair:
    one = gap.exposed
    assert one.object and one.capability
    capability = capital(naming.capability(view, one.capability))
    said = (percent(gap.delivered), percent(least(one)))
    return Pair(state_name(one.object), capability, gap.delivered, least(one), said)


def _row(view: View, gap: Gap) -> Row:
    one = gap.exposed
    assert one.object and one.capability
    direct: Line = (figure(gap.direct, is_led=False),) if gap.direct else line(percent(0))
    return Row((
        line(strong(state_name(one.object))), line(naming.capability(view, one.capability)), direct, (figure(one, is_led=False),),
    ))  # fmt: skip
