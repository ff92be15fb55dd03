"""Adds acts to a private content folder, under the same checks as any pack; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.facts import Act, Source, Stage
from contrapeso.workspace import discover

if TYPE_CHECKING:
    from contrapeso.ingest.spreadsheet import Imported


def add_file(country: str, file: Path, mounted: Sequence[Path]) -> Imported:
    """The acts of a spreadsheet into the last mounted folder."""
    from contrapeso.ingest.spreadsheet import import_acts

    return import_acts(file, mounted[-1], country.upper(), base=_base(country, mounted))


def add_act(country: str, act: Act, stage: Stage, source: Source, mounted: Sequence[Path]) -> Imported:
    """One act with its first step and its source into the last mounted folder."""
    from contrapeso.ingest.spreadsheet import append_act

    return append_act(mounted[-1], country.upper(), act, [stage], [source], base=_base(country, mounted))


def _base(country: str, mounted: Sequence[Path]) -> tuple[Path, ...]:
    """The pack folders that new rows must fit; the folder written to may not exist yet."""
    mounted[-1].mkdir(parents=True, exist_ok=True)
    return discover.find(country, mounted).folders
