"""How far the state and its partners moved since each dated event."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import drifts


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    assembly = frame.assembly
    for since, drift in drifts(frame, assembly):
        about = None if since.state == frame.home else since.state
        if drift is None:
            yield assembly.from_places(frame.missing(str(since.lacks), object=about, topic=since.event.code))
        else:
            yield assembly.from_places(frame.between(
                drift.value, drift.low, drift.high, object=about, topic=since.event.code, period=since.period
            ))  # fmt: skip
