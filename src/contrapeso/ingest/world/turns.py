"""One process at a time works on a folder: a lock that ends with its holder, on every system."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

LOCK = ".lock"


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether this process has the folder to itself for as long as it stays; False while another one has it.

    The lock is SQLite's on an empty file: the system lets go of it when its holder ends, however it ends.
    """
    with closing(sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise OSError(error.sqlite_errorcode, str(error)) from error
            yield False
        else:
            yield True
