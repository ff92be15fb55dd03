"""Reads the cases of an indicator: given facts and rules on a day, the measurements that it must yield."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from contrapeso.assess.cases import fact_of
from contrapeso.core.columns import columns
from contrapeso.core.errors import Fault
from contrapeso.core.facts import Act, ActClause, Clause, Fact, Objective, Privilege, Stage, Status
from contrapeso.core.manifest import read_list
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.run import measure

HOME = "HOM"
TABLES: dict[str, type[Fact]] = {
    "acts": Act, "stages": Stage, "clauses": Clause, "act_clauses": ActClause, "privileges": Privilege,
    "objectives": Objective, "statuses": Status,
}  # fmt: skip
MADE_UP = {"text": {"es": "caso", "en": "case"}, "string": "case"}


@dataclass(frozen=True)
class IndicatorCase:
    name: str
    on: date
    given: Mapping[str, list[dict[str, Any]]]
    rules: Mapping[str, Any]
    expect: list[dict[str, Any]]

    def measured(self, indicator: Indicator) -> tuple[Measurement, ...]:
        overlay = {TABLES[name].table: [fact(TABLES[name], row) for row in rows] for name, rows in self.given.items()}
        parameters = {name: parameter(name, value) for name, value in self.rules.items()}
        return measure(HOME, Evidence(self.on, overlay=overlay), parameters, (indicator,), {})


def fact(table: type[Fact], row: dict[str, Any]) -> Fact:
    """A fact whose required words may be left out, as may the id and the precision of a date."""
    full: dict[str, Any] = dict(row)
    if table is Stage:
        full |= {"stage_id": f"{row['act_id']}.{row['stage']}", "precision": "day"}
    if table is Status:
        full |= {"start_precision": "day"}
    required = {spec.name for spec in fields(table) if spec.default is MISSING and spec.default_factory is MISSING}
    for name, spec in columns(table).items():
        if name in required and name not in full:
            full[name] = MADE_UP[spec.type]
    return fact_of(table, full)


def parameter(name: str, given: Any) -> Parameter:
    value = given if isinstance(given, dict) else {"value": given}
    only = ParameterValue(
        Period(), value["value"], value.get("basis", "assumption"), None, None, value.get("low"), value.get("high"),
        None, None, None, 1,
    )  # fmt: skip
    return Parameter(name, same(name), "case", (only,), None, "case", 1)


def indicator_cases(path: Path) -> Iterator[IndicatorCase]:
    faults: list[Fault] = []
    for entry in read_list(path, path.parent.name, faults):
        name, on = entry.string("name"), entry.when("on")
        given, rules = entry.value("given", required=False), entry.value("rules", required=False)
        expect = entry.value("expect")
        entry.done()
        assert name and on and not faults, faults
        yield IndicatorCase(name, on.first, given or {}, rules or {}, expect)
