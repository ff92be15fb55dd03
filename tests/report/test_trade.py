"""The section on trade: both directions said the right way round, and what nobody ingested told with how to get it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrapeso.core.measurement import Measurement
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.report.briefs.country import trade
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Section, blocks_of, lines_of, said
from contrapeso.report.inputs import LackingRecord
from tests.report.fictional import inputs

HOME = inputs().country


def one(indicator: str, partner: str | None, topic: str, value: float | None, **more: object) -> Measurement:
    about = {"period": "2021", "vintage": "wits 2023", "unit": "share", "missing": ("second-report",), **more}
    return Measurement(indicator=indicator, subject=HOME, object=partner, topic=topic, value=value, **about)  # type: ignore[arg-type]


MEASURED = (
    one("trade-cut-off", "CHN", "exports", 0.32), one("trade-cut-off", "CHN", "imports", 0.29),
    one("trade-cut-off", "BOL", "exports", 0.014), one("trade-reverse", "CHN", "exports", 0.007),
    one("trade-reverse", "CHN", "imports", 0.004), one("trade-reverse", "BOL", "exports", 0.084),
    one("trade-cut-off", "USA", "exports-matrix", 0.9), one("trade-mirror", "CHN", "imports", 0.2, missing=()),
    one("goods-cut-off", "CHN", "exports", 0.49), one("goods-reverse", "CHN", "exports", 0.03),
    one("product-cut-off", "USA", "710812", 1.0), one("product-cut-off", "BRA", "260400", 0.6),
)  # fmt: skip


def section_of(*measured: Measurement, lacking: tuple[LackingRecord, ...] = ()) -> Section | None:
    return trade.section(View(replace(inputs(), world=measured, lacking=lacking)))


def words(section: Section, language: str = "en") -> str:
    return " | ".join("".join(said(part, language) for part in line) for line in lines_of((section,)))  # type: ignore[arg-type]


def test_the_answer_comes_first_and_the_partner_loses_the_other_way_round() -> None:
    section = section_of(*MEASURED)
    assert section
    first = words(section).split(" | ")[0]
    assert "If China ceased to trade" in first
    assert (
        "32% of its exports and 29% of its imports; China would lose 1% of its imports and <1% of its exports" in first
    )
    assert "Bolivia: 8% of its imports" in words(section)


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_have_their_tables_and_no_words_are_missing(language: str) -> None:
    section = section_of(*MEASURED)
    assert section
    figures = [block for block in blocks_of((section,)) if isinstance(block, Figure)]
    assert [figure.chart.chart_id for figure in figures] == ["trade-both", "goods-both"]
    assert all(figure.chart.alt and figure.chart.units and figure.table.rows for figure in figures)
    text = words(section, language)
    assert "{" not in text and "matrix" not in text and "260400" not in text
    assert {"es": "oro en bruto", "en": "unwrought gold"}[language] in text


def test_the_distance_between_two_accounts_is_shown_where_there_are_two() -> None:
    section = section_of(*MEASURED)
    assert section
    table = next(block for block in blocks_of((section,)) if isinstance(block, Figure)).table
    cells = ["".join(said(part, "en") for part in row.cells[-1]) for row in table.rows]
    assert cells == ["one account only", "20%", "one account only"]


def test_what_nobody_ingested_is_said_with_how_to_get_it() -> None:
    title, obtain = Text(es="Algo", en="Something"), Text(es="En la red.", en="On the net.")
    section = section_of(lacking=(LackingRecord("goods-cut-off", title, (("baci", obtain),)),))
    assert section and "Something" in words(section) and "contrapeso ingest baci … — On the net." in words(section)


def test_where_nobody_measures_trade_there_is_no_section() -> None:
    assert section_of() is None
