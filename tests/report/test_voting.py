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


def test_moves_breaks_and_topics_are_told_in_both_languages() -> None:
    rows = [
        *measured(0.6),
        one("un-distance-change", -0.4, -0.7, -0.1, object="USA", topic="turn", period="2024/2025", unit="position"),
        one("un-break", 0.03, 0.03, 0.03, period="2024/2025", is_assumed=True),
        one("un-break", 0.67, 0.67, 0.67, object="USA", period="2016/2017", is_assumed=True),
        one("un-break", 0.2, 0.2, 0.2, object="CHN", period="1997/1998", is_assumed=True),
        one("un-agreement-topic", -0.7, -0.8, -0.5, object="USA", topic="LAW OF THE SEA", period="2021/2025"),
        one("un-agreement-topic", 0.4, 0.2, 0.6, object="USA", topic="a heading that nobody translated", period="2021/2025"),
    ]  # fmt: skip
    section = section_of(*rows)
    assert section
    en, es = words(section, "en"), words(section, "es")
    assert "the United States broke between 2016 and 2017" in en and "67%" in en
    assert "probably did not" in en and "1997" not in en
    assert "law of the sea" in en and "derecho del mar" in es and "a heading that nobody translated" in es
    assert "-0.4" in en and "Cambio de distancia" not in en


def test_what_region_and_regime_leave_and_released_agreement_fill_the_table() -> None:
    rows = [row for row in measured(0.6) if row.indicator != "un-agreement"]
    left = one("assembly-left", 0.3, -0.5, 1.1, object="USA", period="2024", unit="position")
    agreed = one("assembly-agreement", 0.24, 0.2, 0.3, object="USA", topic="votes-1")
    told = voting.section(View(replace(inputs(), measurements=tuple(rows), left=(left,), agreed=(agreed,))))
    assert told
    text = words(told)
    assert "0.3" in text and "24%" in text and f"contrapeso explain {left.id}" in text
    without = voting.section(View(replace(inputs(), measurements=tuple(rows))))
    assert without and "contrapeso ingest v-dem" in words(without) and "not measured" in words(without)


@pytest.mark.parametrize(("origin", "told"), [("release", "this release publishes"), ("authors", "Bailey"), ("", "")])
def test_whose_positions_they_are_is_said(origin: str, told: str) -> None:
    rows = [
        replace(row, evidence=(f"positions:{origin}-2025-11-08",)) if row.indicator == "un-position" else row
        for row in measured(0.6)
    ]
    section = section_of(*rows)
    assert section and told in words(section)
    assert ("No votes are in the ledger" in words(section)) == bool(origin)
