"""The measurements of a country report: found by what they are about, written with their interval, led to their entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text, same
from contrapeso.locale import amount, money, percent, say
from contrapeso.locale import figure as digits
from contrapeso.report.document import GAP, Line, Measured, Run

ALL = object()
"""Asks for measurements whatever their object, capability or topic."""
MONTHS = "months"
LONGEST = 120.0
"""Months that endurance counts up to: what stands there lasts so long or longer."""
"""Told in whole ones: what they rest on is no more exact."""
_CURRENCY, _PLACE = 3, "\ufffc"


@dataclass(frozen=True)
class Measures:
    """All measurements of a report, by indicator."""

    rows: tuple[Measurement, ...]
    _by_indicator: dict[str, list[Measurement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.rows:
            self._by_indicator.setdefault(one.indicator, []).append(one)

    def of(
        self, indicator: str, *, object: object = ALL, capability: object = ALL, topic: object = ALL
    ) -> Iterator[Measurement]:
        """The measurements of an indicator about an object, a capability, a topic, in measured order."""
        for one in self._by_indicator.get(indicator, ()):
            asked = ((object, one.object), (capability, one.capability), (topic, one.topic))
            if all(wanted is ALL or wanted == found for wanted, found in asked):
                yield one

    def one(
        self, indicator: str, *, object: str | None = None, capability: str | None = None, topic: str | None = None
    ) -> Measurement | None:
        """The one measurement that asks exactly this, if there is one."""
        return next(self.of(indicator, object=object, capability=capability, topic=topic), None)

    def cited(self, refs: Collection[str]) -> Iterator[Measurement]:
        """The measurements among what a finding cites, in measured order."""
        found = {self._place[ref] for ref in refs if ref in self._place}
        return (self.rows[place] for place in sorted(found))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one.ref: place for place, one in enumerate(self.rows)}

    def capabilities(self) -> tuple[str, ...]:
        """The capabilities in which anybody's denial power was measured or could not be."""
        return tuple(dict.fromkeys(one.capability for one in self.of("denial-power") if one.capability))


def least(one: Measurement) -> float:
    """The value, or the low end of the interval where only that is known, or 0 where nothing is."""
    return next((number for number in (one.value, one.low) if number is not None), 0.0)


def most(one: Measurement) -> float:
    """The high end of the interval; 0 where nothing is known."""
    return one.high if one.high is not None else least(one)


def is_open(one: Measurement) -> bool:
    """Whether the ends of the interval read differently."""
    return one.low is not None and one.high is not None and _end(one, one.low) != _end(one, one.high)


def figure(one: Measurement, *, is_led: bool = True) -> Measured:
    """The figure as an inline, led to its entry or not."""
    return Measured(value_text(one), one.id, one.value, is_led)


def how_known(name: str, *, key: str = "how-known") -> Line:
    """The command that explains a figure or a finding, as a quiet line."""
    return (Run(say(key)), GAP, Run(same(f"contrapeso explain {name}"), "code"))


def up_to(one: Measurement) -> Measured:
    """The high end alone, of what is nothing at least: «hasta 38 %»."""
    return Measured(say("figure-up-to", high=_written(one, most(one))), one.id, one.value)


def phrase(one: Measurement, key: str, **values: object) -> Line:
    """The sentence of a key with the figure in the place of ``{figure}``: only the figure is a link."""
    said = say(key, figure=same(_PLACE), **values)
    (before_es, _, after_es), (before_en, _, after_en) = said.es.partition(_PLACE), said.en.partition(_PLACE)
    return (*_run(before_es, before_en), figure(one), *_run(after_es, after_en))


def _run(es: str, en: str) -> Line:
    if es.strip() and en.strip():
        return (Run(Text(es=es, en=en)),)
    return (GAP,) if es or en else ()


def value_text(one: Measurement) -> Text:
    """«62 % (62–80 %)», «12», «entre 20 y 80 %», «no se sabe»: never 0 for what is not known."""
    if one.value is None:
        return say("not-known") if one.low is None or one.high is None else _between(one, one.low, one.high)
    exact = _written(one, one.value)
    return say("bracketed", text=exact, detail=span_text(one)) if is_open(one) else exact


def _between(one: Measurement, low: float, high: float) -> Text:
    if low == high:
        return _written(one, low)
    return say("figure-between", low=_end(one, low), high=_written(one, high))


def span_text(one: Measurement) -> Text:
    """The interval, its unit once: «62–80 %», «84,032,000–122,032,000»."""
    assert one.low is not None and one.high is not None
    low, high = _end(one, one.low), _end(one, one.high)
    return Text(es=f"{low}–{high}\u00a0%", en=f"{low}–{high}%") if one.unit == "share" else same(f"{low}–{high}")


def _end(one: Measurement, value: float) -> str:
    if one.unit == "share":
        return percent(value).en.removesuffix("%")
    if one.unit == MONTHS:
        return digits(round(value)).en + ("+" if value >= LONGEST else "")
    return amount(value).en if _is_money(one) else digits(value).en


def _written(one: Measurement, value: float) -> Text:
    if one.unit == "share":
        return percent(value)
    if one.unit == MONTHS:
        return say("cli.or-more", n=digits(round(value))) if value >= LONGEST else digits(round(value))
    return money(value, one.unit) if _is_money(one) else digits(value)


def _is_money(one: Measurement) -> bool:
    return len(one.unit) == _CURRENCY and one.unit.isupper()


def gravest(rows: Iterable[Measurement]) -> list[Measurement]:
    """Largest first, by value, then by the high end, then by name."""
    return sorted(rows, key=lambda one: (-least(one), -most(one), one.id))
