"""Which share of the assistance to every state is military or against narcotics, by year, as obligated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

STAGE = "obligated"


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.assistance import security_share

    return security_share(frame, STAGE)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.assistance import whole_behind

    return whole_behind(frame, one, STAGE)
