"""Measures what is not kept yet of many indicators in two processes, so that whoever reads them all waits half as long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.locale import say
from contrapeso.workspace import worldwide

if TYPE_CHECKING:
    from contrapeso.measure.indicator import Indicator
    from contrapeso.workspace.workspace import Workspace

    Family = tuple[Indicator, ...]

WORTH_IT = 500_000
"""Rows of evidence from which on a second process is sooner done than it has begun."""


def measure_ahead(workspace: Workspace, indicators: Sequence[Indicator], known_at: date | None = None) -> None:
    """Measure and keep those of the indicators that are not kept; one that cannot be measured is left to who asks for it."""
    rows = rows_of_sources(workspace, known_at)
    lacking = [one for one in indicators if _is_lacking(workspace, one, known_at)]
    mine, theirs = halves(families(lacking), rows)
    if not mine or not theirs or sum(weight(one, rows) for one in (mine, theirs)) < WORTH_IT or os.cpu_count() == 1:
        return
    workspace.progress(say("cli.measuring-ahead", count=len(mine) + len(theirs)))
    with _started(workspace, theirs, known_at) as other:
        try:
            for one in mine:
                worldwide.table_of(workspace, one, known_at)
        except BaseException:
            other.terminate()
            raise


def rows_of_sources(workspace: Workspace, known_at: date | None) -> dict[str, int]:
    """How many rows each source in view holds."""
    return {one.source: one.rows for one in workspace.ledger.snapshots(None, known_at)}


def _is_lacking(workspace: Workspace, indicator: Indicator, known_at: date | None) -> bool:
    from contrapeso.ledger.measured import Measured

    inputs = worldwide.inputs_of(workspace, indicator, known_at)
    return inputs is not None and not Measured(workspace.ledger).path(indicator.name, inputs).is_file()


def families(indicators: Sequence[Indicator]) -> list[Family]:
    """Indicators that share a source, directly or through others: what is read for one of them is read for all."""
    found: list[tuple[set[str], list[Indicator]]] = []
    for one in indicators:
        sources, members = set(one.sources), [one]
        for family in [kin for kin in found if not sources.isdisjoint(kin[0])]:
            sources, members = sources | family[0], family[1] + members
            found.remove(family)
        found.append((sources, members))
    return [tuple(members) for _, members in found]


def halves(found: Sequence[Family], rows: dict[str, int]) -> tuple[Family, Family]:
    """The families in two parts of about as many rows of evidence, the largest family first."""
    parts: tuple[list[Indicator], list[Indicator]] = ([], [])
    for family in sorted(found, key=lambda one: weight(one, rows), reverse=True):
        min(parts, key=lambda part: weight(part, rows)).extend(family)
    return tuple(parts[0]), tuple(parts[1])


def weight(indicators: Sequence[Indicator], rows: dict[str, int]) -> int:
    """Rows of evidence that indicators read: what is read once for several is still measured by each."""
    return sum(rows.get(source, 0) for one in indicators for source in one.sources)


def _started(workspace: Workspace, indicators: Sequence[Indicator], known_at: date | None) -> subprocess.Popen[bytes]:
    config = workspace.config
    asked = {
        "ledger": str(config.ledger), "register": config.register_url, "content": [str(one) for one in config.content],
        "today": workspace.today().isoformat(), "known_at": known_at.isoformat() if known_at else None,
        "indicators": [one.name for one in indicators],
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "contrapeso.workspace.ahead"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(asked).encode())
        process.stdin.close()
    return process


def _serve() -> None:
    """What the other process does: measure what it is told to, and leave what fails to the one that asked."""
    from pathlib import Path

    from contrapeso.core.errors import ContrapesoError
    from contrapeso.workspace.config import Config
    from contrapeso.workspace.workspace import Workspace

    asked = json.load(sys.stdin)
    ledger, today = Path(asked["ledger"]), date.fromisoformat(asked["today"])
    known_at = date.fromisoformat(asked["known_at"]) if asked["known_at"] else None
    config = Config(ledger, asked["register"], tuple(map(Path, asked["content"])), ledger / "inbox")
    with Workspace(config, today=lambda: today) as workspace:
        named = {one.name: one for one in worldwide.world_indicators(workspace)}
        for name in asked["indicators"]:
            try:
                worldwide.table_of(workspace, named[name], known_at)
            except ContrapesoError:
                continue


if __name__ == "__main__":
    _serve()
