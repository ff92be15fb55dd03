"""Measurements in words: what each is about, and its value with its interval, as readers of either language write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import is_state, state_name
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import figure, listed, say
from contrapeso.measure.enduring import LONGEST
from contrapeso.measure.topics import platform_text, topic_text, unit_text

YES_NO = "yes-no"
"""The unit of what either holds (1) or does not (0)."""
MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Naming:
    """Names what measurements speak of, by the evidence and the word groups of a country's pack."""

    evidence: Evidence
    groups: Mapping[str, Mapping[str, Text]]

    def about(self, one: Measurement) -> tuple[Text, ...]:
        """(Estados Unidos, transporte aéreo, C-27J): whom and what a measurement is about."""
        return tuple(part for part in (self.partner(one), self.capability(one), self.topic(one)) if part)

    def partner(self, one: Measurement) -> Text | None:
        return _state(one.object) if one.object else None

    def capability(self, one: Measurement) -> Text | None:
        """The pack's word for the capability; the code where it has none."""
        code = one.capability
        return self.groups.get("capabilities", {}).get(code, same(code)) if code else None

    def topic(self, one: Measurement) -> Text | None:
        """The topic by name; states that act together, and the holding that they act on, by theirs."""
        if not one.topic:
            return None
        holding, _, states = one.topic.rpartition(":")
        members = states.split("+")
        if not all(is_state(member) for member in members):
            named = {**self.groups.get("un-events", {}), **self.groups.get("purposes", {})}
            return topic_text(one.topic, self.evidence, named)
        together = listed([state_name(member) for member in members])
        if not holding:
            return together
        platform = platform_text(holding, self.evidence)
        return Text(es=f"{platform.es}: {together.es}", en=f"{platform.en}: {together.en}")


def value_text(one: Measurement) -> Text:
    """«0.41 [0.36–0.47]»; an exact value without its interval; where the value is missing, what is known of it."""
    if one.unit == YES_NO and one.value is not None:
        return _yes_or_no(one)
    ends = [_figure(one, end) for end in (one.low, one.high) if end is not None]
    if one.value is None and ends and one.low == one.high:
        return ends[0]
    if one.value is None:
        return say("cli.between", low=ends[0], high=ends[1]) if ends else say("cli.no-value")
    value = _figure(one, one.value)
    if not ends or one.low == one.high:
        return value
    dash = same("–") if min(one.low or 0.0, one.high or 0.0) >= 0 else Text(es=" a ", en=" to ")
    return Text(
        es=f"{value.es} [{ends[0].es}{dash.es}{ends[1].es}]", en=f"{value.en} [{ends[0].en}{dash.en}{ends[1].en}]"
    )  # fmt: skip


def _figure(one: Measurement, end: float) -> Text:
    """A number; months beyond which nothing is told as so many or more."""
    return say("cli.or-more", n=figure(end)) if one.unit == MONTHS and end >= LONGEST else figure(end)


def _yes_or_no(one: Measurement) -> Text:
    """Yes or no at the close of the period, and whether it was otherwise on some day of it."""
    changed = one.low != one.high
    return say(f"cli.{'yes' if one.value else 'no'}{'-changed' if changed else ''}")


def told(one: Measurement) -> Text:
    """The value with its interval and unit."""
    value, unit = value_text(one), unit_text(one.unit)
    return Text(es=f"{value.es} {unit.es}", en=f"{value.en} {unit.en}")


def _state(code: str) -> Text:
    return state_name(code) if is_state(code) else same(code)
