"""The share of a capability's roles for which nobody names a supplier."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame):
        roles = [role for one in group.present for role in one.roles]
        if roles:
            unnamed = [role.component for role in roles if not role.suppliers]
            yield frame.exact(len(unnamed) / len(roles), capability=group.capability, rows=unnamed)
