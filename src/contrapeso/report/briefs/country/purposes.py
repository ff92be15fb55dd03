"""What assistance received served, by the purposes that its publishers give, in the newest years of the files ingested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from contrapeso.charts.intervals import Spread, intervals
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence
from contrapeso.core.text import Text, same
from contrapeso.locale import percent, say, set_apart, word
from contrapeso.report.briefs.country.measured import is_open, span_text, value_text
from contrapeso.report.briefs.country.plots import figure as drawn
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Block, Column, Figure, Line, Row, Table, line, note, paragraph

PURPOSES = "assistance-purposes"
REST, UNCLASSIFIED = "for-other", "for-unclassified"
TOPICS = (
    "for-security", "for-organised-crime", "for-justice", "for-health", "for-education", REST, UNCLASSIFIED,
)  # fmt: skip
SHOWN_YEARS = 4

Cells = dict[tuple[str, str | None], Measurement]


def purposes(view: View, how: Line, source: Text) -> Iterator[Block]:
    """The newest year drawn, topic by topic, and the newest years as a table; ``how`` the newest figure is explained."""
    cells: Cells = {(one.period, one.topic): one for one in view.over_years.of(PURPOSES)}
    years = sorted({period for period, _ in cells})[-SHOWN_YEARS:]
    if not years:
        return
    home, last = state_in_sentence(view.inputs.country), years[-1]
    yield paragraph(_lead(cells, last))
    yield _chart(cells, last, home, source, how)
    yield _table(cells, years, home)
    yield note(say("purpose-marks"))


def _lead(cells: Cells, year: str) -> Text:
    """The topic that surely got most, else the one that perhaps did; and how much does not say what for."""
    unsaid = said(cells.get((year, UNCLASSIFIED)))
    first = foremost(one for topic in TOPICS[:5] if (one := cells.get((year, topic))))
    if first is None or not first.high:
        return say("purpose-lead-none", year=year, unsaid=unsaid)
    key = "purpose-lead" if first.low else "purpose-lead-open"
    return say(key, year=year, topic=word("topics", first.topic or ""), share=said(first), unsaid=unsaid)


def foremost(found: Iterable[Measurement]) -> Measurement | None:
    """Of the figures of a year the one with most that is sure, then with most that is possible."""
    return max(found, key=lambda one: (one.low or 0.0, one.high or 0.0), default=None)


def _chart(cells: Cells, year: str, home: Text, source: Text, how: Line) -> Figure:
    spreads = [_spread(topic, cells.get((year, topic))) for topic in TOPICS]
    chart = intervals(
        "purposes", spreads, title=say("chart-purposes", home=home, year=year), units=say("unit-purposes"),
        source=source, alt=say("alt-purposes", topics=_read(spreads)), header=(say("c-purpose"), say("c-share")), is_share=True,
    )  # fmt: skip
    return Figure(chart, drawn(chart).table, how)


def _spread(topic: str, one: Measurement | None) -> Spread:
    ends = (one.value, one.low, one.high) if one else (None, None, None)
    return Spread(word("topics", topic), *ends, _marked(one))


def _read(spreads: Sequence[Spread]) -> Text:
    return set_apart(Text(es=f"{one.label.es}, {one.said.es}", en=f"{one.label.en}, {one.said.en}") for one in spreads)


def _table(cells: Cells, years: Sequence[str], home: Text) -> Table:
    columns = (Column(say("c-purpose")), *(Column(same(year), "short") for year in reversed(years)))
    rows = tuple(
        Row((line(word("topics", topic)), *(line(said(cells.get((year, topic)))) for year in reversed(years))))
        for topic in TOPICS
    )
    return Table(say("table-purposes", home=home), columns, rows)


def said(one: Measurement | None) -> Text:
    """«25 % (20–70 %)»; of several currencies only the ends are known; a dash where nothing is."""
    return say("none") if one is None or one.low is None else value_text(one)


def _marked(one: Measurement | None) -> Text:
    """«25 % [20–70 %]»: a narrow drawing leaves out what is in brackets, as the bar shows it."""
    if one is None or one.value is None or not is_open(one):
        return said(one)
    value, span = percent(one.value), span_text(one)
    return Text(es=f"{value.es} [{span.es}]", en=f"{value.en} [{span.en}]")
