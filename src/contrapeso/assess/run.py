"""Assessing: every requirement on every act gives findings; a pure function of evidence and doctrine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.requirement import Requirement, Severity
from contrapeso.assess.verdict import NOT_APPLICABLE, Verdict, VerdictName
from contrapeso.core.errors import ContentError, ContrapesoError, Fault
from contrapeso.core.facts import Act
from contrapeso.core.parameter import Parameter
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence

Asked = Act | str | None
"""What a requirement is asked of: an act, a capability, or None for the country."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a requirement found: verdict, reason, articles applied, missing facts and the evidence rows used.

    ``id`` is ``requirement:act`` or ``requirement:capability`` (``requirement:-`` where neither is concerned): the same
    question keeps its name.
    """

    id: str
    requirement: str
    act: str | None
    verdict: VerdictName
    code: str | None
    cites: tuple[str, ...]
    severity: Severity
    due_on: date | None
    missing: tuple[str, ...]
    evidence: tuple[str, ...]
    norms: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """The parameters of doctrine that the requirement consulted."""
    judged_at: PartialDate | None = None
    """The day whose law applied; None where nothing was judged."""
    capability: str | None = None
    """The capability judged, where the requirement is asked of each."""

    def to_dict(self) -> dict[str, object]:
        return {
            "id": self.id,
            "requirement": self.requirement,
            "act": self.act,
            "verdict": self.verdict,
            "code": self.code,
            "cites": list(self.cites),
            "severity": self.severity,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "missing": list(self.missing),
            "evidence": list(self.evidence),
            "capability": self.capability,
        }


def assess(evidence: Evidence, doctrine: Doctrine, *, acts: Collection[str] | None = None) -> tuple[Finding, ...]:
    """All findings of a country on ``evidence.on``, in the order of requirements and acts.

    With ``acts`` given, only what is found of these acts: the same findings at a fraction of the cost.
    """
    return tuple(
        finding
        for requirement in doctrine.requirements
        for finding in _findings(requirement, evidence, doctrine, acts)
    )  # fmt: skip


def _findings(
    requirement: Requirement, evidence: Evidence, doctrine: Doctrine, acts: Collection[str] | None
) -> Iterator[Finding]:
    """The applicable findings of one requirement, or the one that says it applies to nothing; what it reads is noted."""
    consulted = Consulted(doctrine.parameters)
    doctrine = replace(doctrine, parameters=consulted)
    if requirement.scope == "country":
        if acts is None:
            with evidence.noting(requirement.id):
                verdict = _verdict(requirement, evidence, doctrine)
            yield _finding(requirement, None, verdict, evidence, doctrine)
        return
    found: list[Finding] = []
    known = evidence.acts if requirement.scope == "act" else ()
    with evidence.noting(requirement.id):
        for asked in _asked(requirement, evidence, known, acts):
            consulted.names.clear()
            verdict = _verdict(requirement, evidence, doctrine, asked)
            if verdict.name != "NOT_APPLICABLE":
                found.append(_finding(requirement, asked, verdict, evidence, doctrine))
    yield from found
    if not found and acts is None:
        yield _finding(requirement, None, NOT_APPLICABLE, evidence, doctrine)


def _asked(
    requirement: Requirement, evidence: Evidence, known: Iterable[Act], acts: Collection[str] | None
) -> Iterator[Act | str]:
    """The acts, or the capabilities that its indicators speak of, in the order in which they were measured."""
    if requirement.scope == "act":
        yield from (act for act in known if acts is None or act.act_id in acts)
    elif acts is None:
        measured = evidence.measurements(*requirement.indicators)
        yield from dict.fromkeys(one.capability for one in measured if one.capability is not None)


class Consulted(dict[str, Parameter]):
    """Parameters that note which of them were asked for, so that a finding can name the rules it rests on."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        super().__init__(parameters)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Parameter:
        self.names.add(name)
        return super().__getitem__(name)


def _verdict(requirement: Requirement, evidence: Evidence, doctrine: Doctrine, asked: Asked = None) -> Verdict:
    """What the requirement's code says; code that breaks is a fault of its file, never half an assessment."""
    try:
        return requirement.test(asked, evidence, doctrine) if asked else requirement.test(evidence, doctrine)
    except ContrapesoError:
        raise
    except Exception as error:  # requirements are content: somebody else's code
        place = f"{requirement.id} ({_name(asked) if asked else doctrine.country})"
        fault = Fault(requirement.file, requirement.line, place, _BROKEN.format(error=repr(error)), _BROKEN_MEND)
        raise ContentError([fault]) from error


def _finding(
    requirement: Requirement, asked: Asked, verdict: Verdict, evidence: Evidence, doctrine: Doctrine
) -> Finding:
    act = asked if isinstance(asked, Act) else None
    when = None if verdict is NOT_APPLICABLE else _judged_at(verdict, act, evidence)
    norms = doctrine.norms_in_force(requirement.norms, when)
    rows = verdict.grounds or ((act.ref,) if act else ())
    return Finding(
        id=f"{requirement.id}:{_name(asked) if asked else '-'}",
        requirement=requirement.id,
        act=act.act_id if act else None,
        verdict=verdict.name,
        code=verdict.code,
        cites=tuple(norm.cite for norm in norms),
        severity=requirement.severity,
        due_on=verdict.due_on,
        missing=verdict.missing,
        evidence=rows,
        norms=tuple(norm.norm_id for norm in norms),
        rules=tuple(sorted(doctrine.parameters.names)) if isinstance(doctrine.parameters, Consulted) else (),
        judged_at=when,
        capability=asked if isinstance(asked, str) else None,
    )


def _name(asked: Act | str) -> str:
    return asked.act_id if isinstance(asked, Act) else asked


def _judged_at(verdict: Verdict, act: Act | None, evidence: Evidence) -> PartialDate:
    return verdict.judged_at or (act.began if act else None) or PartialDate.of(evidence.on)


_BROKEN = Text(es="el requisito no se puede aplicar: {error}", en="the requirement cannot be applied: {error}")
_BROKEN_MEND = Text(es="corrija su código y añada el caso a cases/", en="mend its code and add the case to cases/")
