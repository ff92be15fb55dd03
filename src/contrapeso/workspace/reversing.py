"""Reverse stress of a country: which suppliers, flows or statuses, ended, break a requirement or the floor of a capability."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from contrapeso.assess.run import Finding, assess
from contrapeso.core.errors import ContrapesoError
from contrapeso.core.facts import Component, Holding, Status
from contrapeso.core.parameter import Rules
from contrapeso.core.text import Text, same
from contrapeso.measure.fleet import CANDIDATES, LOSSES, Group, groups, suppliers_today
from contrapeso.measure.frame import Frame
from contrapeso.measure.run import Measurer
from contrapeso.stress.overlay import Blow, lay
from contrapeso.stress.reverse import MOST, Broken, Shocks, ranked, search, smallest_coalitions
from contrapeso.stress.run import GRAVITY, Judged, Stressed
from contrapeso.stress.scenario import Scenario, Shock
from contrapeso.stress.strike import RUNNING, Target, strike
from contrapeso.workspace import measuring
from contrapeso.workspace.stressing import Bench, stress_proposed

if TYPE_CHECKING:
    from contrapeso.assess.requirement import Requirement
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.measure.run import Measurer
    from contrapeso.workspace.workspace import Workspace

BAD = GRAVITY["WARN"]
ASSISTANCE = ("donation", "training", "finance")
"""The kinds of act that end with a partner's aid."""
MINIMUM, THRESHOLD = "capability_minimum", "denial_threshold"
CHANCE, CHANCES = "denial_chance", "denial_chances"
RULES = (*CANDIDATES.values(), *(name for name in LOSSES.values()), MINIMUM, THRESHOLD, CHANCE, CHANCES)


def reverse(
    workspace: Workspace,
    country: str,
    requirement: str | None,
    floor: float | None,
    on: date | None,
    known_at: date | None,
) -> tuple[Broken, ...]:
    """What breaks a requirement, or the floor of each capability where none is named."""
    bench = Bench(workspace, country, known_at)
    whole = Reverse(bench, bench.workspace.evidence(country, on=on or workspace.today(), known_at=known_at))
    if requirement is None:
        return whole.floors(floor)
    if floor is not None:
        raise ContrapesoError(
            Text(es="un requisito ya tiene su umbral", en="a requirement has its own threshold"),
            Text(es="dé --floor sin --requirement", en="give --floor without --requirement"),
        )
    return whole.requirement(workspace.doctrine(country).requirement(requirement))


def what_if(
    workspace: Workspace, country: str, judged: measuring.Judged
) -> tuple[tuple[Stressed, ...], tuple[Broken, ...]]:
    """The cases that a pack proposes and the smallest shocks to its capabilities, on public evidence already judged."""
    plain = Judged(judged.evidence, judged.measurements, judged.findings)
    stressed = stress_proposed(workspace, country, judged.evidence.on, plain=plain)
    whole = Reverse(Bench(workspace, country, public_only=True), judged.evidence)
    return stressed, whole.floors(None) if stressed else ()


@dataclass(frozen=True)
class Reverse:
    """A country on a day, and every single shock that may strike it."""

    bench: Bench
    evidence: Evidence

    @property
    def home(self) -> str:
        return self.bench.country

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.bench.workspace.doctrine(self.home).parameters, RULES, self.evidence.on)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The capabilities as far as they still have support and something surely in service."""
        frame = Frame(self.home, self.evidence, self.rules, "reverse-stress", "share", {})
        return tuple(one for one in groups(frame) if one.weighing)

    def floors(self, floor: float | None) -> tuple[Broken, ...]:
        """For each capability the smallest sets of suppliers whose end leaves less than the floor of it; exact."""
        least = self._floor() if floor is None else floor
        if not 0.0 < least <= 1.0:
            raise ContrapesoError(
                Text(
                    es=f"{least} no es una parte mayor que 0 y hasta 1", en=f"{least} is no share above 0 and up to 1"
                ),
                Text(es="dé a --floor una parte, como 0.5", en="give --floor a share, such as 0.5"),
            )
        return tuple(self._floor_of(one, least) for one in self.groups)

    def _floor_of(self, group: Group, floor: float) -> Broken:
        structure = group.structure
        found = ranked(smallest_coalitions(structure, floor), structure.denial, self.chance)
        return Broken(group.capability, found, False, len(structure.suppliers), structure.suppliers, True, floor)

    def _floor(self) -> float:
        """The pack's minimum of a capability, else what its threshold of denial leaves."""
        for name, turn in ((MINIMUM, False), (THRESHOLD, True)):
            rule = self.rules.at(name)
            if rule.in_force and rule.value is not None:
                return 1.0 - rule.number if turn else rule.number
        raise ContrapesoError(
            Text(es="el paquete no dice un mínimo de capacidad", en="the pack states no minimum of a capability"),
            Text(es="dé uno con --floor", en="give one with --floor"),
        )

    def chance(self, shock: str) -> float | None:
        """The chance per year that a supplier ends its support, as the pack assumes it."""
        state = shock.rpartition(":")[2]
        own, rule = self.rules.at(CHANCES), self.rules.at(CHANCE)
        if isinstance(own.value, dict) and state in own.value:
            return float(own.value[state][1])
        return rule.number if rule.in_force and rule.value is not None else None

    @cached_property
    def universe(self) -> Mapping[str, tuple[Blow, ...]]:
        """Every single shock by name: a named supplier, a partner's aid, or a status that ends."""
        found = {f"end_support:{state}": self._strike("end_support", "by", state) for state in self._suppliers()}
        partners = {
            state
            for act in self.evidence.acts
            if act.kind in ASSISTANCE and act.status in RUNNING
            for state in act.partners
        }
        found |= {
            f"end_flow:{state}": self._strike("end_flow", "from", state) for state in sorted(partners - {self.home})
        }
        held = {row.status for row in self.evidence.in_force(Status) if row.state == self.home}
        found |= {f"end_status:{one}": self._strike("end_status", "status", one) for one in sorted(held)}
        return {name: blows for name, blows in found.items() if blows}

    def _suppliers(self) -> list[str]:
        own = {row.holding_id for row in self.evidence.rows(Holding) if row.state == self.home}
        parts = [part for part in self.evidence.rows(Component) if part.holding_id in own]
        named = {state for part in parts for state in suppliers_today(part, self.evidence.on)}
        return sorted(named - {self.home})

    def _strike(self, kind: str, field: str, value: str) -> tuple[Blow, ...]:
        name = same(f"{kind}:{value}")
        shock = Shock(kind, {field: (value,), "acts": ASSISTANCE}, (), name, "reverse stress")
        target = Target(self.home, self.evidence, self.evidence.on, {}, lambda name: ())
        return tuple(strike(Scenario("reverse", name, name, (), (shock,)), target))

    def requirement(self, requirement: Requirement) -> tuple[Broken, ...]:
        """For each finding of a requirement the smallest sets of shocks that make it worse than it is, and bad."""
        probe = self.evidence.with_overlay({})
        before = self._judge(probe, requirement)
        universe = [name for name, blows in self.universe.items() if probe.asked & lay(blows).tables]
        already = {name for name, one in before.items() if GRAVITY[one.verdict] >= BAD}
        found = search(universe, lambda shocks: self._broken(shocks, requirement, already), matters=self._matters)
        names = [*already, *found] if already or found else list(before)
        return tuple(
            Broken(name, ranked(found.get(name, ()), self._loss, self.chance), name in already, MOST, tuple(universe), False)
            for name in dict.fromkeys([*before, *names]) if not name.endswith(":-") or not found
        )  # fmt: skip

    def _broken(self, shocks: Shocks, requirement: Requirement, already: Collection[str]) -> list[str]:
        blows = [blow for name in sorted(shocks) for blow in self.universe[name]]
        after = self._judge(lay(blows).over(self.evidence), requirement)
        return [name for name, one in after.items() if GRAVITY[one.verdict] >= BAD and name not in already]

    def _judge(self, evidence: Evidence, requirement: Requirement) -> dict[str, Finding]:
        doctrine = self.bench.workspace.doctrine(self.home)
        measurer = replace(self._measurer, evidence=evidence)
        found = assess(evidence.with_measured(measurer), replace(doctrine, requirements=(requirement,)))
        return {one.id: one for one in found}

    @cached_property
    def _measurer(self) -> Measurer:
        return measuring.measurer(self.bench.workspace, self.home, self.evidence)

    def _matters(self, shocks: Shocks, found: Collection[str]) -> bool:
        """Several suppliers together can break only what they meet in: a capability that none of them breaks alone."""
        if len(shocks) == 1:
            return True
        touched = [self._touched[name] for name in shocks]
        common = frozenset.intersection(*touched)
        broken = {name.rpartition(":")[2] for name in found}
        return not all(touched) or bool(common - broken)

    @cached_property
    def _touched(self) -> Mapping[str, frozenset[str]]:
        """By shock the capabilities whose roles it touches; empty where it touches something else."""
        of = {row.holding_id: row.capability for row in self.evidence.rows(Holding)}
        rows = {name: [blow.row for blow in blows] for name, blows in self.universe.items()}
        return {
            name: frozenset(of[row.holding_id] for row in found if isinstance(row, Component))
            for name, found in rows.items()
        }

    def _loss(self, shocks: Shocks) -> float | None:
        """The mean of what the suppliers among the shocks take from the capabilities; None where there is none among them."""
        states = {name.rpartition(":")[2] for name in shocks if name.startswith("end_support:")}
        if not states or not self.groups:
            return None
        return sum(one.structure.denial(states) for one in self.groups) / len(self.groups)
