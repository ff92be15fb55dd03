"""Cases of an indicator: given facts and rules on a day, the measurements that it must yield."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from contrapeso.core.columns import columns
from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.facts import FACTS, Fact, Stage, Status
from contrapeso.core.given import fact_of
from contrapeso.core.manifest import Entry, read_list
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import Text, same
from contrapeso.core.world import Conflict, Flow, Part, Series, Tie, Transfer
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.assembly import Assembly
from contrapeso.measure.given_votes import given_assembly
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.run import measure

HOME = "HOM"
"""The state measured in a case that names no ``home``: none that exists, so that cases speak of no country."""
FILE = "cases.yml"
TOLERANCE = 1e-6
_MADE_UP: Mapping[str, Any] = {"text": {"es": "caso", "en": "case"}, "string": "case"}
_TABLES: Mapping[str, type[Fact]] = {Path(table.file).stem: table for table in FACTS} | {
    "transfers": Transfer, "parts": Part, "series": Series, "ties": Tie, "conflicts": Conflict,
    "flows": Flow,
}  # fmt: skip
_DEAL: Mapping[str, Any] = {
    "supplier_kind": "state", "recipient_kind": "state", "ordered_on_uncertain": False, "ordered_uncertain": False,
    "delivered_uncertain": False, "condition": "new", "category": "fighter aircraft",
}  # fmt: skip
_PART: Mapping[str, Any] = {
    "place": "1",
    "basis": "deal",
    "purpose": "new",
    "role": "engine",
    "host_name": "case",
    "designation": "case",
}
_FLOW: Mapping[str, Any] = {
    "kind": "assistance", "stage": "obligated", "period_kind": "fiscal-year", "unit": "USD",
}  # fmt: skip
NEWEST = "2026-01-01"
"""The vintage of what is given; a case may give ``earlier`` vintages, by their day."""
_NAMES = ("object", "capability", "topic")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its facts and rules, the day, and what must be measured: by object, capability and topic."""

    name: str
    on: date
    facts: Mapping[str, Sequence[Fact]]
    parameters: Mapping[str, Parameter]
    expect: tuple[Mapping[str, Any], ...]
    line: int
    home: str = HOME
    assembly: Assembly | None = None
    earlier: Mapping[str, Mapping[str, Sequence[Fact]]] = field(default_factory=dict)
    """What earlier vintages said, by their day and table."""

    def measured(self, indicator: Indicator) -> tuple[Measurement, ...]:
        """What the indicator says of the case; one of all states says it of the case's home."""
        if indicator.is_world:
            return self._measured_everywhere(indicator)
        return measure(
            self.home, Evidence(self.on, overlay=self.facts), self.parameters, (indicator,), {}, self.assembly
        )

    def _measured_everywhere(self, indicator: Indicator) -> tuple[Measurement, ...]:
        import pyarrow as pa

        from contrapeso.ledger.schema import facts_to_arrow
        from contrapeso.measure.world.frame import WorldFrame
        from contrapeso.measure.world.run import measure_everywhere, of_state

        def read(fact: type[Fact], vintage: str) -> pa.Table:
            rows = self.earlier.get(vintage, self.facts).get(fact.table, ())
            table = facts_to_arrow(fact, rows)
            return table.append_column(
                "snapshot_id", [[vintage] * len(table)] if len(table) else pa.array([], pa.string())
            )

        vintages = [*self.earlier, NEWEST]
        frame = WorldFrame(
            lambda fact: read(fact, NEWEST), NEWEST, self.on, lambda: self.assembly,
            history=lambda fact: pa.concat_tables(read(fact, one) for one in vintages),
            all_vintages=dict(zip(vintages, vintages, strict=True)),
        )  # fmt: skip
        return of_state(measure_everywhere(indicator, frame), indicator.name, self.home, self.on)

    def disagreements(self, indicator: Indicator) -> list[str]:
        """What the indicator says otherwise, one sentence each; what it says beyond the case must be zero or missing."""
        found = {_named(one): one for one in self.measured(indicator)}
        wrong = [
            f"{self.name!r}: expected {dict(expected)}, got {_shown(one)}"
            for expected in self.expect
            if not agrees(one := found.pop(tuple(map(expected.get, _NAMES)), None), expected)
        ]
        return wrong + [f"{self.name!r}: unexpected {_shown(one)}" for one in found.values() if one.value]


def agrees(one: Measurement | None, expected: Mapping[str, Any]) -> bool:
    """Whether a measurement has the numbers and the missing facts of an expectation, and its ends if it gives them."""
    if one is None or list(one.missing) != sorted(expected.get("missing", [])):
        return False
    ends = [name for name in ("value", "low", "high") if name in expected]
    return all(_same(getattr(one, name), expected[name]) for name in ends)


def _same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _named(one: Measurement) -> tuple[str | None, ...]:
    return one.object, one.capability, one.topic


def _shown(one: Measurement | None) -> str:
    return f"{one.id} = {one.value} [{one.low}, {one.high}] {list(one.missing)}" if one else "nothing"


def read_cases(folder: Path) -> list[Case]:
    """The cases of the indicator in ``folder``; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    entries = read_list(folder / FILE, f"{folder.name}/{FILE}", faults)
    cases = [case for entry in entries for case in _case(entry)]
    if faults:
        raise ContentError(faults)
    return cases


def _case(entry: Entry) -> Iterator[Case]:
    name, on, expect = entry.string("name"), entry.when("on"), entry.value("expect")
    given, rules = entry.value("given", required=False), entry.value("rules", required=False)
    home, votes = entry.string("home", required=False), entry.value("assembly", required=False)
    before = entry.value("earlier", required=False)
    entry.done()
    if name is None or on is None or not isinstance(expect, list):
        return
    try:
        facts = given_facts(given or {})
        earlier = {str(vintage): given_facts(tables) for vintage, tables in (before or {}).items()}
        parameters = given_rules(rules or {})
        assembly = given_assembly(votes) if votes else None
        strange = {key for one in expect for key in one} - {*_NAMES, "value", "low", "high", "missing"}
        if strange:
            raise ValueError(f"expect: {', '.join(sorted(strange))}")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        entry.fault("given", Text(es=f"caso ilegible: {error}", en=f"unreadable case: {error}"), _SEE)
        return
    yield Case(name, on.first, facts, parameters, tuple(expect), entry.line, home or HOME, assembly, earlier)


def given_facts(given: Mapping[str, Any]) -> dict[str, list[Fact]]:
    """The facts of a case by table; ``ValueError``, ``TypeError`` or ``KeyError`` where they are none."""
    return {_TABLES[table].table: [_fact(_TABLES[table], row) for row in rows] for table, rows in given.items()}


def given_rules(rules: Mapping[str, Any]) -> dict[str, Parameter]:
    """The parameters of a case by name."""
    return {rule: _parameter(rule, value) for rule, value in rules.items()}


def _fact(table: type[Fact], row: Mapping[str, Any]) -> Fact:
    """A fact whose required words may be left out, as may the id of a step and the precision of a date."""
    full: dict[str, Any] = dict(row)
    if table is Transfer:
        full = {**_DEAL, "supplier_name": row.get("supplier") or "unknown supplier(s)", **full}
        full["recipient_name"] = full.get("recipient") or "case"
    if table is Part:
        full = {"recipient_name": full.get("recipient"), "supplier_name": full.get("supplier"), **_PART, **full}
    if table is Flow and "reporter" in row and "stage" not in row:
        full = {f"{end}_name": full.get(end) or "World" for end in ("origin", "destination")} | full
        full = {"kind": "trade", "unit": "USD", "flow_id": "-".join(map(str, row.values())), **full}
    elif table is Flow:
        names = {"origin_name": row.get("origin") or "case", "destination_name": row.get("destination") or "case"}
        made = "-".join(str(row.get(name)) for name in ("origin", "destination", "stage", "category", "period", "unit"))
        full = {"flow_id": made, **names, **_FLOW, **full}
    if table is Series:
        full = {"indicator": "milex-share-gdp", "unit": "share", **full}
    if table is Stage:
        full |= {"stage_id": f"{row['act_id']}.{row['stage']}", "precision": "day"}
    if table is Status:
        full |= {"start_precision": "day"}
    required = {spec.name for spec in fields(table) if spec.default is MISSING and spec.default_factory is MISSING}
    for name, spec in columns(table).items():
        if name in required and name not in full:
            full[name] = _MADE_UP[spec.type]
    return fact_of(table, full)


def _parameter(name: str, given: Any) -> Parameter:
    """A rule in force since ever: its value, or a mapping of value, low, high and basis."""
    value = given if isinstance(given, dict) and "value" in given else {"value": given}
    only = ParameterValue(
        Period(), value["value"], value.get("basis", "assumption"), None, None, value.get("low"), value.get("high"),
        None, None, None, 1,
    )  # fmt: skip
    return Parameter(name, same(name), "case", (only,), None, "case", 1)


_SEE = Text(
    es="vea docs/how-to/add-an-indicator.md y los campos en core/facts.py",
    en="see docs/how-to/add-an-indicator.md and the fields in core/facts.py",
)
