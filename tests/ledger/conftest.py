"""Tests of the ledger hold on SQLite and on PostgreSQL alike; a test marked ``sqlite`` is about SQLite itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.ledger.ledger import REGISTER_VARIABLE

STORES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test runs once for each database."""
    own = metafunc.definition.get_closest_marker("sqlite") is not None
    metafunc.parametrize("register_store", STORES[:1] if own else STORES, indirect=True)


@pytest.fixture(autouse=True)
def register_store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where ledgers of this test, and of processes that it starts, keep their register: one for each folder."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        first = server.new_database()
        named: dict[Path, str] = {}

        def register_of(folder: Path) -> str:
            return named.setdefault(folder, server.new_database() if named else first)

        monkeypatch.setenv(REGISTER_VARIABLE, first)
        monkeypatch.setattr("contrapeso.ledger.ledger.register_of", register_of)
    return str(request.param)
