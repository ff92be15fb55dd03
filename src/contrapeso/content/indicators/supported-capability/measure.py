"""Supported capability: the share of a capability whose roles somebody still fills, after those who ended their support."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.facts import Fact
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.fleet import FleetType, Group, groups


def measure(frame: Frame) -> Iterator[Measurement]:
    for group in groups(frame, whole=True):
        each = {one.holding.key: group.kept(one) for one in group.present}
        value, low, high = group.share(each)
        touched = [one for one in group.present if each[one.holding.key] != (1.0, 1.0, 1.0)]
        yield frame.between(
            value, low, high, capability=group.capability, rows=[row for one in group.present for row in _rows(one)],
            missing=_lacking(group, value, touched, each), is_assumed=bool(touched),
        )  # fmt: skip


def _rows(one: FleetType) -> Iterator[Fact]:
    """A holding, and the roles in which somebody has ended support."""
    yield one.holding
    yield from (role.component for role in one.roles if role.ended)


def _lacking(
    group: Group, value: float | None, touched: list[FleetType], each: dict[str, tuple[float, float, float]]
) -> tuple[str, ...]:
    """What would narrow it: numbers where some support is lost or there is no value, suppliers where one may be."""
    numbers = group.missing() if touched or value is None else ()
    hidden = any(one.unknown_critical and each[one.holding.key][0] < each[one.holding.key][1] for one in touched)
    return (*numbers, "suppliers") if hidden else numbers
