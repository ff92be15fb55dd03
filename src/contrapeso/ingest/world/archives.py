"""The files of a publisher's archive, ZIP or tar, read one by one within bounds; nothing is written anywhere."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

PIECE = 1024 * 1024
MAX_MEMBERS = 2000
"""Files of one archive; more is no publisher's."""
TAR_ENDINGS = (".tar", ".tar.gz", ".tar.xz", ".tar.bz2")


def is_archive(name: str) -> bool:
    """Whether a file's name says that it holds others."""
    return name.lower().endswith((".zip", *TAR_ENDINGS))


def members(name: str, content: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    """The plain files of an archive by their bare names; links, devices and folders are passed over.

    ``content`` of a tar archive is unpacked already. ``OverflowError`` where all files together are over ``limit``
    bytes, ``ValueError`` where there are too many or the archive is locked; what zipfile and tarfile raise comes
    through as it is.
    """
    total = 0
    found = _zipped(content) if name.lower().endswith(".zip") else _taped(content)
    for number, (member, pieces) in enumerate(found):
        if number >= MAX_MEMBERS:
            raise ValueError(f"> {MAX_MEMBERS}")
        kept = []
        for piece in pieces:
            total += len(piece)
            if total > limit:
                raise OverflowError(limit)
            kept.append(piece)
        yield PurePosixPath(member.replace("\\", "/")).name, b"".join(kept)


def _zipped(content: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for one in archive.infolist():
            if one.flag_bits & 1:
                raise ValueError(f"{one.filename}: encrypted")
            if not one.is_dir():
                yield one.filename, _read_zipped(archive, one)


def _read_zipped(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(one) as file:
        while piece := file.read(PIECE):
            yield piece


def _taped(content: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for one in archive:
            file = archive.extractfile(one) if one.isfile() else None
            if file is not None:
                yield one.name, iter(lambda file=file: file.read(PIECE), b"")  # type: ignore[misc]
