"""The sample of the trade register, as tests spoil it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from contrapeso.ingest.world.manifest import Source, read_source
from contrapeso.ingest.world.run import BUILT_IN

FOLDER = BUILT_IN / "sipri_trade_register"
SAMPLE = (FOLDER / "sample.csv").read_bytes()
Spoil = Callable[[bytes], bytes]


def register() -> Source:
    return read_source(FOLDER)


def written(folder: Path, content: bytes = SAMPLE, name: str = "trade-register.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path
