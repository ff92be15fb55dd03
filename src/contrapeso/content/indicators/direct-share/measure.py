"""Who delivered a capability: the weighted share of the platform types that each state handed over."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame, whole=True):
        for state in group.suppliers:
            each = {one.holding.key: group.delivers(one, state) for one in group.present}
            value, low, high = group.share(each)
            shared = ("delivered-by",) if any(end[0] < end[2] for end in each.values()) else ()
            if high > 0.0:
                yield frame.between(
                    value, low, high, object=state, capability=group.capability, missing=(*group.missing(), *shared),
                    rows=[one.holding for one in group.present],
                )  # fmt: skip
