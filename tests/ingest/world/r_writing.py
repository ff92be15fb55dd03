"""Writes R's serialisation byte by byte, as its documentation describes it, so that tests need no R and no foreign file."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

NA_INTEGER = -(2**31)
NA_REAL = struct.pack(">Q", 0x7FF00000000007A2)
QUIET_NA_REAL = struct.pack(">Q", 0x7FF80000000007A2)
NIL = struct.pack(">i", 254)
UTF8, LATIN1, ASCII, NATIVE = 8, 4, 64, 0


def integer(value: int) -> bytes:
    return struct.pack(">i", value)


def char(text: str | None, encoding: int | None = None) -> bytes:
    """A CHARSXP; None is NA."""
    if text is None:
        return integer(9) + integer(-1)
    level = encoding if encoding is not None else ASCII if text.isascii() else UTF8
    content = text.encode("utf-8" if level in (UTF8, ASCII) else "latin-1")
    return integer(level << 12 | 9) + integer(len(content)) + content


def symbol(name: str) -> bytes:
    return integer(1) + char(name)


def reference(number: int) -> bytes:
    return integer(number << 8 | 255)


def pairs(items: Iterable[tuple[str, bytes]]) -> bytes:
    """A tagged pair list, closed by NULL."""
    return b"".join(integer(0x402) + symbol(tag) + value for tag, value in items) + NIL


def _vector(kind: int, count: int, body: bytes, attributes: Mapping[str, bytes] | None) -> bytes:
    flags = kind | (0x200 if attributes else 0) | (0x100 if attributes and "class" in attributes else 0)
    return integer(flags) + integer(count) + body + (pairs(attributes.items()) if attributes else b"")


def texts(
    values: Sequence[str | None], attributes: Mapping[str, bytes] | None = None, encoding: int | None = None
) -> bytes:
    return _vector(16, len(values), b"".join(char(value, encoding) for value in values), attributes)


def integers(values: Sequence[int | None], attributes: Mapping[str, bytes] | None = None, kind: int = 13) -> bytes:
    body = b"".join(integer(NA_INTEGER if value is None else value) for value in values)
    return _vector(kind, len(values), body, attributes)


def logicals(values: Sequence[bool | None]) -> bytes:
    return integers(values, kind=10)


def reals(values: Sequence[float | None], attributes: Mapping[str, bytes] | None = None, na: bytes = NA_REAL) -> bytes:
    body = b"".join(na if value is None else struct.pack(">d", value) for value in values)
    return _vector(14, len(values), body, attributes)


def listing(values: Sequence[bytes], attributes: Mapping[str, bytes] | None = None) -> bytes:
    return _vector(19, len(values), b"".join(values), attributes)


def factor(codes: Sequence[int | None], levels: Sequence[str | None]) -> bytes:
    return integers(codes, {"levels": texts(levels), "class": texts(["factor"])})


def days(values: Sequence[float | None]) -> bytes:
    return reals(values, {"class": texts(["Date"])})


def instants(values: Sequence[float | None]) -> bytes:
    return reals(values, {"class": texts(["POSIXct", "POSIXt"]), "tzone": texts(["UTC"])})


def alternative(name: str, state: bytes, attributes: bytes = NIL) -> bytes:
    """An ALTREP form: its class, its state, its attributes."""
    info = integer(2) + symbol(name) + integer(2) + symbol("base") + integer(2) + integers([13]) + NIL
    return integer(238) + info + state + attributes


def frame(columns: Mapping[str, bytes], rows: int, row_names: bytes | None = None) -> bytes:
    names = row_names or integers([None, -rows])
    return listing(
        list(columns.values()),
        {"names": texts(list(columns)), "row.names": names, "class": texts(["tbl_df", "tbl", "data.frame"])},
    )


def rda(objects: Mapping[str, bytes], version: int = 2, native: str = "UTF-8") -> bytes:
    """A file as ``save()`` writes it, before compression."""
    head = b"RDX%d\nX\n" % version + integer(version) + integer(0x040201) + integer(0x020300)
    if version == 3:
        head += integer(len(native)) + native.encode()
    return head + pairs(objects.items())
