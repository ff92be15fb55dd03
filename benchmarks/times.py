"""Times what the project promises: help under 0.3 s, a report from a warm environment under 10 s, seven scenarios under 15 s."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMISES = {
    "contrapeso --help": (["--help"], 0.3),
    "contrapeso report PER": (["report", "PER", "--out", "report"], 10.0),
    "contrapeso assess PER --json": (["assess", "PER", "--json"], 10.0),
    "contrapeso measure PER --json": (["measure", "PER", "--json"], 10.0),
    "contrapeso stress PER (seven cases)": (["stress", "PER", "--json"], 15.0),
}


def seconds(arguments: list[str], folder: Path) -> list[float]:
    """Three times, in processes of their own, with a ledger in ``folder``; the first of the report finds nothing kept."""
    command = [str(Path(sys.executable).with_name("contrapeso")), *arguments]
    environment = os.environ | {"CONTRAPESO_LEDGER": str(folder / "ledger")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a warm environment has its bytecode
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return times


def main() -> int:
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        for name, (arguments, limit) in PROMISES.items():
            first, *rest = seconds(arguments, Path(folder))
            best = min(first, *rest)
            kept = kept and best <= limit
            print(
                f"{'ok  ' if best <= limit else 'SLOW'} {best:6.2f} s of {limit:g} s, the first {first:6.2f} s  {name}"
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
