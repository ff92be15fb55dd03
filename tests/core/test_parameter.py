"""Dated doctrine values: the one in force, none in force, unread, or a date too vague to tell."""

from __future__ import annotations

from datetime import date

import pytest

from contrapeso.core.errors import UnknownName
from contrapeso.core.period import PartialDate
from tests.assess.small import doctrine, parameter, value

CHANGE = date(2026, 7, 27)
CHAMBER = parameter(
    "treaty_chamber", value("assembly", date(1993, 12, 31), date(2026, 7, 26)), value("senate", CHANGE), unit="body"
)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-07-26", "assembly"),
        ("2026-07-27", "senate"),
        ("2026-06", "assembly"),
        ("2026-08", "senate"),
        ("2027", "senate"),
        ("2026-07", None),  # the rule changed within the month
        ("2026", None),
    ],
)
def test_the_rule_of_the_day_is_applied(when: str, expected: str | None) -> None:
    found = CHAMBER.at(PartialDate.parse(when))
    assert found.in_force
    assert found.value == expected
    assert (found.missing is not None) == (expected is None)
    assert found.missing_code == "rule-treaty-chamber"


def test_before_the_first_value_no_rule_is_in_force() -> None:
    found = CHAMBER.at(PartialDate.parse("1990"))
    assert not found.in_force
    assert found.value is None


def test_a_rule_that_nobody_read_is_missing_and_says_why() -> None:
    found = parameter("limit", value(None)).at(PartialDate.parse("2026-01-01"))
    assert found.in_force
    assert found.missing is not None
    with pytest.raises(TypeError, match="not a number"):
        _ = found.number


def test_a_value_that_stays_the_same_may_be_dated_vaguely() -> None:
    same_value = parameter("limit", value(3, None, date(2026, 7, 26)), value(3, CHANGE))
    assert same_value.at(PartialDate.parse("2026-07")).number == 3


def test_a_doctrine_answers_by_name_and_a_what_if_replaces_one_value() -> None:
    law = doctrine(CHAMBER)
    assert law.at("treaty_chamber", CHANGE).value == "senate"
    assert law.at("treaty_chamber", None).value is None
    what_if = law.with_parameter(parameter("treaty_chamber", value("assembly")))
    assert what_if.at("treaty_chamber", CHANGE).value == "assembly"
    assert law.at("treaty_chamber", CHANGE).value == "senate"
    with pytest.raises(UnknownName, match="unknown parameter: chambre"):
        law.at("chambre", CHANGE)
