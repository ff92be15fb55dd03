"""Agreements that the President concludes without approval (article 57), and memoranda of the Ministry of Defence."""

from __future__ import annotations

from contrapeso.assess import NOT_APPLICABLE, PASS, UNDETERMINED, Due, Step, Verdict, decide, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.parameter import Dated
from contrapeso.core.text import Text
from contrapeso.core.truth import FALSE, Truth, truth, unknown
from contrapeso.ledger.evidence import Evidence

ACCOUNT = ("PE-006", "PE-007", "PE-043")
SUPREME_DECREE = "Decreto Supremo"
GIVEN_UP = ("not-concluded", "cancelled")
FOREIGN_SERVICE = ("foreign-ministry", "embassy-peru-us")


def is_executive(act: Act) -> bool:
    """An agreement concluded by the President directly, as far as the register shows."""
    by_kind = act.kind == "executive-agreement" and act.route != "congress-approved"
    by_route = act.kind == "treaty" and act.route == "executive-direct"
    return (by_kind or by_route) and act.record_type == "instrument" and act.status not in GIVEN_UP


def conclusion_of(act: Act, evidence: Evidence) -> Step:
    """The step that concluded the agreement: its ratification, else its entry into force, else its signature."""
    steps = [step(act, name, evidence) for name in ("ratified", "in-force", "signed")]
    return next((taken for taken in steps if taken.stage), steps[0])


@requirement(
    id="per/executive-matter",
    title=Text(
        es="¿Queda fuera del artículo 56 la materia del acuerdo que no pasó por el Congreso?",
        en="Does the agreement concluded without Congress keep outside the matters of article 56?",
    ),
    norms=ACCOUNT,
    asks="foreign-ministry",
    severity="high",
)
def executive_matter(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The President may conclude without approval only agreements on matters outside article 56."""
    when = conclusion_of(act, evidence).on or act.began
    if not is_executive(act) or not doctrine.governs(ACCOUNT, when):
        return NOT_APPLICABLE
    approved = step(act, "approved", evidence).happened
    if act.route == "executive-direct" and not approved.is_true:
        approved = FALSE.because(act.ref)
    return decide(("article-56-matter", _outside(act, doctrine.at("treaty_matters", when)) | approved), at=when)


def _outside(act: Act, matters: Dated) -> Truth:
    """Whether the text keeps outside the matters listed; what was inferred from subject or route settles nothing."""
    if act.matter and act.matter_basis in ("domain", "route"):
        return unknown("text", grounds=[act.ref])
    if act.matter and matters.value is None:
        return unknown(matters.missing_code, grounds=[act.ref])
    return truth(set(act.matter).isdisjoint(matters.value) if act.matter else None, "matter", act.ref)


@requirement(
    id="per/executive-account",
    title=Text(
        es="¿Dio cuenta el Presidente al parlamento, dentro del plazo, del acuerdo que concluyó directamente?",
        en="Did the President account to parliament in time for the agreement he concluded directly?",
    ),
    norms=ACCOUNT,
    asks="congress",
    severity="high",
)
def executive_account(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The President accounts for an agreement concluded without approval within the time limit and to the competent chamber."""
    concluded, accounted = conclusion_of(act, evidence), step(act, "accounted", evidence)
    exempt = not is_executive(act) or step(act, "approved", evidence).stage is not None
    if exempt or concluded.stage is None or not doctrine.governs(ACCOUNT, concluded.on):
        return NOT_APPLICABLE
    limit = doctrine.at("executive_account_limit", concluded.on)
    recipient = doctrine.at("executive_account_to", accounted.on or concluded.on)
    return decide(
        ("late" if accounted.stage else "not-accounted", _in_time(accounted, limit, concluded, evidence, doctrine)),
        ("accounted-to-wrong-body", accounted.by(recipient) if accounted.stage else unknown("accounted")),
        at=concluded.on,
    )


def _in_time(accounted: Step, limit: Dated, concluded: Step, evidence: Evidence, doctrine: Doctrine) -> Truth | Due:
    """Whether the account came in time; no delay is proved where the limit was not read or only the signature is known."""
    if limit.value is None and accounted.stage is None:
        return unknown("accounted", limit.missing_code, grounds=[concluded.stage.ref] if concluded.stage else [])
    kept = accounted.within(limit, concluded, evidence, doctrine)
    if isinstance(kept, Truth) and kept.is_false and concluded.name == "signed":
        return unknown("ratified", grounds=kept.grounds)
    return kept


@requirement(
    id="per/executive-account-copies",
    title=Text(
        es="¿Se enviaron a tiempo copias del acuerdo a las comisiones de Constitución y de Relaciones Exteriores?",
        en="Were copies of the agreement sent in time to the Constitution and Foreign Relations committees?",
    ),
    norms=("PE-044",),
    asks="congress",
    severity="low",
)
def executive_account_copies(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The President of Congress sends the agreement he received to both committees within three working days."""
    return _by_committees("notified", "copies", "copies_to_committees_limit", act, evidence, doctrine)


@requirement(
    id="per/executive-committee-report",
    title=Text(
        es="¿Dictaminaron a tiempo las comisiones si el acuerdo respeta los artículos 56 y 57?",
        en="Did the committees report in time on whether the agreement respects articles 56 and 57?",
    ),
    norms=("PE-045",),
    asks="congress",
    severity="medium",
)
def executive_committee_report(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Both committees study the agreement accounted for and report on it within thirty working days."""
    return _by_committees("opinion", "report", "committee_report_limit", act, evidence, doctrine)


def _by_committees(name: str, duty: str, limit: str, act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Whether each committee took the step in time after the account was received."""
    received = step(act, "accounted", evidence)
    committees = doctrine.at("executive_control_committees", received.on)
    allowed = doctrine.at(limit, received.on)
    if not is_executive(act) or received.stage is None or not allowed.in_force:
        return NOT_APPLICABLE
    if committees.value is None or allowed.value is None:
        return UNDETERMINED(
            committees.missing_code, allowed.missing_code, grounds=(received.stage.ref,), at=received.on
        )
    taken = [step(act, name, evidence, body=committee) for committee in committees.value]
    return decide(
        *(
            (f"{duty}-late" if one.stage else f"no-{duty}", one.within(allowed, received, evidence, doctrine))
            for one in taken
        ),
        at=received.on,
    )


@requirement(
    id="per/executive-warn-parties",
    title=Text(
        es="¿Advirtió el Presidente a las otras partes que el acuerdo quedó sin efecto?",
        en="Did the President warn the other parties that the agreement was left without effect?",
    ),
    norms=("PE-046",),
    asks="foreign-ministry",
    severity="medium",
)
def executive_warn_parties(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """When parliament leaves an agreement without effect, the President warns the other parties within five working days."""
    chambers = doctrine.at("treaty_control_chamber", act.stages[-1].on if act.stages else None)
    undone = step(act, "declined", evidence)
    limit = doctrine.at("warn_parties_limit", undone.on)
    if not is_executive(act) or undone.stage is None or undone.stage.body != chambers.value or not limit.in_force:
        return NOT_APPLICABLE
    if limit.value is None:
        return UNDETERMINED(limit.missing_code, grounds=(undone.stage.ref,), at=undone.on)
    notices = [step(act, "notified", evidence, body=body) for body in ("president", "foreign-ministry")]
    warned = next((notice for notice in notices if notice.stage), notices[0])
    code = "warned-late" if warned.stage else "not-warned"
    return decide((code, warned.within(limit, undone, evidence, doctrine)), at=undone.on)


@requirement(
    id="per/executive-ratification-form",
    title=Text(
        es="¿Se ratificó el acuerdo directamente mediante un decreto supremo?",
        en="Was the agreement ratified directly by a supreme decree?",
    ),
    norms=("PE-030",),
    asks="foreign-ministry",
    severity="low",
)
def executive_ratification_form(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """An agreement concluded without approval is ratified directly by supreme decree."""
    ratified, bound = step(act, "ratified", evidence), step(act, ("ratified", "in-force"), evidence)
    if not is_executive(act) or bound.stage is None or not doctrine.governs(("PE-030",), bound.on):
        return NOT_APPLICABLE
    if ratified.stage is None:
        return decide(("unratified", ratified.happened), at=bound.on)
    instrument = ratified.stage.instrument
    right = None if instrument is None else instrument.startswith(SUPREME_DECREE)
    return decide(("wrong-form", truth(right, "ratified-instrument", ratified.stage.ref)), at=ratified.on)


@requirement(
    id="per/interinstitutional-mandate",
    title=Text(
        es="¿Firmó el Ministerio de Defensa el memorando en coordinación con la Cancillería?",
        en="Did the Ministry of Defence sign the memorandum in coordination with the Foreign Ministry?",
    ),
    norms=("PE-071",),
    asks="mindef",
    severity="low",
)
def interinstitutional_mandate(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The Ministry of Defence signs agreements in its field, under the rules and in coordination with the Foreign Ministry."""
    signed = step(act, "signed", evidence)
    ours = act.kind == "mou" and act.record_type == "instrument" and "mindef" in act.institutions
    if not ours or signed.stage is None or not doctrine.governs(("PE-071",), signed.on):
        return NOT_APPLICABLE
    objected = [stage for stage in act.steps("declined") if stage.body == "foreign-ministry"]
    if objected and objected[0].on.last <= signed.stage.on.first:
        return decide(("foreign-ministry-objected", FALSE.because(objected[0].ref, signed.stage.ref)), at=signed.on)
    took_part = {*act.institutions, *(stage.body for stage in act.stages if stage.stage != "declined")}
    if took_part & set(FOREIGN_SERVICE):
        return PASS(grounds=(act.ref, signed.stage.ref), at=signed.on)
    return UNDETERMINED("foreign-ministry-coordination", grounds=(signed.stage.ref,), at=signed.on)
