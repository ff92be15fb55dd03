"""Doctrine: the norms, dated parameters, requirements and calendar of a country, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from contrapeso.assess.requirement import Requirement
from contrapeso.core.errors import UnknownName
from contrapeso.core.parameter import Dated, Parameter
from contrapeso.core.period import PartialDate, Period
from contrapeso.core.text import Text
from contrapeso.core.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Norm:
    """An article of a norm in one version, with its dates in force."""

    norm_id: str
    norm: str
    """The slug of the norm it belongs to, e.g. a law."""
    cite: str
    """Official short citation with the article."""
    title: Text
    rank: str
    article: Text | None
    version: Text | None
    enacted_on: PartialDate | None
    in_force: Period
    trigger: Text | None
    responsible: Text | None
    requires: Text
    timing: Text | None
    deadline: tuple[int, str] | None
    consequence: Text | None
    quote: str | None
    source_id: str
    confidence: str
    text_read: bool
    note: Text | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Words:
    """The pack's words for codes that readers see: verdict codes, missing facts, families, domains …"""

    groups: Mapping[str, Mapping[str, Text]]

    def __call__(self, group: str, code: str) -> Text:
        try:
            return self.groups[group][code]
        except KeyError:
            raise UnknownName(
                Text(
                    es=f"el paquete no tiene palabra para {group}/{code}", en=f"the pack has no word for {group}/{code}"
                ),
                Text(es=f"añádala a words/, grupo {group}", en=f"add it to words/, group {group}"),
            ) from None


@dataclass(frozen=True, slots=True)
class Doctrine:
    """What a country's law and policy ask, as of the content read; ``content_hash`` names that content."""

    country: str
    title: Text
    norms: Mapping[str, Norm]
    parameters: Mapping[str, Parameter]
    requirements: tuple[Requirement, ...]
    words: Words
    calendar: WorkingDays
    content_hash: str

    def at(self, name: str, when: PartialDate | date | None) -> Dated:
        """A parameter on a date; without a date it is missing for want of one."""
        if name not in self.parameters:
            raise UnknownName(
                Text(es=f"parámetro desconocido: {name}", en=f"unknown parameter: {name}"),
                Text(es="decláralo en parameters/", en="declare it in parameters/"),
            )
        parameter = self.parameters[name]
        if when is None:
            return Dated(name, parameter.unit, in_force=True)
        return parameter.at(PartialDate.of(when) if isinstance(when, date) else when)

    def requirement(self, requirement_id: str) -> Requirement:
        for requirement in self.requirements:
            if requirement.id == requirement_id:
                return requirement
        raise UnknownName(
            Text(es=f"requisito desconocido: {requirement_id}", en=f"unknown requirement: {requirement_id}"),
            Text(es="use contrapeso list requirements", en="use contrapeso list requirements"),
        )

    def with_parameter(self, parameter: Parameter) -> Doctrine:
        """The doctrine of a what-if law: one parameter replaced."""
        return replace(self, parameters={**self.parameters, parameter.name: parameter})

    def governs(self, norm_ids: tuple[str, ...], when: PartialDate | None) -> bool:
        """Whether any of the norms may have been in force on a date; a step without a date may be governed."""
        return when is None or any(self.norms[norm_id].in_force.overlaps(when) for norm_id in norm_ids)

    def norms_in_force(self, norm_ids: tuple[str, ...], when: PartialDate | None) -> tuple[Norm, ...]:
        """Of the norms named, those in force on a date; all of them if no date is given."""
        norms = tuple(self.norms[norm_id] for norm_id in norm_ids)
        return tuple(norm for norm in norms if when is None or norm.in_force.overlaps(when))
