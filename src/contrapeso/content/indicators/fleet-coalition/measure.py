"""Minimal coalitions that can end support for the whole fleet of one platform type."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import single_types


def measure(frame: Frame) -> Iterator[Measurement]:
    for group, one in single_types(frame):
        for coalition in group.ending(one):
            used = [role.component for role in one.roles if role.is_critical and role.suppliers & coalition]
            yield frame.exact(
                1.0, capability=group.capability, topic=f"{one.holding.key}:{'+'.join(sorted(coalition))}",
                rows=[one.holding, *used], is_assumed=any(part.criticality_basis == "assumption" for part in used),
            )  # fmt: skip
