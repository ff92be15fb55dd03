"""Reads trade matrices, a Stata file a year: exports from each economy to each other, in thousands of dollars."""

from __future__ import annotations

import re

import polars as pl

from contrapeso.core.names import spaced
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.trade import dollars, record_trade

COLUMNS = {"source": "origin_name", "target": "destination_name", "edgewidth": "value"}
UNUSED = ("Curaçao", "HolySee", "SanMarino", "SouthSudan")
"""Rests of how the matrix was turned into pairs: the same numbers in every row of a block."""
YEAR = re.compile(r"(?<!\d)(\d\d)DiGraph", re.IGNORECASE)
FIRST = 50
"""Two digits from here on are of the last century."""
THOUSAND = 1000


def parse(recorder: Recorder) -> None:
    """All pairs of every matrix; the names are written without blanks, and kept so."""
    parts = [_matrix(recorder, role) for role in recorder.roles("matrix")]
    rows = pl.concat(parts)
    rows = recorder.refuse(
        rows, pl.any_horizontal(pl.col("origin_name", "destination_name", "value").is_null()), "empty"
    )
    rows = recorder.refuse(rows, pl.col("value") < 0, "not-a-number", "value")
    rows = rows.with_columns(value=dollars(pl.col("value"), THOUSAND))
    record_trade(recorder, rows, said_by="UNCTAD")


def _matrix(recorder: Recorder, role: str) -> pl.DataFrame:
    opened = recorder.files[role]
    rows = recorder.dataset(role, COLUMNS, unused=UNUSED)
    for end in ("origin", "destination"):
        names = rows[f"{end}_name"].drop_nulls().unique().to_list()
        known = pl.col(f"{end}_name").replace({name: spaced(name) for name in names})
        rows = rows.with_columns(known.alias(f"{end}_asked"))
    found = YEAR.search(opened.name)
    if found is None:
        recorder.faults.stop(opened.name, 0, fill(wording.NO_YEAR, pattern="15DiGraph"))
        return rows.clear().with_columns(period=pl.lit(""))
    digits = int(found[1])
    return rows.with_columns(period=pl.lit(str(digits + (1900 if digits >= FIRST else 2000))))
