"""The number of embassies that each state sends and receives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.ties import missions

    return missions(frame)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.ties import missions_behind

    return missions_behind(frame, one)
