"""Opens a publisher's files: each takes its role, is read once within its bounds, and is unpacked within them."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Protocol

from contrapeso.core.identity import hash_bytes
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import Said, fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.archives import is_archive, members
from contrapeso.ingest.world.manifest import FileRule, Source
from contrapeso.ledger.files import hash_file

PIECE = 1024 * 1024
MAX_DICTIONARY = 256 * 1024 * 1024
"""Memory that a file may ask for to be unpacked."""
MAX_STREAMS = 100
"""Members of one archive; each is copied, so that thousands of empty ones would take for ever."""


@dataclass(frozen=True)
class Opened:
    """A file as it was read: its role, its bare name, the hash of what is on disk, and its content unpacked."""

    rule: FileRule
    name: str
    sha256: str
    content: bytes
    path: Path | None = None
    """Where a file lies that is too big to be held: it is read while it is parsed, and ``content`` is empty."""

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.content.split(b"\n")

    def line(self, number: int) -> str:
        """A line of a text file, counted from 1, as it stands there; empty past its end."""
        if number > len(self._lines):
            return ""
        return self._lines[number - 1].decode(self.rule.encoding, errors="replace").rstrip("\r")


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


_UNPACKERS: dict[str, Callable[[], _Unpacker]] = {
    ".gz": lambda: _Gzip(),
    ".xz": lambda: lzma.LZMADecompressor(memlimit=MAX_DICTIONARY),
    ".bz2": bz2.BZ2Decompressor,
}
_MARKS = {b"\x1f\x8b": ".gz", b"\xfd7zXZ\0": ".xz", b"BZh": ".bz2"}
"""How compressed content begins; R names its files alike, however they are compressed."""
BROKEN = (zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError)
"""What an archive that is damaged makes its reader raise."""


class _Gzip:
    """zlib's decompressor with the face of the other two."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self._left = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        found = self._inner.decompress(self._left + data, max(max_length, 0))
        self._left = self._inner.unconsumed_tail
        return found


def open_files(source: Source, paths: Sequence[Path], faults: FaultList) -> dict[str, Opened]:
    """The files of a source by role; faults where one is missing, unexpected, too big or damaged."""
    if not paths:
        faults.add(source.name, 0, "", _fill(wording.NO_FILES, obtain=source.obtain))
        return {}
    opened: dict[str, Opened] = {}
    for path in paths:
        for read in _files_of(source, path, faults):
            role = _free(read.rule, opened)
            if role is None or any(one.name == read.name for one in opened.values()):
                faults.add(path.name, 0, "", fill(wording.TWO_FOR_ONE, role=read.rule.role))
            else:
                opened[role] = read
    for rule in source.files:
        if rule.role not in opened and not rule.optional and not faults:
            faults.add(source.name, 0, "", fill(wording.LACKS_FILE, role=rule.role, pattern=rule.pattern))
    return _in_order(opened)


def _free(rule: FileRule, opened: Mapping[str, Opened]) -> str | None:
    """The name under which a file is known: its role, with a number from the second on; None where one is all."""
    held = sum(one.rule.role == rule.role for one in opened.values())
    if not held:
        return rule.role
    return f"{rule.role} {held + 1}" if rule.many else None


def _in_order(opened: dict[str, Opened]) -> dict[str, Opened]:
    """Files of one role by their names, in whatever order they were given."""
    found: dict[str, Opened] = {}
    for one in sorted(opened.values(), key=lambda one: (one.name, one.sha256)) if _has_many(opened) else ():
        found[_free(one.rule, found) or one.rule.role] = one
    return found or opened


def _has_many(opened: Mapping[str, Opened]) -> bool:
    return any(one.rule.many for one in opened.values())


def _files_of(source: Source, path: Path, faults: FaultList) -> Iterator[Opened]:
    """The file that a path names, or those of an archive where the publisher gives many in one."""
    many = [rule for rule in source.files if rule.many]
    if many and is_archive(path.name):
        yield from _archived(source, path, max(many, key=lambda rule: rule.max_unpacked_bytes), faults)
        return
    rule = _rule_of(source, path.name, faults)
    read = _open(path, rule, faults) if rule else None
    if read:
        yield read


def _archived(source: Source, path: Path, bounds: FileRule, faults: FaultList) -> Iterator[Opened]:
    packed = _read(path, bounds, faults)
    content = packed if packed is None or path.suffix.lower() == ".zip" else _unpacked(path, packed, bounds, faults)
    if content is None:
        return
    try:
        for name, inner in members(path.name, content, bounds.max_unpacked_bytes):
            rule = _rule_of(source, name, faults)
            if rule:
                yield Opened(rule, f"{path.name}/{name}", hash_bytes(inner), inner)
    except OverflowError:
        faults.stop(path.name, 0, fill(wording.UNPACKS_TOO_BIG, limit=bounds.max_unpacked_bytes))
    except (*BROKEN, tarfile.TarError) as error:
        faults.stop(path.name, 0, fill(wording.BAD_ARCHIVE, reason=str(error) or type(error).__name__))


def _fill(said: Said, **texts: Text) -> Said:
    """A message whose blanks take each language's own side."""
    sides = [{name: text[language] for name, text in texts.items()} for language in LANGUAGES]
    first, second = (Text(es=one.es.format(**sides[0]), en=one.en.format(**sides[1])) for one in said)
    return first, second


def _rule_of(source: Source, name: str, faults: FaultList) -> FileRule | None:
    """The rule whose pattern a file's name fits; a source with one file takes it under any name."""
    if len(source.files) == 1:
        return source.files[0]
    for rule in source.files:
        if fnmatch(name.lower(), rule.pattern.lower()):
            return rule
    patterns = ", ".join(rule.pattern for rule in source.files)
    faults.add(name, 0, "", fill(wording.NOT_EXPECTED, patterns=patterns))
    return None


def _open(path: Path, rule: FileRule, faults: FaultList) -> Opened | None:
    if rule.streamed:
        size = _size(path, rule, faults)
        return Opened(rule, path.name, hash_file(path), b"", path) if size else None
    packed = _read(path, rule, faults)
    content = None if packed is None else _unpacked(path, packed, rule, faults)
    return None if packed is None or content is None else Opened(rule, path.name, hash_bytes(packed), content)


def _size(path: Path, rule: FileRule, faults: FaultList) -> int | None:
    """How big a file is that will be read a piece at a time; None with a fault where it may not be."""
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "—")
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        faults.stop(path.name, 0, fill(wording.NO_SUCH_FILE, reason=error.strerror))
        return None
    if not size:
        faults.stop(path.name, 0, wording.EMPTY)
    elif size > rule.max_bytes:
        faults.stop(path.name, 0, fill(wording.TOO_BIG, limit=rule.max_bytes))
    return size if 0 < size <= rule.max_bytes else None


def _read(path: Path, rule: FileRule, faults: FaultList) -> bytes | None:
    """What is on disk, within the bounds of its rule."""
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "—")
        with path.open("rb") as file:
            packed = file.read(rule.max_bytes + 1)
    except OSError as error:
        faults.stop(path.name, 0, fill(wording.NO_SUCH_FILE, reason=error.strerror))
        return None
    if len(packed) > rule.max_bytes:
        faults.stop(path.name, 0, fill(wording.TOO_BIG, limit=rule.max_bytes))
        return None
    if not packed:
        faults.stop(path.name, 0, wording.EMPTY)
        return None
    return packed


def _unpacked(path: Path, packed: bytes, rule: FileRule, faults: FaultList) -> bytes | None:
    suffix = path.suffix.lower()
    if rule.format == "rda":
        suffix = next((suffix for mark, suffix in _MARKS.items() if packed.startswith(mark)), "")
    unpacker = _UNPACKERS.get(suffix)
    if unpacker is None and suffix != ".zip":
        return packed
    try:
        pieces, total = [], 0
        for piece in _pieces(packed, unpacker) if unpacker else _member(packed):
            total += len(piece)
            if total > rule.max_unpacked_bytes:
                faults.stop(path.name, 0, fill(wording.UNPACKS_TOO_BIG, limit=rule.max_unpacked_bytes))
                return None
            pieces.append(piece)
        return b"".join(pieces)
    except BROKEN as error:
        faults.stop(path.name, 0, fill(wording.BAD_ARCHIVE, reason=str(error) or type(error).__name__))
        return None


def _pieces(packed: bytes, unpacker: Callable[[], _Unpacker]) -> Iterator[bytes]:
    """What a file unpacks to, at most a megabyte at a time; ``EOFError`` where it is cut short."""
    for _ in range(MAX_STREAMS):
        stream = unpacker()
        piece = stream.decompress(packed, PIECE)
        while piece:
            yield piece
            piece = b"" if stream.eof else stream.decompress(b"", PIECE)
        if not stream.eof:
            raise EOFError("EOF")
        packed = stream.unused_data
        if not packed:
            return
    raise ValueError(f"> {MAX_STREAMS}")


def _member(packed: bytes) -> Iterator[bytes]:
    """The one file of a ZIP archive, at most a megabyte at a time."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) != 1:
            raise ValueError(f"{len(members)} ≠ 1")
        with archive.open(members[0]) as file:
            while piece := file.read(PIECE):
                yield piece
