"""When the path of the state and of each partner broke, if it did: the likeliest step, and how likely."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.partners import partners, since
from contrapeso.measure.places import VOTES

PRIOR = 0.5
"""An assumption: before the votes are looked at, a path broke once as likely as not."""


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    assembly = frame.assembly
    for state in (frame.home, *partners(frame)):
        about = None if state == frame.home else state
        found = assembly.places.breaks(state, since(frame), PRIOR)
        if not found:
            is_estimated = assembly.places.origin == VOTES
            lacking = frame.missing("un-position" if is_estimated else LACKING, object=about)
            yield assembly.from_places(lacking) if is_estimated else lacking
            continue
        step = found[0]
        yield assembly.from_places(frame.between(
            step.probability, step.probability, step.probability, object=about,
            period=f"{step.before:g}/{step.after:g}", is_assumed=True,
        ))  # fmt: skip
