"""Concentration does not hang on how many processors share the work: the same amounts give the same index, digit by digit."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import numpy as np, polars as pl
from contrapeso.measure.world.concentration import concentrated
draws = np.random.default_rng(7)
size = 50_000
def picked(count): return [f"N{n:02}" for n in draws.integers(0, count, size)]
amounts = draws.lognormal(0.0, 3.0, size)
rows = pl.DataFrame({"state": picked(3), "supplier": picked(9), "year": draws.integers(2000, 2005, size), "v": amounts})
print(concentrated(rows, ["state", "year"], "supplier", "v").sort("state", "year").rows())
"""


def told(threads: int) -> str:
    asked = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_any_number_of_threads_gives_the_same_index(threads: int) -> None:
    assert told(threads) == told(1)
