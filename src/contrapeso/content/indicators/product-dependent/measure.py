"""The share of a state's imported products that is dependent by two published tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.products import dependent

    return dependent(frame)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.products import dependent_behind

    return dependent_behind(frame, one)
