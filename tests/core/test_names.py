"""Names of states and of parties that are none: one meaning on a day, or a question back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from contrapeso.core.authority import dated, read_table
from contrapeso.core.errors import UnknownName
from contrapeso.core.names import Party, normal, party_of, state_of
from contrapeso.core.state import is_state, named_states, state_name, successors


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Côte d'Ivoire", None, "CIV"),
        ("COTE D’IVOIRE", None, "CIV"),
        ("Korea, South", None, "KOR"),
        ("Congo, DR", None, "COD"),
        ("Congo", None, "COG"),
        ("Yugoslavia", date(1991, 1, 1), "YUG"),
        ("Yugoslavia", date(1999, 1, 1), "SCG"),
        ("Russia (Soviet Union)", date(1960, 1, 1), "SUN"),
        ("Russia (Soviet Union)", date(1999, 1, 1), "RUS"),
        ("República Democrática Alemana", None, "DDR"),
        ("Kosovo", None, "XKX"),
        ("the Bahamas", None, "BHS"),
    ],
)
def test_a_name_means_a_state_on_a_day(name: str, on: date | None, code: str) -> None:
    assert state_of(name, on) == code


def test_numbers_of_the_correlates_of_war_are_dated() -> None:
    days = (date(1900, 1, 1), date(1960, 1, 1), date(2020, 1, 1))
    assert [state_of("365", day, "cow") for day in days] == ["RUS", "SUN", "RUS"]
    assert state_of("2", None, "cow") == "USA" and state_of("002", None, "gw") == "USA"
    assert state_of("260", date(2010, 1, 1), "gw") == "DEU"


def test_an_undated_name_of_several_states_is_a_question() -> None:
    with pytest.raises(UnknownName, match="not one state"):
        state_of("Yugoslavia")
    with pytest.raises(UnknownName, match="iceland"):
        state_of("Icelandia")


def test_parties_that_are_no_states_are_told_apart() -> None:
    assert party_of("Hezbollah (Lebanon)") == Party("armed-group")
    assert party_of("United Nations") == Party("organisation")
    assert party_of("unknown supplier(s)") == Party("unknown")
    assert party_of("Iceland") == Party("state", "ISL")


def test_the_authority_is_whole() -> None:
    for row in [*read_table("names.csv"), *read_table("codes.csv")]:
        assert is_state(dated(row).code), row
    for row in read_table("historical.csv"):
        assert all(is_state(code) for code in row["successors"].split(";") if code)
        assert state_name(row["code"]).es
        assert not row["end"] or successors(row["code"], date(2026, 1, 1)) != (row["code"],)
    for row in read_table("actors.csv"):
        assert not row["where"] or is_state(row["where"]), row


def test_no_name_means_two_states_on_one_day() -> None:
    meanings = defaultdict(list)
    for row in read_table("names.csv"):
        meanings[normal(row["name"])].append(dated(row))
    for name, found in meanings.items():
        for place, one in enumerate(found):
            for other in found[:place]:
                assert one.code == other.code or (one.start or date.min) > (other.end or date.max) or (
                    other.start or date.min) > (one.end or date.max), name  # fmt: skip


def test_every_official_name_is_its_own_state() -> None:
    """On a day on which every name of a state that is no more was still its own: Yugoslavia's went on to another."""
    assert [name for name, one in named_states() if state_of(name, date(1990, 1, 1)) != one.code] == []
    assert state_of("Yugoslavia", date(2000, 1, 1)) == "SCG"
