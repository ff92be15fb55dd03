"""Results beside the evidence: whole or absent, and mended where a file was cut."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from contrapeso.core.errors import LedgerError
from contrapeso.ledger.results import ResultFiles

TABLES = {"a": pa.table({"x": [1, 2]}), "b": pa.table({"y": [0.5]})}


def test_a_result_is_read_as_it_was_kept_and_leaves_nothing_aside(tmp_path: Path) -> None:
    files = ResultFiles(tmp_path)
    assert files.read("positions", "k") is None
    files.keep("positions", "k", TABLES)
    files.keep("positions", "k", TABLES)
    assert files.read("positions", "k") == TABLES
    assert [one.name for one in (tmp_path / "positions").iterdir()] == ["k"]


def test_a_result_that_was_cut_is_absent_and_can_be_kept_again(tmp_path: Path) -> None:
    files = ResultFiles(tmp_path)
    files.keep("positions", "k", TABLES)
    (tmp_path / "positions" / "k" / "a.parquet").write_bytes(b"PAR1")
    assert files.read("positions", "k") is None
    files.keep("positions", "k", TABLES)
    assert files.read("positions", "k") == TABLES


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LedgerError):
        ResultFiles(tmp_path / "file").keep("positions", "k", TABLES)
