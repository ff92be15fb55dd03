"""Gross domestic product for each inhabitant, for every state and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

ABOVE, BELOW = "gdp", "population"


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.series import ratio

    return ratio(frame, ABOVE, BELOW)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.series import figure_behind

    return [name for series in (ABOVE, BELOW) for name in figure_behind(series, one)]
