"""Tables of an SQLite database as frames of text, read from memory by a connection that may do nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.tables import LINE, Layout, check_names, without_blanks

if TYPE_CHECKING:
    import polars as pl

MAX_CELL_BYTES = 1024 * 1024
BATCH = 200_000
SCHEMA = "sqlite_master"
OURS = f"SELECT name, rootpage FROM {SCHEMA} WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"


def read_table(
    opened: Opened, table: str, layout: Layout, unread: Sequence[str], faults: FaultList
) -> pl.DataFrame | None:
    """The columns of a table as text, by the names that the layout gives them; None with faults.

    ``line`` is SQLite's row id. A table that is neither this one nor in ``unread`` is a fault, so that nothing new
    goes unseen. Views, virtual tables and whatever calls a function are refused by SQLite's own authorizer.
    """
    with _opened(opened, table, faults) as connection:
        if connection is not None:
            return _read(connection, opened.name, table, layout, unread, faults)
    return None


def table_names(opened: Opened, faults: FaultList) -> tuple[str, ...]:
    """The names of a database's tables; empty with a fault where it is no database."""
    found: tuple[str, ...] = ()
    with _opened(opened, SCHEMA, faults) as connection:
        if connection is not None:
            found = tuple(str(name) for name, _ in connection.execute(OURS))
    return found


@contextmanager
def _opened(opened: Opened, table: str, faults: FaultList) -> Iterator[sqlite3.Connection | None]:
    """A connection guarded and closed again; whatever SQLite refuses becomes a fault."""
    connection = sqlite3.connect(":memory:")
    guarded = None
    try:
        guarded = _guarded(connection, opened.content, table)
        yield guarded
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        faults.stop(opened.name, 0, fill(wording.UNREADABLE, reason=reason))
        if guarded is None:
            yield None
    finally:
        connection.close()


def _guarded(connection: sqlite3.Connection, content: bytes, table: str) -> sqlite3.Connection:
    """The connection over the content, allowed to read one table and the list of tables."""
    connection.deserialize(content)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")

    def allow(action: int, one: str | None, other: str | None, database: str | None, trigger: str | None) -> int:
        is_known = one is not None and one.lower() in (table.lower(), SCHEMA)
        may = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and is_known)
        may = may or (action == sqlite3.SQLITE_FUNCTION and other == "like")
        return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY

    connection.set_authorizer(allow)
    return connection


def _read(
    connection: sqlite3.Connection, file: str, table: str, layout: Layout, unread: Sequence[str], faults: FaultList
) -> pl.DataFrame | None:
    import polars as pl

    held = {str(name): page for name, page in connection.execute(OURS)}
    for name in held:
        if name != table and name not in unread:
            faults.stop(file, 0, fill(wording.NEW_TABLE, title=name))
    if not held.get(table):
        faults.stop(file, 0, fill(wording.NO_TABLE, title=table))
    if faults:
        return None
    names = [str(one[0]) for one in connection.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0").description]
    if not check_names(f"{file} {table}", 0, names, layout, faults):
        return None
    chosen = ", ".join(f"CAST({_quoted(name)} AS TEXT)" for name in layout.wanted)
    cursor = connection.execute(f"SELECT rowid, {chosen} FROM {_quoted(table)}")
    schema = pl.Schema({LINE: pl.Int64(), **dict.fromkeys(layout.wanted.values(), pl.String())})
    parts = [pl.DataFrame(schema=schema)]
    while rows := cursor.fetchmany(BATCH):
        parts.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return without_blanks(pl.concat(parts))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
