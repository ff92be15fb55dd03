"""The opening of the report: two columns a partner, what matters most by a stated rule, every figure led to its source."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import either, percent
from contrapeso.report import write_report
from contrapeso.report.briefs.country import balance, chief, denial, lookthrough, naming, partner
from contrapeso.report.briefs.country.build import build
from contrapeso.report.briefs.country.measured import phrase, value_text
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Line, Measured, Section, Sides, Table, blocks_of, lines_of, said
from tests.report.fictional import MEASURED, OVER_CEILING, both, inputs, reader
from tests.report.reading import Element, Page

VIEW = View(inputs())


def spoken(one: Line, language: Language = "en") -> str:
    return "".join(said(part, language) for part in one)


def measured(name: str) -> Measured:
    """The figure that the report shows of a measurement."""
    document = build(inputs())
    return next(
        part for one in lines_of(document.sections) for part in one if isinstance(part, Measured) and part.measurement == name
    )  # fmt: skip


def test_the_balance_opens_the_report_and_there_is_one_opening() -> None:
    anchors = [section.anchor for section in build(inputs()).sections]
    assert anchors[:3] == ["balance", "denial", "look-through"]
    assert len(anchors) == len(set(anchors)) and "answer" not in anchors


def test_two_columns_for_each_main_partner() -> None:
    section = balance.section(VIEW)
    cards = {one.heading.en: one for one in section.blocks if isinstance(one, Section)}
    assert list(cards)[:4] == ["Argentina", "Brazil", "United States", "Italy"]
    sides = next(block for block in cards["United States"].blocks if isinstance(block, Sides))
    assert [side.heading.en for side in sides.sides] == ["What it brings", "What it costs in autonomy"]
    brings, costs = ({entry.term.en: entry.said for entry in side.entries} for side in sides.sides)
    assert spoken(brings["Amounts"][0]) == "USD\u00a01,234,567.50 (contract)"
    assert spoken(costs["What it could deny"][0]) == "air lift 60% (60–100%) — 1 of 2 types: =Albatros 4"
    assert spoken(costs["Conditions it may invoke"][1]) == "1 more if what is pending is concluded"


def test_what_nobody_read_is_not_nothing() -> None:
    sides = partner.section(VIEW, "ARG").blocks[0]
    assert isinstance(sides, Sides)
    entry = sides.sides[1].entries[0]
    assert spoken(entry.said[0]) == "not known: nobody has read its conditions"


def test_main_partners_are_those_with_most_instruments_then_most_power() -> None:
    assert balance.main_partners(VIEW) == ("ARG", "BRA", "USA", "ITA")
    without = View(replace(inputs(), measurements=()))
    assert balance.main_partners(without) == ("ARG", "BRA", "USA")


def test_findings_rank_failures_then_deadlines_then_margins() -> None:
    found = [group[0] for group in chief.groups(VIEW)]
    assert [one.verdict for one in found] == ["FAIL", "DUE", "WARN"]
    assert chief.margin(VIEW, OVER_CEILING) == pytest.approx(0.6 - 0.35)


def test_findings_of_one_requirement_count_once_and_gravest_first() -> None:
    failed = next(one for one in inputs().findings if one.verdict == "FAIL")
    due = next(one for one in inputs().findings if one.verdict == "DUE")
    grave = replace(failed, requirement="ury/chamber", severity="high")
    later = replace(due, id="later", requirement="ury/approval", due_on=date(2030, 1, 1))
    mild = replace(failed, severity="low")
    many = tuple(replace(mild, id=f"{mild.id}-{n}") for n in range(3))
    view = View(replace(inputs(), findings=(later, *many, due, grave)))
    assert [(group[0].requirement, len(group)) for group in chief.groups(view)] == [
        ("ury/chamber", 1), ("ury/price", 3), ("ury/leaves", 1), ("ury/approval", 1),
    ]  # fmt: skip


def test_a_far_deadline_comes_after_what_crosses_a_threshold_today() -> None:
    due, far = next(one for one in inputs().findings if one.verdict == "DUE"), VIEW.inputs.on + timedelta(days=366)
    found = {
        day: replace(due, id=str(day), requirement="ury/approval", due_on=day) for day in (far, far - timedelta(days=1))
    }
    for day, verdicts in ((far, ["WARN", "DUE"]), (far - timedelta(days=1), ["DUE", "WARN"])):
        view = View(replace(inputs(), findings=(OVER_CEILING, found[day])))
        assert [group[0].verdict for group in chief.groups(view)] == verdicts


def test_of_two_that_cross_a_limit_alike_the_surer_goes_first() -> None:
    wide = next(one for one in MEASURED if one.ref in OVER_CEILING.evidence)
    sure = replace(wide, capability="submarine")
    doubtful = replace(wide, low=0.1)
    other = replace(OVER_CEILING, id="z", code="other", evidence=(sure.ref,))
    rest = tuple(one for one in MEASURED if one.ref not in (wide.ref, sure.ref))
    view = View(replace(inputs(), measurements=(doubtful, sure, *rest), findings=(OVER_CEILING, other)))
    assert [group[0].id for group in chief.groups(view)] == ["z", OVER_CEILING.id]


def test_roles_that_somebody_fills_are_not_listed_as_unfilled() -> None:
    section = denial.section(VIEW)
    table = next(one for part in blocks_of(section.blocks) if isinstance(part, Section) and part.anchor == "unnamed"
                 for one in part.blocks if isinstance(one, Table))  # fmt: skip
    assert [spoken(row.cells[2]) for row in table.rows] == ["Cormorán (engine)"]


def test_a_type_that_several_services_have_is_told_by_its_service() -> None:
    first = VIEW.holdings["p1"]
    twin = replace(first, holding_id="p5", services=("congress",))
    view = View(
        replace(inputs(), evidence=Evidence(VIEW.inputs.on, reader, overlay={"holding": [twin]}, public_only=True))
    )
    assert naming.platform(view, "p5").en == f"{first.platform} (General Assembly)"
    assert naming.platform(view, "p1").es == first.platform and naming.platform(view, "p2").en == "Cormorán"
    assert naming.platform(VIEW, "p1").es == first.platform and naming.platform(view, "p9").en == "p9"


def test_a_lone_count_is_singular_and_few_fleets_stand_in_the_sentence() -> None:
    one = next(row for row in MEASURED if row.topic == "promises-kept")
    assert [naming.counted_topic(VIEW, replace(one, value=n, low=n, high=n)).en for n in (1, 2)] == [
        "promise kept",
        "promises kept",
    ]
    alone = replace(next(row for row in MEASURED if row.topic == "p1:ITA"), topic="p2:ITA")
    both_types = (alone, replace(alone, topic="p1:ITA"))
    lines = [
        spoken(row)
        for row in lines_of((denial.section(View(replace(inputs(), measurements=both_types + MEASURED[:3]))),))
    ]
    assert "Italy alone could end support for the whole Cormorán and =Albatros 4 fleets once stocks run out." in lines


def test_assumed_findings_stand_apart_from_law() -> None:
    assert OVER_CEILING in VIEW.assumed and OVER_CEILING not in VIEW.applied
    section = denial.section(VIEW)
    assert section and "assumed" in [block.anchor for block in blocks_of(section.blocks) if isinstance(block, Section)]


def test_coalitions_in_words() -> None:
    section = denial.section(VIEW)
    assert section
    lines = [spoken(one) for one in lines_of((section,))]
    assert (
        "Italy alone, or the United States alone, could end support for the whole =Albatros 4 fleet once stocks run out."
        in lines
    )
    assert "Brazil alone could end support for the whole Cormorán fleet once stocks run out." in lines
    assert "Air lift: Italy alone 60%; the United States alone 60%; Brazil alone 40%" in lines


def test_the_heat_map_tells_unknown_from_nothing() -> None:
    section = denial.section(VIEW)
    assert section
    figure = next(block for block in section.blocks if isinstance(block, Figure))
    cells = {(row.cells[0][0].text.en, column.header.en): spoken(cell) for row in figure.table.rows  # type: ignore[union-attr]
             for column, cell in zip(figure.table.columns, row.cells, strict=True)}  # fmt: skip
    assert cells["Air lift", "France"] == "0% (0–40%)"
    assert cells["Submarines", "Germany"] == "not known"
    assert cells["Submarines", "Italy"] == "—"


def test_hidden_dependence_first_and_in_words() -> None:
    gap, *_ = lookthrough.gaps(VIEW)
    assert (gap.exposed.object, gap.delivered, gap.hidden) == ("USA", 0.0, 0.6)
    section = lookthrough.section(VIEW)
    assert section
    first = [spoken(one) for one in lines_of((section,))][1]
    assert first == "The United States delivered none of air lift and yet fills a critical role in 60% (=Albatros 4)."


def _measurements(element: Element) -> set[str]:
    return {one.attributes.get("data-measurement", "") for one in element.all("data", "span")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measured_figure_can_be_traced(tmp_path: Path, language: Language) -> None:
    write_report(inputs(), tmp_path, (language,))
    page = Page((tmp_path / ("index.html" if language == "es" else "en/index.html")).read_text(encoding="utf-8"))
    held = {
        element.attributes["data-measurement"] for element in page.root.all("data", "span") if "data-measurement" in element.attributes
    }  # fmt: skip
    commands = {code.text() for code in page.root.all("code")}
    ids = {one["id"] for one in json.loads((tmp_path / "URY.json").read_text(encoding="utf-8"))["measurements"]}
    assert len(held) > 20 and held <= ids
    led = {
        link.all("data", "span")[0].attributes["data-measurement"] for link in page.root.all("a") if link.attributes.get("class") == "measured"
    }  # fmt: skip
    assert len(led) > 20 and {f"contrapeso explain {name}" for name in led} <= commands
    assert all(figure.all("code") for figure in page.root.all("figure") if held & _measurements(figure))
    assert not [link for link in page.root.all("a") if link.attributes.get("class") == "measured" and not link.text()]


def test_a_figure_says_its_interval_and_never_0_for_unknown() -> None:
    by_id = {one.id: one for one in MEASURED}
    assert value_text(by_id["ury/denial-power:USA:air-lift"]).es == "60\u00a0% (60–100\u00a0%)"
    assert value_text(by_id["ury/denial-power:DEU:submarine"]).en == "not known"
    assert measured("ury/denial-power:USA:air-lift").value == 0.6
    bounds = replace(by_id["ury/denial-power:DEU:submarine"], low=0.2, high=0.8)
    assert value_text(bounds).es == "entre 20 y 80\u00a0%"


def test_only_the_figure_of_a_phrase_is_a_link() -> None:
    one = next(row for row in MEASURED if row.indicator == "conditions-in-force" and row.value)
    head, tail = phrase(one, "figure-clauses")
    assert isinstance(head, Measured) and said(tail, "es") == " en vigor"


@pytest.mark.parametrize(
    ("share", "es"), [(0.0, "0"), (0.001, "<1"), (0.625, "62"), (0.999, "99"), (1.0, "100")],
)  # fmt: skip
def test_percentages_hide_neither_little_nor_almost_all(share: float, es: str) -> None:
    assert percent(share) == Text(es=f"{es}\u00a0%", en=f"{es}%")


def test_alternatives() -> None:
    assert either([both("Italia", "Italy")]) == Text(es="Italia", en="Italy")
    assert either([same("a"), both("Omán", "Oman")]) == Text(es="a, u Omán,", en="a, or Oman,")
