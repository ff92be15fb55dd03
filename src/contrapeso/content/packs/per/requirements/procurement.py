"""Purchases outside open tender: secret, direct, government-to-government, and paid by the Armed Forces Fund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, UNDETERMINED, Step, Verdict, decide, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.verdict import Element
from contrapeso.core.facts import Act, Stage
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import TRUE, Truth, truth
from contrapeso.ledger.evidence import Evidence

_CONTRACT = ("signed", "executed", "delivered", "completed")
_DECISION = ("declared", "classified", "authorised")
_FORMS = {"supreme-decree": "decreto supremo"}
_NOBODY = "-"
"""The author of no step: asks the register whether its silence on a step proves that nobody took it."""
_UNTENDERED = ("direct-contract", "commission")
_REPORTS = {
    "scope-advantages-cost-benefit": ("reported", ("mindef", "mininter"), 1),
    "candidate-governments": ("reported", ("mindef", "mininter"), 2),
    "investment-office-opinion": ("opinion", ("opmi",), 1),
    "favourable-budget-opinion": ("opinion", ("mef",), 1),
}
"""Each report as the register shows it before the decree: its step, its authors, and how many of theirs must be there."""


def _is_purchase(act: Act) -> bool:
    """A purchase of this State, or the domestic act that opens its way; offers and foreign notices are neither."""
    return act.kind == "purchase" and act.record_type in ("instrument", "execution", "enabling")


def _is_secret(act: Act) -> bool:
    return _is_purchase(act) and (act.secret is True or act.route == "secret")


def _is_between_governments(act: Act) -> bool:
    return _is_purchase(act) and (act.government_to_government is True or act.route == "government-to-government")


def _contract(act: Act, evidence: Evidence) -> Step:
    """The contract; where its signature is not recorded, the first step that presupposes it."""
    return step(act, _CONTRACT, evidence)


def _when(act: Act) -> PartialDate | None:
    """The day whose law applies: that of the contract, else of the decision that opens its way."""
    stages = act.steps(*_CONTRACT) or act.steps(*_DECISION) or act.stages
    return stages[0].on if stages else None


def _in_form(act: Act, names: tuple[str, ...], forms: Sequence[str], evidence: Evidence) -> Step:
    """The first of the steps taken by an instrument of one of the forms; another instrument does not exclude it."""
    found = [
        stage for stage in act.steps(*names)
        if any((stage.instrument or "").casefold().startswith(_FORMS[form]) for form in forms)
    ]  # fmt: skip
    taken = step(act, names, evidence)
    return replace(taken, stage=found[0]) if found else Step(forms[0], act, None, taken.coverage)


def _countersigned(decree: Step, groups: Sequence[Sequence[str]]) -> Truth:
    """Every group of ministries has a signer among the rows that record the same instrument."""
    if decree.stage is None:
        return decree.happened
    rows = [stage for stage in decree.act.stages if stage.instrument == decree.stage.instrument]
    signed = all(any(stage.body in group for stage in rows) for group in groups)
    return truth(signed or None, "countersignature", *(stage.ref for stage in rows))


def _by(act: Act, name: str, bodies: Sequence[str], evidence: Evidence) -> Step:
    """The first step with the name taken by one of the bodies, whatever others did before."""
    found = [stage for stage in act.steps(name) if stage.body in bodies]
    return replace(step(act, name, evidence, body=_NOBODY), stage=found[0] if found else None)


@requirement(
    id="per/secret-purchase-decree",
    title=Text(
        es="¿Declaró secreta la compra un decreto supremo refrendado, antes del contrato?",
        en="Did a countersigned supreme decree declare the purchase secret before the contract?",
    ),
    norms=("PE-090",),
    asks="mindef",
    severity="high",
)
def secret_purchase_decree(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A secret purchase is contracted only after a supreme decree, countersigned by the MEF and the sector, says so."""
    when = _when(act)
    form = doctrine.at("secret_purchase_form", when)
    if not _is_secret(act) or not form.in_force:
        return NOT_APPLICABLE
    if form.value is None:
        return UNDETERMINED(form.missing_code, grounds=(act.ref,), at=when)
    decree = _in_form(act, ("declared", "classified"), form.value, evidence)
    return decide(
        ("no-decree", decree.happened),
        ("decree-after-contract", decree.before(_contract(act, evidence))),
        ("not-countersigned", _countersigned(decree, doctrine.at("secret_purchase_countersigners", when).value)),
        at=when,
    )


@requirement(
    id="per/secret-purchase-opinion",
    title=Text(
        es="¿Dio la Contraloría su opinión previa favorable antes de contratar en secreto?",
        en="Did the audit office give its prior favourable opinion before the secret contract?",
    ),
    norms=("PE-090", "PE-096", "PE-097"),
    asks="contraloria",
    severity="high",
)
def secret_purchase_opinion(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A secret purchase is contracted only after the binding opinion of the audit office; a refusal forbids it."""
    when = _when(act)
    office = doctrine.at("secret_purchase_opinion_body", when)
    if not _is_secret(act) or not office.in_force:
        return NOT_APPLICABLE
    contract, opinion = _contract(act, evidence), _by(act, "opinion", (office.value,), evidence)
    refused = _by(act, "declined", (office.value,), evidence)
    return decide(
        ("opinion-unfavourable", _not_refused(refused, opinion, contract)),
        ("no-audit-opinion", opinion.happened),
        ("opinion-after-contract", opinion.before(contract)),
        at=when,
    )


def _not_refused(refused: Step, opinion: Step, contract: Step) -> Truth:
    """False where a contract followed a refusal that no later opinion lifted."""
    if refused.stage is None or contract.stage is None or opinion.stage:
        return TRUE
    followed = refused.stage.on.last <= contract.stage.on.first
    return truth(False if followed else None, "declined-date", refused.stage.ref, contract.stage.ref)


@requirement(
    id="per/secret-list",
    title=Text(
        es="¿Está la compra en la lista de contrataciones secretas del año?",
        en="Is the purchase on the year's list of secret contracts?",
    ),
    norms=("PE-119",),
    asks="mindef",
    severity="high",
)
def secret_list(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A purchase contracted in secret is on the list that a supreme decree approved before the contract."""
    when = _when(act)
    listed = doctrine.at("secret_list", when)
    if not _is_secret(act) or not listed.in_force:
        return NOT_APPLICABLE
    if listed.value is None:
        return UNDETERMINED(listed.missing_code, grounds=(act.ref,), at=when)
    named = None if act.process_id is None else act.process_id in listed.value
    listing = step(act, "classified", evidence)
    return decide(
        ("not-on-secret-list", truth(named, "process-id", act.ref)),
        ("listed-after-contract", listing.before(_contract(act, evidence))),
        at=when,
    )


@requirement(
    id="per/direct-contract-approval",
    title=Text(
        es="¿Aprobó la entidad la contratación directa antes del contrato?",
        en="Did the entity approve the direct contracting before the contract?",
    ),
    norms=("PE-091", "PE-099"),
    asks="mindef",
)
def direct_contract_approval(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A contract without tender follows the approval of the buying entity; secret purchases have rules of their own."""
    contract = _contract(act, evidence)
    rule = doctrine.at("direct_contract_approval_by", contract.on)
    if not _is_purchase(act) or _is_between_governments(act) or contract.stage is None:
        return NOT_APPLICABLE
    if act.route is None and rule.value is not None:
        return UNDETERMINED("route", grounds=(act.ref, contract.stage.ref), at=contract.on)
    if act.route not in _UNTENDERED:
        return NOT_APPLICABLE
    if rule.value is None:
        return UNDETERMINED(rule.missing_code, grounds=(act.ref, contract.stage.ref), at=contract.on)
    approval = _by(act, "authorised", act.institutions, evidence)
    return decide(
        ("direct-contract-not-approved", approval.happened),
        ("approval-after-contract", approval.before(contract)),
        at=contract.on,
    )


@requirement(
    id="per/g2g-decree",
    title=Text(
        es="¿Autorizó un decreto supremo refrendado el contrato de gobierno a gobierno?",
        en="Did a countersigned supreme decree authorise the government-to-government contract?",
    ),
    norms=("PE-092",),
    asks="mindef",
    severity="high",
)
def g2g_decree(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A government-to-government contract buys what is declared complex or strategic, once a decree authorises it."""
    when = _when(act)
    form = doctrine.at("g2g_authorisation_form", when)
    if not _is_between_governments(act) or not form.in_force:
        return NOT_APPLICABLE
    if form.value is None:
        return UNDETERMINED(form.missing_code, grounds=(act.ref,), at=when)
    decree = _in_form(act, ("authorised",), form.value, evidence)
    return decide(
        ("no-decree", decree.happened),
        ("decree-after-contract", decree.before(_contract(act, evidence))),
        ("not-declared-strategic", step(act, "declared", evidence).happened),
        ("not-countersigned", _countersigned(decree, doctrine.at("g2g_countersigners", when).value)),
        at=when,
    )


@requirement(
    id="per/g2g-reports",
    title=Text(
        es="¿Precedieron al decreto los informes y opiniones que exige la Ley 32069?",
        en="Did the reports and opinions that Law 32069 asks for precede the decree?",
    ),
    norms=("PE-093",),
    asks="mindef",
)
def g2g_reports(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Under Law 32069 the reports of the sector and the opinions on investment and budget precede the decree."""
    when = _when(act)
    needed = doctrine.at("g2g_required_reports", when)
    if not _is_between_governments(act) or needed.value is None:
        return NOT_APPLICABLE
    decree = step(act, ("authorised", *_CONTRACT), evidence)
    elements: list[Element] = [
        ("report-after-decree", _report(code, act, evidence).before(decree)) for code in needed.value
    ]
    return decide(*elements, at=when)


def _report(code: str, act: Act, evidence: Evidence) -> Step:
    """One of the reports, as the step that shows it; its absence is named after it."""
    name, authors, count = _REPORTS[code]
    found = [stage for stage in act.steps(name) if stage.body in authors]
    absent = step(act, name, evidence, body=_NOBODY)
    return replace(absent, name=code, stage=found[count - 1] if len(found) >= count else None)


@requirement(
    id="per/g2g-simultaneous-control",
    title=Text(
        es="¿Controló la Contraloría el contrato de gobierno a gobierno mientras se ejecutaba?",
        en="Did the audit office control the government-to-government contract while it was carried out?",
    ),
    norms=("PE-095",),
    asks="contraloria",
)
def g2g_simultaneous_control(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Under Law 32069 the control of a government-to-government contract is simultaneous, not after its end."""
    contract = step(act, ("signed", "executed"), evidence)
    office = doctrine.at("g2g_control_body", contract.on)
    if not _is_between_governments(act) or contract.stage is None or office.value is None:
        return NOT_APPLICABLE
    control = _by(act, "audited", (office.value,), evidence)
    return decide(
        ("no-simultaneous-control", control.happened),
        ("control-after-execution", control.before(step(act, "completed", evidence))),
        at=contract.on,
    )


def _paid_by_fund(act: Act, doctrine: Doctrine) -> Stage | None:
    """The first payment from the Fund (else the first step) of an act paid by it while its law was in force."""
    paid = (act.steps("financed") or act.steps(*_CONTRACT) or act.stages)[:1]
    governed = act.fund_financed is True and act.record_type in ("instrument", "execution", "enabling")
    return paid[0] if governed and paid and doctrine.governs(("PE-100",), paid[0].on) else None


@requirement(
    id="per/fund-purpose",
    title=Text(
        es="¿Pagó el Fondo para las Fuerzas Armadas y la Policía solo equipamiento?",
        en="Did the Armed Forces and Police Fund pay only for equipment?",
    ),
    norms=("PE-100",),
    asks="mindef",
)
def fund_purpose(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The Fund pays solely and exclusively for the modernisation of equipment and the like."""
    paid = _paid_by_fund(act, doctrine)
    if paid is None:
        return NOT_APPLICABLE
    allowed = doctrine.at("fund_purposes", paid.on).value
    fits = None if act.kind == "finance" else act.kind in allowed
    return decide(("other-purpose", truth(fits, "fund-purpose", act.ref, paid.ref)), at=paid.on)


@requirement(
    id="per/fund-control",
    title=Text(
        es="¿Controló la Contraloría la compra pagada por el Fondo?",
        en="Did the audit office control the purchase paid by the Fund?",
    ),
    norms=("PE-100",),
    asks="contraloria",
)
def fund_control(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """What the Fund pays is subject to the control of the audit office."""
    paid = _paid_by_fund(act, doctrine)
    if paid is None:
        return NOT_APPLICABLE
    control = _by(act, "audited", ("contraloria",), evidence)
    return decide(("no-fund-control", control.happened.because(paid.ref)), at=paid.on)


@requirement(
    id="per/fund-information",
    title=Text(
        es="¿Recibió la Comisión de Defensa la información sobre el uso del Fondo?",
        en="Did the Defence Committee receive the information on the use of the Fund?",
    ),
    norms=("PE-101",),
    asks="mindef",
    severity="low",
)
def fund_information(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The National Defence Council sends the Defence Committee, under classification, the information it needs."""
    paid = _paid_by_fund(act, doctrine)
    if paid is None:
        return NOT_APPLICABLE
    sent = step(act, "accounted", evidence)
    addressee = doctrine.at("fund_information_to", sent.on or paid.on)
    return decide(
        ("no-fund-information", sent.happened.because(paid.ref)),
        ("fund-wrong-addressee", sent.by(addressee)),
        at=sent.on or paid.on,
    )
