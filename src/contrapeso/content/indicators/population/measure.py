"""The population of every state and year, as its publisher states it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

SERIES = "population"


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.series import published_series

    return published_series(frame, SERIES)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.series import figure_behind

    return figure_behind(SERIES, one)
