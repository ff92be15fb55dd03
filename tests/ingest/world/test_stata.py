"""Stata's files: texts end at their first zero byte, missing is null, what is cut or of another release is refused."""

from __future__ import annotations

import pytest

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world.manifest import FileRule
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.stata import read_dta
from contrapeso.ingest.world.tables import Layout
from tests.ingest.world.stata_writing import dta

LAYOUT = Layout({"name": "name", "value": "value"})
GOOD = dta({"name": ["Perú", "x", ""], "value": [1.5, None, -2.0]})


def read(content: bytes, layout: Layout = LAYOUT) -> tuple[object, FaultList]:
    faults = FaultList()
    frame = read_dta(Opened(FileRule("matrix", "*", "dta"), "a.dta", "", content), layout, faults)
    return (None if frame is None else frame.rows()), faults


def test_cells_are_read() -> None:
    rows, faults = read(GOOD)
    assert rows == [(1, "Perú", 1.5), (2, "x", None), (3, None, -2.0)] and not faults


@pytest.mark.parametrize(
    "content",
    [b"", GOOD[:40], GOOD[:600], GOOD[:-200], GOOD.replace(b">118<", b">115<"), GOOD.replace(b"LSF", b"XSF"),
     GOOD.replace(b"<K>\x02\x00", b"<K>\xff\xff"), GOOD.replace(b"<N>\x03", b"<N>\xff"), GOOD.replace("Perú".encode(), b"Per\xff\xff")],
)  # fmt: skip
def test_what_is_damaged_is_refused(content: bytes) -> None:
    rows, faults = read(content)
    assert rows is None and all("Stata 118" in fault.what.en for fault in faults) and faults


def test_a_new_column_is_named() -> None:
    rows, faults = read(GOOD, Layout({"name": "name"}))
    assert rows is None and any("value" in fault.what.en for fault in faults)
