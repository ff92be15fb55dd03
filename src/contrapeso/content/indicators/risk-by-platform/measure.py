"""Which platforms bear the worst cases: each type's share of Autonomy at Risk."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.risk import exposed, rho

LEVEL = 0.95


def measure(frame: Frame) -> Iterator[Measurement]:
    for one in exposed(frame):
        tail = one.risk((LEVEL,), rho(frame).value or 0.0).tails[0] if one.types else None
        if tail is None or tail.by_platform is None or one.capability is None:
            continue
        for held, share in zip(one.types, tail.by_platform, strict=True):
            if share > 0.0:
                found = frame.between(
                    share,
                    None,
                    None,
                    capability=one.capability,
                    topic=held.holding.key,
                    rows=held.rows,
                    is_assumed=True,
                )
                yield one.placed(found)
