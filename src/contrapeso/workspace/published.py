"""The measurements that this release carries: contrapeso's own indices of all states, used where no source was ingested."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

FOLDER = "published"
RELEASE = "release.json"


@dataclass(frozen=True, slots=True)
class Release:
    """Which release published measurements: version and day, and the vintages behind each indicator."""

    version: str
    on: str
    indicators: Mapping[str, Mapping[str, Any]]

    @property
    def name(self) -> str:
        return f"{self.version} ({self.on})"


def folder() -> Path:
    return Path(str(files("contrapeso.content"))) / FOLDER


@cache
def release() -> Release:
    """What is said of the published measurements; empty where this copy carries none."""
    path = folder() / RELEASE
    if not path.is_file():
        return Release("", "", {})
    said = json.loads(path.read_text(encoding="utf-8"))
    return Release(said["version"], said["on"], said["indicators"])


@cache
def read(indicator: str) -> pl.DataFrame | None:
    """The published table of an indicator, in the shape and order of one measured; None where none is carried."""
    import polars as pl

    from contrapeso.measure.world.run import SCHEMA

    path = folder() / f"{indicator}.parquet"
    if indicator not in release().indicators or not path.is_file():
        return None
    said = release().indicators[indicator]
    table = pl.read_parquet(path)
    constant = {"unit": said["unit"], "vintage": said["vintage"], "is_assumed": said["is_assumed"]}
    absent = dict.fromkeys(name for name in SCHEMA if name not in (*table.columns, *constant))
    codes = pl.col("missing").cast(pl.String).fill_null("").str.split(";").list.filter(pl.element() != "")
    whole = table.lazy().with_columns(pl.lit(value).alias(name) for name, value in (constant | absent).items())
    return whole.with_columns(missing=codes).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).collect()
