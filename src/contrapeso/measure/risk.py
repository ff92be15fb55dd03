"""How likely and how deep a loss of support is for a fleet: its suppliers' chances, how they hang together, and the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from contrapeso.core.facts import Fact
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated
from contrapeso.measure.assembly import LACKING
from contrapeso.measure.fleet import FleetType, Group, groups, rows_for
from contrapeso.measure.frame import Frame
from contrapeso.methods.cases import Cases, cases
from contrapeso.methods.copula import Blocs, Dependence, Positions
from contrapeso.methods.denial import Platform, Structure
from contrapeso.methods.range import Range
from contrapeso.methods.risk import Risk, Tail, autonomy_at_risk
from contrapeso.methods.risk_ends import Fleet, Held, RiskEnds, risk_ends

NEEDED = ("denial_chance", "denial_horizon", "denial_correlation")
"""Without these rules no risk is measured."""
T = TypeVar("T")
Denied = NDArray[np.bool_]
WORST = 0.95
_MOST_KEPT = 1024
_KEPT: dict[tuple[object, ...], tuple[Any, frozenset[str]]] = {}
ALL = "all"
"""The bloc of all suppliers, where positions do not tell them apart."""


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely suppliers are to end support within a horizon: π = 1 − (1 − p)^years, p by year and supplier."""

    yearly: Range
    of_some: dict[str, Range]
    years: float

    def of(self, state: str) -> Range:
        yearly = self.of_some.get(state, self.yearly)
        low, high = (1.0 - (1.0 - end) ** self.years for end in (yearly.low, yearly.high))
        value = None if yearly.value is None else 1.0 - (1.0 - yearly.value) ** self.years
        return Range(low, high, value)

    def value(self, state: str) -> float:
        found = self.of(state).value
        if found is None:
            raise ValueError(f"the chance of {state} has a range and no value")
        return found


@dataclass(frozen=True)
class Exposed:
    """What is exposed to denial: the groups of one capability, or of all, of which each counts the same."""

    frame: Frame
    groups: tuple[Group, ...]
    chances: Chances

    @property
    def capability(self) -> str | None:
        return self.groups[0].capability if len(self.groups) == 1 else None

    @cached_property
    def weighing(self) -> tuple[Group, ...]:
        """The groups that the central value rests on."""
        return tuple(one for one in self.groups if one.weighing)

    @cached_property
    def types(self) -> tuple[FleetType, ...]:
        """The types that the central value rests on, in the order of the platforms of ``structure``."""
        return tuple(one for group in self.weighing for one in group.weighing)

    @cached_property
    def structure(self) -> Structure:
        """The central structure: sure numbers as weights, unknown roles never fail, every capability weighs the same."""
        platforms = [
            Platform(platform.weight / len(self.weighing), platform.roles, platform.name)
            for group in self.weighing
            for platform in group.structure.platforms
        ]
        return Structure(platforms, self.frame.home)

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """The states that are named for any role of any type present."""
        return tuple(sorted({state for group in self.groups for state in group.named}))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What would narrow the ends: numbers, names of suppliers, and their positions."""
        codes = {code for group in self.groups for code in group.missing()}
        if any(one.unknown_critical for group in self.groups for one in group.present):
            codes.add("suppliers")
        if len(self.suppliers) > 1 and not self.is_placed:
            codes.add("un-position" if self.frame.assembly else LACKING)
        return tuple(sorted(codes))

    @cached_property
    def _places(self) -> dict[str, float]:
        assembly = self.frame.assembly
        found = {state: assembly.places.last(state) for state in self.suppliers} if assembly else {}
        return {state: place.position for state, place in found.items() if place}

    @property
    def is_placed(self) -> bool:
        """Whether all suppliers have a position, so that those that vote alike may deny together."""
        return self.frame.assembly is not None and len(self._places) == len(self.suppliers)

    def dependence(self, rho: float) -> Dependence:
        """By distance in the General Assembly; without all positions one factor for all."""
        distance = self.frame.rule("similarity_distance")
        if self.is_placed and distance.value is not None and rho < 1.0:
            return Positions(self._places, distance.number, rho)
        return Blocs(dict.fromkeys(self.suppliers, ALL), rho)

    def risk(self, levels: Sequence[float], rho: float, chances: Chances | None = None) -> Risk:
        """The risk at the central value of everything."""
        by = chances or self.chances
        stated = {state: by.value(state) for state in self.structure.suppliers}
        return autonomy_at_risk(self.structure, stated, self.dependence(rho), levels=levels)

    def ends(self, rho: float, chances: Chances | None = None) -> RiskEnds:
        """Between what ends risk lies, over chances, numbers, losses and suppliers that nobody names."""
        by, dependence = chances or self.chances, self.dependence(rho)
        stated = {state: by.of(state) for state in self.suppliers}
        low = cases(self.suppliers, {state: one.low for state, one in stated.items()}, dependence)
        high = cases(self.suppliers, {state: one.high for state, one in stated.items()}, dependence)
        return risk_ends([self._fleet(group, low, high, by) for group in self.groups], low, high)

    def _fleet(self, group: Group, low: Cases, high: Cases, by: Chances) -> Fleet:
        least, low_place = low.apart(group.named)
        most, high_place = high.apart(group.named)
        return Fleet([self._held(group, one, least, most, by) for one in group.present], low_place, high_place)

    def _held(self, group: Group, one: FleetType, least: Denied, most: Denied, by: Chances) -> Held:
        hidden = sum(self._hidden(group, role.component.role, by) for role in one.unknown_critical)
        low, high = self._lost(group, one, "low", least), self._lost(group, one, "high", most)
        return Held(one.low, one.high, low, high, min(1.0, hidden))

    def _lost(self, group: Group, one: FleetType, end: str, denied: Denied) -> NDArray[np.float64]:
        """What a type loses in each case of who denies; worked out once where other chances leave the cases as they are."""
        key = group.capability, one.holding.key, end, id(denied)
        if key not in self._losses:
            structure = group.alone(one, end)
            places = [group.named.index(name) for name in structure.suppliers]
            self._losses[key] = denied, structure.denials(denied[:, places])
        return self._losses[key][1]

    @cached_property
    def _losses(self) -> dict[tuple[str, str, str, int], tuple[Denied, NDArray[np.float64]]]:
        """By type, end and cases, which are held so that no others take their id."""
        return {}

    def _hidden(self, group: Group, role: str, by: Chances) -> float:
        """The greatest chance among the states that might fill a role that names nobody."""
        might = group.might(role)
        if might is None:
            return max(by.of(state).high for state in (*by.of_some, ""))
        return max((by.of(state).high for state in might - {self.frame.home}), default=0.0)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What the figures rest on: types with their roles, positions, and the rules of the day."""
        types = tuple(tuple(_shape(one) for one in group.present) for group in self.groups)
        places = tuple(sorted(self._places.items())) if self.is_placed else None
        return self.frame.home, types, places, self.frame.rules.fingerprint

    def rows(self, *states: str) -> tuple[Fact, ...]:
        """The holdings, the roles that the states fill, and those they might; of all suppliers where none is given."""
        found: dict[str, Fact] = {}
        for group in self.groups:
            named = states or (*group.suppliers, *group.candidates)
            found |= {row.ref: row for row in rows_for(group, *named)}
        return tuple(found.values())

    def placed(self, one: Measurement) -> Measurement:
        """The measurement, resting on the estimate of positions where these say who denies together."""
        if self.frame.assembly is None or not self.is_placed or len(self.suppliers) < 2:
            return one
        return self.frame.assembly.from_places(one)


def exposed(frame: Frame) -> Iterator[Exposed]:
    """Each capability, then all together if several; nothing where the pack states no chances. Each notes its own rules."""
    chances = chances_of(frame)
    if chances is None:
        return
    listed, used = [], frozenset[str]()
    for group in groups(frame):
        one = Exposed(frame, (group,), chances)
        listed.append(group)
        yield one
        used |= frame.rules.consulted
    if len(listed) > 1:
        frame.rules.consulted.update(used)
        yield Exposed(frame, tuple(listed), chances)


def kept(one: Exposed, name: str, make: Callable[[], T]) -> T:
    """Figures of what was asked before from the same numbers, for another day or scenario; the rules consulted are noted as then."""
    rules = one.frame.rules
    key = (name, one.key)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        before, rules.consulted = rules.consulted, set()
        _KEPT[key] = make(), frozenset(rules.consulted)
        rules.consulted = before
    found, consulted = _KEPT[key]
    rules.consulted.update(consulted)
    made: T = found
    return made


def worst(one: Exposed) -> Tail:
    """The worst 5 % of the cases at the central value of everything, with who and what bring it about."""
    return one.risk((WORST,), rho(one.frame).value or 0.0).tails[0]


def rho(frame: Frame) -> Range:
    """The correlation of suppliers that vote alike."""
    return _range(frame.rule("denial_correlation"))


def over(chances: Chances, years: float | None) -> Chances:
    """The same chances over another horizon."""
    return chances if years is None else replace(chances, years=years)


def unread(frame: Frame) -> tuple[str, ...]:
    """The rules in force that nobody could read, as missing facts."""
    found = [frame.rule(name) for name in NEEDED]
    return tuple(one.missing_code for one in found if one.in_force and one.value is None)


def chances_of(frame: Frame) -> Chances | None:
    """The chances that the pack states; None if it states none, or one of its rules could not be read."""
    needed = [frame.rule(name) for name in NEEDED]
    if any(not one.in_force or one.value is None for one in needed):
        return None
    some = frame.rule("denial_chances")
    given = some.value if some.in_force and isinstance(some.value, dict) else {}
    of_some = {str(state): Range(low, high, value) for state, (low, value, high) in given.items()}
    return Chances(_range(needed[0]), of_some, needed[1].number)


def _range(rule: Dated) -> Range:
    low, high = (rule.number if end is None else end for end in (rule.low, rule.high))
    return Range(low, high, rule.number)


def _shape(one: FleetType) -> tuple[object, ...]:
    """A type as far as risk sees it."""
    roles = tuple((role.component.role, role.component.criticality, role.suppliers) for role in one.roles)
    return one.low, one.weight, one.high, one.is_counted_later, roles
