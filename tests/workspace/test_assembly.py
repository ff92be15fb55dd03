"""From files of votes to positions kept in the ledger, and back from a measurement to the snapshot of the votes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import contrapeso
from contrapeso.core.text import LANGUAGES
from contrapeso.ledger.trace import Link
from contrapeso.workspace import Workspace

ON = date(2021, 6, 1)
STATES = {
    "PER": (135, "PERU"),
    "USA": (2, "UNITED STATES"),
    "CHN": (710, "CHINA"),
    "BRA": (140, "BRAZIL"),
    "CHL": (155, "CHILE"),
}
LINES = {"PER": "YYNAYYNY", "USA": "NNYYNNYN", "CHN": "YYNNYYNY", "BRA": "YYNYYAYY", "CHL": "YYNAYYNN"}


def votes(folder: Path) -> list[Path]:
    """Eight invented questions in each of three years; the states vote by turns of one line."""
    folder.mkdir()
    calls, rows = [], []
    for year in (2018, 2019, 2020):
        for n in range(8):
            record, day = year * 10 + n, f"{year}-12-{n + 1:02d}"
            cast = {state: line[(n + (year - 2018)) % 8] for state, line in LINES.items()}
            tally = [list(cast.values()).count(vote) for vote in "YNA"]
            title = f"Question {n} : resolution / adopted by the General Assembly"
            symbol = f"A/RES/{year - 1945}/{n + 1}"
            calls.append([record, symbol, day, title, "A/1 1 Peace. PEACE", "A/1", "A/PV.1", *tally, 0, "x", 1, "GA"])
            rows += [[record, state, *STATES[state], vote] for state, vote in cast.items()]
    header = "id_record,symbol,date,title,agenda,committee_report,meeting_record,yes,no,abstain,nonvoting,source,recorded,body"
    return [
        written(folder / "undl_resolutions_2020-12-31.csv", header.split(","), calls),
        written(folder / "undl_votes_2020-12-31.csv", ["id_record", "iso3", "cow", "country", "vote"], rows),
    ]


def written(path: Path, header: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("votes")
    with contrapeso.open(folder / "ledger", today=lambda: ON) as workspace:
        workspace.ingest_source("un-votes-undl", votes(folder / "files"))
    return folder / "ledger"


def opened(ledger: Path, said: list[str]) -> Workspace:
    return contrapeso.open(ledger, today=lambda: ON, progress=lambda text: said.append(text.en))


def kinds(link: Link) -> set[str]:
    return {link.kind}.union(*(kinds(one) for one in link.rests_on))


def test_positions_are_estimated_once_and_then_read(ledger: Path) -> None:
    said: list[str] = []
    with opened(ledger, said) as workspace:
        first = workspace.assembly()
        assert first and len(first.calls) == 24
        places = first.places
    assert sum("Estimating" in one for one in said) == 1
    again: list[str] = []
    with opened(ledger, again) as workspace:
        found = workspace.assembly()
        assert found and found.places.rows == places.rows
    assert again == []
    assert {one.state for one in places.rows} == set(STATES)


def test_votes_after_the_day_do_not_exist_yet(ledger: Path) -> None:
    with opened(ledger, []) as workspace:
        early, never = workspace.assembly(date(2019, 1, 1)), workspace.assembly(date(2017, 1, 1))
        assert early and len(early.calls) == 8
        assert early.places.years == (2018,)
        assert never is None
        assert workspace.assembly(known_at=date(2020, 1, 1)) is None


def test_a_measurement_leads_to_the_snapshot_of_the_votes(ledger: Path) -> None:
    with opened(ledger, []) as workspace:
        for name in ("per/un-distance:USA:-", "per/un-agreement:USA:-:2020"):
            link = workspace.explain(name)
            assert {"measurement", "indicator", "snapshot", "source"} <= kinds(link), name
            assert all("  " not in link.says[language] for language in LANGUAGES)
        assert "result" in kinds(workspace.explain("per/un-distance:USA:-"))
        (agreed,) = [
            one
            for one in workspace.measure("PER", indicator="un-agreement")
            if (one.object, one.topic) == ("USA", "2020")
        ]
        assert agreed.value == sum(a == b for a, b in zip(LINES["PER"], LINES["USA"], strict=True)) / 8
        assert agreed.vintage == "2020-12-31"


def test_without_votes_what_is_missing_is_named(tmp_path: Path) -> None:
    with contrapeso.open(tmp_path / "ledger", today=lambda: ON) as workspace:
        assert workspace.assembly() is None
        (one,) = workspace.measure("PER", indicator="un-position")
        assert (one.value, one.missing) == (None, ("un-votes",))
