"""Times 20 million rows of trade grouped to concentration by importer, product and year, beside DuckDB and plain Polars.

What is timed is the measure's own code, ``import_concentration``, on the columns that it reads of ``flow``. Ratios count,
all sides being timed in turn in one run. The second part reads the real BACI file of ``../shared/data``, which no clone
has; without it that is said.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import contrapeso
from contrapeso.measure.world.products import import_concentration
from contrapeso.workspace.worldwide import table_of, world_indicators

ROWS, ATTEMPTS, STATES, PRODUCTS = 20_000_000, 3, 220, 500
RATIO, TOLERANCE = 1.1, 1e-12
BY = ["destination", "product", "year"]
BACI = Path(__file__).resolve().parents[2] / "shared" / "data" / "trade" / "baci_minerals.db.xz"
SQL = """
    SELECT destination, product, year, sum(v * v) / (sum(v) * sum(v)) AS hhi
    FROM (SELECT destination, product, year, origin, sum(value) AS v FROM flow GROUP BY ALL) GROUP BY ALL
"""


def flow() -> pl.DataFrame:
    """Trade as it is spread in the world: few large suppliers, many small ones; products by six-digit codes."""
    draws = np.random.default_rng(20261126)
    picked = {
        "destination": draws.integers(0, STATES, ROWS), "product": draws.integers(0, PRODUCTS, ROWS),
        "year": draws.integers(1995, 2025, ROWS).astype(np.int32), "origin": np.minimum(draws.geometric(0.03, ROWS), STATES - 1),
    }  # fmt: skip
    frame = pl.DataFrame({**picked, "value": draws.lognormal(0.0, 2.0, ROWS)})
    states = pl.Series([f"S{n:02}" for n in range(STATES)])
    codes = pl.Series([f"{250000 + n:06}" for n in range(PRODUCTS)])
    words = {"destination": states, "origin": states, "product": codes}
    return frame.with_columns(names.gather(frame[name]).alias(name) for name, names in words.items())


def plain(rows: pl.LazyFrame) -> pl.DataFrame:
    """The same by a user of Polars who writes what is meant, on the text as it stands."""
    sums = rows.group_by(*BY, "origin").agg(pl.col("value").sum())
    index = (pl.col("value") ** 2).sum() / pl.col("value").sum() ** 2
    return sums.group_by(BY).agg(hhi=index).collect(engine="streaming")


def timed(work: Callable[[], pl.DataFrame]) -> tuple[float, pl.DataFrame]:
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def _frame(table: object) -> pl.DataFrame:
    found = pl.from_arrow(table)  # type: ignore[arg-type]
    assert isinstance(found, pl.DataFrame)
    return found


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def concentration() -> bool:
    """Ours beside both peers, in turn; the best of a few, and the same numbers."""
    frame = flow()
    base = peak()
    connection = duckdb.connect()
    connection.register("flow", frame.to_arrow())
    sides: dict[str, Callable[[], pl.DataFrame]] = {
        "duckdb": lambda: _frame(connection.sql(SQL).to_arrow_table()),
        "polars": lambda: plain(frame.lazy()),
        "ours": lambda: import_concentration(frame),
    }
    best: dict[str, tuple[float, pl.DataFrame]] = {}
    for _ in range(ATTEMPTS):
        for name, work in sides.items():
            best[name] = min(best.get(name, (float("inf"), frame)), timed(work), key=lambda one: one[0])
    (mine, found), (other, expected) = best["ours"], best["duckdb"]
    both = found.join(expected, on=BY, suffix="_duckdb")
    apart = float((both["hhi"] - both["hhi_duckdb"]).abs().max())  # type: ignore[arg-type]
    kept = mine <= RATIO * other and apart <= TOLERANCE and both.height == found.height == expected.height
    print(
        f"{'ok  ' if kept else 'SLOW'} {mine:6.2f} s, DuckDB {other:.2f} s, ratio {mine / other:.2f} of {RATIO:g}; plain Polars "
        f"{best['polars'][0]:.2f} s  {ROWS:,} flows to {found.height:,} indices, at most {apart:.1e} apart; "
        f"{peak():.0f} MB peak of all three, {base:.0f} of it to make the rows"
    )
    return kept


def baci() -> bool:
    """The real file of 74 raw materials: read, recorded, and measured for all states and years."""
    if not BACI.is_file():
        print("skipped: BACI's file is not there; it is downloaded by its user, never part of a clone")
        return True
    with tempfile.TemporaryDirectory() as folder:
        workspace = contrapeso.open(folder)
        begin = time.perf_counter()
        workspace.ingest_source("baci", [BACI], date(2024, 1, 1))
        read = time.perf_counter()
        chosen = [one for one in world_indicators(workspace) if one.sources == ("baci",)]
        heights = [found.table.height for one in chosen if (found := table_of(workspace, one)) is not None]
        done = time.perf_counter()
    print(
        f"seen {read - begin:6.2f} s to record BACI, {done - read:.2f} s for {len(heights)} indicators, "
        f"{sum(heights):,} measurements; {peak():.0f} MB peak"
    )
    return len(heights) == len(chosen)


def main() -> int:
    return 0 if all([baci(), concentration()]) else 1


if __name__ == "__main__":
    sys.exit(main())
