"""A minimal reader of R's saved data frames (RDX2 and RDX3, XDR), for benchmarks only."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path
from typing import Any

import numpy as np

_OPENERS = ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ", lzma.decompress))
_MISSING_INTEGER = -(2**31)


def read_rda(path: Path) -> dict[str, dict[str, Any]]:
    """The data frames of a file: name → column → values; factors as their labels, missing as None."""
    raw = path.read_bytes()
    for magic, opened in _OPENERS:
        if raw.startswith(magic):
            raw = opened(raw)
    assert raw[:4] in (b"RDX2", b"RDX3") and raw[5:7] == b"X\n", "not an XDR .rda file"
    reader = _Reader(raw, 7)
    version = reader.integers(3)[0]
    if version == 3:
        reader.take(int(reader.integers(1)[0]))
    saved = reader.value()
    return {name: frame for name, frame in saved if isinstance(frame, dict)}


class _Reader:
    def __init__(self, raw: bytes, place: int) -> None:
        self.raw, self.place, self.seen = raw, place, [None]

    def take(self, size: int) -> bytes:
        self.place += size
        return self.raw[self.place - size : self.place]

    def integers(self, count: int) -> np.ndarray:
        return np.frombuffer(self.take(4 * count), ">i4").astype(np.int64)

    def value(self) -> Any:
        flags = int(self.integers(1)[0])
        kind = flags & 255
        if kind in (0xFE, 0xFB, 0xFD, 0xF2, 0xF1):
            return None
        if kind == 0xFF:
            return self.seen[flags >> 8 or int(self.integers(1)[0])]
        if kind == 1:
            name = self.value()
            self.seen.append(name)
            return name
        if kind in (2, 6):
            return self._pairs(flags)
        if kind == 9:
            size = int(self.integers(1)[0])
            return None if size < 0 else self.take(size).decode("utf-8", "replace")
        if kind == 238:
            return self._compact()
        return self._vector(kind, flags)

    def _pairs(self, flags: int) -> list[tuple[Any, Any]]:
        pairs = []
        while flags & 255 in (2, 6):
            if flags & 512:
                self.value()
            name = self.value() if flags & 1024 else None
            pairs.append((name, self.value()))
            flags = int(self.integers(1)[0])
        return pairs

    def _compact(self) -> Any:
        info, state, _ = self.value(), self.value(), self.value()
        assert "compact_intseq" in str(info), f"ALTREP {info}"
        count, first, step = state
        return np.arange(count) * step + first

    def _vector(self, kind: int, flags: int) -> Any:
        size = int(self.integers(1)[0])
        if kind in (10, 13):
            values: Any = self.integers(size)
        elif kind == 14:
            values = np.frombuffer(self.take(8 * size), ">f8").astype(np.float64)
        elif kind in (16, 19, 20):
            values = [self.value() for _ in range(size)]
        else:
            raise ValueError(f"R type {kind}")
        attributes = dict(self.value() or []) if flags & 512 else {}
        if "levels" in attributes:
            levels = attributes["levels"]
            return [None if one == _MISSING_INTEGER else levels[one - 1] for one in values]
        if kind == 19 and attributes.get("names"):
            return dict(zip(attributes["names"], values, strict=True))
        return values
