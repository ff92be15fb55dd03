"""Times the ingestion of publishers' own files, and measures the links of the trade register against judged deals.

Needs the files in ``../shared/data``, which no clone has; without them it says so and ends well.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import contrapeso
from contrapeso.core.world import Part, Transfer
from contrapeso.ingest.world.run import BUILT_IN
from contrapeso.ledger.world import World

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
REGISTER = DATA / "sipri" / "trade-register_2026-05-18.csv"
JUDGED = BUILT_IN / "sipri_trade_register" / "judged.csv"
SECONDS = 3.0
PRECISION, RECALL = 0.95, 0.80


def ingest(folder: str) -> tuple[float, float, World]:
    """The register read, linked and recorded in a new ledger, libraries loaded: seconds, those of CPU, and what it holds."""
    import ibis  # noqa: F401
    import polars  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import sqlalchemy  # noqa: F401

    workspace = contrapeso.open(folder)
    workspace.ledger.register.all_snapshots()
    begin, used = time.perf_counter(), time.process_time()
    workspace.ingest_source("sipri-trade-register", [REGISTER])
    return time.perf_counter() - begin, time.process_time() - used, workspace.world()


def judge(world: World) -> tuple[dict[str, Counter[str]], list[str]]:
    """By sample: deals linked rightly, linked wrongly, missed, and rightly without a link; and where the links moved.

    The committed links are what the tests count from; here they are compared with those of the file.
    """
    linked: dict[str, set[str]] = {}
    for row in world.table(Part).select(["deal_id", "host_deal_ids"]).to_pylist():
        if row["host_deal_ids"]:
            linked.setdefault(row["deal_id"], set()).add(row["host_deal_ids"][0])
    found: dict[str, Counter[str]] = {}
    moved = []
    with JUDGED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            true, said = set(filter(None, row["platform_deal_ids"].split(";"))), linked.get(row["deal_id"], set())
            verdict = "wrong" if said - true else "right" if said else "missed" if true else "rightly none"
            found.setdefault(row["sample"], Counter())[verdict] += 1
            moved += [row["deal_id"]] if said != set(filter(None, row["linked_deal_ids"].split(";"))) else []
    return found, moved


OTHERS: dict[str, tuple[float, tuple[str, ...]]] = {
    "atop": (2.0, ("agreements/atop5_1m.csv",)),
    "cow-contiguity": (1.0, ("agreements/cow_contdir.rda",)),
    "cow-igo": (2.0, ("agreements/cow_igo_sy.rda",)),
    "embassies": (3.0, ("agreements/database_of_embassies.csv.gz",)),
    "kinne-dca": (1.0, ("agreements/DCAD-v1.0-main.csv",)),
    "v-dem": (3.0, ("governance/vdem_simple.rda",)),
    "wgi": (10.0, ("governance/wgidataset.xlsx",)),
    "world-bank-gdp": (1.0, ("macro/gdp.csv", "macro/gdp.datapackage.json")),
    "world-bank-population": (1.0, ("macro/population.csv", "macro/population.datapackage.json")),
    "world-factbook": (4.0, ("reference/factbook_json.tar.xz",)),
}
"""Sources of ties and series: seconds allowed, and their files below the folder of data."""


def time_others() -> bool:
    """Each of the other sources read and recorded in a new ledger; whether all kept to their time."""
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        workspace = contrapeso.open(folder)
        for name, (seconds, files) in OTHERS.items():
            paths = [DATA / file for file in files]
            if not all(path.is_file() for path in paths):
                print(f"skipped: {name}, whose file is not there")
                continue
            begin, used = time.perf_counter(), time.process_time()
            done = workspace.ingest_source(name, paths)
            taken, shot, used = time.perf_counter() - begin, done.snapshot, time.process_time() - used
            fast = taken <= seconds
            print(
                f"{'ok  ' if fast else 'SLOW'} {taken:6.2f} s of {seconds:g} s ({used:.2f} s of CPU)  {name}: {shot.rows} rows, {shot.issues} issues"
            )
            kept = kept and fast
    return kept


def main() -> int:
    if not REGISTER.is_file():
        print(f"skipped: {REGISTER} is not there; it is downloaded by its user, never part of a clone")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        taken, used, world = min((ingest(f"{folder}/{attempt}") for attempt in range(3)), key=lambda run: run[0])
        judged, moved = judge(world)
        rows = world.table(Transfer).num_rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{'ok  ' if taken <= SECONDS else 'SLOW'} {taken:6.2f} s of {SECONDS:g} s ({used:.2f} s of CPU)  {rows} deals read, linked, recorded; {peak:.0f} MB peak"
    )
    kept = taken <= SECONDS
    for sample, count in judged.items():
        precision = count["right"] / max(count["right"] + count["wrong"], 1)
        recall = count["right"] / max(count["right"] + count["wrong"] + count["missed"], 1)
        said = f"precision {precision:.3f}" + (f", recall {recall:.3f}" if "recall" in sample else "")
        print(f"     {sample}: {said}  ({', '.join(f'{n} {verdict}' for verdict, n in sorted(count.items()))})")
        kept = kept and precision >= PRECISION and ("recall" not in sample or recall >= RECALL)
    if moved:
        print(f"WRONG {len(moved)} links are not those of judged.csv: {moved[:5]}")
    return 0 if time_others() and kept and not moved else 1


if __name__ == "__main__":
    sys.exit(main())
