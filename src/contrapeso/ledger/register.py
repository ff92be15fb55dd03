"""The register: one SQL database of snapshots, runs, measurements, findings and their audit trail; SQLite unless a URL says otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from contrapeso.core.errors import LedgerError
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.ledger import audit, models
from contrapeso.ledger.clock import Instant, stamp, utc_now
from contrapeso.ledger.migrations import bring_up_to_date
from contrapeso.ledger.records import Run, Snapshot, SourceFile

BUSY_SECONDS = 30
POSTGRESQL_DRIVER = "pg8000"


class Register:
    """Reads and writes the register. Every write is one transaction that also appends to the audit trail."""

    def __init__(self, url: str, clock: Instant = utc_now) -> None:
        self.clock = clock
        self.engine = _engine(url)
        try:
            bring_up_to_date(self.engine)
        except sa.exc.DBAPIError as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view; never waits for writers."""
        try:
            with self._snapshot_of_all() as connection, connection.begin():
                yield connection
        except sa.exc.DBAPIError as error:
            raise _unreadable(error) from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction, alone among writers; everything or nothing of it is kept."""
        try:
            with self.engine.connect() as connection:
                connection = connection.execution_options(contrapeso_writes=True)
                with connection.begin():
                    audit.next_seq(connection)
                    yield connection
        except sa.exc.DBAPIError as error:
            raise _unreadable(error) from error

    def _snapshot_of_all(self) -> sa.Connection:
        """A connection whose transaction sees one state of the register, whatever is written meanwhile."""
        connection = self.engine.connect()
        if self.engine.dialect.name == "sqlite":
            return connection
        return connection.execution_options(isolation_level="REPEATABLE READ")

    def snapshots(
        self, country: str | None, known_at: date | None = None, sources: Collection[str] | None = None
    ) -> tuple[Snapshot, ...]:
        """Per source the newest vintage not later than ``known_at``; of equal vintages the one found last."""
        table = models.snapshot
        query = sa.select(table).order_by(table.c.source, table.c.vintage, table.c.seq)
        if country is not None:
            query = query.where(sa.or_(table.c.country == country, table.c.country.is_(None)))
        if known_at is not None:
            query = query.where(table.c.vintage <= known_at)
        if sources is not None:
            query = query.where(table.c.source.in_(sorted(sources)))
        with self.reading() as connection:
            newest = {row["source"]: row for row in connection.execute(query).mappings()}
        return tuple(_snapshot(row) for row in newest.values())

    def all_snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot ever recorded, in the order of the audit trail."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(models.snapshot).order_by(models.snapshot.c.seq)).mappings().all()
        return tuple(_snapshot(row) for row in rows)

    def find_snapshot(self, snapshot_id: str, source: str | None = None) -> Snapshot | None:
        query = sa.select(models.snapshot).where(models.snapshot.c.id == snapshot_id)
        if source is not None:
            query = query.where(models.snapshot.c.source == source)
        with self.reading() as connection:
            row = connection.execute(query.order_by(models.snapshot.c.seq)).mappings().first()
        return _snapshot(row) if row else None

    def holds(self, source: str, sha256: str) -> Snapshot | None:
        """The snapshot of this content, if it is the one that counts at its vintage."""
        found = self.find_snapshot(sha256[:16], source)
        if found is None or found.sha256 != sha256:
            return None
        return found if self.snapshots(None, found.vintage, [source])[0].id == found.id else None

    def record_snapshot(self, connection: sa.Connection, new: Snapshot, actor: str) -> Snapshot:
        """Insert a snapshot with its audit entry; content found again after other content is marked as found last."""
        table, now = models.snapshot, self.clock()
        row = _row(new) | {"retrieved_at": stamp(now), "seq": audit.next_seq(connection)}
        same = (table.c.source == new.source) & (table.c.id == new.id)
        action = "ingest"
        if connection.execute(sa.select(table.c.id).where(same)).first():
            connection.execute(table.update().where(same).values(**row))
            action = "ingest-again"
        else:
            connection.execute(table.insert().values(**row))
        audit.append(connection, audit.Deed(actor, action, new.subject, row), now)
        return _snapshot(row)

    def record_run(
        self,
        run: Run,
        findings: Iterable[Mapping[str, Any]] = (),
        *,
        measurements: Iterable[Measurement] = (),
        losses: Iterable[Mapping[str, Any]] = (),
        choices: Iterable[Mapping[str, Any]] = (),
        actor: str = "system",
    ) -> bool:
        """Keep a run with its findings, measurements, losses and choices; False if the very same run is kept already."""
        kept = {
            models.finding: [_finding_row(run.id, place, finding) for place, finding in enumerate(findings)],
            models.measurement: [_measurement_row(run.id, place, one) for place, one in enumerate(measurements)],
            models.loss: [{**one, "run_id": run.id, "position": place} for place, one in enumerate(losses)],
            models.choice: [{**one, "run_id": run.id} for one in choices],
        }
        with self.writing() as connection:
            known = sa.select(models.run.c.id).where(models.run.c.id == run.id)
            if connection.execute(known).first():
                return False
            row = {**asdict(run), "id": run.id}
            row |= {"started_at": stamp(run.started_at), "finished_at": stamp(run.finished_at)}
            connection.execute(models.run.insert().values(**row))
            for table, rows in kept.items():
                if rows:
                    connection.execute(table.insert(), rows)
            own = (models.loss, models.choice)
            counts = {_plural(table.name): len(rows) for table, rows in kept.items() if rows or table not in own}
            deed = audit.Deed(actor, run.kind, f"run/{run.id}", {**row, **counts})
            audit.append(connection, deed, self.clock())
        return True

    def findings(self, run_id: str) -> tuple[dict[str, Any], ...]:
        """The findings of a run in their order."""
        return self._of_run(models.finding, run_id)

    def measurements(self, run_id: str) -> tuple[Measurement, ...]:
        """The measurements of a run in their order."""
        return tuple(_measurement(row) for row in self._of_run(models.measurement, run_id))

    def choices(self, run_id: str) -> tuple[dict[str, Any], ...]:
        """The choices of a run, those that surely fit last."""
        query = sa.select(models.choice).where(models.choice.c.run_id == run_id).order_by(models.choice.c.cost_end)
        with self.reading() as connection:
            return tuple(dict(row) for row in connection.execute(query).mappings())

    def losses(self, run_id: str) -> tuple[dict[str, Any], ...]:
        """What a scenario changed in a run, in order."""
        return self._of_run(models.loss, run_id)

    def _of_run(self, table: sa.Table, run_id: str) -> tuple[dict[str, Any], ...]:
        query = sa.select(table).where(table.c.run_id == run_id).order_by(table.c.position)
        with self.reading() as connection:
            return tuple(dict(row) for row in connection.execute(query).mappings())

    def verify(self) -> audit.BrokenLink | None:
        with self.reading() as connection:
            return audit.verify(connection)


def _plural(table: str) -> str:
    return f"{table}es" if table.endswith("s") else f"{table}s"


_FINDING = (
    "id",
    "requirement",
    "act",
    "capability",
    "verdict",
    "code",
    "cites",
    "severity",
    "due_on",
    "missing",
    "evidence",
    "norms",
)


def _finding_row(run_id: str, position: int, finding: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: finding[name] for name in _FINDING}
    lists = {name: list(value) for name, value in row.items() if isinstance(value, tuple)}
    return {**row, **lists, "run_id": run_id, "position": position}


def _measurement_row(run_id: str, position: int, measurement: Measurement) -> dict[str, Any]:
    """What is measured from the ledger is kept with all its rows; published measurements are not: no ``release``."""
    absent = ("release", "evidence_count")
    kept = {name: value for name, value in measurement.to_dict().items() if name not in absent}
    return {**kept, "run_id": run_id, "position": position}


def _measurement(row: Mapping[str, Any]) -> Measurement:
    plain = {name: value for name, value in row.items() if name not in ("run_id", "id", "position")}
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return Measurement(**{**plain, **lists})


def _row(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "source": snapshot.source,
        "id": snapshot.id,
        "country": snapshot.country,
        "vintage": snapshot.vintage,
        "sha256": snapshot.sha256,
        "licence": snapshot.licence,
        "publisher_es": snapshot.publisher.es,
        "publisher_en": snapshot.publisher.en,
        "rows": snapshot.rows,
        "issues": snapshot.issues,
        "files": {path: asdict(file) for path, file in sorted(snapshot.files.items())},
    }


def _snapshot(row: sa.RowMapping | Mapping[str, Any]) -> Snapshot:
    same = ("source", "sha256", "country", "vintage", "licence", "rows", "issues", "retrieved_at", "seq")
    return Snapshot(
        **{name: row[name] for name in same},
        publisher=Text(es=row["publisher_es"], en=row["publisher_en"]),
        files={path: SourceFile(**file) for path, file in row["files"].items()},
    )


def _engine(url: str) -> sa.Engine:
    """An engine in which SQLite writes ahead, waits its turn, checks foreign keys and begins as it is told."""
    try:
        named = sa.make_url(url)
        if named.drivername == "postgresql":
            named = named.set(drivername=f"postgresql+{POSTGRESQL_DRIVER}")
        options = {"connect_args": {"timeout": BUSY_SECONDS}} if named.drivername.startswith("sqlite") else {}
        engine = sa.create_engine(named, **options)
    except (sa.exc.ArgumentError, ModuleNotFoundError) as error:
        raise _unknown_register(error) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", "synchronous=FULL", "journal_mode=WAL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers take their turn at the start, so that none finds its view overtaken half-way."""
    writes = connection.get_execution_options().get("contrapeso_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unknown_register(error: Exception) -> LedgerError:
    """The address itself is not repeated: it may hold a password."""
    absent = error.name if isinstance(error, ModuleNotFoundError) else None
    if absent:
        return LedgerError(
            Text(es=f"falta el paquete {absent} para este registro", en=f"this register needs the package {absent}"),
            Text(es="instale contrapeso[postgresql]", en="install contrapeso[postgresql]"),
        )
    return LedgerError(
        Text(es="la dirección del registro no se entiende", en="the address of the register cannot be understood"),
        Text(
            es="escriba postgresql://usuario@servidor/base o sqlite:///ruta",
            en="write postgresql://user@server/database or sqlite:///path",
        ),
    )


def _unreadable(error: sa.exc.DBAPIError) -> LedgerError:
    return LedgerError(
        Text(es=f"el registro no responde: {error.orig}", en=f"the register does not answer: {error.orig}"),
        Text(
            es="compruebe que el disco tenga espacio y que el archivo sea un registro de contrapeso",
            en="check that the disk has room and that the file is a register of contrapeso",
        ),
    )
