"""Sources on the command line: ingest, sources, issues, list and explain, in the terminal and as JSON."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from contrapeso.core.text import LANGUAGES
from contrapeso.ingest.world.recorder import ENGINE_REASONS
from contrapeso.locale import word
from tests.cli.running import Run
from tests.ingest.world.register import FOLDER, written


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with a ledger of its own for each test."""
    monkeypatch.setenv("CONTRAPESO_LEDGER", str(tmp_path / "ledger"))
    return run


def test_a_source_is_ingested_listed_and_explained(run: Run, tmp_path: Path) -> None:
    (snapshot,) = run("ingest", "sipri-trade-register", written(tmp_path), "--json").json["snapshots"]
    assert (snapshot["vintage"], snapshot["issues"]) == ("2021-02-04", 7)
    (source,) = [one for one in run("sources", "--json").json["sources"] if one["source"] == "sipri-trade-register"]
    assert [one["vintage"] for one in source["vintages"]] == ["2021-02-04"]
    assert "2021-02-04" in run("sources").out
    chain = run("explain", "transfer:CHL-CAN-2017-aircraft-engine", "--json").json["explain"]
    assert chain["where"] == "trade-register.csv line 21"
    assert chain["rests_on"][0]["rests_on"][0]["where"].startswith("https://www.sipri.org")
    (part, *_) = run("list", "parts", "CHL", "--json").json["parts"]
    assert part["host_deal_ids"] == ["CHL-ISL-2017-zephyr-3m"]


def test_issues_say_what_was_dropped_and_why(run: Run, tmp_path: Path) -> None:
    run("ingest", "sipri-trade-register", written(tmp_path))
    listed = run("issues", "sipri-trade-register", "--json").json["issues"]
    assert {row["reason"] for row in listed} >= {"bad-flag", "bad-years", "broken-line", "not-valued"}
    assert all(row["why"]["es"] and row["why"]["en"] and row["record"] for row in listed)
    assert "trade-register.csv line 16\tdropped" in run("issues", "sipri-trade-register").out
    assert run("issues", "sipri-trade-register", "--vintage", "2020-01-01", "--json").json == {"issues": []}


def test_faults_end_with_exit_code_2_and_leave_no_trace(run: Run, tmp_path: Path) -> None:
    refused = run("ingest", "sipri-trade-register", written(tmp_path, b"x"))
    assert refused.code == 2 and "→" in refused.err
    unknown = run("ingest", "sipri-trade-registry", written(tmp_path))
    assert unknown.code == 2 and "sipri-trade-register" in unknown.err
    assert run("ingest", "sipri-trade-register", written(tmp_path), "--vintage", "yesterday").code == 2
    assert all(not one["vintages"] for one in run("sources", "--json").json["sources"])


def test_a_mounted_folder_may_bring_its_own_source(run: Run, tmp_path: Path) -> None:
    mounted = tmp_path / "mine" / "sources" / "my_register"
    shutil.copytree(FOLDER, mounted, ignore=shutil.ignore_patterns("__pycache__"))
    done = run("ingest", "my-register", written(tmp_path), "--content", tmp_path / "mine", "--json")
    assert done.json["snapshots"][0]["source"] == "my-register"


def test_a_pack_is_still_ingested_by_its_country(run: Run, pack: Path) -> None:
    country = pack.name.upper()
    assert run("ingest", country, "--json").json["snapshots"][0]["source"] == f"pack-{country.lower()}"


@pytest.mark.parametrize("reason", ENGINE_REASONS)
def test_every_reason_of_the_engine_has_words(reason: str) -> None:
    assert all(word("issue-reasons", reason)[language] for language in LANGUAGES)


def test_sources_say_how_to_get_each_and_on_what_terms_in_the_readers_language(run: Run) -> None:
    header, *rows = (line.split("\t") for line in run("sources", "--lang", "es").out.splitlines())
    assert header[-1] == "cómo se obtiene" and all(all((row[0], row[2], row[-1])) for row in rows)
    register = next(row for row in rows if row[0] == "sipri-trade-register")
    assert "https://www.sipri.org" in register[-1] and "no comercial" in register[2]


def test_a_source_that_was_never_ingested_is_not_one_without_issues(run: Run, tmp_path: Path) -> None:
    assert "contrapeso ingest sipri-trade-register" in run("issues", "sipri-trade-register", "--lang", "es").err
    run("ingest", "sipri-trade-register", written(tmp_path))
    listed = run("issues", "sipri-trade-register", "--lang", "es")
    assert "contrapeso ingest" not in listed.err and "\tdescartado\t" in listed.out
