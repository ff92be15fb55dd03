"""Comparing by command: from a fresh clone, from the ledger, by group, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.workspace.discover import built_in
from tests.cli.running import Run

ON = ("--year", "2025")
SAMPLE = built_in() / "sources" / "sipri_trade_register" / "sample.csv"
REGISTER = "trade-register-sample.csv"


def test_a_fresh_clone_shows_every_state_and_says_that_it_is_published(run: Run) -> None:
    found = run("compare", "PER", "COL", *ON, "--json").json
    assert found["states"] == ["PER", "COL"]
    lines = {(line["indicator"], line["topic"]): line["cells"] for line in found["lines"]}
    cell = lines["arms-concentration", "tiv-20"]["PER"]
    assert cell["value"] == pytest.approx(0.1846, abs=1e-4) and cell["release"].startswith("0.1.0")
    shown = {one["indicator"] for one in found["lines"]}
    assert {"entanglement", "ties-presence", "ties-blocs", "ties-cut-off", "ties-alliances", "ties-missions"} <= shown
    assert {"military-burden", "ties-organisations", "governance"} <= {one["indicator"] for one in found["absent"]}
    assert lines["ties-presence", None]["COL"]["vintage"].startswith("atop v5.1 ≤")


def test_the_table_names_the_partner_and_where_a_row_comes_from(run: Run) -> None:
    ran = run("compare", "PER", "COL", *ON, "--lang", "es")
    denial = next(line for line in ran.out.splitlines() if line.startswith("Negación unilateral"))
    assert "Italia 0.34" in denial and "Estados Unidos" in denial and "medición publicada" in denial
    assert "contrapeso ingest" in ran.err and "sipri-milex" in ran.err


def test_a_group_is_its_members_on_the_day(run: Run) -> None:
    assert run("compare", "--group", "andean-community", *ON, "--json").json["states"] == ["BOL", "COL", "ECU", "PER"]
    assert "AFG" in run("compare", "--group", "mnna", "--year", "2015", "--json").json["states"]


def test_pairs_of_another_year_are_not_in_the_release(run: Run) -> None:
    found = run("compare", "PER", "--year", "2000", "--indicator", "arms-denial", "--json").json
    assert found["lines"] == [] and found["absent"][0]["indicator"] == "arms-denial"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "XXZ"), "XXZ"), (("compare",), "andean-community"), (("compare", "--group", "andes"), "groups available"),
        (("compare", "PER", "--indicator", "denial-power"), "pack"), (("measure", "COL", "--indicator", "denial-power"), "pack"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_how_to_mend_it(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_a_state_without_a_pack_is_measured_and_explained(run: Run) -> None:
    found = run("measure", "COL", "--on", "2026-11-26", "--json").json["measurements"]
    assert len({one["id"] for one in found}) == len(found) > 30 and {one["subject"] for one in found} == {"COL"}
    link = run("explain", "col/arms-denial:USA:-", "--on", "2026-11-26", "--json").json["explain"]
    assert {"indicator", "release"} <= {one["kind"] for one in link["rests_on"]}


def test_what_nobody_measured_is_refused(run: Run) -> None:
    ran = run("explain", "col/arms-denial:AND:-", "--on", "2026-11-26")
    assert ran.code == 2 and "contrapeso measure COL --indicator arms-denial" in ran.err


def test_the_ledger_goes_before_the_release_and_leads_to_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / REGISTER
    file.write_bytes(SAMPLE.read_bytes())
    place = ("--ledger", tmp_path / "ledger")
    assert run("ingest", "sipri-trade-register", file, *place).code == 0
    found = run("measure", "BIH", "--indicator", "arms-direct", "--json", *place).json["measurements"]
    assert found and all(one["release"] is None for one in found)
    link = run("explain", found[0]["id"], "--json", *place).json["explain"]
    facts = [one for one in link["rests_on"] if one["kind"] == "fact"]
    assert [one["name"] for one in facts] == found[0]["evidence"] and len(facts) == found[0]["evidence_count"]
    assert facts and all(one["where"].startswith(f"{REGISTER} line ") for one in facts)
    kept = list((tmp_path / "ledger" / "evidence" / "measurement").glob("arms-direct-*.parquet"))
    assert len(kept) == 1


def test_a_comparison_is_written_in_both_languages(run: Run, tmp_path: Path) -> None:
    paths = run("compare", "PER", "COL", *ON, "--indicator", "arms-suppliers", "--out", tmp_path, "--json").json[
        "paths"
    ]
    assert {Path(path).name for path in paths} == {
        "index.html",
        "comparison-es.pdf",
        "comparison-en.pdf",
        "comparison.json",
    }
    es, en = ((tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "en/index.html"))
    assert "Proveedores efectivos" in es and "Effective number" in en and "aria-labelledby" in es
    assert "Mediciones publicadas" in es and "Published measurements" in en
    assert (tmp_path / "comparison-es.pdf").read_bytes().count(b"/StructTreeRoot") >= 1


def test_an_indicator_of_packs_is_refused_without_denying_that_there_is_a_pack(run: Run) -> None:
    ran = run("compare", "PER", "COL", "--indicator", "un-position")
    assert ran.code == 2 and "has none" not in ran.err and "contrapeso measure STATE --indicator un-position" in ran.err


def test_what_is_refused_is_told_in_the_language_asked_for(run: Run) -> None:
    assert "no hay grupo" in run("compare", "--group", "andes", "--lang", "es").err
    assert "there is no group" in run("compare", "--group", "andes", "--lang", "en").err
