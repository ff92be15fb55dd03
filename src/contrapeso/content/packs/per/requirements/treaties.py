"""Treaties on matters of article 56: approved by the competent chamber before they bind Peru, in due form, and published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, UNDETERMINED, Step, Verdict, decide, fact, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act, Stage
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import FALSE, TRUE, Truth, truth, unknown
from contrapeso.ledger.evidence import Evidence

ARTICLE_56 = ("PE-004", "PE-005", "PE-013")
PLENARIES = ("congress", "senate", "deputies", "standing-committee", None)
BOTH_CHAMBERS = ("senate", "deputies")
OFFICIAL_NAME = {"legislative-resolution": "Resolución Legislativa", "supreme-decree": "Decreto Supremo"}
ENTRY_NOTICE = ("Entrada en vigor", "Entrada en vigencia", "Aviso de entrada en vig")
GIVEN_UP = ("not-concluded", "cancelled")


def is_agreement(act: Act) -> bool:
    """A treaty in the sense of international law, by whichever route it was concluded."""
    return (
        act.kind in ("treaty", "executive-agreement") and act.record_type == "instrument" and act.status not in GIVEN_UP
    )


def is_treaty(act: Act) -> bool:
    """An agreement for the approval of article 56 and not for direct conclusion by the President."""
    return is_agreement(act) and (act.kind == "treaty" or act.route == "congress-approved")


def named(*prefixes: str) -> Callable[[Stage], bool]:
    return lambda stage: (stage.instrument or "").startswith(prefixes)


def approval_of(act: Act, evidence: Evidence, doctrine: Doctrine) -> Step:
    """The approval by the chamber competent on its day, else by whichever plenary took one; a committee's is no approval."""
    approvals = [stage for stage in act.steps("approved") if stage.body in PLENARIES]
    competent = [
        stage for stage in approvals if stage.body and stage.body == doctrine.at("treaty_chamber", stage.on).value
    ]
    return step(act, "approved", evidence, fits=lambda stage: stage in (competent or approvals))


def resolution_of(act: Act, evidence: Evidence) -> Step:
    """The published Resolución Legislativa: proof that the approval was given on that day or earlier."""
    return step(act, "published", evidence, fits=named(OFFICIAL_NAME["legislative-resolution"]))


def perfection_of(act: Act, evidence: Evidence) -> Step:
    """The step by which Peru bound itself: ratification, or entry into force if that came first."""
    return step(act, ("ratified", "in-force"), evidence)


def needs_approval(act: Act, doctrine: Doctrine, when: PartialDate) -> Truth:
    """Whether a matter of article 56 makes approval necessary; a matter inferred from the subject settles nothing."""
    if act.route == "congress-approved":
        return TRUE.because(act.ref)
    if not act.matter:
        return unknown("matter", grounds=[act.ref])
    if act.matter_basis in ("domain", "route"):
        return unknown("text", grounds=[act.ref])
    matters = doctrine.at("treaty_matters", when)
    if matters.value is None:
        return unknown(matters.missing_code, grounds=[act.ref])
    return truth(not set(act.matter).isdisjoint(matters.value), "matter", act.ref)


def was_approved(act: Act, approval: Step, resolution: Step) -> Truth:
    """Whether an approval was given at all, as a step, its published resolution or the recorded route shows."""
    for shown in (approval, resolution):
        if shown.stage:
            return shown.happened
    if act.route == "congress-approved":
        return TRUE.because(act.ref)
    refused = [stage.ref for stage in act.steps("declined") if stage.body in PLENARIES]
    if refused or act.route == "executive-direct":
        return FALSE.because(*refused or [act.ref])
    return approval.happened


def was_in_time(given: Truth, approval: Step, resolution: Step, perfection: Step) -> Truth:
    """Whether the approval, or at the latest the publication of its resolution, came before Peru bound itself."""
    published = resolution.before(perfection) if resolution.stage else unknown("approved-date")
    if approval.stage:
        return approval.before(perfection) | published if resolution.stage else approval.before(perfection)
    if not given.is_true:
        return given
    return published if published.is_true else unknown("approved-date", grounds=published.grounds)


def was_competent(approval: Step, doctrine: Doctrine) -> Truth:
    """Whether the competent chamber approved; the list of what the Permanent Committee might do before 2026 was not read."""
    delegable = doctrine.at("permanent_committee_may_not_approve", approval.on)
    if approval.stage and approval.stage.body == "standing-committee" and delegable.value is None:
        return unknown(delegable.missing_code, grounds=[approval.stage.ref])
    return approval.by(doctrine.at("treaty_chamber", approval.on))


@requirement(id="per/treaty-approval", norms=ARTICLE_56, asks="congress", severity="high", title=Text(
    es="¿Aprobó el Congreso o el Senado el tratado antes de su ratificación?",
    en="Did Congress or the Senate approve the treaty before its ratification?",
))  # fmt: skip
def treaty_approval(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A treaty on a matter of article 56 is ratified only after the competent chamber approved it with the votes required."""
    approval, resolution = approval_of(act, evidence, doctrine), resolution_of(act, evidence)
    perfection = perfection_of(act, evidence)
    when = approval.on or resolution.on or perfection.on or act.began or PartialDate.of(evidence.on)
    needed = needs_approval(act, doctrine, when)
    if not is_treaty(act) or not doctrine.governs(ARTICLE_56, when) or needed.is_false:
        return NOT_APPLICABLE
    given = was_approved(act, approval, resolution)
    if perfection.stage is None and not given.is_true:
        return (
            NOT_APPLICABLE if act.status == "pending" else UNDETERMINED("ratified", *(given & needed).missing, at=when)
        )
    elements = [
        ("unapproved", given),
        ("ratified-before-approval", was_in_time(given, approval, resolution, perfection)),
    ]
    majority = doctrine.at("treaty_votes_required", when)
    if approval.stage:
        elements += [("wrong-chamber", was_competent(approval, doctrine))]
        elements += [("below-majority", approval.votes_at_least(majority))]
    elif majority.in_force and given.is_true:
        elements += [("below-majority", unknown("approved-votes"))]
    return decide(*((code, ~needed | element) for code, element in elements), at=when)


@requirement(id="per/treaty-approval-form", norms=("PE-030",), asks="congress", severity="low", title=Text(
    es="¿Se aprobó el tratado mediante una Resolución Legislativa?",
    en="Was the treaty approved by a Legislative Resolution?",
))  # fmt: skip
def treaty_approval_form(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The approval of a treaty takes the form of a Resolución Legislativa."""
    approval, resolution = approval_of(act, evidence, doctrine), resolution_of(act, evidence)
    taken = resolution if resolution.stage else approval
    when = taken.on or act.began
    approved = was_approved(act, approval, resolution)
    if not is_treaty(act) or not approved.is_true or not doctrine.governs(("PE-030",), when):
        return NOT_APPLICABLE
    return decide(("wrong-form", _in_form(taken, "treaty_approval_form", "approved-instrument", doctrine)), at=when)


def _in_form(taken: Step, form: str, missing: str, doctrine: Doctrine) -> Truth:
    """Whether the instrument of a step bears the official name of the form that the rule asks."""
    instrument = taken.stage.instrument if taken.stage else None
    allowed = tuple(OFFICIAL_NAME[name] for name in doctrine.at(form, taken.on).value or ())
    right = None if instrument is None else instrument.startswith(allowed)
    return truth(right, missing, *([taken.stage.ref] if taken.stage else []))


@requirement(id="per/treaty-ratification-form", norms=("PE-030",), asks="foreign-ministry", severity="low", title=Text(
    es="¿Se ratificó el tratado aprobado mediante un decreto supremo?",
    en="Was the approved treaty ratified by a supreme decree?",
))  # fmt: skip
def treaty_ratification_form(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A treaty approved under article 56 is ratified by supreme decree."""
    ratified, perfection = step(act, "ratified", evidence), perfection_of(act, evidence)
    when = perfection.on or act.began
    bound = perfection.stage is not None or act.status == "in-force"
    if not is_treaty(act) or not bound or not doctrine.governs(("PE-030",), when):
        return NOT_APPLICABLE
    if ratified.stage is None:
        return decide(("unratified", ratified.happened), at=when)
    return decide(
        ("wrong-form", _in_form(ratified, "treaty_ratification_form", "ratified-instrument", doctrine)), at=ratified.on
    )


@requirement(id="per/ratified-before-in-force", norms=("PE-030",), asks="foreign-ministry", severity="medium", title=Text(
    es="¿Se ratificó el acuerdo antes de su entrada en vigor?",
    en="Was the agreement ratified before it entered into force?",
))  # fmt: skip
def ratified_before_in_force(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A treaty or executive agreement is ratified by supreme decree before it enters into force."""
    ratified, in_force = step(act, "ratified", evidence), step(act, "in-force", evidence)
    if not is_agreement(act) or in_force.stage is None or not doctrine.governs(("PE-030",), in_force.on):
        return NOT_APPLICABLE
    order = in_force.firm(ratified.firm(ratified.before(in_force)))
    return decide(("in-force-before-ratification", order), at=in_force.on)


@requirement(id="per/treaty-not-by-permanent-committee", norms=("PE-054",), asks="senate", severity="high", title=Text(
    es="¿Aprobó el tratado el pleno del Senado y no la Comisión Permanente?",
    en="Was the treaty approved by the full Senate and not by the Permanent Committee?",
))  # fmt: skip
def treaty_not_by_permanent_committee(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The approval of treaties cannot be delegated to the Permanent Committee."""
    approval = approval_of(act, evidence, doctrine)
    if not is_treaty(act) or approval.stage is None or not doctrine.governs(("PE-054",), approval.on):
        return NOT_APPLICABLE
    reserved = doctrine.at("permanent_committee_may_not_approve", approval.on)
    if reserved.value is None:
        return UNDETERMINED(reserved.missing_code, at=approval.on)
    body = approval.stage.body
    kept = None if body is None else body != "standing-committee" or "treaties" not in reserved.value
    return decide(("delegated", truth(kept, "approved-body", approval.stage.ref)), at=approval.on)


@requirement(id="per/treaty-initiative", norms=("PE-040",), asks="congress", severity="low", title=Text(
    es="¿Envió el Presidente de la República el proyecto sobre el tratado?",
    en="Did the President send the bill on the treaty?",
))  # fmt: skip
def treaty_initiative(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Only the President, with the President of the Council of Ministers, may present the bill on a treaty."""
    bill = step(act, "requested", evidence)
    when = bill.on or approval_of(act, evidence, doctrine).on or act.began or PartialDate.of(evidence.on)
    initiative = doctrine.at("treaty_bill_initiative", when)
    if not is_treaty(act) or not initiative.in_force:
        return NOT_APPLICABLE
    return decide(("not-by-the-president", bill.by(initiative)), at=when)


@requirement(id="per/treaty-file-complete", norms=("PE-041",), asks="congress", severity="low", title=Text(
    es="¿Llegó completo al Congreso el expediente del tratado?",
    en="Did the file of the treaty reach Congress complete?",
))  # fmt: skip
def treaty_file_complete(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The bill carries the full text, background, report, the sector's favourable opinion and the Resolución Suprema."""
    bill = step(act, "requested", evidence)
    contents = doctrine.at("treaty_bill_contents", bill.on)
    if not is_treaty(act) or bill.stage is None or not contents.in_force:
        return NOT_APPLICABLE
    if contents.value is None:
        return UNDETERMINED(contents.missing_code, grounds=(bill.stage.ref,), at=bill.on)
    opinion = step(act, "opinion", evidence, fits=lambda stage: "committee" not in (stage.body or ""))
    sent = None if bill.stage.instrument is None else bill.stage.instrument.startswith("Resolución Suprema")
    return decide(
        ("no-supreme-resolution", truth(sent, "requested-instrument", bill.stage.ref)),
        ("no-favourable-opinion", opinion.before(bill)),
        ("no-supporting-report", fact(act, "reasons_stated")),
        at=bill.on,
    )


@requirement(id="per/treaty-publication", norms=("PE-032",), asks="foreign-ministry", severity="medium", title=Text(
    es="¿Publicó el diario oficial el texto íntegro del tratado dentro del plazo?",
    en="Did the official gazette publish the full text of the treaty in time?",
))  # fmt: skip
def treaty_publication(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The full text and annexes of a treaty are published within 30 working days of their receipt by the gazette."""
    perfection = perfection_of(act, evidence)
    receipt = step(act, "notified", evidence, body="official-gazette")
    published = replace(step(act, "published", evidence, fits=named("Texto")), name="text-published")
    when = receipt.on or published.on or perfection.on
    if not is_agreement(act) or when is None or not doctrine.governs(("PE-032",), when):
        return NOT_APPLICABLE
    if receipt.stage is None:
        return UNDETERMINED("gazette-receipt", *(() if published.stage else ("text-published",)), at=when)
    limit = doctrine.at("publication_limit", receipt.on)
    return decide(("text-late" if published.stage else "text-unpublished",
                   published.within(limit, receipt, evidence, doctrine)), at=when)  # fmt: skip


@requirement(id="per/treaty-in-force-notice", norms=("PE-033",), asks="foreign-ministry", severity="low", title=Text(
    es="¿Se hizo pública en el diario oficial la fecha de entrada en vigor?",
    en="Was the date of entry into force made public in the official gazette?",
))  # fmt: skip
def treaty_in_force_notice(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The Ministry of Foreign Affairs tells the official gazette the date on which a treaty enters into force."""
    entered = step(act, "in-force", evidence)
    if not is_agreement(act) or entered.stage is None or not doctrine.governs(("PE-033",), entered.on):
        return NOT_APPLICABLE
    notice = replace(step(act, "published", evidence, fits=named(*ENTRY_NOTICE)), name="in-force-notice")
    return decide(("unannounced", notice.happened), at=entered.on)


@requirement(id="per/treaty-constitutional-procedure", norms=("PE-008",), asks="congress", severity="high", title=Text(
    es="¿Se aprobó como reforma constitucional el tratado que afecta la Constitución?",
    en="Was a treaty that affects the Constitution approved like a constitutional reform?",
))  # fmt: skip
def treaty_constitutional_procedure(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A treaty that affects the Constitution, as one on a permanent foreign base, is approved like a constitutional reform."""
    perfection = perfection_of(act, evidence)
    when = perfection.on or (act.stages[-1].on if act.stages else None)
    touches = fact(act, "base") if act.base is not None or "sovereignty" in act.matter else FALSE
    if not is_agreement(act) or touches.is_false or not doctrine.governs(("PE-008",), when):
        return NOT_APPLICABLE
    if perfection.stage is None:
        return NOT_APPLICABLE if act.status == "pending" else UNDETERMINED("ratified", *touches.missing, at=when)
    procedure = doctrine.at("constitutional_treaty_procedure", when)
    if procedure.value is None:
        order = approval_of(act, evidence, doctrine).before(perfection)
        elements = [("ratified-before-approval", order), ("no-reform-procedure", unknown(procedure.missing_code))]
    else:
        chambers = [step(act, "approved", evidence, body=body) for body in BOTH_CHAMBERS]
        elements = [("one-chamber-only", chamber.happened) for chamber in chambers]
        elements += [("ratified-before-approval", chamber.before(perfection)) for chamber in chambers if chamber.stage]
        elements += [("no-reform-procedure", _twice(act))]
    return decide(*((code, ~touches | element) for code, element in elements), at=when)


def _twice(act: Act) -> Truth:
    """Whether each chamber approved twice; otherwise a referendum must have followed, which no step records."""
    bodies = [stage.body for stage in act.steps("approved")]
    return TRUE if all(bodies.count(chamber) >= 2 for chamber in BOTH_CHAMBERS) else unknown("referendum")


@requirement(id="per/treaty-full-powers", norms=("PE-073",), asks="foreign-ministry", severity="low", title=Text(
    es="¿Tenía plenos poderes quien firmó el acuerdo?",
    en="Did the person who signed the agreement hold full powers?",
))  # fmt: skip
def treaty_full_powers(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Whoever signs a treaty holds full powers before the signature, unless the rules exempt the office."""
    signed = step(act, "signed", evidence)
    if not is_agreement(act) or signed.stage is None or not doctrine.governs(("PE-073",), signed.on):
        return NOT_APPLICABLE
    powers = step(act, "authorised", evidence, fits=lambda stage: stage.body in ("president", "foreign-ministry"))
    if powers.stage is None:
        exempt = doctrine.at("full_powers_exempt", signed.on)
        return UNDETERMINED("full-powers", exempt.missing_code, grounds=(signed.stage.ref,), at=signed.on)
    return decide(("signed-without-powers", powers.before(signed)), at=signed.on)


@requirement(id="per/treaty-denunciation", norms=("PE-009", "PE-034"), asks="foreign-ministry", severity="high", title=Text(
    es="¿Se denunció el tratado con aprobación previa y dando cuenta?",
    en="Was the treaty denounced with prior approval and with account given?",
))  # fmt: skip
def treaty_denunciation(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The President accounts for a denunciation, which needs prior approval where the treaty itself needed approval."""
    denounced, perfection = step(act, "withdrawn", evidence), perfection_of(act, evidence)
    if not is_agreement(act) or denounced.on is None or not doctrine.governs(("PE-009", "PE-034"), denounced.on):
        return NOT_APPLICABLE
    if perfection.on is None:
        return UNDETERMINED("in-force", at=denounced.on)
    bound, left = perfection.on, denounced.on
    approval = step(act, "approved", evidence, fits=lambda stage: stage.on > bound)
    accounted = step(act, "accounted", evidence, fits=lambda stage: stage.on >= left)
    needed = (
        TRUE
        if len(act.steps("approved")) > len(approval.act.steps("approved"))
        else needs_approval(act, doctrine, left)
    )
    return decide(
        ("denounced-without-approval", ~needed | approval.before(denounced)),
        ("wrong-chamber", ~needed | approval.by(doctrine.at("treaty_chamber", approval.on or left))),
        ("not-accounted", accounted.happened),
        ("accounted-to-wrong-body", accounted.by(doctrine.at("denunciation_account_to", accounted.on or left))),
        at=left,
    )
