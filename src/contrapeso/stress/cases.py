"""Cases of a scenario: given facts and what it takes, the measurements before and after."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.facts import Fact
from contrapeso.core.manifest import Entry, read_list
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.cases import HOME, TOLERANCE, given_facts, given_rules
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.run import measure
from contrapeso.stress import public
from contrapeso.stress.overlay import lay
from contrapeso.stress.scenario import Scenario
from contrapeso.stress.strike import Target, strike, struck_by

FILE = "cases.yml"
_NAMES = ("indicator", "object", "capability", "topic")
Found = dict[tuple[str | None, ...], Measurement]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its facts and rules, the day, what the scenario is given, and what changes."""

    name: str
    on: date
    facts: Mapping[str, Sequence[Fact]]
    parameters: Mapping[str, Parameter]
    given: Mapping[str, tuple[str, ...]]
    expect: tuple[Mapping[str, Any], ...]
    home: str
    groups: Mapping[str, tuple[str, ...]]

    def disagreements(self, scenario: Scenario, indicators: Mapping[str, Indicator]) -> list[str]:
        """What comes out otherwise, one sentence each; ``null`` stands for what is not measured on that side."""
        seen = self.on + timedelta(days=scenario.notice_days)
        evidence = Evidence(seen, lambda table: self.facts.get(table, ()))
        target = Target(self.home, evidence, self.on, scenario.filled(self.given), self.groups.__getitem__)
        asked = [indicators[name] for name in dict.fromkeys(str(one["indicator"]) for one in self.expect)]
        sides = {
            "before": self._measured(asked, evidence, ()),
            "after": self._measured(asked, lay(strike(scenario, target)).over(evidence), struck_by(scenario, target)),
        }
        return [
            f"{self.name!r}: {side} {[one.get(name) for name in _NAMES]} expected {one[side]}, got {found}"
            for one in self.expect
            for side, measured in sides.items()
            if not _same(found := _value(measured.get(tuple(map(one.get, _NAMES)))), one[side])
        ]

    def _measured(self, asked: Sequence[Indicator], evidence: Evidence, struck: public.Struck) -> Found:
        own = [one for one in asked if not one.is_world]
        found = [*measure(self.home, evidence, self.parameters, own, {}), *self._everywhere(asked, evidence.on, struck)]
        return {(one.indicator, one.object, one.capability, one.topic): one for one in found}

    def _everywhere(self, asked: Sequence[Indicator], on: date, struck: public.Struck) -> Iterator[Measurement]:
        from contrapeso.ledger.schema import facts_to_arrow
        from contrapeso.measure.world.frame import WorldFrame
        from contrapeso.measure.world.run import measure_everywhere, of_state

        frame = WorldFrame(lambda fact: facts_to_arrow(fact, self.facts.get(fact.table, ())), "2026-01-01", on)
        for one in asked:
            if one.is_world:
                laid = public.beyond(frame, struck, self.home, on).frame if struck else frame
                yield from of_state(measure_everywhere(one, laid), one.name, self.home, on)


def _value(one: Measurement | None) -> float | None:
    return one.value if one else None


def _same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def read_cases(folder: Path) -> list[Case]:
    """The cases of the scenario in ``folder``; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    entries = read_list(folder / FILE, f"scenarios/{folder.name}/{FILE}", faults)
    cases = [case for entry in entries for case in _case(entry)]
    if faults:
        raise ContentError(faults)
    return cases


def _case(entry: Entry) -> Iterator[Case]:
    name, on, expect = entry.string("name"), entry.when("on"), entry.value("expect")
    facts, rules = entry.value("given", required=False) or {}, entry.value("rules", required=False) or {}
    home, given = entry.string("home", required=False), entry.value("with", required=False) or {}
    groups = entry.value("groups", required=False) or {}
    entry.done()
    if name is None or on is None or not isinstance(expect, list):
        return
    try:
        strange = {key for one in expect for key in one} - {*_NAMES, "before", "after"}
        if strange:
            raise ValueError(f"expect: {', '.join(sorted(strange))}")
        named = {key: tuple(values) for key, values in given.items()}
        members = {key: tuple(values) for key, values in groups.items()}
        yield Case(name, on.first, given_facts(facts), given_rules(rules), named, tuple(expect), home or HOME, members)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        entry.fault("given", Text(es=f"caso ilegible: {error}", en=f"unreadable case: {error}"), _SEE)


_SEE = Text(
    es="vea docs/how-to/stress-a-country.md y los campos en core/facts.py",
    en="see docs/how-to/stress-a-country.md and the fields in core/facts.py",
)
