"""On what share of the common votes of each of the last years the state voted like each partner."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import last_year, partners
from contrapeso.methods.agreement import agreement

YEARS = 10


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    last = last_year(frame.assembly, frame.home)
    for state in partners(frame):
        for year in range(last - YEARS + 1, last + 1) if last else ():
            calls, own, theirs = frame.assembly.common(frame.home, state, year, year)
            found = agreement(own, theirs)
            if found is not None:
                alike = found.alike
                yield frame.assembly.from_calls(frame.between(
                    alike.value, alike.low, alike.high, object=state, topic=str(year), period=str(year)
                ), calls)  # fmt: skip
