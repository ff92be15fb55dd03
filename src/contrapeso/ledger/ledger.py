"""The ledger: evidence and register in one folder, seen as of a day and as known at a day."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import TABLES, Fact
from contrapeso.core.identity import hash_object
from contrapeso.core.text import Text
from contrapeso.ledger.clock import Instant, utc_now
from contrapeso.ledger.engine import Engine, fetch, read
from contrapeso.ledger.evidence import Evidence, Overlay
from contrapeso.ledger.files import EvidenceFiles, hash_file
from contrapeso.ledger.records import Snapshot
from contrapeso.ledger.results import ResultFiles
from contrapeso.ledger.schema import facts_from_arrow
from contrapeso.ledger.world import World

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from contrapeso.ledger.audit import BrokenLink
    from contrapeso.ledger.register import Register

REGISTER_VARIABLE = "CONTRAPESO_REGISTER"


class Ledger:
    """A folder with ``register.sqlite`` (or a register elsewhere by URL) and ``evidence/``."""

    def __init__(self, folder: Path, register: Register, engine: Engine) -> None:
        self.folder, self.register, self.engine = folder, register, engine
        self.files = EvidenceFiles(folder / "evidence")
        self.results = ResultFiles(folder / "results")

    @classmethod
    def open(
        cls,
        folder: Path | str,
        register_url: str | None = None,
        *,
        engine: str | None = None,
        clock: Instant = utc_now,
    ) -> Ledger:
        """Open a ledger; one that does not exist yet is created."""
        from contrapeso.ledger.register import Register

        folder = Path(folder).expanduser().resolve()
        try:
            (folder / "evidence").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _no_folder(folder, error) from error
        return cls(folder, Register(register_url or register_of(folder), clock), Engine(engine))

    def close(self) -> None:
        self.register.close()
        self.engine.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def snapshots(
        self, country: str | None, known_at: date | None = None, sources: Collection[str] | None = None
    ) -> tuple[Snapshot, ...]:
        """Per source the newest vintage not later than ``known_at``, of the sources named (default: all)."""
        return self.register.snapshots(country, known_at, sources)

    def vintages(self, known_at: date | None = None, sources: Collection[str] | None = None) -> tuple[Snapshot, ...]:
        """Every vintage of the public record not later than ``known_at``, in order; of equal days the one found last."""
        found = {
            (one.source, one.vintage): one
            for one in self.register.all_snapshots()
            if one.country is None
            and (known_at is None or one.vintage <= known_at)
            and (sources is None or one.source in sources)
        }
        return tuple(found[key] for key in sorted(found))

    def evidence(
        self,
        country: str,
        on: date,
        known_at: date | None = None,
        overlay: Overlay | None = None,
        public_only: bool = False,
        *,
        sources: Collection[str] | None = None,
    ) -> Evidence:
        """The as-of view of a country's facts; Parquet is read table by table, when first asked for."""
        in_view = self.snapshots(country, known_at, sources)

        def read_rows(table: str) -> Iterable[Fact]:
            return [row for snapshot in in_view for row in self.facts(table, snapshot)]

        return Evidence(on, read_rows, known_at=known_at, overlay=overlay, public_only=public_only)

    def facts(self, table: str, snapshot: Snapshot) -> tuple[Fact, ...]:
        """The rows of one table in one snapshot, in the order of their file."""
        if table not in snapshot.tables:
            return ()
        path = self.files.path(table, snapshot.id)
        if not path.exists():
            raise _lost(path)
        return facts_from_arrow(TABLES[table], fetch(self.engine, path), snapshot.id)

    def expr(
        self,
        table: str,
        country: str | None,
        known_at: date | None = None,
        *,
        sources: Collection[str] | None = None,
    ) -> ir.Table:
        """A fact table as an Ibis expression, for queries on any engine; each row names its snapshot."""
        return self.expr_of(table, self.snapshots(country, known_at, sources))

    def expr_of(self, table: str, snapshots: Iterable[Snapshot]) -> ir.Table:
        """A fact table of some snapshots as an Ibis expression; each row names its snapshot."""
        paths = [(one.id, self.files.path(table, one.id)) for one in snapshots if table in one.tables]
        return read(self.engine, table, paths)

    def world(
        self, known_at: date | None = None, on: date | None = None, sources: Collection[str] | None = None
    ) -> World:
        """The as-of view of the public record: what publishers say of all states."""
        return World(self, known_at, on, sources)

    def evidence_hash(self, country: str, known_at: date | None = None, sources: Collection[str] | None = None) -> str:
        """One hash for the snapshots in view: the same hash, the same facts."""
        return hash_object([one.subject for one in self.snapshots(country, known_at, sources)])

    def sweep(self) -> int:
        """Remove evidence files left behind by writers that were killed; how many."""
        with self.register.writing():
            named = {self.files.path(table, one.id) for one in self.register.all_snapshots() for table in one.tables}
            return self.files.sweep(named, self.register.clock())

    def verify(self) -> BrokenLink | None:
        """The first thing that is not as the audit trail says: an entry, a snapshot or an evidence file."""
        from contrapeso.ledger.audit import BrokenLink

        broken = self.register.verify()
        if broken:
            return broken
        for snapshot in self.register.all_snapshots():
            for file in snapshot.files.values():
                path = self.files.path(file.table, snapshot.id) if file.table else None
                if path and not (path.exists() and hash_file(path) == file.parquet_sha256):
                    return BrokenLink(snapshot.seq, f"{file.table}/{snapshot.id}.parquet", _CHANGED_FILE)
        return None


def register_of(folder: Path) -> str:
    """Where the register of a folder is: the database that the environment names, or a file of the folder."""
    return os.environ.get(REGISTER_VARIABLE) or f"sqlite:///{folder / 'register.sqlite'}"


_CHANGED_FILE = Text(
    es="el archivo de evidencia falta o fue cambiado", en="the evidence file is missing or was changed"
)


def _lost(path: Path) -> LedgerError:
    return LedgerError(
        Text(es="falta un archivo de evidencia", en="an evidence file is missing"),
        Text(
            es="restaure el libro de una copia, o empiece uno nuevo", en="restore the ledger from a copy, or start anew"
        ),
        where=str(path),
    )


def _no_folder(folder: Path, error: OSError) -> LedgerError:
    reason = error.strerror or type(error).__name__
    return LedgerError(
        Text(es=f"no se puede crear el libro: {reason}", en=f"the ledger cannot be created: {reason}"),
        Text(es="elija otra carpeta con --ledger", en="choose another folder with --ledger"),
        where=str(folder),
    )
