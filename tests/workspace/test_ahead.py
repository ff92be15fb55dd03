"""Measuring ahead in two processes: who measures what, and that it changes nothing but the time."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

import contrapeso
from contrapeso.ledger.measured import Measured
from contrapeso.workspace import ahead, worldwide
from tests.content.test_sources import ingest_samples

ON = date(2026, 11, 23)


@dataclass(frozen=True)
class Reads:
    """As much of an indicator as decides who measures it."""

    name: str
    sources: tuple[str, ...]


def named(*families: Any) -> list[list[str]]:
    return [sorted(one.name for one in family) for family in families]


def test_indicators_that_share_sources_are_one_family_directly_or_through_others() -> None:
    a, b, c, d = Reads("a", ("x",)), Reads("b", ("y",)), Reads("c", ("z",)), Reads("d", ("x", "y"))
    assert sorted(named(*ahead.families([a, b, c, d]))) == [["a", "b", "d"], ["c"]]  # type: ignore[list-item]


def test_the_halves_read_about_as_many_rows() -> None:
    families = [(Reads(name, (name,)),) for name in "abcd"]
    found = ahead.halves(families, {"a": 70, "b": 30, "c": 30, "d": 20})  # type: ignore[arg-type]
    assert named(*found) == [["a"], ["b", "c", "d"]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("ahead") / "ledger"
    with contrapeso.open(home) as workspace:
        ingest_samples(workspace)
    return home


def kept(workspace: contrapeso.Workspace) -> set[str]:
    return {path.name for path in Measured(workspace.ledger).folder.glob("*.parquet")}


def test_two_processes_keep_what_one_measures(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = [Path(shutil.copytree(sample, tmp_path / name)) for name in ("one", "two")]
    with contrapeso.open(homes[0], today=lambda: ON) as alone, contrapeso.open(homes[1], today=lambda: ON) as paired:
        chosen = worldwide.world_indicators(alone)
        ahead.measure_ahead(paired, chosen)
        assert kept(paired) == set(), "too little evidence for a second process"
        monkeypatch.setattr(ahead, "WORTH_IT", 0)
        monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
        ahead.measure_ahead(paired, chosen)
        tables = {one.name: worldwide.table_of(alone, one) for one in chosen}
        assert kept(paired) == kept(alone) and len(kept(alone)) > 40
        for one in chosen:
            found, expected_table = worldwide.table_of(paired, one), tables[one.name]
            assert found is not None and expected_table is not None and found.release == expected_table.release
            assert_frame_equal(found.table, expected_table.table, rel_tol=1e-10, abs_tol=1e-10)


def test_what_the_other_process_fails_to_do_is_left_to_who_asks(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "ledger"))
    monkeypatch.setattr(ahead, "WORTH_IT", 0)
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
    with contrapeso.open(home, today=lambda: ON) as workspace:
        workspace.ledger.snapshots(None)
        monkeypatch.setattr(sys, "executable", shutil.which("false"))
        chosen = worldwide.world_indicators(workspace)
        ahead.measure_ahead(workspace, chosen)
        done = kept(workspace)
        assert 0 < len(done) < len(chosen)
        assert all(worldwide.table_of(workspace, one) is not None for one in chosen)
        assert len(kept(workspace)) == len(chosen)
