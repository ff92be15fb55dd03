"""A status that another state gives by its own law, and the agreements that Peru concludes under it."""

from __future__ import annotations

from contrapeso.assess import NOT_APPLICABLE, PASS, UNDETERMINED, Verdict, decide, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.text import Text
from contrapeso.core.truth import FALSE, TRUE, Truth, truth, unknown
from contrapeso.ledger.evidence import Evidence

TREATY_POWER = ("PE-004", "PE-005", "PE-015")
OWN_CONSENT = ("PE-004", "PE-005", "PE-006", "PE-007", "PE-061")
TREATY_ROUTES = ("congress-approved", "executive-direct", "supreme-decree")
OWN_ROUTES = ("congress-approved", "legislative-resolution")
WITHOUT_PARLIAMENT = ("executive-direct", "interinstitutional", "ministerial-resolution", "direct-contract")
UNDER_THE_STATUS = {
    "strategic-status", "research", "training", "interoperability", "technology",
    "defence-cooperation", "defence-industry", "information-security",
}  # fmt: skip


@requirement(
    id="per/foreign-unilateral-act",
    title=Text(
        es="¿Es la designación un acto unilateral de otro Estado, que no requiere aprobación en el Perú?",
        en="Is the designation a unilateral act of another state, which needs no approval in Peru?",
    ),
    norms=TREATY_POWER,
    asks="foreign-ministry",
    severity="high",
)
def foreign_unilateral_act(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A status given by a foreign law is no treaty and needs no approval, unless Peru signed it as an agreement."""
    signed, designated = step(act, "signed", evidence), step(act, "designated", evidence)
    if act.kind != "status-designation" or not doctrine.governs(TREATY_POWER, act.began):
        return NOT_APPLICABLE
    when = designated.on or act.began
    rows = (act.ref, designated.stage.ref) if designated.stage else (act.ref,)
    if signed.stage:
        return decide(("signed-without-approval", _by_treaty_route(act, evidence)), at=signed.on)
    if act.route == "foreign-unilateral":
        return PASS("no-approval-needed", grounds=rows, at=when)
    return UNDETERMINED("route" if act.route is None else "signed", grounds=rows, at=when)


def _by_treaty_route(act: Act, evidence: Evidence) -> Truth:
    """Whether what Peru signed went by article 56 or 57; another recorded route proves that it did not."""
    approved, ratified = step(act, "approved", evidence), step(act, "ratified", evidence)
    shown = approved.happened | ratified.happened
    if shown.is_unknown and act.route is not None:
        return truth(act.route in TREATY_ROUTES, "route", act.ref)
    return shown


@requirement(
    id="per/status-derived-agreements",
    title=Text(
        es="¿Tuvo su propia aprobación o cuenta el acuerdo concluido al amparo de la designación?",
        en="Did the agreement concluded under the designation have its own approval or account?",
    ),
    norms=OWN_CONSENT,
    asks="foreign-ministry",
    severity="high",
)
def status_derived_agreements(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """An agreement concluded under a foreign status needs its own approval, account or consent to entry: the status gives none."""
    concluded = step(act, ("signed", "ratified", "in-force", "approved"), evidence)
    if concluded.stage is None or act.route == "political" or not _under_a_status(act, evidence):
        return NOT_APPLICABLE
    if not doctrine.governs(OWN_CONSENT, concluded.on):
        return NOT_APPLICABLE
    return decide(("no-consent-of-its-own", _consented(act, evidence, doctrine)), at=concluded.on)


def _under_a_status(act: Act, evidence: Evidence) -> bool:
    """Whether an instrument with a state that had given a status is about what such a status opens, or sets up a base."""
    if act.kind not in ("treaty", "executive-agreement", "mou") or act.record_type != "instrument" or act.began is None:
        return False
    about = act.base is True or bool(UNDER_THE_STATUS & set(act.domains))
    return about and any(
        given.on.last <= act.began.first
        for status in evidence.acts
        if status.kind == "status-designation" and set(status.partners) & set(act.partners)
        for given in status.steps("designated")
    )


def _consented(act: Act, evidence: Evidence, doctrine: Doctrine) -> Truth:
    """Whether it was approved, or accounted for if article 56 does not reach it; an inferred matter settles nothing."""
    approved, accounted = step(act, "approved", evidence).happened, step(act, "accounted", evidence).happened
    if act.route in OWN_ROUTES:
        approved = TRUE.because(act.ref)
    elif act.route in WITHOUT_PARLIAMENT and not approved.is_true:
        approved = FALSE.because(act.ref)
    outside = unknown("matter", grounds=[act.ref])
    if act.matter_basis in ("domain", "route"):
        outside = unknown("text", grounds=[act.ref])
    elif act.matter or act.base is True:
        listed = doctrine.at("treaty_matters", act.began).value or ()
        outside = truth(act.base is not True and set(act.matter).isdisjoint(listed), "matter", act.ref)
    return approved | (outside & accounted)
