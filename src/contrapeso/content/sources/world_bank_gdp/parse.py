"""Reads gross domestic product in current US dollars as a series by state and year."""

from __future__ import annotations

from contrapeso.ingest.world.country_years import record_country_years
from contrapeso.ingest.world.recorder import Recorder


def parse(recorder: Recorder) -> None:
    """Every figure of a state."""
    record_country_years(recorder, package="gdp", indicator="gdp", unit="USD")
