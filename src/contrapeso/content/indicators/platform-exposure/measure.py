"""The states that supply a critical role of each platform type, ordered ones too."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import single_types


def measure(frame: Frame) -> Iterator[Measurement]:
    for group, one in single_types(frame):
        critical = [role for role in one.roles if role.is_critical]
        for state in sorted({state for role in critical for state in role.suppliers} - {frame.home}):
            used = [role.component for role in critical if state in role.suppliers]
            yield frame.exact(
                1.0, object=state, capability=group.capability, topic=one.holding.key, rows=[one.holding, *used],
                is_assumed=any(part.criticality_basis == "assumption" for part in used),
            )  # fmt: skip
