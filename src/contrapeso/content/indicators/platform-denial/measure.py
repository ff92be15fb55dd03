"""Denial power over one platform type, ordered ones too; only states named as suppliers."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import single_types


def measure(frame: Frame) -> Iterator[Measurement]:
    for group, one in single_types(frame):
        for state in sorted({state for role in one.roles for state in role.suppliers} - {frame.home}):
            low, value, high = group.denied(one, frozenset([state]))
            if high > 0.0:
                yield frame.between(
                    value, low, high, object=state, capability=group.capability, topic=one.holding.key, rows=one.rows,
                    missing=("suppliers",) if high > value and one.unknown_critical else (), is_assumed=True,
                )  # fmt: skip
