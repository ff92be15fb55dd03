"""What every state received in assistance by year and category, as obligated, in constant prices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

STAGE = "obligated"


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.assistance import by_category

    return by_category(frame, STAGE)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.assistance import CONSTANT, flows_behind

    return flows_behind(frame, one, CONSTANT, STAGE)
