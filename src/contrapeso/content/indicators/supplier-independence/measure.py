"""To how many suppliers that do not vote alike those who delivered a capability amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.assembly import LACKING, Assembly
from contrapeso.measure.deliveries import deliverers, diversity
from contrapeso.measure.fleet import Group, groups
from contrapeso.methods.diversity import shares, similarity_from_positions, similarity_sensitive

ORDERS = (1, 2)


def measure(frame: Frame) -> Iterator[Measurement]:
    if frame.assembly is None:
        yield frame.missing(LACKING)
        return
    for group in groups(frame, whole=True):
        for order in ORDERS:
            yield _independent(frame, frame.assembly, group, order)


def _independent(frame: Frame, assembly: Assembly, group: Group, order: int) -> Measurement:
    about = {"capability": group.capability, "topic": f"order-{order}"}
    rows = [one.holding for one in group.present]
    apparent, ends, missing = diversity(group, float(order))
    most = ends[1] if ends else None
    rule, parts = frame.rule("similarity_distance"), deliverers(group)
    placed = {state: place.position for state in parts or () if (place := assembly.places.last(state))}
    if apparent is None or parts is None or rule.value is None or len(placed) < len(parts):
        unplaced = () if parts is None or len(placed) == len(parts) else ("un-position",)
        unread = () if rule.value is not None else (rule.missing_code,)
        lacking = (*missing, *unplaced, *unread)
        one = frame.between(
            None, most and 1.0, most, **about, rows=rows, missing=lacking, is_assumed=True
        )  # fmt: skip
        return assembly.from_places(one)
    reach = [_diversity(parts, placed, h, order) for h in (rule.low, rule.number, rule.high) if h is not None]
    value = _diversity(parts, placed, rule.number, order)
    low, high = (1.0, max(most or value, *reach)) if missing else (min(reach), max(reach))
    return assembly.from_places(
        frame.between(value, low, high, **about, rows=rows, missing=missing, is_assumed=True)
    )  # fmt: skip


def _diversity(parts: Mapping[str, float], placed: Mapping[str, float], h: float, order: int) -> float:
    similarity = similarity_from_positions([placed[state] for state in parts], h)
    return similarity_sensitive(shares(list(parts.values())), similarity, float(order))
