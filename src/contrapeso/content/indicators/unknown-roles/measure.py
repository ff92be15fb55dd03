"""The share of a capability's roles for which nobody names a supplier."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame, whole=True):
        roles = [role for one in group.present for role in one.roles]
        if roles:
            unnamed = sum(not role.component.suppliers for role in roles)
            parts = [role.component for role in roles]
            yield frame.exact(unnamed / len(roles), capability=group.capability, rows=parts)
