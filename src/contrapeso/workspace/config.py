"""Where the ledger lies and which private content is mounted: arguments, else environment, else defaults."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LEDGER = "CONTRAPESO_LEDGER"
CONTENT = "CONTRAPESO_CONTENT"
REGISTER = "CONTRAPESO_REGISTER"
INBOX = "CONTRAPESO_INBOX"


@dataclass(frozen=True, slots=True)
class Config:
    """Ledger folder, register URL (None: SQLite in the ledger folder), mounted content folders, and the inbox."""

    ledger: Path
    register_url: str | None
    content: tuple[Path, ...]
    inbox: Path


def configure(ledger: str | Path | None = None, content: Iterable[str | Path] = ()) -> Config:
    """The configuration in effect; explicit arguments win over the environment."""
    mounted = [Path(folder) for folder in content]
    if not mounted and os.environ.get(CONTENT):
        mounted = [Path(folder) for folder in os.environ[CONTENT].split(os.pathsep)]
    chosen = Path(ledger) if ledger else Path(os.environ[LEDGER]) if os.environ.get(LEDGER) else _user_folder()
    inbox = Path(os.environ[INBOX]) if os.environ.get(INBOX) else chosen / "inbox"
    return Config(chosen, os.environ.get(REGISTER) or None, tuple(mounted), inbox)


def _user_folder() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "contrapeso"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "contrapeso"
