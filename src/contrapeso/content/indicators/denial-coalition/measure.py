"""Minimal coalitions that can deny at least the pack's threshold of a capability."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import groups, rows_for


def measure(frame: Frame) -> Iterator[Measurement]:
    threshold = frame.rule("denial_threshold")
    if not threshold.in_force or threshold.value is None:
        return
    for group in groups(frame):
        for coalition in group.structure.minimal_coalitions(threshold.number) if group.weighing else ():
            each = {one.holding.key: group.denied(one, coalition) for one in group.present}
            value, low, high = group.share(each)
            yield frame.between(
                value, low, high, capability=group.capability, topic="+".join(sorted(coalition)),
                rows=rows_for(group, *coalition), missing=group.missing(), is_assumed=True,
            )  # fmt: skip
