"""Who brings the worst cases about: each supplier's share of Autonomy at Risk."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.risk import exposed, rho

LEVEL = 0.95


def measure(frame: Frame) -> Iterator[Measurement]:
    for one in exposed(frame):
        tail = one.risk((LEVEL,), rho(frame).value or 0.0).tails[0] if one.types else None
        for state, share in (tail.by_supplier or {}).items() if tail else ():
            if share > 0.0:
                found = frame.between(
                    share, None, None, object=state, capability=one.capability, rows=one.rows(state), is_assumed=True
                )
                yield one.placed(found)
