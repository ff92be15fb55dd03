"""SQLite files are read from memory and may do nothing: no view, no function, no table that nobody knows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world.databases import read_table, table_names
from contrapeso.ingest.world.manifest import FileRule
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.tables import Layout

LAYOUT = Layout({"t": "year", "v": "value"})


def database(tmp_path: Path, script: str) -> Opened:
    path = tmp_path / "a.db"
    made = sqlite3.connect(path)
    made.executescript(script)
    made.close()
    return Opened(FileRule("database", "*", "sqlite"), "a.db", "", path.read_bytes())


def read(opened: Opened, unread: tuple[str, ...] = ()) -> tuple[object, list[str]]:
    faults = FaultList()
    frame = read_table(opened, "trade", LAYOUT, unread, faults)
    return (None if frame is None else frame.rows()), [fault.what.en for fault in faults]


def test_cells_are_text_with_their_row(tmp_path: Path) -> None:
    opened = database(
        tmp_path, "CREATE TABLE trade (t TEXT, v); INSERT INTO trade VALUES (' 1995 ', 1.5), ('', NULL), (2000, 'x');"
    )
    assert read(opened) == ([(1, "1995", "1.5"), (3, "2000", "x")], [])
    assert table_names(opened, FaultList()) == ("trade",)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("CREATE TABLE other (t, v); CREATE VIEW trade AS SELECT * FROM other;", "lacks the table"),
        ("CREATE TABLE trade (t, v); CREATE TABLE secret (x);", "does not know: secret"),
        ("CREATE TABLE trade (t, v, w);", "a column that nobody reads: w"),
        ("CREATE TABLE trade (t);", "v"),
        ("CREATE TABLE trade (t, v AS (zeroblob(900000000))); INSERT INTO trade VALUES (1);", "too big"),
        ("CREATE TABLE trade (t PRIMARY KEY, v) WITHOUT ROWID;", "rowid"),
        ("CREATE VIRTUAL TABLE trade USING fts5(t, v);", "does not know"),
    ],
)  # fmt: skip
def test_whatever_is_no_plain_table_is_refused(tmp_path: Path, script: str, said: str) -> None:
    rows, faults = read(database(tmp_path, script))
    assert rows is None and any(said in fault for fault in faults), faults


def test_what_is_no_database_is_refused() -> None:
    rule = FileRule("database", "*", "sqlite")
    for content in (b"", b"hello", b"SQLite format 3\0" + bytes(200)):
        rows, faults = read(Opened(rule, "a.db", "", content))
        assert rows is None and faults
