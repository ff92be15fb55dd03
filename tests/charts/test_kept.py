"""A drawing is made once for equal specs, and again when the spec, its name or its file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.charts.chart import Spec
from contrapeso.charts.draw import draw_spec
from contrapeso.charts.worker import Job, Worker

SPEC: Spec = {
    "mark": "bar",
    "data": {"values": [{"a": "x", "b": 1}]},
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is truly drawn, by workers that draw in this process."""
    names: list[str] = []

    def draw(self: Worker, jobs: list[Job]) -> list[str]:
        names.extend(name for _, name in jobs)
        return [draw_spec(spec, name) for spec, name in jobs]

    monkeypatch.setattr(Worker, "_drawn", draw)
    return names


def worker(folder: Path | None) -> Worker:
    found = Worker(folder)
    found.close()
    return found


def test_what_is_kept_is_not_drawn_again_and_is_the_same(tmp_path: Path, drawn: list[str]) -> None:
    first = worker(tmp_path / "k").draw([(SPEC, "one"), (SPEC, "two")])
    assert worker(tmp_path / "k").draw([(SPEC, "two"), (SPEC, "one")]) == first[::-1]
    assert drawn == ["one", "two"]
    assert first == worker(None).draw([(SPEC, "one"), (SPEC, "two")])


def test_another_spec_is_another_drawing(tmp_path: Path, drawn: list[str]) -> None:
    other = {**SPEC, "mark": "point"}
    first = worker(tmp_path).draw([(SPEC, "one"), (other, "one")])
    assert first[0] != first[1] and drawn == ["one", "one"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, drawn: list[str]) -> None:
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert worker(tmp_path / "file").draw([(SPEC, "one")])[0].startswith("<svg")
    assert drawn == ["one", "one"]
