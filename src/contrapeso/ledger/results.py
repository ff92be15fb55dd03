"""Results that take seconds to work out, kept beside the evidence by the hash of what they were worked out from."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import LedgerError
from contrapeso.core.text import Text

if TYPE_CHECKING:
    import pyarrow as pa


class ResultFiles:
    """The folders ``results/<kind>/<key>/`` of a ledger, each with the Parquet tables of one result: whole or absent.

    They are no evidence: whoever removes them loses nothing but the time to work them out again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, kind: str, key: str) -> dict[str, pa.Table] | None:
        """The tables of a result by name; None if it is not kept, or a file of it cannot be read."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = self.folder / kind / key
        try:
            tables = {file.stem: pq.read_table(file) for file in sorted(folder.glob("*.parquet"))}
        except (OSError, pa.ArrowException):
            return None
        return tables or None

    def keep(self, kind: str, key: str, tables: Mapping[str, pa.Table]) -> None:
        """Write the tables aside and rename their folder into place; one that is there already and whole stays."""
        import pyarrow.parquet as pq

        final = self.folder / kind / key
        aside = final.with_name(f".{key}.{uuid.uuid4().hex}.tmp")
        try:
            aside.mkdir(parents=True)
            for name, table in tables.items():
                pq.write_table(table, aside / f"{name}.parquet", compression="zstd")
            if final.exists() and self.read(kind, key) is None:
                shutil.rmtree(final)
            if not final.exists():
                aside.rename(final)
        except OSError as error:
            if not final.exists():
                raise _not_kept(final, error) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _not_kept(folder: Path, error: OSError) -> LedgerError:
    reason = error.strerror or type(error).__name__
    return LedgerError(
        Text(es=f"no se puede guardar el resultado: {reason}", en=f"the result cannot be kept: {reason}"),
        Text(
            es="libere espacio o elija otra carpeta con --ledger",
            en="free space or choose another folder with --ledger",
        ),
        where=str(folder),
    )
