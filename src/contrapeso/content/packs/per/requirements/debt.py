"""Debt that pays for defence: the audit office's prior report, the yearly programme and the committee that studies it."""

from __future__ import annotations

from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, UNDETERMINED, Step, Verdict, decide, fact, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence

_OPERATION = ("financed", "signed")
_DECISION = ("authorised", "classified", "declared", "announced")


def _is_debt(act: Act) -> bool:
    return act.debt_financed is True and act.record_type in ("instrument", "execution", "enabling")


def _when(act: Act) -> PartialDate | None:
    """The day whose law applies: that of the debt operation, else of the latest decision that prepares it."""
    stages = act.steps(*_OPERATION)[:1] or act.steps(*_DECISION)[-1:] or act.stages[-1:]
    return stages[0].on if stages else None


def _by(act: Act, name: str, body: str, evidence: Evidence, missing: str) -> Step:
    """The first step with the name taken by the body; its absence is named ``missing``."""
    return replace(step(act, name, evidence, body=body), name=missing)


@requirement(
    id="per/debt-prior-report",
    title=Text(
        es="¿Informó la Contraloría antes de comprometer el crédito del Estado?",
        en="Did the audit office report before the credit of the State was committed?",
    ),
    norms=("PE-098",),
    asks="contraloria",
    severity="high",
)
def debt_prior_report(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """An operation that commits the credit of the State follows the prior report of the audit office."""
    when = _when(act)
    office = doctrine.at("credit_report_body", when)
    if not _is_debt(act) or not office.in_force:
        return NOT_APPLICABLE
    report = _by(act, "reported", office.value, evidence, "credit-report")
    operation = step(act, _OPERATION, evidence)
    return decide(
        ("no-credit-report", report.happened.because(act.ref)),
        ("report-after-operation", report.before(operation)),
        at=when,
    )


@requirement(
    id="per/debt-programme",
    title=Text(
        es="¿Estaba la deuda de la compra de gobierno a gobierno en el programa anual de endeudamiento?",
        en="Was the debt of the government-to-government purchase in the yearly debt programme?",
    ),
    norms=("PE-093",),
    asks="mef",
)
def debt_programme(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A government-to-government purchase paid with debt is in the yearly debt programme that the parliament approves."""
    when = _when(act)
    if not _is_debt(act) or act.government_to_government is False or not doctrine.governs(("PE-093",), when):
        return NOT_APPLICABLE
    programme = replace(step(act, "approved", evidence), name="debt-programme")
    between_governments = fact(act, "government_to_government")
    if between_governments.is_unknown:
        return UNDETERMINED(*between_governments.missing, *programme.happened.missing, grounds=(act.ref,), at=when)
    return decide(
        ("not-in-debt-programme", programme.happened.because(act.ref)),
        ("programme-after-operation", programme.before(step(act, _OPERATION, evidence))),
        at=when,
    )


@requirement(
    id="per/debt-committee",
    title=Text(
        es="¿Estudió la Comisión Bicameral de Presupuesto la deuda antes de su aprobación?",
        en="Did the Bicameral Budget Committee study the debt before it was approved?",
    ),
    norms=("PE-052",),
    asks="congress",
    severity="low",
)
def debt_committee(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """From 27 July 2026 the Bicameral Budget Committee studies the debt bill before the parliament approves it."""
    approved = step(act, "approved", evidence)
    committee = doctrine.at("budget_committee", approved.on)
    if not _is_debt(act) or approved.on is None or not doctrine.governs(("PE-052",), approved.on):
        return NOT_APPLICABLE
    if committee.value is None:
        return UNDETERMINED(committee.missing_code, grounds=(act.ref,), at=approved.on)
    opinion = step(act, "opinion", evidence, body=committee.value)
    return decide(
        ("no-committee-opinion", opinion.happened.because(act.ref)),
        ("opinion-after-approval", opinion.before(approved)),
        at=approved.on,
    )
