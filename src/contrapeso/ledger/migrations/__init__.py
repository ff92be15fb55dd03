"""The register's history: Alembic revisions, applied under one lock when the stored version is not the newest."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from contrapeso.core.errors import LedgerError
from contrapeso.core.text import Text

HEAD = "0005"
"""The newest revision; a test holds it to the files in ``versions``."""
UPGRADE_LOCK = 0x70E50
"""The number of the advisory lock on PostgreSQL."""


def bring_up_to_date(engine: sa.Engine) -> None:
    """Create or upgrade the register; reads one row where it is up to date already."""
    if _stored(engine) == HEAD:
        return
    with engine.connect() as connection:
        connection = connection.execution_options(contrapeso_writes=True)
        with connection.begin():
            _alone(connection)
            if _version(connection) != HEAD:
                _upgrade(connection)


def _alone(connection: sa.Connection) -> None:
    """One upgrade at a time; SQLite has locked the whole register already."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})


def _stored(engine: sa.Engine) -> str | None:
    with engine.connect() as connection, connection.begin():
        return _version(connection)


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except (CommandError, ResolutionError) as error:
        raise LedgerError(
            Text(
                es="una versión más nueva de contrapeso escribió este registro",
                en="a newer contrapeso wrote this register",
            ),
            Text(es="actualice contrapeso, o use otro --ledger", en="upgrade contrapeso, or use another --ledger"),
        ) from error
