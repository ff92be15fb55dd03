"""Times the ingestion of votes, positions and wars beside plain polars in the same run; R data beside another reader.

Each source is read, checked and recorded in a process of its own, so that its peak of memory is its own. Needs the files
in ``../shared/data``, which no clone has; without them it says so and ends well.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
UNGA = DATA / "unga"


@dataclass(frozen=True)
class Case:
    """A source with its files, the seconds it may take, what it must find, and the least that reading them costs."""

    files: tuple[Path, ...]
    vintage: str | None
    limit: float
    rows: dict[str, int]
    plain: Callable[[], object]


def plain_csv(*paths: Path, **options: object) -> Callable[[], object]:
    """The files as text columns: gzip and CSV by polars alone, nothing looked up, checked or recorded."""
    return lambda: [pl.read_csv(path, infer_schema=False, encoding="utf8-lossy", **options) for path in paths]  # type: ignore[arg-type]


def plain_rda(*paths: Path) -> Callable[[], object]:
    """The files by the benchmarks' own small reader, as Python lists."""
    from rda import read_rda

    return lambda: [read_rda(path) for path in paths]


RDA = tuple(UNGA / f"un_{name}.rda" for name in ("votes", "roll_calls", "roll_call_issues"))
UNDL = tuple(UNGA / f"undl_{name}_1946_2025-11-08.csv.gz" for name in ("resolutions", "votes"))
POSITIONS, WARS = UNGA / "IdealpointestimatesAll_Apr2020.csv", DATA / "conflict" / "UcdpPrioConflict_v25_1.csv"
CASES = {
    "un-votes-undl": Case(UNDL, None, 5.0, {"roll_call": 8336, "vote": 958_459, "issue": 1661}, plain_csv(*UNDL)),
    "unvotes": Case(
        (*RDA, UNGA / "Matches.csv"),
        None,
        5.0,
        {"roll_call": 6202, "vote": 869_937, "issue": 16},
        plain_rda(*RDA),
    ),
    "ideal-points-published": Case((POSITIONS,), None, 1.0, {"series": 31_407}, plain_csv(POSITIONS)),
    "ucdp-prio": Case((WARS,), None, 1.0, {"conflict": 6322, "issue": 2}, plain_csv(WARS, separator=";")),
}


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Best of several."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def ingest(name: str) -> None:
    """One source into new ledgers, libraries loaded: seconds, rows by table, megabytes at the peak; as JSON."""
    import ibis  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import sqlalchemy  # noqa: F401

    import contrapeso

    case = CASES[name]
    vintage = date.fromisoformat(case.vintage) if case.vintage else None
    with tempfile.TemporaryDirectory() as folder:
        spaces = [contrapeso.open(f"{folder}/{attempt}") for attempt in range(3)]
        for space in spaces:
            space.ledger.register.all_snapshots()
        left, used = iter(spaces), time.process_time()
        taken = seconds(lambda: next(left).ingest_source(name, list(case.files), vintage))
        used = (time.process_time() - used) / len(spaces)
        world = spaces[0].world()
        from contrapeso.core.facts import TABLES

        rows = {table: world.table(TABLES[table]).num_rows for table in case.rows}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken, "cpu": used, "rows": rows, "peak": peak}))


def same_as_the_other_reader() -> list[str]:
    """Every R file of the shared data by the engine and by the benchmarks' own reader: the columns that differ."""
    import numpy as np
    from rda import read_rda

    from contrapeso.ingest.readers import FaultList
    from contrapeso.ingest.world.manifest import FileRule
    from contrapeso.ingest.world.opening import _open
    from contrapeso.ingest.world.r_frames import frame_of, frames_of
    from contrapeso.ingest.world.r_stream import read_objects

    differ, cells = [], 0
    for path in sorted(DATA.glob("*/*.rda")):
        opened = _open(path, FileRule("it", "*", "rda"), FaultList())
        assert opened is not None
        other = read_rda(path)
        for name, vector in frames_of(read_objects(opened.content)).items():
            for column in (frame := frame_of(vector)).drop("line"):
                values, theirs = column.to_physical(), np.asarray(other[name][column.name], dtype=object)
                if column.dtype == pl.String:
                    same = values.to_list() == theirs.tolist()
                else:
                    mine = values.cast(pl.Float64).to_numpy()
                    theirs = theirs.astype(float)
                    absent = np.isnan(theirs) | (theirs == -(2.0**31))
                    theirs = np.floor(theirs) if column.dtype == pl.Date else theirs
                    same = bool((np.isnan(mine) == absent).all() and (mine[~absent] == theirs[~absent]).all())
                cells += frame.height
                differ += [] if same else [f"{path.name} {column.name}"]
    print(f"     {cells:,} cells of R data as another reader has them" if not differ else f"WRONG {differ}")
    return differ


def main() -> int:
    if not UNDL[0].is_file():
        print(f"skipped: {UNDL[0]} is not there; it is downloaded by its user, never part of a clone")
        return 0
    kept = not same_as_the_other_reader()
    for name, case in CASES.items():
        ran = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        found = json.loads(ran.stdout.splitlines()[-1])
        plain = seconds(case.plain)
        fast, right = found["seconds"] <= case.limit, found["rows"] == case.rows
        kept = kept and fast and right
        print(
            f"{'ok  ' if fast else 'SLOW'} {found['seconds']:6.2f} s of {case.limit:g} s ({found['cpu']:.2f} s of CPU)  {name}: {found['seconds'] / plain:.1f} × "
            f"plain reading ({plain:.2f} s); {found['peak']:.0f} MB peak; {found['rows']}{'' if right else f' WRONG {case.rows}'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(ingest(sys.argv[1]) if len(sys.argv) > 1 else main())
