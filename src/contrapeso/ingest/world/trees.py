"""JSON files of publishers, alone or in a tar archive: read within bounds, refused by name where they cannot be read."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from typing import Any

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.opening import Opened

MAX_MEMBERS = 5000
MAX_MEMBER_BYTES = 16 * 1024 * 1024


def read_json(name: str, content: bytes, faults: FaultList) -> dict[str, Any] | None:
    """The mapping that a JSON file holds; None with a fault where it holds anything else."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        faults.stop(name, getattr(error, "lineno", 0), fill(wording.UNREADABLE, reason=reason))
        return None
    if not isinstance(found, dict):
        faults.stop(name, 1, fill(wording.UNREADABLE, reason=type(found).__name__))
        return None
    return found


def json_members(opened: Opened, faults: FaultList) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON files of a tar archive by their names within it; stops with a fault at one that cannot be read."""
    for name, content in _members(opened, faults):
        found = read_json(f"{opened.name} {name}", content, faults)
        if found is not None:
            yield name, found


def _members(opened: Opened, faults: FaultList) -> Iterator[tuple[str, bytes]]:
    """Plain files only: links, devices and names that lead elsewhere are never followed, as nothing is written."""
    try:
        with tarfile.open(fileobj=io.BytesIO(opened.content), mode="r:") as archive:
            for number, member in enumerate(archive):
                if number >= MAX_MEMBERS or member.size > MAX_MEMBER_BYTES:
                    faults.stop(opened.name, 0, fill(wording.UNPACKS_TOO_BIG, limit=MAX_MEMBER_BYTES))
                    return
                file = archive.extractfile(member) if member.isfile() and member.name.endswith(".json") else None
                if file is not None:
                    yield member.name, file.read()
    except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError) as error:
        faults.stop(opened.name, 0, fill(wording.BAD_ARCHIVE, reason=str(error) or type(error).__name__))
