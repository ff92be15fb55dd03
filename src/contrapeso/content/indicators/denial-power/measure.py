"""Denial power: the share of a capability that one state alone can put out of service in the end."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import groups, rows_for


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame):
        for state in sorted({*group.suppliers, *group.candidates}):
            each = {one.holding.key: group.denied(one, frozenset([state])) for one in group.present}
            value, low, high = group.share(each)
            if high > 0.0:
                unnamed = ("suppliers",) if group.may_hide(state) else ()
                yield frame.between(
                    value, low, high, object=state, capability=group.capability, rows=rows_for(group, state),
                    missing=(*group.missing(), *unnamed), is_assumed=True,
                )  # fmt: skip
