"""Times concentration of 20 million rows against DuckDB asked directly, and all indicators of all states on the real register.

The first part makes its own rows. The second starts a process of its own and needs the files in ``../shared/data``, which no clone has; without them it
says so. Ratios count, both sides being timed in turn in one run.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from assistance import VINTAGES

import contrapeso
from contrapeso.measure.world.concentration import concentrated
from contrapeso.workspace.ahead import measure_ahead
from contrapeso.workspace.worldwide import table_of, world_indicators

ROWS, ATTEMPTS = 20_000_000, 3
RATIO, TOLERANCE, SECONDS = 1.1, 1e-12, 30.0
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # a warm environment has its bytecode
"""One thread for linear algebra, as ``contrapeso publish`` and every other command sets it."""
BY = ["importer", "product", "year"]
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FILES = {
    "sipri-trade-register": ("sipri/trade-register_2026-05-18.csv",),
    "sipri-milex": ("sipri/SIPRI-Milex-data-1949-2025_v1.2.xlsx",),
    "atop": ("agreements/atop5_1m.csv",),
    "kinne-dca": ("agreements/DCAD-v1.0-main.csv",),
    "cow-igo": ("agreements/cow_igo_sy.rda",),
    "embassies": ("agreements/database_of_embassies.csv.gz",),
    "ucdp-prio": ("conflict/UcdpPrioConflict_v25_1.csv",),
    "wgi": ("governance/wgidataset.xlsx",),
    "v-dem": ("governance/vdem_simple.rda",),
    "world-bank-gdp": ("macro/gdp.csv", "macro/gdp.datapackage.json"),
    "world-bank-population": ("macro/population.csv", "macro/population.datapackage.json"),
    "un-votes-undl": ("unga/undl_resolutions_1946_2025-11-08.csv.gz", "unga/undl_votes_1946_2025-11-08.csv.gz"),
    "mnna": (),
    "baci": ("trade/baci_minerals.db.xz",),
    "comtrade": tuple(
        f"trade/{name}"
        for name in (
            "China_2.1.1_top_export_partners_reverse.xlsx", "China_3.1.1_top_import_partners.xlsx",
            "USA_2.1.1_top_export_partners_reverse.xlsx", "USA_3.1.1_top_import_partners.xlsx",
        )
    ),
    "unctad-matrix": ("trade/unctad_matrix.tar.xz",),
    "wits": ("trade/wits_trade_summary.tar.xz",),
    "world-factbook": ("reference/factbook_json.tar.xz",),
    "us-greenbook": ("us_assistance/us_foreignaid_greenbook.xlsx",),
    "iati": ("iati/iati_real_activities_dportal_2021.tar.xz",),
}  # fmt: skip
"""The files of each source below the folder of data; none of one that carries its own."""
SQL = """
    SELECT importer, product, year, sum(v * v) / (sum(v) * sum(v)) AS hhi
    FROM (SELECT importer, product, year, exporter, sum(value) AS v FROM rows GROUP BY ALL) GROUP BY ALL
"""


def rows() -> pl.DataFrame:
    """Trade as it is spread in the world: few large suppliers, many small ones."""
    draws = np.random.default_rng(20261126)
    states = [f"S{n:03}" for n in range(220)]
    picked = {
        "importer": draws.integers(0, 220, ROWS), "product": draws.integers(0, 500, ROWS),
        "year": draws.integers(1995, 2025, ROWS), "exporter": np.minimum(draws.geometric(0.03, ROWS), 219),
    }  # fmt: skip
    frame = pl.DataFrame({**picked, "value": draws.lognormal(0.0, 2.0, ROWS)})
    names = pl.Series("name", states)
    coded = (pl.Series(name, names.gather(frame[name])).alias(name) for name in ("importer", "exporter"))
    return frame.with_columns(*coded, pl.col("product", "year").cast(pl.Int32))


def timed(work: Callable[[], pl.DataFrame]) -> tuple[float, pl.DataFrame]:
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def _frame(table: object) -> pl.DataFrame:
    found = pl.from_arrow(table)  # type: ignore[arg-type]
    assert isinstance(found, pl.DataFrame)
    return found


def concentration() -> bool:
    """Our grouping beside DuckDB's own, in turn; the best of a few, and the same numbers."""
    frame = rows()
    arrow = frame.to_arrow()
    connection = duckdb.connect()
    connection.register("rows", arrow)
    ours, theirs = [], []
    for _ in range(ATTEMPTS):
        theirs.append(timed(lambda: _frame(connection.sql(SQL).to_arrow_table())))
        ours.append(timed(lambda: concentrated(frame, BY, "exporter", "value")))
    (mine, found), (other, expected) = min(ours, key=lambda one: one[0]), min(theirs, key=lambda one: one[0])
    both = found.join(expected, on=BY, suffix="_duckdb")
    apart = float((both["hhi"] - both["hhi_duckdb"]).abs().max())  # type: ignore[arg-type]
    kept = mine <= RATIO * other and apart <= TOLERANCE and both.height == found.height == expected.height
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{'ok  ' if kept else 'SLOW'} {mine:6.2f} s, DuckDB {other:.2f} s, ratio {mine / other:.2f} of {RATIO:g}  {ROWS:,} rows to "
        f"{found.height:,} indices, at most {apart:.1e} apart; {peak:.0f} MB peak"
    )
    return kept


def needed() -> list[str]:
    """The sources that the indicators of all states are measured from."""
    with tempfile.TemporaryDirectory() as folder, contrapeso.open(folder) as workspace:
        return sorted({source for one in world_indicators(workspace) for source in one.sources})


def indicators() -> bool:
    """Every indicator for all states and years, cold: a new process, nothing measured before, measured and kept."""
    if not all((DATA / name).is_file() for names in FILES.values() for name in names):
        print("skipped: the publishers' files are not there; they are downloaded by their user, never part of a clone")
        return True
    with tempfile.TemporaryDirectory() as folder:
        with contrapeso.open(folder) as workspace:
            for source in needed():
                if source in FILES:
                    workspace.ingest_source(source, [DATA / name for name in FILES[source]])
            for name, day in VINTAGES.items():
                path = DATA / "us_assistance" / f"us_foreign_aid_country_vintage_{name}.csv.gz"
                workspace.ingest_source("us-foreign-assistance", [path], vintage=day)
        begin = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, __file__, folder], capture_output=True, text=True, check=True, env=ENVIRONMENT
        )
        taken = time.perf_counter() - begin
    found = json.loads(ran.stdout.splitlines()[-1])
    kept = taken <= SECONDS and not found["without"]
    print(
        f"{'ok  ' if kept else 'SLOW'} {taken:6.2f} s of {SECONDS:g} s ({found['cpu']:.2f} s of CPU)  all {found['indicators']} indicators, all "
        f"states and years, cold: {found['rows']:,} measurements; {found['peak']:.0f} MB peak of both processes"
    )
    for name in found["without"]:
        print(f"     not measured, its sources not being at hand: {name}")
    return kept


def measure_all(folder: str) -> None:
    """What the process that is timed does: every indicator, each once."""
    with contrapeso.open(folder) as workspace:
        measure_ahead(workspace, world_indicators(workspace))
        tables = {one.name: table_of(workspace, one) for one in world_indicators(workspace)}
    held = {name: found.table.height for name, found in tables.items() if found is not None and found.release is None}
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    said = {
        "indicators": len(held), "rows": sum(held.values()), "without": sorted(set(tables) - set(held)),
        "cpu": sum(one.ru_utime + one.ru_stime for one in used), "peak": sum(one.ru_maxrss for one in used) / 1024,
    }  # fmt: skip
    print(json.dumps(said))


def main() -> int:
    return 0 if all([indicators(), concentration()]) else 1


if __name__ == "__main__":
    sys.exit(measure_all(sys.argv[1]) if len(sys.argv) > 1 else main())
