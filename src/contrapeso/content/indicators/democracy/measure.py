"""The five V-Dem indices of democracy with their published intervals, for every state and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

SERIES = {
    "electoral": "v-dem-electoral",
    "liberal": "v-dem-liberal",
    "participatory": "v-dem-participatory",
    "deliberative": "v-dem-deliberative",
    "egalitarian": "v-dem-egalitarian",
}


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.series import by_topic

    return by_topic(frame, SERIES)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.series import figure_behind

    return figure_behind(SERIES[one.topic or ""], one)
