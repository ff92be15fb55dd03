"""The section on offers: its words in both languages, its charts, and its absence where there are no offers."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from contrapeso.choose.answer import answer
from contrapeso.choose.model import Asked
from contrapeso.choose.wording import wording
from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.report.briefs.country import offers
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Section, blocks_of, lines_of, said
from contrapeso.workspace.choosing import Chosen
from tests.choose.table import CHANCES, ON, model
from tests.report.fictional import inputs

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = {
    "capabilities": {"air": Text(es="aviación", en="aircraft"), "land": Text(es="blindados", en="armour")},
    "platform-categories": {"fighter": Text(es="caza", en="fighter"), "tank": Text(es="tanque", en="tank")},
}
LINE = {"objective:no-base": Text(es="No habrá bases", en="There shall be no bases")}


def section(folder: Path, asked: Asked | None = None) -> Section:
    posed = model(folder, asked, rules=CHANCES)
    chosen = Chosen("URY", ON, answer(posed), wording(posed, WORDS, LINE))
    found = offers.section(View(replace(inputs(), chosen=chosen)))
    assert found is not None
    return found


def text(found: Section, language: Language) -> str:
    lines = ["".join(said(part, language) for part in one) for one in lines_of(found.blocks)]
    return "\n".join([found.heading[language], *lines]) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_reads_as_agreed(tmp_path: Path, language: Language) -> None:
    path, found = GOLDEN / f"offers-{language}.txt", text(section(tmp_path), language)
    if os.environ.get("CONTRAPESO_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), f"{path.name} changed: look at the difference, then `make golden`"


def test_charts_say_what_they_draw(tmp_path: Path) -> None:
    charts = [one.chart for one in blocks_of(section(tmp_path).blocks) if isinstance(one, Figure)]
    assert [one.chart_id for one in charts] == ["offers-frontier", "offers-core"]
    stops = charts[0]
    assert [row[1].en for row in stops.rows] == ["24 from the south", "12 from the north"]  # type: ignore[union-attr]
    assert all(low <= value <= high for _, _, _, value, low, high in stops.rows)  # type: ignore[operator]
    assert "supuestas" in stops.units.es and "assumed" in stops.units.en
    assert [row[1] for row in charts[1].rows] == [same("1"), same("1"), same("1"), same("0")]
    for chart in charts:
        for width in (340, 680):
            spec = chart.spec("es", width)
            assert spec["description"] and spec["title"]["subtitle"]


def test_where_nothing_keeps_the_rules_the_section_says_which(tmp_path: Path) -> None:
    found = text(section(tmp_path, Asked(ceilings={"air": 0.4})), "en")
    assert "no set keeps all of these at once: the ceiling of 40% on what one state, France" in found


def test_without_offers_there_is_no_section() -> None:
    assert offers.section(View(inputs())) is None
