"""Measurements of all states in words short enough for a table's cell."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import is_state, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import dated, figure, has_word, say, word
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.wording import YES_NO, value_text

NOT_LATER = "≤"
NOTHING = same("—")


def line_title(indicator: Indicator, topic: str | None) -> Text:
    """«Concentración de proveedores de armas, 5 años, por valor»."""
    if topic is None:
        return indicator.title
    about = word("topics", topic) if has_word("topics", topic) else same(topic)
    return Text(es=f"{indicator.title.es}, {about.es}", en=f"{indicator.title.en}, {about.en}")


def cell_text(one: Measurement | None) -> Text:
    """The partner where there is one, and the value; its interval where it does not read as the value; else a dash."""
    if one is None:
        return NOTHING
    value = value_text(one)
    if (
        one.value is not None
        and one.unit != YES_NO
        and {figure(end).es for end in (one.low, one.high) if end is not None} == {figure(one.value).es}
    ):
        value = figure(one.value)
    if one.object is None:
        return value
    partner = state_name(one.object) if is_state(one.object) else same(one.object)
    return Text(es=f"{partner.es} {value.es}", en=f"{partner.en} {value.en}")


def origin(cells: Iterable[Measurement | None], *, brief: bool = False) -> Text:
    """Whether values come from the ledger or a release, and of which vintage and year; ``brief``: without its name."""
    found = [one for one in cells if one is not None]
    if not found:
        return NOTHING
    vintage, period = dated(max(one.vintage for one in found)), dated(found[0].period)
    released = next((one.release for one in found if one.release), None)
    from_release = "cli.compare-published" if brief else "cli.compare-from-release"
    said = (
        say(from_release, release=dated(released), vintage=vintage)
        if released
        else say("cli.compare-from-ledger", vintage=vintage)
    )
    return Text(es=f"{period.es}, {said.es}", en=f"{period.en}, {said.en}")


def is_bound(cells: Iterable[Measurement | None]) -> bool:
    """Whether a vintage among them is only the day by which a file was there, as the file states none."""
    return any(NOT_LATER in one.vintage for one in cells if one is not None)


def lack(code: str) -> Text:
    """What a measurement of the public record lacks, in words; the code where nobody wrote any."""
    return word("world-missing", code) if has_word("world-missing", code) else same(code)
