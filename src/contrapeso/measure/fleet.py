"""A state's fleet by capability: how much each platform type weighs, who delivered it, and who can fill its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from math import prod
from weakref import WeakKeyDictionary

from contrapeso.core.facts import Component, Fact, Holding
from contrapeso.core.state import successors
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.frame import Frame
from contrapeso.methods.bounds import mean_bounds
from contrapeso.methods.denial import Platform, Role, Structure

COUNTED = ("in-service", "unverified", "stored")
"""What weighs in a capability; what is ordered, weighed or retired does not."""
CANDIDATES = {
    "sustainment": "candidates_sustainment", "engine": "candidates_engine", "transmission": "candidates_transmission",
    "sensor": "candidates_sensor", "weapon": "candidates_weapon", "munition": "candidates_weapon",
}  # fmt: skip
"""By role, the parameter with the states that might supply it where nobody names one."""
LOSSES = {role: f"loss_without_{role}" for role in ("sensor", "weapon", "munition", "software")}
"""By degrading role, the parameter with the fraction of the platform lost without it."""
ENDS = ("low", "value", "high")


@dataclass(frozen=True, slots=True)
class FleetRole:
    """A role as it stands on the day: its suppliers today (historical states have passed to their successors)."""

    component: Component
    suppliers: frozenset[str]
    """Those that have not ended their support."""
    ended: frozenset[str] = frozenset()
    """Those that have, or that would have if it was they who filled a role for which nobody is named."""

    @property
    def is_critical(self) -> bool:
        return self.component.criticality == "critical"

    @property
    def is_lost(self) -> bool:
        """Whether every state named for it has ended its support."""
        return bool(self.component.suppliers) and not self.suppliers


@dataclass(frozen=True, slots=True)
class FleetType:
    """A platform type in a fleet; ``weight`` is the stated number in service, else the least that sources support.

    A count made in a later year than the one asked about says nothing of it: any number up to all that were bought.
    """

    holding: Holding
    weight: float
    low: float
    high: float
    is_counted_later: bool
    deliverers: tuple[str, ...]
    roles: tuple[FleetRole, ...]

    @property
    def rows(self) -> tuple[Fact, ...]:
        return (self.holding, *(role.component for role in self.roles))

    @property
    def unknown_critical(self) -> tuple[FleetRole, ...]:
        return tuple(role for role in self.roles if role.is_critical and not role.component.suppliers)


Fleet = Mapping[str, tuple[FleetType, ...]]
"""The types of each capability, in recorded order."""

_FLEETS: WeakKeyDictionary[Evidence, dict[tuple[str, tuple[str, ...]], Fleet]] = WeakKeyDictionary()


def fleet(home: str, evidence: Evidence, statuses: tuple[str, ...] = COUNTED) -> Fleet:
    """The platform types of a state with one of the statuses; read once from each view of the evidence."""
    evidence.asked.update((Holding.table, Component.table))
    known = _FLEETS.setdefault(evidence, {})
    if (home, statuses) not in known:
        known[home, statuses] = _read(home, evidence, statuses)
    return known[home, statuses]


def _read(home: str, evidence: Evidence, statuses: tuple[str, ...]) -> Fleet:
    components: dict[str, list[Component]] = {}
    for row in evidence.rows(Component):
        components.setdefault(row.holding_id, []).append(row)
    found: dict[str, list[FleetType]] = {}
    for holding in evidence.rows(Holding):
        was = holding.status == "retired" and "in-service" in statuses and _is_later(holding, evidence.on)
        if holding.state == home and (holding.status in statuses or was):
            parts = components.get(holding.holding_id, [])
            found.setdefault(holding.capability, []).append(_type(holding, parts, evidence.on))
    return {capability: tuple(types) for capability, types in found.items()}


def _type(holding: Holding, parts: Iterable[Component], on: date) -> FleetType:
    later = _is_later(holding, on)
    low, weight, high = _never_counted(holding) if later else _counted(holding)
    roles = tuple(_role(part, on) for part in parts)
    deliverers = tuple(sorted(_today(holding.delivered_by, on)))
    return FleetType(holding, weight, low, high, later, deliverers, roles)


def _role(part: Component, on: date) -> FleetRole:
    ended = _today(part.ended_by, on)
    return FleetRole(part, suppliers_today(part, on) - ended, ended)


def suppliers_today(part: Component, on: date) -> frozenset[str]:
    """The states named for a role, historical ones passed to their successors, whether or not they still support it."""
    return _today(part.suppliers, on)


def _is_later(holding: Holding, on: date) -> bool:
    """Whether the number was counted in a later year than the day's."""
    return holding.as_of is not None and holding.as_of.first.year > on.year


def _counted(holding: Holding) -> tuple[float, float, float]:
    """(low, weight, high) of the number in service as sources count it."""
    stated = holding.quantity
    low = float(holding.quantity_low if holding.quantity_low is not None else stated or 0)
    high = float(next((n for n in (holding.quantity_high, stated, holding.acquired) if n is not None), low))
    return low, low if stated is None else float(stated), high


def _never_counted(holding: Holding) -> tuple[float, float, float]:
    """The same where no count of the time is known."""
    return 0.0, 0.0, float(max(holding.acquired or 0, holding.quantity_high or 0, holding.quantity or 0))


def _today(states: Iterable[str], on: date) -> frozenset[str]:
    return frozenset(one for state in states for one in successors(state, on))


@dataclass(frozen=True)
class Group:
    """The types of one capability, or one type alone, with the rules of the day applied."""

    frame: Frame
    capability: str
    types: tuple[FleetType, ...]

    @cached_property
    def present(self) -> tuple[FleetType, ...]:
        """The types that may weigh anything."""
        return tuple(one for one in self.types if one.high > 0)

    @cached_property
    def weighing(self) -> tuple[FleetType, ...]:
        """The types of which some are surely in service: the central value rests on them; none if one was counted later."""
        if any(one.is_counted_later for one in self.present):
            return ()
        return tuple(one for one in self.types if one.weight > 0.0)

    @cached_property
    def total(self) -> float:
        return sum(one.weight for one in self.weighing)

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """The states named as suppliers of a role or as deliverers, ``home`` left out."""
        named = {state for one in self.present for role in one.roles for state in role.suppliers}
        named |= {state for one in self.present for state in one.deliverers}
        return tuple(sorted(named - {self.frame.home}))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The states named as suppliers of a role, ``home`` left out."""
        found = {state for one in self.present for role in one.roles for state in role.suppliers}
        return tuple(sorted(found - {self.frame.home}))

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The states that might fill a critical role for which nobody names a supplier."""
        roles = {role.component.role for one in self.present for role in one.unknown_critical}
        return tuple(sorted({state for role in roles for state in self.might(role) or ()} - {self.frame.home}))

    def might(self, role: str) -> frozenset[str] | None:
        """The candidate states of a role; None where no rule names them, so that any state might."""
        name = CANDIDATES.get(role)
        rule = self.frame.rule(name) if name else None
        return frozenset(rule.value) if rule and isinstance(rule.value, list) else None

    @cached_property
    def _mights(self) -> dict[str, frozenset[str] | None]:
        """The candidates of each role for which some type names nobody."""
        return {
            role.component.role: self.might(role.component.role) for one in self.types for role in one.unknown_critical
        }

    def may_fill(self, state: str, role: FleetRole) -> bool:
        """Whether a state might be the supplier of a role that names none."""
        might = self._mights[role.component.role]
        return state not in role.ended and (might is None or state in might)

    @cached_property
    def structure(self) -> Structure:
        """The central structure: sure numbers as weights, unknown roles never fail."""
        total = self.total
        return Structure([_platform(one, one.weight / total, self._loss) for one in self.weighing], self.home)

    @property
    def home(self) -> str:
        return self.frame.home

    def _loss(self, role: FleetRole, end: str = "value") -> float:
        """The fraction lost without a degrading role: the value, the low or the high end of its rule."""
        if role.component.criticality == "replaceable":
            return 0.0
        name = LOSSES.get(role.component.role)
        rule = self.frame.rule(name) if name else None
        if rule is None or not rule.in_force:
            return 1.0 if end == "high" else 0.0
        bound = {"low": rule.low, "high": rule.high}.get(end)
        return rule.number if bound is None else bound

    @cached_property
    def _alone(self) -> dict[tuple[str, str], Structure]:
        """Each type by itself, with the losses at one end of their range, by holding and end."""
        return {
            (one.holding.key, end): Structure([_platform(one, 1.0, partial(self._loss, end=end))], self.home)
            for one in self.types
            for end in ENDS
        }

    def alone(self, one: FleetType, end: str) -> Structure:
        """One type by itself with its known suppliers, with the assumed losses at an end of their range."""
        return self._alone[one.holding.key, end]

    def denied(self, one: FleetType, coalition: frozenset[str]) -> tuple[float, float, float]:
        """(low, value, high) of the fraction of one type that a coalition can deny."""
        low = value = high = 0.0
        if any(role.suppliers and not coalition.isdisjoint(role.suppliers) for role in one.roles):
            low, value, high = (self.alone(one, end).denial(coalition) for end in ENDS)
        if any(self.may_fill(state, role) for role in one.unknown_critical for state in coalition):
            high = 1.0
        return low, value, high

    def supplies(self, one: FleetType, state: str) -> tuple[float, float, float]:
        """(low, value, high) of whether a state supplies a critical role of one type."""
        named = float(any(role.is_critical and state in role.suppliers for role in one.roles))
        might = any(self.may_fill(state, role) for role in one.unknown_critical)
        return named, named, max(named, float(might))

    def delivers(self, one: FleetType, state: str) -> tuple[float, float, float]:
        """(low, value, high) of the part of one type that a state delivered; who shares with others is uncertain."""
        if one.deliverers == (state,):
            return 1.0, 1.0, 1.0
        return 0.0, 0.0, float(state in one.deliverers or not one.deliverers)

    def may_hide(self, state: str) -> bool:
        """Whether a state might supply a critical role for which nobody names a supplier."""
        return any(self.may_fill(state, role) for one in self.present for role in one.unknown_critical)

    def ending(self, one: FleetType) -> list[frozenset[str]]:
        """The minimal coalitions that take a known critical role from a type, so that all of it loses support."""
        fatal = [
            Role(role.suppliers, name=role.component.key) for role in one.roles if role.is_critical and role.suppliers
        ]
        return Structure([Platform(1.0, fatal, one.holding.key)], self.home).minimal_coalitions(1.0)

    def kept(self, one: FleetType) -> tuple[float, float, float]:
        """(low, value, high) of the fraction of one type left by those who have ended their support; 1 where nobody has."""
        if not any(role.ended for role in one.roles):
            return 1.0, 1.0, 1.0
        lost = [role for role in one.roles if role.is_lost]
        low, value, high = (
            prod(0.0 if role.is_critical else 1.0 - self._loss(role, end) for role in lost)
            for end in ("high", "value", "low")
        )
        might = ((role.ended, self._mights[role.component.role]) for role in one.unknown_critical)
        hidden = any(ended and (named is None or ended & named) for ended, named in might)
        return 0.0 if hidden else low, value, high

    @cached_property
    def supported(self) -> Group:
        """What still has support, each type weighing by the fraction that is left of it; itself where nobody ended any."""
        if not any(role.ended for one in self.types for role in one.roles):
            return self
        return Group(self.frame, self.capability, tuple(self._supported(one) for one in self.types))

    def _supported(self, one: FleetType) -> FleetType:
        low, value, high = self.kept(one)
        return replace(_left(one), weight=one.weight * value, low=one.low * low, high=one.high * high)

    def missing(self) -> tuple[str, ...]:
        """What would narrow the weights: the number in service, where only limits are known."""
        return (
            ("quantity",) if any(one.holding.quantity is None or one.is_counted_later for one in self.present) else ()
        )

    def _bounds(self, ends: tuple[tuple[float, float, float], ...]) -> tuple[float, float]:
        """Bounds over weights and values; many states can do the same to a capability, so each case is solved once."""
        if ends not in self._solved:
            weights = [one.low for one in self.present], [one.high for one in self.present]
            self._solved[ends] = mean_bounds([end[0] for end in ends], [end[2] for end in ends], *weights)
        return self._solved[ends]

    @cached_property
    def _solved(self) -> dict[tuple[tuple[float, float, float], ...], tuple[float, float]]:
        return {}

    def share(self, each: Mapping[str, tuple[float, float, float]]) -> tuple[float | None, float, float]:
        """(value, low, high) of the weighted mean of ``each`` (by holding): exact ends over weights and values."""
        low, high = self._bounds(tuple(each[one.holding.key] for one in self.present))
        if not self.weighing:
            return None, low, high
        value = sum(one.weight * each[one.holding.key][1] for one in self.weighing) / self.total
        return value, min(low, value), max(high, value)


def _platform(one: FleetType, weight: float, loss: Callable[[FleetRole], float]) -> Platform:
    """A type as a platform of the denial method; roles that name no supplier are left out."""
    roles = [
        Role(role.suppliers, role.is_critical, 0.0 if role.is_critical else loss(role), role.component.key)
        for role in one.roles
        if role.suppliers
    ]
    return Platform(weight, roles, one.holding.key)


def groups(frame: Frame, *, whole: bool = False) -> Iterator[Group]:
    """The capabilities of the state measured that hold anything, in recorded order; each notes its own rules.

    As far as they still have support, or ``whole`` for what does not hang on it: who delivered, what is not known.
    """
    asked = frozenset(frame.rules.consulted)
    for capability, types in fleet(frame.home, frame.evidence).items():
        frame.rules.consulted.intersection_update(asked)
        group = Group(frame, capability, types)
        group = group if whole else group.supported
        if group.present:
            yield group


def single_types(
    frame: Frame, statuses: tuple[str, ...] = (*COUNTED, "ordered"), *, whole: bool = False
) -> Iterator[tuple[Group, FleetType]]:
    """Each platform type by itself, ordered ones too; each notes its own rules. Those without any support only if ``whole``."""
    asked = frozenset(frame.rules.consulted)
    for capability, types in fleet(frame.home, frame.evidence, statuses).items():
        for one in types:
            frame.rules.consulted.intersection_update(asked)
            if whole or not any(role.is_critical and role.is_lost for role in one.roles):
                left = one if whole else _left(one)
                yield Group(frame, capability, (left,)), left


def _left(one: FleetType) -> FleetType:
    """A type with the roles that somebody still fills, or that nobody is named for."""
    lost = any(role.is_lost for role in one.roles)
    return replace(one, roles=tuple(role for role in one.roles if not role.is_lost)) if lost else one


def rows_for(group: Group, *states: str) -> tuple[Fact, ...]:
    """The rows behind what states can do to a capability: its holdings, the roles they fill, and those they might."""
    rows: list[Fact] = []
    for one in group.present:
        rows.append(one.holding)
        rows += [
            role.component
            for role in one.roles
            if role.suppliers.intersection(states)
            or (
                role.is_critical
                and not role.component.suppliers
                and any(group.may_fill(state, role) for state in states)
            )
        ]
    return tuple(rows)
