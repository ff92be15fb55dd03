"""Times the ingestion of assistance files, and checks that two publishers' own files agree; peak memory at the end.

Needs the files in ``../shared/data``, which no clone has; without them it says so and ends well.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

import contrapeso
from contrapeso.core.world import Flow
from contrapeso.workspace import Workspace, yearly

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "us_assistance"
GREENBOOK = DATA / "us_foreignaid_greenbook.xlsx"
VINTAGES = {"a": date(2023, 11, 1), "b": date(2024, 6, 1), "c": date(2025, 1, 15), "d": date(2025, 6, 1)}
"""Days that no file states: they only put the downloads in the order in which they were made."""
SECONDS = 8.0
TOLERANCE, AGREE = 1_000.0, 0.92


def ingest(workspace: Workspace) -> float:
    """CPU seconds for the workbook; the country files are read beside it, oldest first."""
    begin = time.process_time()
    workspace.ingest_source("us-greenbook", [GREENBOOK])
    spent = time.process_time() - begin
    for name, day in VINTAGES.items():
        path = DATA / f"us_foreign_aid_country_vintage_{name}.csv.gz"
        workspace.ingest_source("us-foreign-assistance", [path], vintage=day)
    return spent


def obligated(workspace: Workspace, source: str, known_at: date | None = None) -> pl.DataFrame:
    """What a source says was obligated in current dollars, by state and period."""
    frame = pl.from_arrow(workspace.ledger.world(known_at, sources=[source]).table(Flow))
    assert isinstance(frame, pl.DataFrame)
    rows = frame.filter(
        (pl.col("unit") == "USD") & (pl.col("stage") == "obligated") & pl.col("destination").is_not_null()
    )
    return rows.group_by("destination", "period", "period_kind").agg(pl.col("value").sum())


def agreement(workspace: Workspace) -> tuple[int, int]:
    """In how many states and periods the two files tell the same, of those that both tell."""
    green = obligated(workspace, "us-greenbook")
    other = obligated(workspace, "us-foreign-assistance", VINTAGES["a"])
    both = green.join(other, on=["destination", "period", "period_kind"])
    return both.filter((pl.col("value") - pl.col("value_right")).abs() <= TOLERANCE).height, both.height


def main() -> int:
    if not GREENBOOK.is_file():
        print(f"assistance: no files in {DATA}; nothing timed")
        return 0
    with tempfile.TemporaryDirectory() as folder, contrapeso.open(folder, today=lambda: date(2026, 1, 15)) as workspace:
        spent = ingest(workspace)
        same, both = agreement(workspace)
        told = [
            round(one.value / 1e6, 1) for one in yearly.editions(workspace, "PER", "assistance-by-stage", "obligated")
        ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Greenbook, 75,002 lines: {spent:.1f} s of CPU (limit {SECONDS:.0f}); peak memory {peak:.0f} MB")
    print(f"Greenbook and country file agree in {same} of {both} states and periods (at least {AGREE:.0%})")
    print(f"Peru, fiscal 2023, as four vintages tell it, in millions of dollars: {told}")
    return 0 if spent <= SECONDS and same >= AGREE * both and told == [60.4, 158.8, 193.4, 193.7] else 1


if __name__ == "__main__":
    sys.exit(main())
