"""The repository as a whole: import contracts hold, packs import little, and no shared data is tracked."""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.engine import PACKS, ROOT, place, tree

ALLOWED = ("contrapeso.assess", "contrapeso.core", "contrapeso.ledger.evidence")
SHARED = ROOT.parent / "shared" / "data"
REQUIREMENTS = sorted(path for pack in PACKS for path in pack.glob("requirements/*.py"))


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_requirements_import_law_words_and_evidence_only(path: Path) -> None:
    """Law as code needs ``contrapeso.assess``, ``core``, ``ledger.evidence`` and the standard library."""
    found = [
        f"{place(path, node.lineno)}: {name}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or "."] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED)
    ]
    assert not found, "\n".join(found)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_shared_data_file_is_tracked() -> None:
    """Raw data belongs to its publishers: it is read from a folder, never copied into the repository."""
    if not (ROOT / ".git").exists() or not SHARED.is_dir():
        return  # an export without history, or a clone that stands alone, has nothing to compare
    sizes = {path.stat().st_size: path for path in tracked() if path.stat().st_size > 200}
    suspects = [path for path in SHARED.rglob("*") if path.is_file() and path.stat().st_size in sizes]
    ours = {digest(path) for path in tracked()}
    assert not [path for path in suspects if digest(path) in ours]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_no_tracked_file_is_large() -> None:
    if not (ROOT / ".git").exists():
        return
    large = [f"{place(path)}: {path.stat().st_size} bytes" for path in tracked() if path.stat().st_size > 1_000_000]
    assert not large, "\n".join(large)
