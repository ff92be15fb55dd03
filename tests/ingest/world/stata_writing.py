"""Writes small Stata 118 files as Stata does, for tests and samples: no Stata, no foreign file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

CODES = {"f8": 65526, "i1": 65530}
MISSING = struct.pack("<d", 8.98846567431158e307)


def _fixed(text: str, size: int, rest: bytes = b"\0") -> bytes:
    """A text in a field of so many bytes; beyond its end Stata leaves whatever was there."""
    raw = text.encode()
    return (raw + b"\0" + rest * size)[:size] if len(raw) < size else raw[:size]


def dta(columns: dict[str, Sequence[str | float | None]], *, stamp: str = "01 Apr 2026 10:00") -> bytes:
    """A data set: a column of texts becomes a fixed string, one of numbers a double, ``None`` Stata's missing value."""
    height = len(next(iter(columns.values())))
    widths = {name: _width(values) for name, values in columns.items()}
    names = list(columns)
    rows = b"".join(_cell(columns[name][row], widths[name]) for row in range(height) for name in names)
    types = b"".join(struct.pack("<H", widths[name] or CODES["f8"]) for name in names)
    head = (
        b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>" + struct.pack("<H", len(names))
        + b"</K><N>" + struct.pack("<Q", height) + b"</N><label>\0\0</label><timestamp>" + bytes([len(stamp)])
        + stamp.encode() + b"</timestamp></header>"
    )  # fmt: skip
    parts = [
        b"<variable_types>" + types + b"</variable_types>",
        b"<varnames>" + b"".join(_fixed(name, 129) for name in names) + b"</varnames>",
        b"<sortlist>" + bytes(2 * len(names) + 2) + b"</sortlist>",
        b"<formats>" + b"".join(_fixed("%9s", 57) for _ in names) + b"</formats>",
        b"<value_label_names>" + bytes(129 * len(names)) + b"</value_label_names>",
        b"<variable_labels>" + bytes(321 * len(names)) + b"</variable_labels>",
        b"<characteristics></characteristics>",
        b"<data>" + rows + b"</data>",
        b"<strls></strls>",
        b"<value_labels></value_labels>",
    ]
    return _mapped(head, parts)


def _width(values: Sequence[str | float | None]) -> int:
    texts = [one for one in values if isinstance(one, str)]
    return max((len(one.encode()) for one in texts), default=0) + 3 if texts else 0


def _cell(value: str | float | None, width: int) -> bytes:
    if width:
        return _fixed(str(value or ""), width, b"\xe0")
    return MISSING if value is None else struct.pack("<d", value)


def _mapped(head: bytes, parts: Sequence[bytes]) -> bytes:
    """The file with the map of where each part begins."""
    begin = len(head) + len(b"<map></map>") + 14 * 8
    places, at = [0, len(head)], begin
    for part in parts:
        places.append(at)
        at += len(part)
    places += [at, at + len(b"</stata_dta>")]
    return head + b"<map>" + struct.pack("<14Q", *places) + b"</map>" + b"".join(parts) + b"</stata_dta>"
