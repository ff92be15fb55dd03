"""Data sets of Stata (.dta, format 118) as typed polars frames: missing values null, nothing executed, nothing guessed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.tables import LINE, Layout, check_names

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

HEAD = b"<stata_dta><header><release>118</release><byteorder>"
SECTIONS = {"variable_types": 2, "varnames": 3, "data": 9}
"""Where the map of a file says that each part begins."""
NAME_BYTES, MAX_TEXT = 129, 2045
MAX_COLUMNS = 2000
NUMBERS = {65526: ("f8", 8.98e307), 65527: ("f4", 1.70e38), 65528: ("i4", 2147483620), 65529: ("i2", 32740), 65530: ("i1", 100)}  # fmt: skip
"""Each numeric type's code: how it is written, and the number above which Stata means that a value is missing."""


class NotStata(Exception):
    """A file that is none of Stata's, is cut short, or is written in a way that we do not read."""


def read_dta(opened: Opened, layout: Layout, faults: FaultList) -> pl.DataFrame | None:
    """The columns of a data set by the names that the layout gives; None with faults. ``line`` counts rows from 1."""
    try:
        order, names, rows = _parts(opened.content)
    except (NotStata, struct.error, UnicodeDecodeError, ValueError) as error:
        faults.stop(opened.name, 0, fill(wording.NOT_DTA, reason=str(error)[:120] or type(error).__name__))
        return None
    if not check_names(opened.name, 0, names, layout, faults):
        return None
    try:
        return layout.select(_frame(order, names, rows))
    except UnicodeDecodeError as error:
        faults.stop(opened.name, 0, fill(wording.NOT_DTA, reason=str(error)[:120]))
        return None


def _parts(content: bytes) -> tuple[list[int], list[str], NDArray[np.void]]:
    """Types and names of the variables, and the records as one array."""
    import numpy as np

    if not content.startswith(HEAD):
        raise NotStata("release 118")
    sign = {b"LSF": "<", b"MSF": ">"}.get(content[len(HEAD) : len(HEAD) + 3])
    if sign is None:
        raise NotStata("byteorder")
    count = struct.unpack(f"{sign}H", _between(content, b"K", 2))[0]
    height = struct.unpack(f"{sign}Q", _between(content, b"N", 8))[0]
    if not 0 < count <= MAX_COLUMNS:
        raise NotStata(f"K = {count}")
    places = struct.unpack(f"{sign}14Q", _between(content, b"map", 112))
    types = list(struct.unpack_from(f"{sign}{count}H", content, _section(content, places, "variable_types")))
    at = _section(content, places, "varnames")
    cells = [content[at + NAME_BYTES * n : at + NAME_BYTES * (n + 1)] for n in range(count)]
    names = [cell.split(b"\0")[0].decode("utf-8") for cell in cells]
    if len(set(names)) < count:
        raise NotStata("varnames")
    record = np.dtype([(str(n), _type(one, sign)) for n, one in enumerate(types)])
    begin = _section(content, places, "data")
    if height * record.itemsize > len(content) - begin:
        raise NotStata("data")
    if not content.startswith(b"</data>", begin + height * record.itemsize):
        raise NotStata("</data>")
    return types, names, np.frombuffer(content, record, height, begin)


def _between(content: bytes, tag: bytes, size: int) -> bytes:
    """What stands between an opening tag of the header and its closing one."""
    opening = content.find(b"<" + tag + b">", 0, 4096)
    begin = opening + len(tag) + 2
    if opening < 0 or not content.startswith(b"</" + tag + b">", begin + size):
        raise NotStata(tag.decode())
    return content[begin : begin + size]


def _section(content: bytes, places: tuple[int, ...], name: str) -> int:
    tag = f"<{name}>".encode()
    at = places[SECTIONS[name]]
    if at > len(content) or not content.startswith(tag, at):
        raise NotStata(name)
    return at + len(tag)


def _type(code: int, sign: str) -> str:
    if code in NUMBERS:
        return sign + NUMBERS[code][0]
    if not 0 < code <= MAX_TEXT:
        raise NotStata(f"type {code}")
    return f"V{code}"


def _frame(types: list[int], names: list[str], rows: NDArray[np.void]) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    found = [pl.Series(LINE, np.arange(1, len(rows) + 1), dtype=pl.Int64)]
    for n, (code, name) in enumerate(zip(types, names, strict=True)):
        column = rows[str(n)]
        if code in NUMBERS:
            values = pl.Series(name, column.astype(column.dtype.newbyteorder("=")))
            known = (values <= NUMBERS[code][1]) & values.cast(pl.Float64).is_finite()
            found.append(values.to_frame().select(pl.when(known).then(pl.col(name)))[name])
        else:
            texts = (cell.tobytes().split(b"\0")[0].decode("utf-8").strip() for cell in column)
            found.append(pl.Series(name, [text or None for text in texts], dtype=pl.String))
    return pl.DataFrame(found)
