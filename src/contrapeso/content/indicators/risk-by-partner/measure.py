"""Who brings the worst cases about: each supplier's share of Autonomy at Risk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.risk import exposed, kept, worst


def measure(frame: Frame) -> Iterator[Measurement]:
    for one in exposed(frame):
        tail = kept(one, "worst", partial(worst, one)) if one.types else None
        for state, share in (tail.by_supplier or {}).items() if tail else ():
            if share > 0.0:
                found = frame.between(
                    share,
                    None,
                    None,
                    object=state,
                    capability=one.capability,
                    rows=one.rows(state),
                    missing=("ends-of-shares",),
                    is_assumed=True,
                )
                yield one.placed(found)
