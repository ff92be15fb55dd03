"""Concentration (HHI) of those who delivered a capability."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.deliveries import diversity
from contrapeso.measure.fleet import groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame, whole=True):
        value, ends, missing = diversity(group, 2.0)
        low, high = (1.0 / ends[1], 1.0 / ends[0]) if ends else (None, None)
        yield frame.between(
            None if value is None else 1.0 / value, low, high, capability=group.capability,
            rows=[one.holding for one in group.present], missing=missing,
        )  # fmt: skip
