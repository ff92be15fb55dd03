"""Rows of a source that are too many for memory: written to a file of their own while the source is still being read."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contrapeso.core.fact import Fact
from contrapeso.ledger.schema import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

MAX_HELD = 100_000
"""Rows of a table of a streamed source that are held in memory; beyond, they are written away."""


class Spooled:
    """Rows of a fact table in a temporary Parquet file, which goes when nobody needs it any more."""

    def __init__(self, fact: type[Fact]) -> None:
        import pyarrow.parquet as pq

        with tempfile.NamedTemporaryFile(prefix="contrapeso-", suffix=".parquet", delete=False) as file:
            self.path = Path(file.name)
        self._gone = weakref.finalize(self, self.path.unlink, missing_ok=True)
        self._writer: Any = pq.ParquetWriter(self.path, arrow_schema(fact), compression="zstd")
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def append(self, table: pa.Table) -> None:
        self._writer.write_table(table)
        self._rows += len(table)

    def close(self) -> Path:
        """The file with all its rows; it may be moved away."""
        self._writer.close()
        return self.path


def together(fact: type[Fact], held: pa.Table | Spooled | None, more: pa.Table, most: int | None) -> pa.Table | Spooled:
    """What is held of a table and more of it: in memory up to so many rows, else in a file; None: always in memory."""
    import pyarrow as pa

    if held is None:
        return more
    if isinstance(held, Spooled):
        held.append(more)
        return held
    if most is None or len(held) + len(more) <= most:
        return pa.concat_tables([held, more])
    spooled = Spooled(fact)
    spooled.append(held)
    spooled.append(more)
    return spooled
