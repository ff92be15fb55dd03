"""The topics on which the state agrees with each partner less or more than on the others, many being looked at."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import last_year, partners
from contrapeso.methods.agreement import by_topic

YEARS, LEVEL = 5, 0.1


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    last = last_year(frame.assembly, frame.home)
    if last is None:
        return
    for state in partners(frame):
        calls, own, theirs = frame.assembly.common(frame.home, state, last - YEARS + 1, last)
        for one in by_topic(own, theirs, [call.topics for call in calls]):
            if one.adjusted <= LEVEL:
                yield frame.assembly.from_calls(
                    frame.between(
                        one.difference, one.low, one.high, object=state, topic=one.topic,
                        period=f"{last - YEARS + 1}/{last}",
                    ),
                    [call for call in calls if one.topic in call.topics],
                )  # fmt: skip
