"""Runs the command in this process, with a ledger of its own for the session."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from contrapeso.workspace.discover import built_in
from tests.cli.running import Ran, Run


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture
def run(ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    from contrapeso.cli.main import main

    monkeypatch.setenv("CONTRAPESO_LEDGER", str(ledger))
    monkeypatch.setenv("CONTRAPESO_LANG", "en")

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["contrapeso", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of a built-in pack that a test may spoil."""
    folder = tmp_path / "packs" / "per"
    shutil.copytree(built_in() / "packs" / "per", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
