"""From files of votes to positions kept in the ledger, and back from a measurement to the snapshot of the votes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import contrapeso
from contrapeso.core.text import LANGUAGES
from contrapeso.ledger.trace import Link
from contrapeso.workspace import Workspace, published

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


def test_the_run_that_estimates_says_what_later_runs_say(tmp_path: Path) -> None:
    """What is kept is rounded: the first answer is of the rounded numbers too."""
    said = []
    for n in range(2):
        with contrapeso.open(tmp_path / "ledger", today=lambda: ON) as workspace:
            if n == 0:
                workspace.ingest_source("un-votes-undl", votes(tmp_path / "files"))
            votes_in_view = workspace.assembly(ON)
            assert votes_in_view is not None
            joint = votes_in_view.places.joint
            said.append((votes_in_view.places.rows, joint.value.tolist(), joint.walk_sd))
    assert said[0] == said[1]


def test_votes_after_the_day_do_not_exist_yet(ledger: Path) -> None:
    with opened(ledger, []) as workspace:
        early, never = workspace.assembly(date(2019, 1, 1)), workspace.assembly(date(2017, 1, 1))
        assert early and len(early.calls) == 8
        assert early.places.years == (2018,)
        assert never is None or (never.calls, never.places.origin) == ((), "release")
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


def test_without_votes_and_without_a_release_what_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "release", lambda: published.Release("", "", {}))
    with contrapeso.open(tmp_path / "ledger", today=lambda: ON) as workspace:
        assert workspace.assembly() is None
        (one,) = workspace.measure("PER", indicator="un-position")
        assert (one.value, one.missing) == (None, ("un-votes",))


def test_without_votes_the_release_stands_in_and_says_so(tmp_path: Path) -> None:
    with contrapeso.open(tmp_path / "ledger", today=lambda: ON) as workspace:
        found = workspace.assembly()
        assert found and found.places.origin == "release" and found.places.years[-1] == 2020
        table = published.read("assembly-position")
        assert table is not None
        own = table.filter((pl.col("state") == "PER") & (pl.col("period") == "2020")).row(0, named=True)
        place = found.places.of("PER", 2020)
        assert place and place.interval == pytest.approx([own[name] for name in ("value", "low", "high")], abs=1e-4)
        assert "release" in kinds(workspace.explain("per/un-distance:USA:-"))
        assert workspace.assembly(known_at=ON) is None
        breaks = list(workspace.measure("PER", indicator="un-break"))
        assert breaks and all(one.missing == ("un-votes",) for one in breaks)
        assert not list(workspace.measure("PER", indicator="un-agreement"))


def test_positions_published_by_their_authors_go_before_the_release(tmp_path: Path) -> None:
    header = "Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname"
    rows = [
        f"{n},{cow},{session},50,{at},{at - 1},{at - 0.5},{at - 0.4},{at},{at + 0.4},{at + 0.5},{at + 1},{state},x"
        for n, (state, cow, at) in enumerate([("PER", 135, 0.0), ("USA", 2, 2.5), ("CHN", 710, -1.0)], 1)
        for session in (73, 74)
    ]
    path = tmp_path / "IdealpointestimatesAll_Apr2020.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    with contrapeso.open(tmp_path / "ledger", today=lambda: ON) as workspace:
        workspace.ingest_source("ideal-points-published", [path])
        found = workspace.assembly()
        assert found and (found.places.origin, found.places.years) == ("authors", (2018, 2019))
        far = next(one for one in workspace.measure("PER", indicator="un-distance") if one.object == "USA")
        assert (far.value, far.period, far.vintage) == (2.5, "2019", "2020-04-01")
        assert far.low == pytest.approx(2.5 - 0.5 * 2**0.5)
        assert {"result", "snapshot", "source"} <= kinds(workspace.explain(far.id))


def test_indicators_of_all_states_are_measured_from_the_same_votes(ledger: Path) -> None:
    with opened(ledger, []) as workspace:
        compared = workspace.compare(["PER", "CHL"], on=ON, partner="USA")
        lines = {(one.indicator.name, one.topic): one.cells for one in compared.lines}
        agreed = lines["assembly-agreement", "votes-1"]["PER"]
        assert agreed and agreed.value == sum(a == b for a, b in zip(LINES["PER"], LINES["USA"], strict=True)) / 8
        far, near = lines["assembly-distance", None]["PER"], workspace.measure("PER", indicator="un-distance")
        same = next(one for one in near if one.object == "USA")
        assert far and (far.value, far.low, far.high) == pytest.approx((same.value, same.low, same.high))
        assert far.object == "USA" and compared.partner == "USA"
        for one in (agreed, far):
            assert {"snapshot", "source"} <= kinds(workspace.explain(one.id))
        plain = workspace.compare(["PER"], on=ON)
        assert not any(one.indicator.is_of_pairs for one in plain.lines)
