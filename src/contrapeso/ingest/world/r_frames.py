"""Data frames of R as typed polars frames: factors as text, dates as dates, NA as null and apart from NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.r_stream import (
    NA_INTEGER,
    NA_REAL_LOW,
    Item,
    NotReadable,
    Vector,
    read_objects,
)  # fmt: skip
from contrapeso.ingest.world.tables import LINE, Layout, check_names

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

MAX_TEXT_BYTES = 1024 * 1024 * 1024
"""What the levels of one factor may come to, written out once for each row."""
ROW_NAMES = "row.names"
_PLAIN = {"haven_labelled", "labelled", "vctrs_vctr", "double", "integer", "character", "logical", "numeric", "AsIs"}
"""Classes that say nothing of what a number means."""


def read_frame(opened: Opened, name: str | None, layout: Layout, faults: FaultList) -> pl.DataFrame | None:
    """The columns of a data frame by the names that the layout gives; None with faults.

    ``name`` is that of the object; without it the file must hold one data frame. ``line`` is the number of the row,
    from 1. Row names that are text come as a column ``row.names``.
    """
    try:
        found = frames_of(read_objects(opened.content))
        if name is None and len(found) == 1:
            name = next(iter(found))
        if name not in found:
            faults.stop(opened.name, 0, fill(wording.NO_FRAME, name=name or "data.frame", names=", ".join(found)))
            return None
        if not check_names(opened.name, 0, columns_of(found[name]), layout, faults):
            return None
        return layout.select(frame_of(found[name]))
    except NotReadable as error:
        faults.stop(opened.name, 0, error.said)
        return None


def frames_of(objects: dict[str, Item]) -> dict[str, Vector]:
    """Those of a file's objects that are data frames."""
    found = ((name, one) for name, one in objects.items() if isinstance(one, Vector))
    return {name: one for name, one in found if "data.frame" in _classes(one)}


def columns_of(frame: Vector) -> list[str]:
    names = frame.attributes.get("names")
    named = [name or "" for name in names.texts()] if isinstance(names, Vector) else []
    if not isinstance(frame.values, list) or len(named) != len(frame.values):
        raise NotReadable(wording.R_BAD_FRAME)
    rows = frame.attributes.get(ROW_NAMES)
    return [*named, ROW_NAMES] if isinstance(rows, Vector) and rows.kind == "character" else named


def frame_of(frame: Vector) -> pl.DataFrame:
    """A data frame's columns, typed, after the column of row numbers."""
    import polars as pl

    assert isinstance(frame.values, list)
    items = [*frame.values]
    names = columns_of(frame)
    if len(names) > len(items):
        items.append(frame.attributes[ROW_NAMES])
    columns = [_column(name, one) for name, one in zip(names, items, strict=True)]
    if len({len(one) for one in columns}) > 1:
        raise NotReadable(wording.R_BAD_FRAME)
    found = pl.DataFrame(columns)
    return found.select(pl.int_range(1, found.height + 1, dtype=pl.Int64).alias(LINE), pl.all())


def _classes(one: Vector) -> list[str]:
    classes = one.attributes.get("class")
    return [name or "" for name in classes.texts()] if isinstance(classes, Vector) else []


def _column(name: str, one: Item) -> pl.Series:
    """A vector by its kind and class; a list, a matrix or a class that changes the meaning is refused."""
    if not isinstance(one, Vector) or isinstance(one.values, list) or "dim" in one.attributes:
        raise NotReadable(wording.R_NO_COLUMN, name=name, kind=one.kind if isinstance(one, Vector) else "list")
    special = [kind for kind in _classes(one) if kind not in _PLAIN]
    if "factor" in special and one.kind == "integer":
        return _factor(name, one)
    if special == ["Date"] and one.kind in ("double", "integer"):
        return _days(name, one)
    if special == ["POSIXct", "POSIXt"] and one.kind in ("double", "integer"):
        return _instants(name, one)
    if special or one.kind not in ("logical", "integer", "double", "character"):
        raise NotReadable(wording.R_NO_COLUMN, name=name, kind=" ".join(special) or one.kind)
    return _plain(name, one)


def _plain(name: str, one: Vector) -> pl.Series:
    import polars as pl

    if one.kind == "character":
        series = pl.from_arrow(one.values)
        assert isinstance(series, pl.Series)
        return series.alias(name)
    values = _numbers(one)
    if one.kind == "double":
        return _nulled(pl.Series(name, values), _is_na(one))
    series = pl.Series(name, values != 0) if one.kind == "logical" else pl.Series(name, values)
    return _nulled(series, _is_na(one))


def _numbers(one: Vector) -> np.ndarray[Any, Any]:
    import numpy as np

    assert isinstance(one.values, np.ndarray)
    return one.values.astype(np.float64 if one.kind == "double" else np.int64)


def _is_na(one: Vector) -> np.ndarray[Any, Any]:
    """Where R's NA stands; of a number with a fraction it is one particular NaN."""
    import numpy as np

    values = _numbers(one)
    if one.kind != "double":
        return np.asarray(values == NA_INTEGER)
    low = values.view(np.uint64) & np.uint64(0xFFFFFFFF)
    return np.asarray(np.isnan(values) & (low == NA_REAL_LOW))


def _nulled(series: pl.Series, absent: np.ndarray[Any, Any]) -> pl.Series:
    import polars as pl

    return series.set(pl.Series(absent), None) if absent.any() else series


def _factor(name: str, one: Vector) -> pl.Series:
    import numpy as np
    import polars as pl

    levels = one.attributes.get("levels")
    if not isinstance(levels, Vector) or levels.kind != "character":
        raise NotReadable(wording.R_NO_COLUMN, name=name, kind="factor")
    codes, texts = _numbers(one), levels.texts()
    is_known = (codes >= 1) & (codes <= len(texts))
    sizes = np.array([0, *(len(text or "") for text in texts)])
    if not (is_known | _is_na(one)).all() or sizes[np.where(is_known, codes, 0)].sum() > MAX_TEXT_BYTES:
        raise NotReadable(wording.R_NO_COLUMN, name=name, kind="factor")
    series = pl.Series(name, [None, *texts], dtype=pl.String)
    return series.gather(pl.Series(np.where(is_known, codes, 0), dtype=pl.UInt32))


def _scaled(name: str, one: Vector, unit: float, limit: float) -> pl.Series:
    """Days or instants as whole units; NA is null, what is no number or out of bounds is refused."""
    import numpy as np
    import polars as pl

    values, absent = _numbers(one).astype(np.float64), _is_na(one)
    if not (absent | (np.isfinite(values) & (np.abs(values) <= limit))).all():
        raise NotReadable(wording.R_NO_COLUMN, name=name, kind=" ".join(_classes(one)))
    return _nulled(pl.Series(name, np.floor(np.where(absent, 0, values) * unit).astype(np.int64)), absent)


def _days(name: str, one: Vector) -> pl.Series:
    import polars as pl

    return _scaled(name, one, 1, 700_000).cast(pl.Int32).cast(pl.Date)


def _instants(name: str, one: Vector) -> pl.Series:
    import polars as pl

    return _scaled(name, one, 1e6, 700_000 * 86_400).cast(pl.Datetime("us", "UTC"))
