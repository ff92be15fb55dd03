"""Rules for all tests: no network but loopback, no ledger of the user's, and on CI no skips."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

FORBID_SKIPS = os.environ.get("CONTRAPESO_FORBID_SKIPS") == "1"

settings.register_profile("contrapeso", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("contrapeso")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its own ledger, whatever the user's environment says."""
    if "CONTRAPESO_TEST_HOME" not in os.environ:
        os.environ["CONTRAPESO_TEST_HOME"] = tempfile.mkdtemp(prefix="contrapeso-tests-")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["CONTRAPESO_LEDGER"] = str(Path(os.environ["CONTRAPESO_TEST_HOME"]) / worker)
    os.environ.pop("CONTRAPESO_CONTENT", None)
    for name in ("CONTRAPESO_INBOX", "CONTRAPESO_REGISTER", "CONTRAPESO_ENGINE"):
        os.environ.pop(name, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    return _no_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[Any]:
    return _no_skips((yield))


def _no_skips(report: Any) -> Any:
    """On CI a skipped test is a failed one, with the reason of the skip."""
    if FORBID_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skips are forbidden here (CONTRAPESO_FORBID_SKIPS=1): {reason}"
    return report


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Any]:
    """One server on loopback for all tests of a worker; skipped where PostgreSQL is not installed."""
    pytest.importorskip("pg8000")
    from tests import postgresql

    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with postgresql.Server(programs) as server:
        yield server


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"a test tried to reach {host}: tests run offline")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
