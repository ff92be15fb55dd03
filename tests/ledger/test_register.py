"""The register's migrations lead to its models, on SQLite and in the SQL of PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from contrapeso.ledger import migrations
from contrapeso.ledger.ledger import Ledger
from contrapeso.ledger.models import metadata
from contrapeso.ledger.register import Register


def test_the_newest_revision_is_the_head_and_gives_the_models(tmp_path: Path) -> None:
    versions = sorted(Path(migrations.__file__).parent.glob("versions/*.py"))
    assert versions[-1].name.startswith(f"{migrations.HEAD}_")
    register = Ledger.open(tmp_path).register
    with register.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.sqlite
def test_a_register_of_the_first_revision_keeps_its_findings_and_gains_what_is_new(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/register.sqlite"
    old = sa.create_engine(url)
    with old.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO run VALUES ('r', 'assess', 'URY', '2026-01-01', NULL, '0.1', 'd', 'e', 'then', 'then')"
        )
        connection.exec_driver_sql(
            "INSERT INTO finding VALUES ('r', 'uy/x:a', 0, 'uy/x', 'a', 'PASS', NULL, '[]', 'low', NULL, '[]', '[]', '[]')"
        )
    old.dispose()
    register = Register(url)
    (kept,) = register.findings("r")
    assert (kept["id"], kept["act"], kept["capability"], kept["verdict"]) == ("uy/x:a", "a", None, "PASS")
    assert register.measurements("r") == ()


@pytest.mark.sqlite
def test_sqlite_writes_ahead_waits_and_checks_foreign_keys(tmp_path: Path) -> None:
    register = Ledger.open(tmp_path).register
    with register.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


@pytest.mark.sqlite
def test_every_table_can_be_said_in_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        assert str(sa.select(table).with_for_update().compile(dialect=dialect)).endswith("FOR UPDATE")
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_an_up_to_date_register_opens_without_alembic_ibis_or_arrow(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    code = (
        "import sys; from contrapeso.ledger.ledger import Ledger; Ledger.open(sys.argv[1]).snapshots('USA'); "
        "print([name for name in ('alembic', 'ibis', 'pyarrow', 'duckdb') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
