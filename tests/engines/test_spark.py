"""What is measured does not depend on the engine: PySpark reads the same evidence as DuckDB, and gives the same numbers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import contrapeso
from contrapeso.core.facts import TABLES
from contrapeso.ledger.ledger import Ledger
from contrapeso.workspace import worldwide
from contrapeso.workspace.workspace import Workspace
from tests.content.test_sources import ingest_samples

ON = date(2026, 11, 23)
JAVA = 17
ENGINES = ("duckdb", "pyspark")
DIGITS = 1e-10
"""How far apart sums may lie that were made in another order."""


def java() -> int:
    """The version of Java here; 0 if there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-XshowSettings:properties", "-version"], capture_output=True, text=True).stderr
    return next((int(line.split("=")[1]) for line in said.splitlines() if "java.specification.version" in line), 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the sample of every source and the built-in pack."""
    home = tmp_path_factory.mktemp("engines") / "ledger"
    with contrapeso.open(home) as workspace:
        ingest_samples(workspace)
        workspace.ingest("PER")
    return home


@pytest.fixture(scope="module")
def ledgers(folder: Path) -> Iterator[dict[str, Ledger]]:
    pytest.importorskip("pyspark")
    if java() < JAVA:
        pytest.skip(f"Java {JAVA} is not installed: apt-get install openjdk-17-jre-headless")
    opened = {name: Ledger.open(folder, engine=name) for name in ENGINES}
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def workspaces(
    folder: Path, ledgers: dict[str, Ledger], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Workspace]:
    """One for each engine, each with a folder of results of its own, so that neither sees what the other measured."""
    opened = {}
    for name, ledger in ledgers.items():
        home = tmp_path_factory.mktemp(name) / "ledger"
        shutil.copytree(folder, home)
        opened[name] = contrapeso.open(home, today=lambda: ON)
        opened[name].ledger = Ledger.open(home, engine=name)
        opened[name].ledger.engine = ledger.engine
    return opened


@pytest.mark.parametrize("table", sorted(TABLES))
def test_both_read_the_same_rows_in_the_order_of_the_file(ledgers: dict[str, Ledger], table: str) -> None:
    read = [
        [ledger.facts(table, snapshot) for snapshot in ledger.register.all_snapshots()] for ledger in ledgers.values()
    ]
    assert read[0] == read[1]


def test_both_measure_all_states_alike(workspaces: dict[str, Workspace]) -> None:
    measured = 0
    for indicator in worldwide.world_indicators(workspaces["duckdb"]):
        tables: list[pl.DataFrame] = []
        for workspace in workspaces.values():
            found = worldwide.table_of(workspace, indicator)
            assert found is not None and found.release is None, indicator.name
            tables.append(found.table)
        assert_frame_equal(*tables, rel_tol=DIGITS, abs_tol=DIGITS)
        measured += tables[0].height > 0
    assert measured >= 12


def test_both_measure_a_country_alike(workspaces: dict[str, Workspace]) -> None:
    plain: list[list[dict[str, Any]]] = [
        [one.to_dict() for one in workspace.measure("PER", on=ON)] for workspace in workspaces.values()
    ]
    assert len(plain[0]) > 1_000
    assert len(plain[0]) == len(plain[1])
    for one, other in zip(*plain, strict=True):
        numbers = [name for name, value in one.items() if isinstance(value, float)]
        assert {name: other[name] for name in numbers} == pytest.approx(
            {name: one[name] for name in numbers}, rel=DIGITS
        )
        assert {**one, **dict.fromkeys(numbers)} == {**other, **dict.fromkeys(numbers)}
