"""Every built-in scenario: its cases hold, each shock says what it takes for granted, and a case that is wrong is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrapeso.stress.cases import Case, read_cases
from contrapeso.stress.scenario import read_scenario
from tests.architecture.engine import CONTENT
from tests.content.test_indicators import indicators

NAMES = sorted(path.parent.name for path in (CONTENT / "scenarios").glob("*/scenario.yml"))
CASES = [
    pytest.param(name, case, id=f"{name}: {case.name}")
    for name in NAMES
    for case in read_cases(CONTENT / "scenarios" / name)
]  # fmt: skip


def test_the_six_scenarios_are_there() -> None:
    assert set(NAMES) >= {
        "supplier-ends-support", "bloc-ends-support", "sanctions-after-purchase", "partner-at-war", "aid-ends", "status-withdrawn",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_case_holds(name: str, case: Case) -> None:
    assert case.disagreements(read_scenario(CONTENT / "scenarios" / name), indicators()) == []


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_case_in_which_something_changes_and_it_can_fail(name: str) -> None:
    scenario, cases = read_scenario(CONTENT / "scenarios" / name), read_cases(CONTENT / "scenarios" / name)
    assert any(one["before"] != one["after"] for case in cases for one in case.expect)
    for case in cases:
        moved = tuple({**one, "after": (one["after"] or 0.0) + 1.0} for one in case.expect)
        assert len(replace(case, expect=moved).disagreements(scenario, indicators())) == len(moved)


@pytest.mark.parametrize("name", NAMES)
def test_every_shock_says_what_it_takes_for_granted(name: str) -> None:
    assert all(shock.assumes for shock in read_scenario(CONTENT / "scenarios" / name).shocks)
