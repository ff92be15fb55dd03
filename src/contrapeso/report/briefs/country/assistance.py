"""What cooperation was for: assistance by category over the years, by stage, as revised, and military beside social spending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.charts.bars import Count, stacked_bars
from contrapeso.charts.lines import Path, Point, lines
from contrapeso.charts.theme import ACCENT
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence
from contrapeso.core.text import Text, same
from contrapeso.locale import dated, listed, number, percent, say, word
from contrapeso.report.briefs.country.measured import figure as measured
from contrapeso.report.briefs.country.plots import figure as drawn
from contrapeso.report.briefs.country.purposes import PURPOSES, foremost, purposes
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Figure,
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

AMOUNTS, SHARES, STAGED, SOCIAL = (
    "assistance-by-category", "assistance-security-share", "assistance-by-stage", "defence-beside-social",
)  # fmt: skip
CATEGORIES, SECURITY = ("economic", "counter-narcotics", "military"), ("security", "counter-narcotics", "military")
STAGES = ("requested", "appropriated", "obligated", "disbursed")
SHOWN_YEARS, RECENT = 8, 20
MILLION, CENT = 1_000_000, 100
PROVISIONAL, NOT_OVER = "provisional", "year-not-over"


def section(view: View) -> Section | None:
    """The section; what is not on record is named with the way to get it; nothing where nobody asked for it."""
    blocks: list[Block] = [
        *_lead(view),
        *_categories(view),
        *_stages(view),
        *_editions(view),
        *_by_purpose(view),
        *_social(view),
    ]
    blocks += _absent(view)
    return Section("what-for", say("h-what-for"), tuple(blocks)) if blocks else None


def _lead(view: View) -> Iterator[Block]:
    """The last share of security, its parts, and the greatest on record."""
    found = [one for one in view.over_years.of(SHARES, topic="security") if one.value is not None]
    if not found:
        return
    last, most = found[-1], max(found[-RECENT:], key=lambda one: (one.value or 0.0, one.period))
    parts = {
        one.topic: percent(one.value)
        for one in view.over_years.of(SHARES)
        if one.period == last.period and one.value is not None
    }
    told = say(
        "for-lead", year=last.period, share=percent(last.value or 0.0), military=_part(parts, "military"),
        narcotics=_part(parts, "counter-narcotics"), most=percent(most.value or 0.0), peak=most.period, n=min(RECENT, len(found)),
    )  # fmt: skip
    doubt: list[Inline] = [GAP, Run(say("for-provisional", year=last.period))] if PROVISIONAL in last.missing else []
    yield paragraph(told, *doubt)
    yield note(*_how(last))


def _part(parts: dict[str | None, Text], topic: str) -> Text:
    share, name = parts.get(topic, say("not-known")), word("topics", topic)
    return Text(es=f"{name.es}, {share.es}", en=f"{name.en}, {share.en}")


def _categories(view: View) -> Iterator[Block]:
    """Amounts by category where the ledger has them, else the shares that a release carries."""
    amounts, shares = list(view.over_years.of(AMOUNTS)), list(view.over_years.of(SHARES))
    if amounts:
        home, origin = (state_in_sentence(state) for state in (view.inputs.country, amounts[0].object or ""))
        title, units = say("chart-for", origin=origin, home=home), say("unit-for", unit=_unit(amounts[0].unit))
        yield _lines(amounts, CATEGORIES, MILLION, title, units)
    elif shares:
        title = say("chart-for-shares", home=state_in_sentence(view.inputs.country))
        yield _lines(shares, SECURITY, 1 / CENT, title, say("unit-for-shares"))
    if amounts or shares:
        yield note(say("for-years"))


def _lines(rows: Sequence[Measurement], topics: Sequence[str], scale: float, title: Text, units: Text) -> Figure:
    paths = [path for topic in topics if (path := _path(rows, topic, scale)).points]
    years = [point.year for path in paths for point in path.points]
    names = listed([path.name for path in paths])
    chart = lines(
        "what-for", paths, title=title, units=units,
        source=say("chart-source", vintage=_vintage(rows[0])),
        alt=say("alt-for", first=str(min(years)), last=str(max(years)), names=names),
        header=(say("c-category"), say("c-year"), say("c-value"), say("c-low"), say("c-high")),
    )  # fmt: skip
    last = max(rows, key=lambda one: one.period)
    return Figure(chart, drawn(chart).table, _how(last))


def _path(rows: Sequence[Measurement], topic: str, scale: float) -> Path:
    """A category over the years; a value without an interval has a band of no width, and the note says why."""
    points = [
        Point(
            int(one.period),
            *((end if end is not None else one.value) / scale for end in (one.value, one.low, one.high)),
        )
        for one in rows
        if one.topic == topic and one.value is not None
    ]
    return Path(word("topics", topic), tuple(points))


def _stages(view: View) -> Iterator[Block]:
    rows = list(view.over_years.of(STAGED))
    if not rows:
        return
    cells = {(one.period, one.topic): one for one in rows}
    years = sorted({one.period for one in rows})[-SHOWN_YEARS:]
    columns = (Column(say("c-year")), *(Column(word("topics", stage), "number") for stage in STAGES))
    body = tuple(
        Row((line(same(year)), *(line(_cell(cells.get((year, stage)))) for stage in STAGES)))
        for year in reversed(years)
    )
    yield paragraph(say("for-stages-lead"))
    yield Table(say("for-stages", unit=_unit(rows[0].unit)), columns, body)
    yield note(say("for-marks"), GAP, *_how(max(rows, key=lambda one: (one.period, one.topic == "obligated"))))


def _cell(one: Measurement | None) -> Text:
    """«193.7 (190–202.4)*»: millions, the interval where there is one, the marks of what is not final."""
    if one is None or one.value is None:
        return say("none")
    low, high = (None if end is None else _millions(end) for end in (one.low, one.high))
    value, mark = _millions(one.value), "†" if NOT_OVER in one.missing else "*" if PROVISIONAL in one.missing else ""
    span = f" ({low.en}–{high.en})" if low and high and {low.en, high.en} != {value.en} else ""
    return Text(es=f"{value.es}{span}{mark}", en=f"{value.en}{span}{mark}")


def _editions(view: View) -> Iterator[Block]:
    """The figure that moved most, in the vintage that told it first and in the newest, and a bar for each."""
    told = view.inputs.editions
    if len(told) < 2:
        return
    first, last = told[0], told[-1]
    yield paragraph(say(
        "for-moved", period=first.period, first=_millions(first.value), before=dated(first.vintage),
        last=_millions(last.value), after=dated(last.vintage),
    ))  # fmt: skip
    bars = [Count(dated(one.vintage), "obligated", round(one.value / MILLION)) for one in told]
    chart = stacked_bars(
        "editions", bars, series={"obligated": word("topics", "obligated")}, colours={"obligated": ACCENT},
        title=say("chart-editions", period=first.period), units=say("unit-editions", unit=_unit(first.unit)),
        source=say("chart-source", vintage=_vintage_of(last.vintage)), header=say("c-edition"),
        alt=say("alt-editions", bars=listed([Text(es=f"{one.label.es}, {one.n}", en=f"{one.label.en}, {one.n}") for one in bars])),
    )  # fmt: skip
    yield Figure(chart, drawn(chart).table, _explained(last.ref))


def _social(view: View) -> Iterator[Block]:
    found = [one for one in view.over_years.of(SOCIAL) if one.value is not None]
    if found:
        last = found[-1]
        told = say("for-social", year=last.period, value=measured(last).text)
        others: list[Inline] = [GAP, Run(say("for-social-years"))] if "other-years" in last.missing else []
        yield paragraph(told, *others)
        yield note(*_how(last))


def _by_purpose(view: View) -> Iterator[Block]:
    rows = list(view.over_years.of(PURPOSES))
    if rows:
        newest = max(one.period for one in rows)
        last = foremost(one for one in rows if one.period == newest) or rows[-1]
        yield from purposes(view, _how(last), say("chart-source-purposes", vintage=_vintage(last)))


def _absent(view: View) -> Iterator[Block]:
    """What the section lacks: indicators whose sources are in no ledger and no release, and what no source tells."""
    compared = view.inputs.comparison
    lacking = [one for one in (compared.absent if compared else ()) if one.name in (AMOUNTS, SHARES, STAGED, SOCIAL)]
    if lacking:
        entries = tuple(
            line(
                one.title,
                same(": "),
                Run(same("; ".join(f"contrapeso ingest {name} …" for name in one.sources)), "code"),
            )
            for one in lacking
        )
        yield paragraph(say("for-absent"))
        yield List(entries)
    if lacking or view.inputs.over_years:
        is_read = any(view.over_years.of(PURPOSES))
        yield note(say("for-social-budget") if is_read else say("for-purposes"))


def _how(one: Measurement) -> Line:
    """The command that explains a figure of a year, and with another day any other year."""
    return _explained(f"{one.id} --on {int(one.period[:4]) + 1}-01-01")


def _explained(name: str) -> Line:
    return (Run(say("for-how")), GAP, Run(same(f"contrapeso explain {name}"), "code"))


def _millions(value: float) -> Text:
    return number(round(value / MILLION, 1))


def _unit(unit: str) -> Text:
    """«USD de 2020»."""
    return Text(es=unit.replace(" of ", " de "), en=unit)


def _vintage(one: Measurement) -> Text:
    return _vintage_of(one.vintage)


def _vintage_of(vintage: str) -> Text:
    return say("vintage", on=dated(vintage))
