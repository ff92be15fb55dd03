"""On how many questions put again in the last year the state and its partners voted otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import last_year, partners
from contrapeso.methods.proportion import wilson

CONFIDENCE = 0.90


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    last = last_year(frame.assembly, frame.home)
    if last is None:
        return
    for state in (frame.home, *partners(frame)):
        about = None if state == frame.home else state
        calls, changed = frame.assembly.repeated(state, last)
        if not calls:
            yield frame.missing("un-repeated", object=about)
        else:
            share = wilson(changed, len(calls), CONFIDENCE)
            one = frame.between(share.value, share.low, share.high, object=about, period=str(last))
            yield frame.assembly.from_calls(one, calls)
