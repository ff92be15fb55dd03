"""Every built-in indicator: its cases hold, one of them lacks something, and its names stand in its folder."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from contrapeso.measure.cases import Case, read_cases
from contrapeso.measure.indicator import Indicator, read_indicators
from tests.architecture.engine import CONTENT

NAMES = sorted(path.parent.name for path in (CONTENT / "indicators").glob("*/indicator.yml"))
CASES = [
    pytest.param(name, case, id=f"{name}: {case.name}")
    for name in NAMES
    for case in read_cases(CONTENT / "indicators" / name)
]  # fmt: skip


@cache
def indicators() -> dict[str, Indicator]:
    return {one.name: one for one in read_indicators([CONTENT / "indicators"])}


def cases_of(name: str) -> list[Case]:
    return [case for owner, case in (entry.values for entry in CASES) if owner == name and isinstance(case, Case)]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_case_holds(name: str, case: Case) -> None:
    assert case.disagreements(indicators()[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_there_are_three_cases_one_of_which_is_computed_and_one_lacks_something(name: str) -> None:
    expected = [one for case in cases_of(name) for one in case.expect]
    assert len(cases_of(name)) >= 3
    assert any(one["value"] is not None for one in expected)
    assert any(one["value"] is None or one.get("missing") for one in expected) or says_nothing(name)


def says_nothing(name: str) -> bool:
    """Whether a case shows that the indicator says nothing where what it counts is not on record."""
    return any(not case.expect for case in cases_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_case_that_expects_something_else_is_told(name: str) -> None:
    """The cases can fail: with every expected value moved, each expectation is contradicted."""
    for case in cases_of(name):
        moved = tuple({**one, "value": 2.0 * abs(one["value"] or 0.0) + 1.0} for one in case.expect)
        wrong = replace(case, expect=moved)
        assert len([line for line in wrong.disagreements(indicators()[name]) if "expected {" in line]) == len(moved)


@pytest.mark.parametrize("name", NAMES)
def test_readers_are_told_of_other_indicators_by_their_titles(name: str) -> None:
    words = set(re.findall(r"[\w-]+", f"{indicators()[name].method.es} {indicators()[name].method.en}"))
    without_page = {word for word in words if not word.endswith("md")}
    assert not without_page & {other for other in NAMES if "-" in other}
