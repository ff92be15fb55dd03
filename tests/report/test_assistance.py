"""What cooperation was for: told from what is on record, and from a release, and what is missing is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contrapeso.core.measurement import Measurement
from contrapeso.core.text import LANGUAGES
from contrapeso.report.briefs.country import assistance
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Section, Table, blocks_of, lines_of, said
from contrapeso.workspace.yearly import Edition
from tests.report.fictional import inputs

HOME = inputs().country


def one(indicator: str, period: str, value: float | None, *, sure: bool = True, **more: Any) -> Measurement:
    ends = (value, value) if sure else more.pop("ends", (None, None))
    about = {"vintage": "2022-08-09", "unit": "share", **more}
    return Measurement(
        indicator=indicator, subject=HOME, period=period, value=value, low=ends[0], high=ends[1], **about
    )


def shares() -> list[Measurement]:
    told = {"2019": (0.25, 0.05), "2020": (0.125, 0.02)}
    return [
        one("assistance-security-share", year, value, topic=topic)
        for year, (drugs, arms) in told.items()
        for topic, value in (("security", drugs + arms), ("counter-narcotics", drugs), ("military", arms))
    ]


def amounts() -> list[Measurement]:
    return [
        one("assistance-by-category", year, 2e6, topic=topic, object="USA", unit="USD of 2020")
        for year in ("2018", "2020") for topic in ("all-categories", "economic", "military")
    ]  # fmt: skip


def staged() -> list[Measurement]:
    about = {"object": "USA", "unit": "USD"}
    return [
        one("assistance-by-stage", "2024", 177.9e6, sure=False, ends=(170e6, 250e6), topic="obligated", missing=("provisional",), **about),
        one("assistance-by-stage", "2025", 57.6e6, sure=False, topic="obligated", missing=("provisional", "year-not-over"), **about),
    ]  # fmt: skip


def section_of(*measured: Measurement, editions: tuple[Edition, ...] = ()) -> Section | None:
    return assistance.section(View(replace(inputs(), over_years=measured, editions=editions)))


def words(section: Section | None, language: str = "en") -> str:
    assert section
    return " | ".join("".join(said(part, language) for part in line) for line in lines_of((section,)))  # type: ignore[arg-type]


def charts(section: Section | None) -> list[Figure]:
    assert section
    return [block for block in blocks_of((section,)) if isinstance(block, Figure)]


def test_nothing_is_said_where_nothing_was_asked() -> None:
    assert section_of() is None


def test_the_answer_comes_first_with_its_greatest_year_and_how_it_is_known() -> None:
    section = section_of(*shares())
    text = words(section)
    assert text.startswith("In the fiscal year 2020, 14%") and "30%, in 2019" in text
    assert f"contrapeso explain {HOME.lower()}/assistance-security-share:-:-:security --on 2021-01-01" in text


def test_a_release_gives_shares_and_a_ledger_amounts() -> None:
    (released,) = charts(section_of(*shares()))
    assert "share" in released.chart.title.en and max(row[2] for row in released.chart.rows) == 30.0
    (held,) = charts(section_of(*shares(), *amounts()))
    assert "USD of 2020" in held.chart.units.en and "USD de 2020" in held.chart.units.es
    assert {row[2] for row in held.chart.rows} == {2.0}


def test_a_provisional_figure_shows_its_interval_and_an_open_year_its_mark() -> None:
    section = section_of(*staged())
    assert section
    (table,) = [block for block in blocks_of((section,)) if isinstance(block, Table)]
    assert ["".join(said(part, "en") for part in row.cells[3]) for row in table.rows] == ["57.6†", "177.9 (170–250)*"]


def test_a_figure_that_moved_is_shown_in_every_vintage() -> None:
    told = tuple(
        Edition(vintage, "2023", "obligated", value, "USD", "flow:x")
        for vintage, value in (("2023-11-01", 60.4e6), ("2025-06-01", 193.7e6))
    )
    section = section_of(editions=told)
    assert "was 60.4 million in the vintage of 1 Nov 2023 and is 193.7 million" in words(section)
    (chart,) = charts(section)
    assert [row[1] for row in chart.chart.rows] == [60, 194]
    assert "contrapeso explain flow:x" in "".join(said(part, "en") for part in chart.note)
    assert section_of(editions=told[:1]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_say_it(language: str) -> None:
    social = one("defence-beside-social", "2024", 0.0769, unit="times", missing=("other-years",))
    assert len(words(section_of(*shares(), *amounts(), *staged(), social), language)) > 600


def served(year: str, **shares: tuple[float | None, float, float]) -> list[Measurement]:
    return [
        one("assistance-purposes", year, value, topic=topic.replace("_", "-"), sure=False, ends=(low, high), missing=() if value is not None else ("exchange-rates",))
        for topic, (value, low, high) in shares.items()
    ]  # fmt: skip


def test_purposes_are_drawn_for_the_newest_year_and_told_for_others() -> None:
    older = served("2019", for_health=(0.5, 0.4, 0.6))
    newest = served("2020", for_health=(0.25, 0.2, 0.7), for_justice=(None, 0.0, 0.9), for_unclassified=(0.1, 0.1, 0.1))
    section = section_of(*older, *newest)
    (figure,) = charts(section)
    drawn = {row[0].en: row[1].en for row in figure.chart.rows}  # type: ignore[union-attr]
    assert drawn["for health"] == "25% [20–70%]" and drawn["for justice"] == "between 0 and 90%"
    assert drawn["for education"] == "—" and drawn["without a stated purpose"] == "10%"
    text = words(section)
    assert "the one that surely received most in 2020 was for health: 25% (20–70%)" in text
    how = "".join(said(part, "en") for part in figure.note)  # type: ignore[arg-type, union-attr]
    assert f"contrapeso explain {HOME.lower()}/assistance-purposes:-:-:for-health --on 2021-01-01" in how
    assert "ingest iati" not in text
    assert "50% (40–60%)" in text


@pytest.mark.parametrize(
    ("justice", "told"),
    [((0.0, 0.0, 0.0), "no payment for the topics"), ((None, 0.0, 0.9), "it is not sure that anything")],
)
def test_no_topic_leads_without_being_sure(justice: tuple[float | None, float, float], told: str) -> None:
    assert told in words(section_of(*served("2020", for_justice=justice, for_other=(0.8, 0.7, 1.0))))
