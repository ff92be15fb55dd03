"""Where the state and its partners stand in the General Assembly, year by year."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import partners, since


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    assembly, first = frame.assembly, since(frame)
    for state in (frame.home, *partners(frame)):
        for place in assembly.places.path(state, first):
            value, low, high = place.interval
            yield assembly.from_places(frame.between(
                value, low, high, object=None if state == frame.home else state, topic=str(place.year),
                period=str(place.year),
            ))  # fmt: skip
