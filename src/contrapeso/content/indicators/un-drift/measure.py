"""How far the state and its partners moved since each dated event."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import events, partners


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    assembly = frame.assembly
    last = assembly.places.years[-1]
    for event in events(frame):
        for state in (frame.home, *partners(frame)):
            about = None if state == frame.home else state
            drift = assembly.places.drift(state, event.before, last) if last >= event.on.year else None
            if drift is None:
                lacking = "un-position" if last >= event.on.year else "un-votes-since"
                yield assembly.from_places(frame.missing(lacking, object=about, topic=event.code))
            else:
                yield assembly.from_places(frame.between(
                    drift.value, drift.low, drift.high, object=about, topic=event.code, period=f"{event.before}/{last}"
                ))  # fmt: skip
