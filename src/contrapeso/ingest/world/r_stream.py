"""Reads what R serialised (XDR, versions 2 and 3) within bounds: objects by name, each vector as one array, nothing run."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contrapeso.ingest.wording import Said, fill
from contrapeso.ingest.world import wording

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MAX_DEPTH = 100
MAX_ITEMS = 200_000
"""Objects in one file, not counting the strings of a character vector."""
MAX_SEQUENCE = 10_000_000
"""Numbers that a file may ask for without writing them (``1:n``)."""
NA_INTEGER = -(2**31)
NA_REAL_LOW = 1954
"""The lower half of the NaN that R means by NA."""
_INT = struct.Struct(">i")
_ENCODINGS = {"ascii": "ascii", "ansi_x3.4-1968": "ascii", "latin1": "latin-1", "iso-8859-1": "latin-1",
              "cp1252": "cp1252", "utf-8": "utf-8"}  # fmt: skip
_CHAR, _UTF8, _LATIN1, _BYTES, _ASCII = 9, 1 << 3, 1 << 2, 1 << 1, 1 << 6
_NIL, _REFERENCE, _ALTERNATIVE = 254, 255, 238
_PAIRLISTS = {2, 3, 5, 6, 17}
"""Pair lists, and functions, promises and calls, which are written as pair lists are."""
_CONSTANTS = {0, 241, 242, 250, 251, 252, 253, 254}
"""NULL, the missing argument, the empty, base and global environment: nothing follows."""


class NotReadable(Exception):
    """What a stream holds is no R data, or is of a kind that no source needs."""

    def __init__(self, said: Said, **blanks: object) -> None:
        self.said = fill(said, **blanks)
        super().__init__(self.said[0].en)


@dataclass(slots=True)
class Vector:
    """An atomic vector or a list with its attributes; ``values`` are as written, NA still in R's own coding."""

    kind: str
    values: np.ndarray[tuple[int], np.dtype[np.generic]] | pa.Array | list[Item]
    attributes: dict[str, Item] = field(default_factory=dict)

    def texts(self) -> list[str | None]:
        """The strings of a character vector; none of another kind."""
        import pyarrow as pa

        return self.values.to_pylist() if isinstance(self.values, pa.Array) else []


@dataclass(slots=True)
class Pairs:
    """A pair list: tagged items, and what stands where the empty list usually ends it."""

    items: list[tuple[str, Item]]
    tail: Item = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name, as tags, attributes and alternative representations use it."""

    name: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """What was read over and not kept: an environment, a pointer, a name space."""


Item = Vector | Pairs | Symbol | Opaque | None


def read_objects(content: bytes) -> dict[str, Item]:
    """The objects of an unpacked ``.rda`` file by name; ``NotReadable`` says where and why it is none."""
    if content[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
        raise NotReadable(wording.NOT_RDA)
    stream = _Stream(content, at=7)
    try:
        return stream.objects()
    except struct.error:
        raise NotReadable(wording.R_CUT_SHORT, place=len(content)) from None


class _Stream:
    """A place in serialised content, the symbols and environments named so far, and how much may still come."""

    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at
        self.native: str | None = None
        self.references: list[Item] = []
        self.items = self.depth = self.sequence = 0
        self.readers: dict[int, Callable[[int], Item]] = {
            1: self._symbol, 4: self._environment, 10: self._integers, 13: self._integers, 14: self._reals,
            15: self._complex, 16: self._strings, 19: self._list, 20: self._list, 22: self._pointer,
            23: self._weak, 24: self._raw, 247: self._named_space, 248: self._named_space, 249: self._named_space,
            _REFERENCE: self._reference, _ALTERNATIVE: self._alternative,
        }  # fmt: skip

    def objects(self) -> dict[str, Item]:
        version = self.read_int()
        self.at += 8
        if version == 3:
            self.native = _ENCODINGS.get(self.read_bytes(self.read_length()).decode("latin-1").lower())
        elif version != 2:
            raise self.refused(wording.R_UNSUPPORTED, kind=f"version {version}")
        found = self.item()
        if not isinstance(found, Pairs) or found.tail is not None:
            raise NotReadable(wording.NOT_RDA)
        if self.at != len(self.content):
            raise self.refused(wording.R_GOES_ON)
        return dict(found.items)

    def read_int(self) -> int:
        value = _INT.unpack_from(self.content, self.at)[0]
        self.at += 4
        return int(value)

    def read_length(self, size: int = 1) -> int:
        """The length of a vector whose elements take ``size`` bytes; one that cannot be there is refused."""
        length = self.read_int()
        if length == -1:
            length = (self.read_int() << 32) + (self.read_int() & 0xFFFFFFFF)
        if length < 0 or length * size > len(self.content) - self.at:
            raise self.refused(wording.R_TOO_LONG, length=length)
        return length

    def read_bytes(self, length: int) -> bytes:
        start, self.at = self.at, self.at + length
        return self.content[start : self.at]

    def refused(self, said: Said, **blanks: object) -> NotReadable:
        return NotReadable(said, place=self.at, **blanks)

    def item(self) -> Item:
        """The next object; deeper than ``MAX_DEPTH`` or past ``MAX_ITEMS`` the file is refused."""
        self.items += 1
        self.depth += 1
        if self.depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise self.refused(wording.R_TOO_DEEP, depth=MAX_DEPTH, items=MAX_ITEMS)
        flags = self.read_int()
        kind = flags & 0xFF
        found: Item = None
        if kind in _PAIRLISTS:
            found = self._pairs(flags)
        elif kind in self.readers:
            found = self.readers[kind](flags)
        elif kind not in _CONSTANTS:
            raise self.refused(wording.R_UNSUPPORTED, kind=f"SEXPTYPE {kind}")
        self.depth -= 1
        return found

    def attributes(self, flags: int) -> dict[str, Item]:
        if not flags & 0x200:
            return {}
        found = self.item()
        return dict(found.items) if isinstance(found, Pairs) else {}

    def _pairs(self, flags: int) -> Pairs:
        """A pair list, read along its length so that a long one is not a deep one."""
        pairs = Pairs([])
        while True:
            self.attributes(flags)
            tag = self.item() if flags & 0x400 else None
            pairs.items.append((tag.name if isinstance(tag, Symbol) else "", self.item()))
            flags = self.read_int()
            if flags & 0xFF == _NIL:
                return pairs
            if flags & 0xFF not in _PAIRLISTS:
                self.at -= 4
                pairs.tail = self.item()
                return pairs
            self.items += 1

    def _symbol(self, flags: int) -> Symbol:
        head = self.read_int()
        if head & 0xFF != _CHAR:
            raise self.refused(wording.R_UNSUPPORTED, kind=f"SEXPTYPE {head & 0xFF}")
        length = self.read_int()
        if not -1 <= length <= len(self.content) - self.at:
            raise self.refused(wording.R_TOO_LONG, length=length)
        symbol = Symbol(self.read_bytes(max(length, 0)).decode("utf-8", errors="replace"))
        self.references.append(symbol)
        return symbol

    def _reference(self, flags: int) -> Item:
        place = flags >> 8 or self.read_int()
        if not 1 <= place <= len(self.references):
            raise self.refused(wording.R_NO_REFERENCE, number=place)
        return self.references[place - 1]

    def _environment(self, flags: int) -> Item:
        self.references.append(Opaque())
        self.read_int()
        for _ in range(4):
            self.item()
        return Opaque()

    def _pointer(self, flags: int) -> Item:
        self.references.append(Opaque())
        for _ in range(2):
            self.item()
        self.attributes(flags)
        return Opaque()

    def _weak(self, flags: int) -> Item:
        self.references.append(Opaque())
        self.attributes(flags)
        return Opaque()

    def _named_space(self, flags: int) -> Item:
        self.read_int()
        self._strings(0)
        self.references.append(Opaque())
        return Opaque()

    def _vector(self, kind: str, form: str, size: int, flags: int) -> Vector:
        import numpy as np

        length = self.read_length(size)
        values = np.frombuffer(self.content, form, length, self.at)
        self.at += length * size
        return Vector(kind, values, self.attributes(flags))

    def _integers(self, flags: int) -> Vector:
        return self._vector("logical" if flags & 0xFF == 10 else "integer", ">i4", 4, flags)

    def _reals(self, flags: int) -> Vector:
        return self._vector("double", ">f8", 8, flags)

    def _complex(self, flags: int) -> Vector:
        return self._vector("complex", ">c16", 16, flags)

    def _raw(self, flags: int) -> Vector:
        return self._vector("raw", "u1", 1, flags)

    def _list(self, flags: int) -> Vector:
        found = [self.item() for _ in range(self.read_length(4))]
        return Vector("list", found, self.attributes(flags))

    def _strings(self, flags: int) -> Vector:
        length = self.read_length(8)
        starts, unpack, at = [], _INT.unpack_from, self.at
        for _ in range(length):
            starts.append(at)
            size = unpack(self.content, at + 4)[0]
            at += 8 + size if size > 0 else 8
        if at > len(self.content):
            raise struct.error
        self.at = at
        return Vector("character", self._texts(starts), self.attributes(flags))

    def _texts(self, starts: list[int]) -> pa.Array:
        """The strings that begin at ``starts``, NA as null, as one Arrow array."""
        import numpy as np
        import pyarrow as pa

        if not starts:
            return pa.array([], pa.large_string())
        first = starts[0]
        places = np.asarray(starts, np.int64) - first
        piece = np.frombuffer(self.content, np.uint8, self.at - first, first)
        heads = piece[places[:, None] + np.arange(8)].view(">i4").astype(np.int64)
        flags, sizes = heads[:, 0], heads[:, 1]
        if ((flags & 0xFF != _CHAR) | (flags & 0x200 != 0) | (sizes < -1)).any():
            raise self.refused(wording.R_BAD_STRING)
        absent, levels = sizes == -1, flags >> 12
        levels[absent] = _ASCII
        if (levels & _BYTES).any():
            raise self.refused(wording.R_UNSUPPORTED, kind="bytes")
        odd = levels & (_UTF8 | _ASCII) == 0
        if odd.any():
            return self._recoded(starts, sizes, levels)
        kept = np.ones(len(piece), dtype=bool)
        kept[(places[:, None] + np.arange(8)).ravel()] = False
        offsets = np.concatenate(([0], np.cumsum(np.maximum(sizes, 0))))
        valid = pa.py_buffer(np.packbits(~absent, bitorder="little").tobytes())
        buffers = [valid, pa.py_buffer(offsets.tobytes()), pa.py_buffer(piece[kept].tobytes())]
        array = pa.Array.from_buffers(pa.large_string(), len(starts), buffers)
        try:
            array.validate(full=True)
        except pa.ArrowInvalid:
            raise self.refused(wording.R_BAD_STRING) from None
        return array

    def _recoded(self, starts: list[int], sizes: np.ndarray[tuple[int], np.dtype[np.int64]],
                 levels: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:  # fmt: skip
        """Strings of which some are Latin-1 or in the writer's own encoding, which version 3 names."""
        import pyarrow as pa

        found: list[str | None] = []
        for start, size, level in zip(starts, sizes.tolist(), levels.tolist(), strict=True):
            text = self.content[start + 8 : start + 8 + max(size, 0)]
            encoding = "utf-8" if level & (_UTF8 | _ASCII) else "latin-1" if level & _LATIN1 else self.native
            if encoding is None and not text.isascii():
                raise self.refused(wording.R_NO_ENCODING)
            try:
                found.append(None if size == -1 else text.decode(encoding or "ascii"))
            except UnicodeDecodeError:
                raise self.refused(wording.R_BAD_STRING) from None
        return pa.array(found, pa.large_string())

    def _alternative(self, flags: int) -> Item:
        """A vector that R wrote in short: a sequence, a wrapped vector, or numbers as text."""
        info, state, attributes = self.item(), self.item(), self.item()
        first = info.items[0][1] if isinstance(info, Pairs) else None
        name = first.name if isinstance(first, Symbol) else ""
        found: Item = None
        if name in ("compact_intseq", "compact_realseq"):
            found = self._sequence(name, state)
        elif name.startswith("wrap_"):
            found = _first(state)
        elif name == "deferred_string":
            found = _as_text(_first(state))
        if not isinstance(found, Vector):
            raise self.refused(wording.R_UNSUPPORTED, kind=name or "ALTREP")
        kept = dict(attributes.items) if isinstance(attributes, Pairs) else {}
        return Vector(found.kind, found.values, kept)

    def _sequence(self, name: str, state: Item) -> Vector:
        import numpy as np

        values = state.values if isinstance(state, Vector) and state.kind == "double" else None
        if not isinstance(values, np.ndarray) or len(values) != 3 or not np.isfinite(values.astype(float)).all():
            raise self.refused(wording.R_UNSUPPORTED, kind=name)
        length, start, step = (float(value) for value in values)
        self.sequence += max(int(length), 0)
        is_whole = name == "compact_intseq"
        ends = (start, start + step * length)
        too_big = is_whole and max(map(abs, ends)) >= -NA_INTEGER
        if length < 0 or not length.is_integer() or self.sequence > MAX_SEQUENCE or too_big:
            raise self.refused(wording.R_TOO_LONG, length=length)
        found = start + step * np.arange(int(length))
        return Vector("integer", found.astype(np.int32)) if is_whole else Vector("double", found)


def _first(state: Item) -> Item:
    """What an alternative representation stands for: the first part of its state, a list or a pair list."""
    if isinstance(state, Pairs):
        return state.items[0][1]
    if isinstance(state, Vector) and isinstance(state.values, list) and state.values:
        return state.values[0]
    return None


def _as_text(numbers: Item) -> Vector | None:
    """Whole numbers as R writes them as text; of others R's own rules decide, so they are not read."""
    import numpy as np
    import pyarrow as pa

    if not isinstance(numbers, Vector) or numbers.kind != "integer" or not isinstance(numbers.values, np.ndarray):
        return None
    texts = [None if value == NA_INTEGER else str(value) for value in numbers.values.tolist()]
    return Vector("character", pa.array(texts, pa.large_string()))
