"""For how long a state has been designated a Major Non-NATO Ally, at the end of every year and on the day of the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

TOPICS = {"designated": ("mnna", "mnna-1987"), "treated-as": ("mnna-treated-as",)}


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.designations import years_designated

    return years_designated(frame, TOPICS)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.designations import designations_behind

    return designations_behind(frame, one, TOPICS)
