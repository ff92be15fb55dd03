"""Each product's largest supplier and the share of a state's imports of it that stops with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.products import cut_off

    return cut_off(frame)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.products import product_behind

    return product_behind(frame, one)
