"""By how much farther from each partner the state votes than before each dated event."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import compared, partners


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    assembly = frame.assembly
    for since in compared(frame, assembly, partners(frame)):
        parted = None if since.lacks else assembly.places.parted(frame.home, since.state, since.before, since.last)
        if parted is None:
            lacks = since.lacks or "un-position"
            yield assembly.from_places(frame.missing(lacks, object=since.state, topic=since.event.code))
        else:
            yield assembly.from_places(
                frame.between(*parted, object=since.state, topic=since.event.code, period=since.period)
            )
