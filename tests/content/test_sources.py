"""Every source, found by its folder: its manifest is whole, and its sample parses to the rows that are expected."""

from __future__ import annotations

import json
import os
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from contrapeso.core.columns import columns
from contrapeso.core.facts import TABLES, to_plain
from contrapeso.ingest.world.manifest import MANIFEST, Source, read_source
from contrapeso.ingest.world.run import BUILT_IN, open_source, read_files
from contrapeso.ledger.schema import facts_from_arrow
from contrapeso.workspace.public_record import is_said
from contrapeso.workspace.workspace import Workspace

FOLDERS = sorted(path.parent for path in BUILT_IN.glob(f"*/{MANIFEST}"))
EXPECTED = "expected.jsonl"
each_source = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def samples(folder: Path) -> list[Path]:
    """``sample.*``, or the files of ``sample/`` where a source has several."""
    return sorted(path for path in [*folder.glob("sample.*"), *folder.glob("sample/*")] if path.is_file())


def expected(folder: Path) -> tuple[date | None, list[dict[str, Any]]]:
    """The vintage to ask for (first line, where the sample does not say it) and the rows."""
    lines = [json.loads(line) for line in (folder / EXPECTED).read_text(encoding="utf-8").splitlines()]
    asked = lines.pop(0)["vintage"] if lines and set(lines[0]) == {"vintage"} else None
    return (date.fromisoformat(asked) if asked else None), lines


def ingest_samples(workspace: Workspace) -> None:
    """Record the sample of every source."""
    for folder in FOLDERS:
        asked, _ = expected(folder)
        workspace.ingest_source(folder.name.replace("_", "-"), samples(folder), asked)


def read_sample(source: Source, vintage: date | None) -> list[dict[str, Any]]:
    """The sample's rows as plain values: what is absent, false or always so is left out."""
    files, dating = open_source(source, samples(source.folder), vintage)
    tables, _ = read_files(source, files, dating.on)
    rows = []
    for fact, table in tables.items():
        for row in facts_from_arrow(fact, table, ""):
            plain = to_plain(row)
            kept = {name: value for name, value in plain.items() if is_said(value)}
            kept.pop("public")
            rows.append({"table": fact.table, **kept})
    return rows


@each_source
def test_the_sample_parses_to_what_is_expected(folder: Path) -> None:
    source = read_source(folder)
    asked, rows = expected(folder) if (folder / EXPECTED).is_file() else (None, [])
    found = read_sample(source, asked)
    if os.environ.get("CONTRAPESO_GOLDEN") == "write":
        head = [{"vintage": asked.isoformat()}] if asked else []
        lines = [json.dumps(line, ensure_ascii=False) for line in [*head, *found]]
        (folder / EXPECTED).write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = found
    assert rows and found == rows


@each_source
def test_the_sample_shows_every_table_and_every_reason(folder: Path) -> None:
    source = read_source(folder)
    _, rows = expected(folder)
    assert {row["table"] for row in rows} >= set(source.tables)
    assert {row["reason"] for row in rows if row["table"] == "issue"} >= set(source.reasons)


@each_source
def test_the_manifest_names_what_the_tables_hold(folder: Path) -> None:
    source = read_source(folder)
    assert source.name == folder.name.replace("_", "-")
    assert source.homepage.startswith("https://")
    assert len(source.licence) <= 200
    assert set(source.tables) <= set(TABLES)
    for rule in source.fetch:
        assert rule.url.startswith("https://") and rule.types
        patterns = [one.pattern for one in source.files if one.role == rule.role]
        assert len(source.files) == 1 or fnmatch(rule.name, *patterns)
    assert len({rule.name for rule in source.fetch}) == len(source.fetch)
    _, rows = expected(folder)
    for row in rows:
        assert set(row) - {"table", "locator"} <= set(columns(TABLES[row["table"]]))
