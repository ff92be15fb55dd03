"""Content hashes: the same content has the same name everywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def hash_bytes(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def hash_object(value: object) -> str:
    """SHA-256 of the canonical JSON of ``value`` (sorted keys, no blanks, UTF-8)."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hash_bytes(canonical.encode())


def hash_files(root: Path, files: Iterable[Path]) -> str:
    """One SHA-256 for a set of files: their paths below ``root`` and their contents, in path order."""
    lines = [f"{hash_bytes(file.read_bytes())}  {file.relative_to(root).as_posix()}" for file in files]
    return hash_bytes("\n".join(sorted(lines, key=lambda line: line[66:])).encode())
