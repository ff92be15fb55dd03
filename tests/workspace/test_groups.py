"""Groups of states: dated members, agreement with what a pack records, and names that do not exist."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from contrapeso.core.errors import UnknownName
from contrapeso.workspace.groups import find_group, groups
from tests.architecture.engine import CONTENT


def test_members_come_and_go_by_their_days() -> None:
    allies = find_group("mnna")
    assert {"AFG", "ARG"} <= set(allies.on(date(2020, 1, 1)))
    assert "AFG" not in allies.on(date(2023, 1, 1)) and "PER" not in allies.on(date(2026, 1, 13))
    assert "PER" in allies.on(date(2026, 1, 14))
    assert find_group("andean-community").on(date(2026, 11, 26)) == ("BOL", "COL", "ECU", "PER")


def test_groups_say_how_their_source_says_it() -> None:
    assert all(one.note for one in groups().values())


def test_the_list_of_allies_is_that_of_the_source() -> None:
    with (CONTENT / "sources" / "mnna" / "designations.csv").open(encoding="utf-8") as file:
        assert file.readline().startswith("contrapeso: compiled")
        rows = [row for row in csv.DictReader(file) if row["regime"] != "mnna-treated-as"]
    listed = {(row["state"], row["start"], row["end"]) for row in rows}
    held = {(one.state, str(one.start), str(one.end) if one.end else "") for one in find_group("mnna").members}
    assert held == listed


def test_south_america_is_that_of_the_united_nations() -> None:
    """The twelve independent states of the intermediate region 005 of M49."""
    expected = ["ARG", "BOL", "BRA", "CHL", "COL", "ECU", "GUY", "PER", "PRY", "SUR", "URY", "VEN"]
    assert find_group("south-america").on(date(2026, 11, 26)) == tuple(expected)


def test_designations_agree_with_the_pack_that_records_them() -> None:
    with (CONTENT / "packs" / "per" / "statuses.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] in ("mnna", "mnna-1987")]
    recorded = {(row["state"], row["start"], row["end"]) for row in rows}
    held = {(one.state, str(one.start), str(one.end) if one.end else "") for one in find_group("mnna").members}
    assert held == recorded


def test_every_group_has_members_and_a_source() -> None:
    assert all(one.members and one.source.startswith("https://") for one in groups().values())


def test_an_unknown_group_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="south-amerika"):
        find_group("south-amerika")
