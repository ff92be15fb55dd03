"""The state or states that delivered each platform type, ordered ones too."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import single_types


def measure(frame: Frame) -> Iterator[Measurement]:
    for group, one in single_types(frame, whole=True):
        for state in one.deliverers:
            low, value, high = group.delivers(one, state)
            shared = len(one.deliverers) > 1
            yield frame.between(
                None if shared else value, low, high, object=state, capability=group.capability,
                topic=one.holding.key, rows=[one.holding], missing=("delivered-by",) if shared else (),
            )  # fmt: skip
