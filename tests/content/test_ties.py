"""Sources of ties: what they say of states agrees with what the project itself has on record."""

from __future__ import annotations

import csv
from datetime import date

from contrapeso.core.world import Tie
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.run import BUILT_IN, open_source, read_files

PACKS = BUILT_IN.parent / "packs"


def test_the_table_of_designations_says_what_the_pack_that_keeps_them_says() -> None:
    source = read_source(BUILT_IN / "mnna")
    files, day = open_source(source, [source.folder / "designations.csv"], None)
    tables, issues = read_files(source, files, day)
    ties = tables[Tie].select(["tie_id", "state", "start", "end", "level"]).to_pylist()
    with (PACKS / "per" / "statuses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    held = [
        {"tie_id": row["status_id"], "state": row["state"], "start": row["start"], "end": row["end"] or None, "level": row["status"]}
        for row in rows
    ]  # fmt: skip
    assert issues == 0 and day > date(2026, 1, 1)
    assert ties == held
