"""Adds acts to a private content folder, under the same checks as any pack; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import Act, Source, Stage
from contrapeso.core.text import Text
from contrapeso.workspace import discover

if TYPE_CHECKING:
    from contrapeso.ingest.spreadsheet import Imported


def only_country(mounted: Sequence[Path]) -> str:
    """The country of the only pack in view; ``UnknownName`` where there are several."""
    found = sorted(discover.discover([folder for folder in mounted if folder.is_dir()]))
    if len(found) == 1:
        return found[0]
    raise UnknownName(
        Text(es="hay varios países a la vista", en="several countries are in view"),
        Text(es=f"diga cuál: {', '.join(found)}", en=f"say which: {', '.join(found)}"),
    )


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
