"""Duties of the country as a whole: the council that meets and the policy that is reported on."""

from __future__ import annotations

from dataclasses import dataclass

from contrapeso.assess import NOT_APPLICABLE, Due, Verdict, decide, requirement
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Stage, StageName
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import FALSE, TRUE, Truth, unknown
from contrapeso.ledger.evidence import Evidence


@dataclass(frozen=True, slots=True)
class _Recurring:
    """A step to be taken again and again, each time within an interval of the last one."""

    norm: str
    stage: StageName
    bodies: tuple[str, ...]
    interval: str
    missing: str

    def kept_up(self, evidence: Evidence, doctrine: Doctrine) -> Truth | Due:
        """Whether the latest step lies within the interval; the first one is due an interval after the norm."""
        taken = [row for row in evidence.rows(Stage) if row.stage == self.stage and row.body in self.bodies]
        last = max(taken, key=lambda row: row.on, default=None)
        since = last.on if last else PartialDate.of(doctrine.norms[self.norm].in_force.start or evidence.on)
        limit = doctrine.at(self.interval, evidence.on)
        first, latest = (doctrine.calendar.add(day, int(limit.number), limit.unit) for day in (since.first, since.last))
        if evidence.on <= first:
            return TRUE.because(last.ref) if last else Due(first)
        coverage = evidence.complete("policy", self.stage, PartialDate(since.first, evidence.on))
        if coverage and evidence.on > latest:
            return FALSE.because(coverage.ref)
        return unknown(self.missing, grounds=[last.ref] if last else [])


def _verdict(duty: _Recurring, failure: str, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    today = PartialDate.of(evidence.on)
    if not doctrine.governs((duty.norm,), today):
        return NOT_APPLICABLE
    return decide((failure, duty.kept_up(evidence, doctrine)), at=today)


_MEETING = _Recurring("PE-075", "met", ("cosedena",), "cosedena_interval", "cosedena-meeting")
_REPORT = _Recurring("PE-076", "reported", ("sedena",), "policy_report_interval", "policy-report")


@requirement(
    id="per/cosedena-meets",
    title=Text(
        es="¿Se reunió el Consejo de Seguridad y Defensa Nacional en los últimos seis meses?",
        en="Did the National Security and Defence Council meet in the last six months?",
    ),
    norms=("PE-075",),
    asks="pcm",
    scope="country",
)
def cosedena_meets(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The council, chaired by the President, meets in ordinary session at least every six months."""
    return _verdict(_MEETING, "no-meeting-in-six-months", evidence, doctrine)


@requirement(
    id="per/policy-yearly-report",
    title=Text(
        es="¿Se informó en el último año sobre el cumplimiento de la política de seguridad y defensa?",
        en="Was there a report in the last year on the progress of the security and defence policy?",
    ),
    norms=("PE-076", "PE-077"),
    asks="pcm",
    severity="low",
    scope="country",
)
def policy_yearly_report(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Those who lead the national security and defence policy report every year on its progress to CEPLAN."""
    return _verdict(_REPORT, "no-report-in-a-year", evidence, doctrine)
