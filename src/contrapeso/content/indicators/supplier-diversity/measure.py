"""Hill numbers of those who delivered a capability: how many suppliers there are in effect."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.deliveries import diversity
from contrapeso.measure.fleet import groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame, whole=True):
        for order in (0, 1, 2):
            value, ends, missing = diversity(group, float(order))
            low, high = ends or (None, None)
            yield frame.between(
                value, low, high, capability=group.capability, topic=f"order-{order}",
                rows=[one.holding for one in group.present], missing=missing,
            )  # fmt: skip
