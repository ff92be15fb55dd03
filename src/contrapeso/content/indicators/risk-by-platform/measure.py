"""Which platforms bear the worst cases: each type's share of Autonomy at Risk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.risk import exposed, kept, worst


def measure(frame: Frame) -> Iterator[Measurement]:
    for one in exposed(frame):
        tail = kept(one, "worst", partial(worst, one)) if one.types else None
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
                    missing=("ends-of-shares",),
                    is_assumed=True,
                )
                yield one.placed(found)
