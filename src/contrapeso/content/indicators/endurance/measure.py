"""Endurance: how long a capability lasts when one state, or all, end their support."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.enduring import ANYBODY, Assumed, Lost, assumed
from contrapeso.measure.fleet import groups

MONTHS = (6, 12, 24)
CURVE = (6, 12, 18, 24, 36, 48, 60)
"""The months for which the loss of all support is given."""


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame):
        rules = assumed(frame)
        if rules is None:
            return
        for state in group.named:
            yield from _told(Lost(group, frozenset([state]), state), rules, MONTHS)
        everybody = frozenset((*group.named, *group.candidates, ANYBODY))
        yield from _told(Lost(group, everybody), rules, CURVE)


def _told(lost: Lost, rules: Assumed, months: tuple[int, ...]) -> Iterator[Measurement]:
    """Capability after each number of months, and the months until it falls below the minimum."""
    if lost.high == 0.0:
        return
    for month in months:
        yield _between(lost, f"month-{month}", lost.capability(rules, month))
    if rules.minimum is not None:
        yield _between(lost, "months-below", lost.months_below(rules, rules.minimum), unit="months")


def _between(lost: Lost, topic: str, found: tuple[float | None, float, float], unit: str | None = None) -> Measurement:
    value, low, high = found
    return lost.group.frame.between(
        value, low, high, object=lost.state, capability=lost.group.capability, topic=topic, unit=unit, rows=lost.rows,
        missing=lost.missing, is_assumed=True,
    )  # fmt: skip
