"""Fact tables: annotations are the schema; texts have two sides; states are checked; content has one hash."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.columns import columns
from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import FACTS, TABLES, Act, Coverage, Fact, Stage, to_plain
from contrapeso.core.identity import hash_files, hash_object
from contrapeso.core.period import PartialDate
from contrapeso.core.state import check_state, state_name, successors
from contrapeso.core.text import Text


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.table)
def test_every_field_is_a_column_and_references_lead_somewhere(fact: type[Fact]) -> None:
    specs = columns(fact)
    assert set(specs) == {field.name for field in fields(fact)} - {"locator", "snapshot_id", "stages"}
    assert any(column.is_key for column in specs.values())
    assert {column.refers for column in specs.values() if column.refers} <= set(TABLES)
    assert list(specs)[-1] == "public"
    for day in (fact.begins, fact.ends):
        assert day is None or specs[day].type == "date"


def test_columns_are_read_off_annotations() -> None:
    act = columns(Act)
    assert act["title"].headers == ("title_es", "title_en")
    assert act["partners"].is_state and act["partners"].type == "list"
    assert "treaty" in act["kind"].codes and act["kind"].required
    assert not act["amount"].required and act["armed"].type == "boolean"
    assert columns(Stage)["act_id"].refers == "act"
    assert [name for name, column in columns(Coverage).items() if column.is_key] == ["kind", "stage", "start"]


def test_a_fact_is_named_by_table_and_key() -> None:
    step = Stage(stage_id="a.signed", act_id="a", stage="signed", on=PartialDate.parse("2026-01"), precision="month")
    assert step.ref == "stage:a.signed"
    assert to_plain(step)["on"] == "2026-01"


@pytest.mark.parametrize(("es", "en"), [("", "x"), ("x", ""), ("x", "  ")])
def test_a_text_has_both_sides(es: str, en: str) -> None:
    with pytest.raises(ValueError, match="has no"):
        Text(es=es, en=en)


def test_states_are_known_or_refused_with_a_hint() -> None:
    assert check_state("BRA") == "BRA"
    assert state_name("DEU") == Text(es="Alemania", en="Germany")
    with pytest.raises(UnknownName, match=r"'bra'.*BRA"):
        check_state("bra")


def test_historical_states_pass_to_their_successors_on_a_day() -> None:
    assert successors("CSK", date(1992, 12, 31)) == ("CSK",)
    assert successors("CSK", date(1993, 1, 1)) == ("CZE", "SVK")


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5))
def test_a_hash_does_not_depend_on_order(value: dict[str, object]) -> None:
    assert hash_object(value) == hash_object(dict(reversed(list(value.items()))))


def test_a_hash_of_files_tells_names_and_contents_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("x")
    two.write_text("y")
    first = hash_files(tmp_path, [one, two])
    assert first == hash_files(tmp_path, [two, one])
    one.write_text("y")
    two.write_text("x")
    assert first != hash_files(tmp_path, [one, two])
