"""JSON files alone and in archives: read within bounds; links, devices and damaged members never get further."""

from __future__ import annotations

import io
import tarfile

import pytest

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world import trees
from contrapeso.ingest.world.manifest import FileRule
from contrapeso.ingest.world.opening import Opened


def archive(*members: tuple[str, bytes, bytes]) -> Opened:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as file:
        for name, kind, body in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(body) if kind == tarfile.REGTYPE else 0
            info.linkname = "/etc/hostname" if kind == tarfile.SYMTYPE else ""
            file.addfile(info, io.BytesIO(body))
    return Opened(FileRule("pages", "*", "json"), "a.tar", "", content.getvalue())


def test_members_come_in_order_and_only_plain_json() -> None:
    faults = FaultList()
    opened = archive(
        ("b/one.json", tarfile.REGTYPE, b'{"x": 1}'),
        ("link.json", tarfile.SYMTYPE, b""),
        ("note.txt", tarfile.REGTYPE, b"no"),
        ("../two.json", tarfile.REGTYPE, b"{}"),
    )
    assert list(trees.json_members(opened, faults)) == [("b/one.json", {"x": 1}), ("../two.json", {})]
    assert not faults


@pytest.mark.parametrize("body", [b"", b"[1]", b'{"x": ', b"[" * 100_000, b"\xff\xfe{}"])
def test_a_member_that_is_no_mapping_is_named(body: bytes) -> None:
    faults = FaultList()
    assert list(trees.json_members(archive(("bad.json", tarfile.REGTYPE, body)), faults)) == []
    assert [fault.file for fault in faults] == ["a.tar bad.json"]


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_MEMBERS", 2)
    faults = FaultList()
    opened = archive(*((f"{number}.json", tarfile.REGTYPE, b"{}") for number in range(5)))
    assert len(list(trees.json_members(opened, faults))) == 2
    assert faults


def test_a_large_member_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_MEMBER_BYTES", 4)
    faults = FaultList()
    assert list(trees.json_members(archive(("big.json", tarfile.REGTYPE, b'{"x": 1}')), faults)) == []
    assert faults
