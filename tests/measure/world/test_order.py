"""Sums do not hang on how many processors share the work: the same evidence gives the same figures to the last digit."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import numpy as np, polars as pl
from contrapeso.measure.world import arms, concentration, products
draws = np.random.default_rng(7)
names = [f"{letter}{n:02}" for letter in "ABC" for n in range(20)]
size = 20_000
def picked(count): return [names[n] for n in draws.integers(0, count, size)]
amounts = draws.lognormal(0.0, 3.0, size)
rows = pl.DataFrame({
    "state": picked(9), "supplier": picked(60), "year": draws.integers(2000, 2005, size), "years": 5, "even": amounts,
    "low": amounts / 3, "high": amounts * 3, "value": amounts,
})
flows = pl.DataFrame({
    "destination": picked(9), "origin": picked(60), "product": "1", "year": 2000, "value": amounts, "to_state": True,
    "from_state": True,
})
found = [arms._summed(rows), concentration.concentrated(rows, ["state", "year"], "supplier", "even")]
found += [products._products(flows), products._way(flows, "imports").sort("state", "partner")]
print(pl.concat([pl.DataFrame({"hash": one.hash_rows(1, 2, 3, 4)}) for one in found])["hash"].to_list())
"""


def told(threads: int) -> str:
    asked = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_any_number_of_threads_gives_the_same_sums(threads: int) -> None:
    assert told(threads) == told(1)
