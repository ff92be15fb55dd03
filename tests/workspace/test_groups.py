"""Groups of states: dated members, agreement with what a pack records, and names that do not exist."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from contrapeso.core.errors import UnknownName
from contrapeso.workspace.groups import find_group, groups
from tests.architecture.engine import CONTENT


def test_members_come_and_go_by_their_days() -> None:
    andean = find_group("andean-community")
    assert andean.on(date(1975, 1, 1)) == ("BOL", "CHL", "COL", "ECU", "PER", "VEN")
    assert andean.on(date(2026, 11, 26)) == ("BOL", "COL", "ECU", "PER")


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
