"""Draws specs in a process of its own, so that a long report uses a second core and need not wait for the engine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contrapeso.charts.chart import Spec
from contrapeso.charts.draw import draw_spec
from contrapeso.charts.kept import Kept

Job = tuple[Spec, str]
"""A Vega-Lite spec, and the name that the ids of its drawing begin with."""


class Worker:
    """A process that readies the drawing engine while others work, draws once, and ends."""

    def __init__(self, folder: Path | None = None) -> None:
        """Drawings are looked for in ``folder`` first, and kept there."""
        self._kept = Kept(folder) if folder else None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "contrapeso.charts.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def draw(self, jobs: Sequence[Job]) -> list[str]:
        """The SVG elements of the jobs in their order; drawn here if the process fails."""
        if self._kept is None:
            return self._drawn(jobs)
        paths = [self._kept.path(*job) for job in jobs]
        known = {path: self._kept.read(path) for path in paths}
        new = [(path, job) for path, job in zip(paths, jobs, strict=True) if known[path] is None]
        for (path, _), svg in zip(new, self._drawn([job for _, job in new]) if new else [], strict=True):
            known[path] = svg
            self._kept.keep(path, svg)
        return [known[path] or "" for path in paths]

    def _drawn(self, jobs: Sequence[Job]) -> list[str]:
        answer, _ = self._process.communicate(json.dumps(jobs).encode())
        if self._process.returncode != 0:
            return [draw_spec(spec, name) for spec, name in jobs]
        drawn: list[str] = json.loads(answer)
        return drawn

    def close(self) -> None:
        """End the process if it still waits."""
        if self._process.poll() is None:
            self._process.communicate(b"[]")


def _serve() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who interrupts the report ends this too, without a word
    draw_spec({"mark": "point", "data": {"values": []}}, "ready")
    if asked := sys.stdin.read():  # nothing where the parent ended without asking
        json.dump([draw_spec(spec, name) for spec, name in json.loads(asked)], sys.stdout)


if __name__ == "__main__":
    _serve()
