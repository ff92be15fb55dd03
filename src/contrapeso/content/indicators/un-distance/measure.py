"""How far the state stands from each partner in the last year with votes."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import partners
from contrapeso.methods.drift import distance


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    places = frame.assembly.places
    year = places.years[-1]
    for state in partners(frame):
        apart = places.apart(frame.home, state, year)
        if apart is None:
            yield frame.assembly.from_places(frame.missing("un-position", object=state))
        else:
            yield frame.assembly.from_places(frame.between(*distance(apart), object=state, period=str(year)))
