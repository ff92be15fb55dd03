"""Where each state stands among all by six measures of governance, with the ends that the intervals allow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contrapeso.core.measurement import Measurement
from contrapeso.measure.world import WorldFrame

if TYPE_CHECKING:
    import polars as pl

SERIES = {
    "voice": "wgi-voice-and-accountability",
    "stability": "wgi-political-stability",
    "effectiveness": "wgi-government-effectiveness",
    "regulation": "wgi-regulatory-quality",
    "rule-of-law": "wgi-rule-of-law",
    "corruption": "wgi-control-of-corruption",
}


def measure_world(frame: WorldFrame) -> pl.DataFrame:
    from contrapeso.measure.world.series import standing_within

    return standing_within(frame, SERIES)


def rows_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    from contrapeso.measure.world.series import figure_behind

    return figure_behind(SERIES[one.topic or ""], one)
