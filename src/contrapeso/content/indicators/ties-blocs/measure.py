"""Concentration of the blocs among each state's partners, for every year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.ties import blocs

    return blocs(frame)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.ties import ties_behind

    return ties_behind(frame, one, ["alliance", "defence-agreement"])
