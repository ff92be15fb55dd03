"""Times the reading of IATI documents against lxml alone, and how much memory they take, on a file made of real or invented activities.

Without the publisher's files in ``../shared/data`` the file is made of the source's own sample.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from contrapeso.ingest.world.run import BUILT_IN

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "iati" / "iati_real_activities_dportal_2021.tar.xz"
SAMPLE = BUILT_IN / "iati" / "sample" / "activities.xml"
MEGABYTES = {"small": 60, "big": int(sys.argv[1]) if len(sys.argv) > 1 else 240}
RATIO, GROWTH = 0.5, 1.25
"""At least half the speed of lxml alone; no more than a quarter more memory for a file four times as big."""
DAY = date(2025, 1, 1)


def activities() -> bytes:
    """What the file is made of."""
    if not DATA.is_file():
        return _between(SAMPLE.read_bytes())
    with tarfile.open(DATA, "r:xz") as tar:
        read = [tar.extractfile(one) for one in sorted(tar.getnames()) if one.endswith(".xml")]
        return b"".join(_between(file.read()) for file in read if file is not None)


def _between(document: bytes) -> bytes:
    return document[document.index(b"<iati-activity ") : document.rindex(b"</iati-activities>")]


def write(path: Path, megabytes: int) -> None:
    """The same activities again and again, with identifiers of their own."""
    body, copy = activities(), 0
    with path.open("wb") as file:
        file.write(b'<?xml version="1.0"?>\n<iati-activities version="2.03">\n')
        while file.tell() < megabytes * 1024 * 1024:
            copy += 1
            file.write(body.replace(b"<iati-identifier>", b"<iati-identifier>%d-" % copy))
        file.write(b"</iati-activities>\n")


def bare(path: Path) -> int:
    """lxml alone, over the end of every element."""
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(str(path), events=("end",)):
        count += 1
        if element.tag == "iati-activity":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return count


def read(path: Path) -> int:
    from contrapeso.ingest.world.manifest import read_source
    from contrapeso.ingest.world.run import open_source, read_files

    source = read_source(BUILT_IN / "iati")
    files, _ = open_source(source, [path], DAY)
    tables, _ = read_files(source, files, DAY)
    return sum(map(len, tables.values()))


def check(path: Path) -> int:
    from contrapeso.ingest.iati.check import check_file

    return len(check_file(path, "2.03", datetime.now(UTC)).faults)


def _measured(task: Callable[[Path], int], path: Path, warm: Path, pipe: object) -> None:
    task(warm)
    start = time.process_time()
    count = task(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((time.process_time() - start, peak, count))  # type: ignore[attr-defined]


def measured(task: Callable[[Path], int], path: Path, warm: Path) -> tuple[float, float, int]:
    """CPU seconds, peak megabytes and the count of a task in a process of its own, libraries loaded."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(task, path, warm, theirs))
    process.start()
    found: tuple[float, float, int] = ours.recv()
    process.join()
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        paths = {name: Path(place) / f"{name}.xml" for name in MEGABYTES}
        for name, path in paths.items():
            write(path, MEGABYTES[name])
        small, big = paths["small"], paths["big"]
        best = min(measured(bare, big, SAMPLE)[0] for _ in range(2))
        runs = [measured(read, big, SAMPLE) for _ in range(2)]
        seconds, peak, rows = min(runs)
        before = measured(read, small, SAMPLE)[1]
        checked, checked_peak, faults = measured(check, big, SAMPLE)
        size = big.stat().st_size / 1024 / 1024
    speed, growth = best / seconds, peak / before
    print(f"lxml.iterparse, all end events, {size:.0f} MB: {best:.2f} s of CPU")
    print(f"contrapeso reads them to {rows} rows: {seconds:.2f} s, {speed:.2f} of that speed (at least {RATIO})")
    print(
        f"peak memory {peak:.0f} MB; of a file of {MEGABYTES['small']} MB {before:.0f} MB, {growth:.2f} times (at most {GROWTH})"
    )
    print(f"contrapeso check iati: {checked:.2f} s, peak {checked_peak:.0f} MB, {faults} faults")
    return 0 if speed >= RATIO and growth <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
