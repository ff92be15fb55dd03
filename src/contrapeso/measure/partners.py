"""With whom and since when a pack compares how its state votes, and the dated events that drifts are counted from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from contrapeso.core.measurement import Measurement
from contrapeso.measure.assembly import LACKING, Assembly
from contrapeso.measure.frame import Frame
from contrapeso.methods.drift import Contrast


@dataclass(frozen=True, slots=True)
class Event:
    """A day from which a drift is counted: ``before`` is the last whole year that it cannot have touched."""

    code: str
    on: date

    @property
    def before(self) -> int:
        return self.on.year - 1


def partners(frame: Frame) -> tuple[str, ...]:
    """The states that the pack compares its own with (``un_partners``), none where it names none."""
    rule = frame.rule("un_partners")
    return tuple(one for one in rule.value or () if one != frame.home)


def since(frame: Frame) -> int:
    """The first year shown (``un_since``); all years where the pack names none."""
    rule = frame.rule("un_since")
    return int(rule.number) if rule.value is not None else 0


def events(frame: Frame) -> Iterator[Event]:
    """The events of ``un_events`` that lie on or before the day of asking, in order."""
    found = frame.rule("un_events").value or {}
    for code, on in sorted(found.items(), key=lambda one: str(one[1])):
        event = Event(code, date.fromisoformat(str(on)))
        if event.on <= frame.evidence.on:
            yield event


@dataclass(frozen=True, slots=True)
class Since:
    """Years to compare for an event and a state: the last that it cannot have touched, and the last with votes.

    ``lacks`` names what is missing where they cannot be compared.
    """

    event: Event
    state: str
    before: int
    last: int
    lacks: str | None

    @property
    def period(self) -> str:
        return f"{self.before}/{self.last}"


def compared(frame: Frame, assembly: Assembly, states: tuple[str, ...]) -> Iterator[Since]:
    """Each event with each state, in order, and whether both years have what it takes."""
    places = assembly.places
    last = places.years[-1]
    for event in events(frame):
        for state in states:
            is_placed = places.of(state, event.before) is not None and places.of(state, last) is not None
            lacks = "un-votes-since" if last < event.on.year else None if is_placed else "un-position"
            yield Since(event, state, event.before, last, lacks)


def drifts(frame: Frame, assembly: Assembly) -> Iterator[tuple[Since, Contrast | None]]:
    """How far the state, then each partner, moved since each event; None with the reason in ``lacks``."""
    for one in compared(frame, assembly, (frame.home, *partners(frame))):
        yield one, None if one.lacks else assembly.places.drift(one.state, one.before, one.last)


def since_events(frame: Frame, ends: Callable[[Contrast], tuple[float, float, float]]) -> Iterator[Measurement]:
    """A measurement for each event and state: (value, low, high) of how far it moved, or what is missing to say so."""
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    for since, drift in drifts(frame, frame.assembly):
        about = None if since.state == frame.home else since.state
        if drift is None:
            found = frame.missing(str(since.lacks), object=about, topic=since.event.code)
        else:
            found = frame.between(*ends(drift), object=about, topic=since.event.code, period=since.period)
        yield frame.assembly.from_places(found)


def last_year(assembly: Assembly, state: str) -> int | None:
    """The last year in which the state cast a vote."""
    cast = assembly.years[assembly.ballot(state) == assembly.ballot(state)]
    return int(cast.max()) if cast.size else None
