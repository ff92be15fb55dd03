"""Sources of ties: what they say of states agrees with what the project itself has on record."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from contrapeso.core.errors import ContentError
from contrapeso.core.world import Tie
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.run import BUILT_IN, open_source, read_files

PACKS = BUILT_IN.parent / "packs"


def test_the_table_of_designations_says_what_the_pack_that_keeps_them_says() -> None:
    source = read_source(BUILT_IN / "mnna")
    files, dating = open_source(source, [source.folder / "designations.csv"], None)
    tables, issues = read_files(source, files, dating.on)
    ties = tables[Tie].select(["tie_id", "state", "start", "end", "level"]).to_pylist()
    with (PACKS / "per" / "statuses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    held = [
        {"tie_id": row["status_id"], "state": row["state"], "start": row["start"], "end": row["end"] or None, "level": row["status"]}
        for row in rows
    ]  # fmt: skip
    assert issues == 0 and dating.on > date(2026, 1, 1)
    assert ties == held


def test_a_description_of_another_table_stops_the_source(tmp_path: Path) -> None:
    source = read_source(BUILT_IN / "world_bank_gdp")
    other = tmp_path / "gdp.datapackage.json"
    other.write_text('{"name": "population"}', encoding="utf-8")
    files, dating = open_source(source, [source.folder / "sample" / "gdp.csv", other], date(2026, 1, 1))
    with pytest.raises(ContentError, match="population"):
        read_files(source, files, dating.on)


def test_an_alliance_of_two_names_the_partner_and_one_of_more_does_not() -> None:
    source = read_source(BUILT_IN / "atop")
    files, dating = open_source(source, [source.folder / "sample.csv"], date(2026, 1, 1))
    tables, _ = read_files(source, files, dating.on)
    found = {(row["tie_id"][:8], row["partner"]) for row in tables[Tie].select(["tie_id", "partner"]).to_pylist()}
    assert ("9001-135", "CHL") in found and ("9002-345", None) in found


@pytest.mark.parametrize(
    ("name", "sample"), [("atop", "sample.csv"), ("kinne_dca", "sample.csv"), ("world_bank_population", "sample/population.csv")]
)  # fmt: skip
def test_a_table_whose_publisher_ends_its_last_line_is_refused_where_it_was_cut(
    tmp_path: Path, name: str, sample: str
) -> None:
    source = read_source(BUILT_IN / name)
    cut = tmp_path / {"atop": "atop5_1m.csv", "kinne_dca": "dcad.csv"}.get(name, "population.csv")
    cut.write_bytes((source.folder / sample).read_bytes()[:-9])
    files, dating = open_source(source, [cut], date(2026, 1, 1))
    with pytest.raises(ContentError, match="cut short"):
        read_files(source, files, dating.on)


def test_a_workbook_cut_short_is_not_taken_for_one_without_a_day(tmp_path: Path) -> None:
    source = read_source(BUILT_IN / "wgi")
    cut = tmp_path / "wgidataset.xlsx"
    whole = (source.folder / "sample.xlsx").read_bytes()
    cut.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ContentError, match="no workbook"):
        open_source(source, [cut], None)
