"""How sure it is which way the state and its partners moved since each dated event."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.partners import since_events


def measure(frame: Frame) -> Iterator[Measurement]:
    return since_events(frame, lambda drift: (drift.moved,) * 3)
