"""«What if …»: the answer first, every after-value under the name that explains it, one chart, and silence without cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from contrapeso.core.text import LANGUAGES, Language
from contrapeso.report.briefs.country import whatif
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Figure, Measured, Section, Table, blocks_of, lines_of, said
from contrapeso.report.gather import gather
from contrapeso.report.inputs import Inputs
from contrapeso.stress.summary import summary
from contrapeso.workspace import Workspace, open_workspace
from tests.report.fictional import inputs as fictional

ON = date(2026, 11, 26)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("ledger"), today=lambda: ON) as opened:
        yield opened


@pytest.fixture(scope="module")
def gathered(workspace: Workspace) -> Inputs:
    return gather(workspace, "PER", ON)


@pytest.fixture(scope="module")
def section(gathered: Inputs) -> Section:
    made = whatif.section(View(gathered))
    assert made
    return made


def words(section: Section, language: Language) -> list[str]:
    return ["".join(said(part, language) for part in line) for line in lines_of((section,))]


def figures(section: Section) -> list[Measured]:
    return [part for line in lines_of((section,)) for part in line if isinstance(part, Measured)]


def test_without_cases_there_is_no_section() -> None:
    assert whatif.section(View(fictional())) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first_and_assumptions_last(section: Section, language: Language) -> None:
    lines = words(section, language)
    assert re.match(
        r"De los casos que se prueban, quita más «" if language == "es" else "Of the cases tried, “", lines[0]
    )
    assert ("supuesto" if language == "es" else "assumed") in lines[-1]


def test_every_after_value_is_what_explain_tells_under_its_name(
    workspace: Workspace, gathered: Inputs, section: Section
) -> None:
    known = {
        one.explain_id(change): change.after
        for one in gathered.stressed
        for change in (*one.measurements, *one.findings)
        if change.after
    }
    held = figures(section)
    assert len(held) > 40 and all(one.measurement in known for one in held)
    assert all(one.value == getattr(known[one.measurement], "value", None) for one in held)
    for name in sorted({one.measurement for one in held})[:: max(len(held) // 3, 1)]:
        assert workspace.explain(name, on=ON).name == name


def test_one_chart_draws_each_different_case_once_with_its_table(gathered: Inputs, section: Section) -> None:
    drawn = [block for block in blocks_of((section,)) if isinstance(block, Figure)]
    (figure,) = drawn
    taking = [one for one in gathered.stressed if summary(one).is_of_support]
    assert len(figure.table.columns) - 1 == len({repr(summary(one).losing) for one in taking}) < len(taking) + 1
    assert figure.note and "contrapeso explain 'stress:" in "".join(said(part, "es") for part in figure.note)
    assert all(len(row.cells) == len(figure.table.columns) for row in figure.table.rows)


def test_the_table_has_a_row_for_each_case_and_says_what_cannot_be_measured(gathered: Inputs, section: Section) -> None:
    table = next(block for block in blocks_of((section,)) if isinstance(block, Table))
    assert len(table.rows) == len(gathered.stressed) == 7
    war = next(row for row in table.rows if "guerra" in "".join(said(part, "es") for part in row.cells[0]))
    assert "atop" in "".join(said(part, "es") for part in war.cells[2])


def test_where_nothing_takes_support_that_is_the_answer(gathered: Inputs) -> None:
    kept = tuple(one for one in gathered.stressed if not summary(one).is_of_support)
    made = whatif.section(View(replace(gathered, stressed=kept, smallest=())))
    assert made and words(made, "en")[0] == "None of the cases tried takes support from a capability."
    assert not [block for block in blocks_of((made,)) if isinstance(block, Figure)]


def test_every_indicator_that_may_change_is_called_by_its_title(workspace: Workspace, gathered: Inputs) -> None:
    """Also those of all states, which only a ledger with their sources measures."""
    assert {one.name for one in gathered.indicators} == {one.name for one in workspace.indicators}
