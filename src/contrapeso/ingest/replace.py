"""Several files of a folder replaced together: all of them or none, whatever moment the process dies."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

JOURNAL = ".replacing.json"
"""While it exists, the replacement is decided and only its renames may be left to do."""


def replace_together(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write new contents aside, decide by renaming the journal into place, then rename each."""
    folder.mkdir(parents=True, exist_ok=True)
    finish_replacing(folder)
    try:
        for name, content in contents.items():
            _write(folder / _aside(name), content)
        _write(folder / f"{JOURNAL}.tmp", json.dumps(sorted(contents)).encode())
        (folder / f"{JOURNAL}.tmp").replace(folder / JOURNAL)
    except BaseException:
        for name in (*map(_aside, contents), f"{JOURNAL}.tmp"):
            (folder / name).unlink(missing_ok=True)
        raise
    finish_replacing(folder)


def finish_replacing(folder: Path) -> None:
    """Carry a decided replacement through; nothing to do where none was left open."""
    journal = folder / JOURNAL
    if not journal.exists():
        return
    for name in json.loads(journal.read_text(encoding="utf-8")):
        aside = folder / _aside(Path(name).name)
        if aside.exists():
            aside.replace(folder / Path(name).name)
    journal.unlink(missing_ok=True)


def _aside(name: str) -> str:
    return f".{name}.new"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
