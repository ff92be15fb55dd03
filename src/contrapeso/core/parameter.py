"""Doctrine values with dates and citations: a change of law is one line of YAML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from contrapeso.core.errors import UnknownName
from contrapeso.core.period import PartialDate, Period
from contrapeso.core.text import Text

Basis = Literal["norm", "policy", "assumption"]
BASES: tuple[Basis, ...] = ("norm", "policy", "assumption")


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One dated value: in force over a period, by a norm or as an assumption with its range."""

    period: Period
    value: Any
    basis: Basis
    norm: str | None
    missing: Text | None
    low: float | None
    high: float | None
    why: Text | None
    note: Text | None
    url: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A parameter as of a date: a value, a value nobody could read (``missing``), or no rule in force."""

    name: str
    unit: str
    in_force: bool
    value: Any = None
    basis: Basis = "norm"
    norm: str | None = None
    missing: Text | None = None
    low: float | None = None
    high: float | None = None
    line: int = 0
    """Where the value stands in the file of its parameter."""
    is_ambiguous: bool = False
    """The value changes within a vague date: the date is what is missing, not the rule."""

    @property
    def missing_code(self) -> str:
        return f"rule-{self.name.replace('_', '-')}"

    @property
    def is_assumed(self) -> bool:
        return self.basis == "assumption"

    @property
    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise TypeError(f"parameter {self.name} is not a number: {self.value!r}")
        return float(self.value)


_AMBIGUOUS = Text(
    es="la fecha no es lo bastante precisa para saber qué regla estaba vigente",
    en="the date is not precise enough to tell which rule was in force",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named doctrine value over time."""

    name: str
    title: Text
    unit: str
    values: tuple[ParameterValue, ...]
    note: Text | None
    file: str
    line: int

    def at(self, when: PartialDate) -> Dated:
        """The value on a date; if the date is vague and the value changes within it, the value is missing."""
        in_view = [value for value in self.values if value.period.overlaps(when)]
        if not in_view:
            return Dated(self.name, self.unit, in_force=False)
        if len({repr(value.value) for value in in_view}) > 1:
            return Dated(self.name, self.unit, in_force=True, missing=_AMBIGUOUS, is_ambiguous=True)
        found = in_view[-1]
        return Dated(
            self.name, self.unit, True, found.value, found.basis, found.norm, found.missing, found.low, found.high,
            found.line,
        )  # fmt: skip


class Rules:
    """A country's parameters on one day, of which a reader may ask those it names; it notes which it asked for.

    A parameter that the country's pack does not declare is not in force; one that the reader did not name raises.
    """

    def __init__(self, parameters: Mapping[str, Parameter], named: Collection[str], on: date) -> None:
        self._parameters, self._named, self.on = parameters, frozenset(named), on
        self.consulted: set[str] = set()

    @cached_property
    def fingerprint(self) -> str:
        """What tells rules apart: each that may be asked for, as it stands on the day."""
        day = PartialDate.of(self.on)
        return repr([(name, self._parameters[name].at(day)) for name in sorted(self._named & self._parameters.keys())])

    def at(self, name: str) -> Dated:
        """The value on the day; ``UnknownName`` if the reader did not say that it consults the parameter."""
        if name not in self._named:
            raise UnknownName(
                Text(es=f"no dice que consulta el parámetro {name}", en=f"it does not say that it consults {name}"),
                Text(es="nómbrelo en rules: de su manifiesto", en="name it under rules: in its manifest"),
            )
        self.consulted.add(name)
        found = self._parameters.get(name)
        return found.at(PartialDate.of(self.on)) if found else Dated(name, "", in_force=False)
