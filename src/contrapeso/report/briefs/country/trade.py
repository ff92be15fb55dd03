"""Trade: who could hurt whom, by what each would lose if the other stopped; then the raw materials, and what is not on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import dated, has_word, listed, percent, say, word
from contrapeso.report.briefs.country.measured import figure, how_known, least, phrase
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Figure,
    Line,
    List,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    line,
    note,
    paragraph,
    strong,
)

INDICATORS = (
    "trade-cut-off", "trade-reverse", "trade-mirror", "trade-concentration", "goods-cut-off", "goods-reverse",
    "product-cut-off", "product-dependent",
)  # fmt: skip
WAYS = ("exports", "imports")
TURNED = {"exports": "imports", "imports": "exports"}
"""The same flow seen from the partner."""
DRAWN, LISTED, NAMED = 10, 24, 12
WHOLE = 0.995
"""From which share on a product comes from one state as good as alone."""


@dataclass(frozen=True, slots=True)
class Both:
    """A partner and a way of trade: what the country would lose, and what the partner would."""

    ours: Measurement
    theirs: Measurement | None

    @property
    def name(self) -> Text:
        return state_name(self.ours.object or "")

    @property
    def way(self) -> Text:
        return word("topics", self.ours.topic or "")


def section(view: View) -> Section | None:
    """The section; where nothing is on record, what is missing and how to get it; nothing where nobody measures trade."""
    if not view.inputs.world and not view.inputs.lacking:
        return None
    total, goods = _pairs(view, "trade"), _pairs(view, "goods")
    blocks: list[Block] = [*_total(view, total), *_goods(view, goods), *_released(view), *_lacking(view)]
    return Section("trade", say("h-trade"), tuple(blocks))


def _pairs(view: View, channel: str) -> list[Both]:
    """Both directions with every partner, the country's greatest loss first."""
    found = [
        Both(one, view.world.one(f"{channel}-reverse", object=one.object, topic=one.topic))
        for one in view.world.of(f"{channel}-cut-off")
        if one.topic in WAYS and one.object and one.value is not None
    ]
    return sorted(found, key=lambda one: (-least(one.ours), one.ours.id))


def _total(view: View, found: Sequence[Both]) -> Iterator[Block]:
    if not found:
        return
    yield paragraph(*_answer(view, found))
    hurt = max((one for one in found if one.theirs), key=lambda one: least(one.theirs), default=None)  # type: ignore[arg-type]
    if hurt and hurt.theirs:
        key = f"trade-hurt-{hurt.ours.topic}"
        home = state_in_sentence(view.inputs.country)
        yield paragraph(*phrase(hurt.theirs, key, home=home, partner=state_in_sentence(hurt.ours.object or "")))
    yield _figure(view, "trade", found)
    index = [view.world.one("trade-concentration", topic=way) for way in WAYS]
    if index[0] and index[1]:
        yield note(say("trade-index"), GAP, figure(index[0]), say("trade-index-and"), GAP, figure(index[1]), same("."))
    yield note(say("trade-limits"))


def _answer(view: View, found: Sequence[Both]) -> Line:
    """«Si el socio dejara de comerciar, el país perdería 32 % de sus exportaciones y 29 % …; el socio perdería …»"""
    first = found[0].ours.object
    both = sorted((one for one in found if one.ours.object == first), key=lambda one: WAYS.index(one.ours.topic or ""))
    names = {"home": state_in_sentence(view.inputs.country), "partner": state_in_sentence(first or "")}
    parts: list[Text | Run] = [say("trade-answer", **names, year=found[0].ours.period)]
    losses = _figures([(one.ours, one.ours.topic or "") for one in both])
    gains = _figures([(one.theirs, TURNED[one.ours.topic or ""]) for one in both if one.theirs])
    if not gains:
        return (*line(*parts), GAP, *losses, Run(same(".")))
    return (*line(*parts), GAP, *losses, Run(say("trade-answer-theirs", **names)), GAP, *gains, Run(same(".")))


def _figures(found: Sequence[tuple[Measurement, str]]) -> Line:
    """«32 % de sus exportaciones y 29 % de sus importaciones»: each figure with the way, seen from whose it is."""
    parts: list[object] = []
    for at, (one, way) in enumerate(found):
        parts += [Run(say("trade-and")), GAP] if at else []
        parts += [figure(one), GAP, Run(say(f"trade-of-{way}"))]
    return tuple(parts)  # type: ignore[arg-type]


def _goods(view: View, found: Sequence[Both]) -> Iterator[Block]:
    """The raw materials on record: the largest partner each way, what is dependent, and what one state alone supplies."""
    if not found:
        return
    entries: list[Line] = []
    for way in WAYS:
        top = next((one for one in found if one.ours.topic == way), None)
        if top:
            partner = capital(state_in_sentence(top.ours.object or ""))
            said = phrase(top.ours, f"trade-goods-{way}", partner=partner, year=top.ours.period)
            entries.append(
                (
                    *said,
                    *(
                        phrase(
                            top.theirs, f"trade-goods-theirs-{way}", partner=state_in_sentence(top.ours.object or "")
                        )
                        if top.theirs
                        else ()
                    ),
                )
            )
    entries += _dependent(view)
    alone = [one for one in view.world.of("product-cut-off") if least(one) >= WHOLE]
    blocks: list[Block] = [List(tuple(entries)), _figure(view, "goods", found)]
    if alone:
        blocks.append(_alone(alone))
    yield Section("trade-goods", say("h-trade-goods"), (*blocks, note(say("trade-goods-limits"))))


def _dependent(view: View) -> Iterator[Line]:
    number, worth = (view.world.one("product-dependent", topic=f"commission{ending}") for ending in ("", "-value"))
    if number and worth:
        yield line(
            say("trade-dependent", year=number.period),
            GAP,
            figure(number),
            say("trade-dependent-value"),
            GAP,
            figure(worth),
            same("."),
        )


def _alone(alone: Sequence[Measurement]) -> Block:
    """The products that one state supplies as good as alone, by state."""
    by: dict[str, list[Text]] = {}
    for one in alone:
        by.setdefault(one.object or "", []).append(_product(one.topic or ""))
    ranked = sorted(by.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    entries = tuple(line(strong(state_name(state)), same(": "), listed(names[:NAMED])) for state, names in ranked)
    known = Paragraph(how_known(alone[0].id))
    return Section("trade-alone", say("h-trade-alone", year=alone[0].period), (List(entries), known))


def _product(code: str) -> Text:
    return word("topics", code) if has_word("topics", code) else same(code)


def _figure(view: View, channel: str, found: Sequence[Both]) -> Figure:
    home = state_in_sentence(view.inputs.country)
    names = (say("trade-ours", home=home), say("trade-theirs"))
    pairs = [_pair(one) for one in found[:DRAWN]]
    top = pairs[0]
    year, vintage = found[0].ours.period, found[0].ours.vintage
    title = say(f"chart-{channel}", home=home, year=year)
    chart = dumbbell(
        f"{channel}-both", pairs, names=names, title=title, units=say(f"unit-{channel}"),
        source=say(f"source-{channel}", vintage=dated(vintage)), header=(say("c-partner"), say("c-way")),
        alt=say("alt-trade", pairs=len(pairs), partner=top.label, way=top.under, ours=top.said[0], theirs=top.said[1]),
    )  # fmt: skip
    is_total = channel == "trade"
    columns = [Column(say("c-partner")), Column(say("c-way")), *(Column(name, "short") for name in names)]
    columns += [Column(say("c-mirror"), "short")] if is_total else []
    rows = tuple(_row(view, one, is_total) for one in found[:LISTED])
    return Figure(chart, Table(title, tuple(columns), rows), how_known(found[0].ours.id))


def _pair(one: Both) -> Pair:
    ours, theirs = least(one.ours), least(one.theirs) if one.theirs else 0.0
    said = (percent(ours), percent(theirs) if one.theirs else say("not-known"))
    return Pair(one.name, capital(one.way), ours, theirs, said)


def _row(view: View, one: Both, is_total: bool) -> Row:
    theirs: Line = (figure(one.theirs),) if one.theirs else line(say("not-known"))
    cells: list[Line] = [line(strong(one.name)), line(one.way), (figure(one.ours),), theirs]
    if is_total:
        mirror = view.world.one("trade-mirror", object=one.ours.object, topic=one.ours.topic)
        known = mirror is not None and mirror.value is not None and mirror.period == one.ours.period
        cells.append((figure(mirror),) if known and mirror else line(say("trade-no-mirror")))
    return Row(tuple(cells))


def _released(view: View) -> Iterator[Block]:
    release = next((one.release for one in view.inputs.world if one.release), None)
    if release:
        yield note(say("x-released", release=dated(release)))


def _lacking(view: View) -> Iterator[Block]:
    """What nobody ingested, each source once with how it is obtained."""
    lacking = {name: obtain for one in view.inputs.lacking for name, obtain in one.sources}
    if not lacking:
        return
    titles = listed([one.title for one in view.inputs.lacking])
    yield paragraph(say("trade-lacking", titles=titles))
    yield List(tuple(
        (Run(same(f"contrapeso ingest {name} …"), "code"), *line(same(" — "), obtain)) for name, obtain in lacking.items()
    ))  # fmt: skip
