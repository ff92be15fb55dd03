"""Vintages of one source side by side: what each said of a figure, in the ledger, in an explanation and over the years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import contrapeso
from contrapeso.core.errors import ContentError
from contrapeso.core.world import Flow
from contrapeso.ingest.world.run import BUILT_IN
from contrapeso.workspace import Workspace, yearly

SAMPLE = BUILT_IN / "us_foreign_assistance" / "sample.csv"
FIGURE = "flow:usfa-PER-obligated-2022-current"
FIRST, SECOND = date(2023, 3, 1), date(2024, 3, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two vintages of the invented sample; in the first, fiscal 2022 is told as 1,500 instead of 5,000."""
    opened = contrapeso.open(tmp_path / "ledger", today=lambda: date(2026, 1, 15))
    earlier = tmp_path / "earlier.csv"
    earlier.write_text(
        SAMPLE.read_text(encoding="utf-8").replace(",2022,5000,5000", ",2022,1500,1500"), encoding="utf-8"
    )
    opened.ingest_source("us-foreign-assistance", [earlier], vintage=FIRST)
    opened.ingest_source("us-foreign-assistance", [SAMPLE], vintage=SECOND)
    yield opened
    opened.close()


def test_every_vintage_is_read_and_the_newest_is_in_view(workspace: Workspace) -> None:
    world = workspace.world()
    assert [one.vintage for one in world.vintages] == [FIRST, SECOND]
    assert len(world.history(Flow)) == 2 * len(world.table(Flow))
    row = world.get(FIGURE)
    assert isinstance(row, Flow) and row.value == 5000.0
    ((snapshot, before),) = world.earlier(row)
    assert (snapshot.vintage, before.value, before.locator) == (FIRST, 1500.0, "earlier.csv line 5")


def test_what_was_known_on_a_day_has_no_later_vintage(workspace: Workspace) -> None:
    world = workspace.ledger.world(FIRST)
    row = world.get(FIGURE)
    assert isinstance(row, Flow) and row.value == 1500.0 and world.earlier(row) == ()


def test_an_explanation_shows_what_the_other_vintage_said(workspace: Workspace) -> None:
    told = [link for link in workspace.explain(FIGURE).rests_on if link.kind == "revision"]
    assert [link.where for link in told] == ["earlier.csv line 5"]
    assert "1,500 USD" in told[0].says.en and "1 March 2023" in told[0].says.en


def test_a_measurement_leads_to_its_vintages(workspace: Workspace) -> None:
    (one,) = (
        one for one in workspace.measure_state("PER", indicator="assistance-revision", on=date(2023, 1, 1)) if one.topic == "obligated"
    )  # fmt: skip
    assert one.value == pytest.approx(5000 / 1500)
    chain = list(workspace.explain(one.id, on=date(2023, 1, 1)).lines("en"))
    assert any("1,500 USD" in line for line in chain)


def test_the_figure_that_moved_most_is_told_by_each_vintage(workspace: Workspace) -> None:
    told = yearly.editions(workspace, "PER", "assistance-by-stage", "obligated")
    assert [(one.vintage, one.period, one.value) for one in told] == [
        (FIRST.isoformat(), "2022", 1500.0), (SECOND.isoformat(), "2022", 5000.0),
    ]  # fmt: skip
    assert {one.ref for one in told} == {FIGURE}


def test_all_years_of_a_state_are_told_oldest_first(workspace: Workspace) -> None:
    found = yearly.years(workspace, "PER", ["assistance-by-stage"])
    told = [one.period for one in found if one.topic == "obligated"]
    assert told == ["1975", "2019", "2022", "2023"]
    assert [one.period for one in yearly.years(workspace, "PER", ["assistance-by-stage"], date(2020, 1, 1))] == [
        "1975",
        "2019",
        "2019",
    ]


def test_a_ledger_without_the_source_tells_no_edition(tmp_path: Path) -> None:
    with contrapeso.open(tmp_path / "empty") as empty:
        assert yearly.editions(empty, "PER", "assistance-by-stage", "obligated") == ()


def test_a_vintage_before_the_years_of_the_file_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ContentError, match="2023"):
        workspace.ingest_source("us-foreign-assistance", [SAMPLE], vintage=date(2022, 3, 1))
