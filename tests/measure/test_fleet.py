"""Fleets: each capability's measurements name the rules that they themselves consulted."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.measure.cases import read_cases
from contrapeso.measure.indicator import read_indicators
from tests.architecture.engine import CONTENT

CASES = """\
- name: One capability rests on an assumed loss, the other on candidates
  on: 2026-03-01
  given:
    holdings:
      - {holding_id: a, state: HOM, platform: A, category: x, capability: lift, status: in-service, quantity: 2}
      - {holding_id: b, state: HOM, platform: B, category: x, capability: patrol, status: in-service, quantity: 2}
    components:
      - {component_id: a.r, holding_id: a, role: sensor, suppliers: [GBR], criticality: degrading}
      - {component_id: b.e, holding_id: b, role: engine, criticality: critical}
  rules: {candidates_engine: [FRA], loss_without_sensor: {value: 0.3, low: 0.1, high: 0.5}, denial_threshold: 0.2}
  expect: []
"""


def rules_by_capability(folder: Path, indicator: str) -> dict[str | None, tuple[str, ...]]:
    folder.mkdir(exist_ok=True)
    (folder / "cases.yml").write_text(CASES, encoding="utf-8")
    (case,) = read_cases(folder)
    (chosen,) = (one for one in read_indicators([CONTENT / "indicators"]) if one.name == indicator)
    return {one.capability: one.rules for one in case.measured(chosen)}


def test_rules_of_one_capability_are_not_those_of_another(tmp_path: Path) -> None:
    assert rules_by_capability(tmp_path / "fleet", "denial-power") == {
        "lift": ("loss_without_sensor",), "patrol": ("candidates_engine",),
    }  # fmt: skip


def test_a_rule_consulted_for_all_capabilities_stays(tmp_path: Path) -> None:
    found = rules_by_capability(tmp_path / "fleet", "denial-coalition")
    assert found == {"lift": ("denial_threshold", "loss_without_sensor")}


COUNTED_LATER = """\
- name: A count of a later year bounds nothing below; what nobody dated is taken as it stands
  on: {on}
  given:
    holdings:
      - {{holding_id: a, state: HOM, platform: A, category: x, capability: lift, status: in-service, quantity: 2, acquired: 4, as_of: "2025-06", delivered_by: [ITA]}}
      - {{holding_id: b, state: HOM, platform: B, category: x, capability: lift, status: in-service, quantity: 2, delivered_by: [USA]}}
  rules: {{}}
  expect: []
"""


@pytest.mark.parametrize(
    ("on", "value", "low", "high"), [("2024-12-31", None, 0.0, 4 / 6), ("2025-01-01", 0.5, 0.5, 0.5)]
)
def test_a_count_says_nothing_of_the_years_before_it(
    tmp_path: Path, on: str, value: float | None, low: float, high: float
) -> None:
    (tmp_path / "cases.yml").write_text(COUNTED_LATER.format(on=on), encoding="utf-8")
    (case,) = read_cases(tmp_path)
    (chosen,) = (one for one in read_indicators([CONTENT / "indicators"]) if one.name == "direct-share")
    found = next(one for one in case.measured(chosen) if one.object == "ITA")
    assert found.value == value and (found.low, found.high) == pytest.approx((low, high))
    assert found.missing == (("quantity",) if value is None else ())
