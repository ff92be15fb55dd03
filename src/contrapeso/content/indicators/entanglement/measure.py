"""Defence obligations that meet a conflict of the partner, for every state and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.ties import entanglement

    return entanglement(frame)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.ties import pulls_behind

    return pulls_behind(frame, one)
