"""A publisher's many files: alone, in a ZIP or a tar, in any order, within bounds; nothing else gets further."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world import archives
from contrapeso.ingest.world.manifest import Source, read_source
from contrapeso.ingest.world.opening import open_files
from contrapeso.ingest.world.run import BUILT_IN

WITS = read_source(BUILT_IN / "wits")
FILES = {path.name: path.read_bytes() for path in sorted((BUILT_IN / "wits" / "sample").iterdir())}


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"folder/{name}", content)
    return made.getvalue()


def taped(files: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(f"folder/{name}")
            info.type, info.size, info.linkname = kind, len(content) if kind == tarfile.REGTYPE else 0, "/etc/hostname"
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def opened(source: Source, *paths: Path) -> tuple[dict[str, bytes], FaultList]:
    faults = FaultList()
    found = open_files(source, paths, faults)
    return {role: one.content for role, one in found.items()}, faults


def test_files_alone_and_in_archives_are_the_same_in_any_order(tmp_path: Path) -> None:
    paths = []
    for name, content in FILES.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    (tmp_path / "all.zip").write_bytes(zipped(FILES))
    (tmp_path / "all.tar.xz").write_bytes(lzma.compress(taped(FILES)))
    expected, faults = opened(WITS, *paths)
    assert list(expected) == ["summary", "summary 2"] and not faults
    assert opened(WITS, *reversed(paths))[0] == expected
    assert opened(WITS, tmp_path / "all.zip")[0] == expected
    assert opened(WITS, tmp_path / "all.tar.xz")[0] == expected


@pytest.mark.parametrize("content", [b"PK\x03\x04 no", zipped(FILES)[:200], b""])
def test_a_damaged_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    found, faults = opened(WITS, tmp_path / "a.zip")
    assert found == {} and "a.zip" in str(next(iter(faults)))


def test_links_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(taped(FILES, tarfile.SYMTYPE))
    found, faults = opened(WITS, tmp_path / "a.tar")
    assert found == {} and faults


def test_what_unpacks_without_end_is_refused() -> None:
    content = zipped({f"{n}.csv": bytes(1024 * 1024) for n in range(12)})
    with pytest.raises(OverflowError):
        list(archives.members("a.zip", content, 8 * 1024 * 1024))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    with pytest.raises(ValueError, match="> 3"):
        list(archives.members("a.zip", zipped({f"{n}.csv": b"x" for n in range(4)}), 1000))


def test_a_file_that_nobody_expects_in_an_archive_is_named(tmp_path: Path) -> None:
    baci = read_source(BUILT_IN / "baci")
    (tmp_path / "BACI_HS92_V202401b.zip").write_bytes(zipped({"macro.exe": b"MZ", "Readme.txt": b"hello"}))
    found, faults = opened(baci, tmp_path / "BACI_HS92_V202401b.zip")
    assert list(found) == ["readme"]
    assert [fault.what.en for fault in faults] and "macro.exe" in str(next(iter(faults)))
