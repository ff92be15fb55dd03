"""The section on votes: charts and words where positions are on record, one line where they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrapeso.core.measurement import Measurement
from contrapeso.core.text import LANGUAGES
from contrapeso.report.briefs.country import voting
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Section, blocks_of, lines_of, said
from tests.report.fictional import inputs

HOME = inputs().country


def one(
    indicator: str, value: float | None, low: float | None = None, high: float | None = None, **more: object
) -> Measurement:
    about = {"period": "2025", "vintage": "2025-11-08", "unit": "share", **more}
    return Measurement(indicator=indicator, subject=HOME, value=value, low=low, high=high, **about)  # type: ignore[arg-type]


def section_of(*measured: Measurement) -> Section | None:
    return voting.section(View(replace(inputs(), measurements=measured)))


def words(section: Section, language: str = "en") -> str:
    return " | ".join("".join(said(part, language) for part in line) for line in lines_of((section,)))  # type: ignore[arg-type]


def measured(moved: float) -> list[Measurement]:
    rows = [
        one("un-position", at, at - 0.1, at + 0.1, object=state, topic=year, period=year, unit="position")
        for state, at in ((None, 0.0), ("USA", 2.0)) for year in ("2024", "2025")
    ]  # fmt: skip
    rows += [one("un-agreement", v, v, v, object="USA", topic=y, period=y) for y, v in (("2024", 0.32), ("2025", 0.06))]
    rows += [one("un-distance", 2.0, 1.5, 2.5, object="USA", unit="position")]
    rows += [one("un-drift", 0.2, -0.1, 0.5, topic="turn", period="2024/2025", unit="position")]
    rows += [one("un-moved", moved, moved, moved, topic="turn", period="2024/2025")]
    return [*rows, one("un-changed", 0.5, 0.1, 0.9, evidence=("roll_call:1", "roll_call:2"))]


@pytest.mark.parametrize(("moved", "told"), [(0.97, "almost surely"), (0.85, "probably"), (0.6, "cannot be said")])
def test_who_moved_is_told_with_its_probability(moved: float, told: str) -> None:
    section = section_of(*measured(moved))
    assert section
    text = words(section)
    assert told in text and f"{round(100 * moved)}%" in text
    assert "6%" in text and "32%" in text and "of 2 questions" in text
    assert all(len(words(section, language)) > 300 for language in LANGUAGES)


def test_the_chart_holds_the_home_state_first() -> None:
    section = section_of(*measured(0.6))
    assert section
    (figure,) = [block for block in blocks_of((section,)) if isinstance(block, Figure)]
    assert len(figure.chart.rows) == 4
    assert "2025-11-08" not in figure.chart.source.en and "8 November 2025" in figure.chart.source.en


def test_without_votes_one_line_says_how_to_get_them() -> None:
    section = section_of(one("un-position", None, missing=("un-votes",)))
    assert section
    assert "contrapeso ingest un-votes-undl" in words(section)
    assert section_of() is None
