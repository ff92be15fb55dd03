"""Drawings kept on disk by the hash of their spec, so that a chart that did not change is not drawn again."""

from __future__ import annotations

import hashlib
import json
import uuid
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from contrapeso.charts.chart import Spec
from contrapeso.charts.draw import VERSION
from contrapeso.charts.theme import FONT_FOLDER


class Kept:
    """A folder of SVG files; whoever removes it loses nothing but the time to draw them again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        fonts = sorted(f"{file.name} {file.stat().st_size}" for file in FONT_FOLDER.iterdir())
        self._drawn_by = json.dumps([version("vl-convert-python"), VERSION, fonts])

    def path(self, spec: Spec, name: str) -> Path:
        """Where the drawing of a spec is, or would be."""
        told = json.dumps([self._drawn_by, name, spec], sort_keys=True)
        return self.folder / f"{hashlib.sha256(told.encode()).hexdigest()}.svg"

    def read(self, path: Path) -> str | None:
        try:
            return path.read_text(encoding="utf-8")
        except OSError:
            return None

    def keep(self, path: Path, svg: str) -> None:
        """Written aside and renamed; where there is no room the drawing is just not kept."""
        aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(svg, encoding="utf-8")
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
