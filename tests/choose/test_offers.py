"""Offers are read strictly: every fault of the file at once, and nothing unknown becomes zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.choose.offers import read_offers
from contrapeso.core.errors import ContentError, UnknownName
from tests.choose.table import OFFERS, table


def faults(folder: Path, text: str) -> set[tuple[str, int]]:
    with pytest.raises(ContentError) as error:
        table(folder, text)
    return {(fault.field, fault.line) for fault in error.value.faults}


def test_numbers_keep_the_ends_that_the_record_has(tmp_path: Path) -> None:
    found = table(tmp_path)
    costs = {one.offer_id: (one.cost.amount.low, one.cost.amount.high) for one in found.offers}
    assert costs == {"north": (900, 900), "south": (None, 1000), "tank": (501, None), "base": (None, None)}
    assert found.offer("tank").cost.amount.is_above
    assert found.offer("south").cost.amount.least == 1000, "where only the most is known, it is not less than that"
    assert found.offer("base").cost.amount.missing is not None


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = (
        OFFERS.replace("quantity: 12}", "quantity: -1}")
        .replace("usd: 900", "usd: {at_least: 9, at_most: 3}")
        .replace("competition: fighters\n    acts: []\n    adds: [{holding: south", "competition: nobody\n    acts: []\n    adds: [{holding: south")
        .replace("status: open\n    partner: KOR", "status: shut\n    partner: KOR")
        .replace("touches: [no-base]", "wants: [no-base]")
    )  # fmt: skip
    assert {field for field, _ in faults(tmp_path, wrong)} >= {"quantity", "usd", "status", "wants"}
    late = OFFERS.replace(
        "competition: fighters\n    acts: []\n    adds: [{holding: south",
        "competition: nobody\n    acts: []\n    adds: [{holding: south",
    )
    assert {field for field, _ in faults(tmp_path, late)} == {"competition"}


def test_what_is_missing_says_why(tmp_path: Path) -> None:
    assert faults(tmp_path, OFFERS.replace("{missing: {es: no consta, en: not on record}}", "{}")) == {("missing", 38)}


def test_an_offer_cannot_need_itself_or_nobody(tmp_path: Path) -> None:
    for name in ("base", "ghost"):
        text = OFFERS.replace("touches: [no-base]", f"requires: [{name}]")
        assert {field for field, _ in faults(tmp_path, text)} == {"requires"}


def test_a_name_stands_once(tmp_path: Path) -> None:
    assert "offers" in {field for field, _ in faults(tmp_path, OFFERS.replace("offer: south", "offer: north"))}


def test_a_later_folder_replaces_and_adds(tmp_path: Path) -> None:
    own, extra = tmp_path / "a", tmp_path / "b"
    own.mkdir()
    extra.mkdir()
    table(own)
    (extra / "offers.yml").write_text(
        "offers:\n" + OFFERS.split("offers:\n")[1].split("  - offer: south")[0].replace("usd: 900", "usd: 700").replace(
            "    competition: fighters\n", ""), encoding="utf-8")  # fmt: skip
    found = read_offers([own, extra])
    assert found.offer("north").cost.amount.low == 700
    assert [one.offer_id for one in found.offers] == ["north", "south", "tank", "base"]
    assert found.content_hash != read_offers([own]).content_hash


def test_an_unknown_offer_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="north, south"):
        table(tmp_path).offer("west")


def test_a_folder_without_offers_has_none(tmp_path: Path) -> None:
    assert read_offers([tmp_path]).offers == ()
