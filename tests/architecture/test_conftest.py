"""The rules in tests/conftest.py bite."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


def test_a_test_cannot_leave_the_machine() -> None:
    with socket.socket() as client, pytest.raises(PermissionError, match="offline"):
        client.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(("forbid", "outcome"), [("0", 0), ("1", 1)])
def test_a_skip_fails_where_skips_are_forbidden(tmp_path: Path, forbid: str, outcome: int) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text())
    (tmp_path / "test_skip.py").write_text("import pytest\ndef test_it():\n    pytest.skip('no browser here')\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    run = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={"CONTRAPESO_FORBID_SKIPS": forbid, "PATH": ""}
    )
    assert run.returncode == outcome, run.stdout + run.stderr
    assert "no browser here" in run.stdout or forbid == "0"
