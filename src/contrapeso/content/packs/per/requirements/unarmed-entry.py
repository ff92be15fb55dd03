"""Entry of foreign military without weapons of war: the ministerial resolution, what it states and who is told of it."""

from __future__ import annotations

from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, UNDETERMINED, Step, Verdict, decide, fact, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import TRUE, Truth, truth, unknown
from contrapeso.ledger.evidence import Evidence

ARTICLE_5 = ("PE-060", "PE-063")
CONTENTS = {
    "reasons": ("reasons_stated", None),
    "personnel": ("personnel_stated", "personnel_count"),
    "equipment": ("equipment_stated", None),
    "stay": ("stay_stated", "stay_to"),
}


def is_unarmed_entry(act: Act, doctrine: Doctrine, when: PartialDate) -> bool:
    """Without weapons of war, and not taken all the same to the parliament, which may always consent."""
    is_entry = act.kind == "troop-entry" and act.record_type in ("instrument", "execution", "enabling")
    is_article_5 = act.armed is False and act.route != "legislative-resolution"
    return is_entry and is_article_5 and doctrine.governs(ARTICLE_5, when)


def authorisation_of(act: Act, evidence: Evidence, doctrine: Doctrine) -> Step:
    """The authorisation by the body that the rule of its own day names, else the earliest by any."""
    right = [s for s in act.steps("authorised") if s.body == doctrine.at("unarmed_authorising_body", s.on).value]
    return step(replace(act, stages=tuple(right)) if right else act, "authorised", evidence)


def judged_at(taken: Step, act: Act, evidence: Evidence) -> PartialDate:
    return taken.on or act.stay_from or act.began or PartialDate.of(evidence.on)


def in_form(act: Act, resolution: Step, doctrine: Doctrine) -> Truth:
    """By the kind of norm that the rule names; where the route is not recorded, the instrument's name shows it."""
    rule = doctrine.at("unarmed_authorisation_form", resolution.on)
    if resolution.stage is None or not rule.in_force:
        return resolution.happened
    if rule.value is None:
        return unknown(rule.missing_code, grounds=[resolution.stage.ref])
    named = (resolution.stage.instrument or "").startswith("Resolución Ministerial")
    route = act.route or ("ministerial-resolution" if named else None)
    return truth(None if route is None else route in rule.value, "route", act.ref)


def before_stay(resolution: Step, act: Act) -> Truth:
    if resolution.stage is None or act.stay_from is None:
        return resolution.happened
    vague = "authorised-date" if resolution.stage.precision != "day" else "stay-from"
    order = resolution.stage.on.on_or_before(act.stay_from, vague).because(resolution.stage.ref, act.ref)
    return resolution.firm(order)


@requirement(id="per/unarmed-authorisation", norms=ARTICLE_5, asks="mindef", severity="high", title=Text(
    es="¿Autorizó el Ministerio de Defensa, por resolución ministerial y antes del ingreso, a los militares sin armas?",
    en="Did the Ministry of Defence authorise the unarmed military by ministerial resolution before they entered?",
))  # fmt: skip
def unarmed_authorisation(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Foreign military without weapons of war enter by ministerial resolution of the Ministry of Defence."""
    resolution = authorisation_of(act, evidence, doctrine)
    when = judged_at(resolution, act, evidence)
    if not is_unarmed_entry(act, doctrine, when):
        return NOT_APPLICABLE
    return decide(
        ("not-authorised", resolution.happened),
        ("wrong-authority", resolution.by(doctrine.at("unarmed_authorising_body", when))),
        ("not-by-resolution", in_form(act, resolution, doctrine)),
        ("after-entry", before_stay(resolution, act)),
        at=when,
    )


@requirement(id="per/unarmed-pcm-knowledge", norms=("PE-063",), asks="pcm", severity="low", title=Text(
    es="¿Conoció la Presidencia del Consejo de Ministros el ingreso de militares sin armas?",
    en="Was the Office of the Prime Minister told of the entry of the unarmed military?",
))  # fmt: skip
def unarmed_pcm_knowledge(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The ministerial resolution is issued with the knowledge of the Presidency of the Council of Ministers."""
    resolution = authorisation_of(act, evidence, doctrine)
    when = judged_at(resolution, act, evidence)
    if not is_unarmed_entry(act, doctrine, when) or not doctrine.governs(("PE-063",), when):
        return NOT_APPLICABLE
    told = step(act, ("notified", "reported", "authorised"), evidence, body="pcm")
    if told.happened.is_unknown:
        return UNDETERMINED("pcm-knowledge", grounds=(act.ref,), at=when)
    order = told.firm(told.before(resolution))
    return decide(("pcm-not-told", told.happened), ("pcm-told-late", order), at=when)


@requirement(id="per/unarmed-account", norms=ARTICLE_5, asks="mindef", title=Text(
    es="¿Dio cuenta el ministro de Defensa al Congreso, por escrito y en 24 horas, del ingreso de militares sin armas?",
    en="Did the Minister of Defence account to Congress in writing within 24 hours for the entry of unarmed military?",
))  # fmt: skip
def unarmed_account(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The minister accounts to Congress in writing within 24 hours of the resolution, under responsibility."""
    resolution = authorisation_of(act, evidence, doctrine)
    when = judged_at(resolution, act, evidence)
    if not is_unarmed_entry(act, doctrine, when) or resolution.stage is None:
        return NOT_APPLICABLE
    account = step(act, "accounted", evidence)
    recipient = account.by(doctrine.at("unarmed_account_to", account.on)) if account.stage else TRUE
    limit = doctrine.at("unarmed_account_limit", when)
    in_time = account.within(limit, resolution, evidence, doctrine)
    in_time = resolution.firm(in_time) if isinstance(in_time, Truth) else in_time
    return decide(("accounted-to-wrong-body", recipient), ("account-late", in_time), at=when)


@requirement(id="per/unarmed-content", norms=ARTICLE_5, asks="mindef", title=Text(
    es="¿Expresa la resolución ministerial los motivos, la cantidad, el equipo y la permanencia de los militares sin armas?",
    en="Does the ministerial resolution state the reasons, number, equipment and stay of the unarmed military?",
))  # fmt: skip
def unarmed_content(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The ministerial resolution states reasons, number of persons, equipment and time of stay."""
    resolution = authorisation_of(act, evidence, doctrine)
    when = judged_at(resolution, act, evidence)
    if not is_unarmed_entry(act, doctrine, when) or resolution.stage is None:
        return NOT_APPLICABLE
    rule = doctrine.at("unarmed_resolution_contents", when)
    if rule.value is None:
        return UNDETERMINED(rule.missing_code, grounds=(resolution.stage.ref,), at=when)
    return decide(*((f"no-{content}", stated(act, content)) for content in rule.value), at=when)


def stated(act: Act, content: str) -> Truth:
    """Whether the act states a content; a number or an end of the stay that the register holds shows that it does."""
    column, shown_by = CONTENTS[content]
    said = fact(act, column)
    is_shown = shown_by is not None and getattr(act, shown_by) is not None
    return TRUE.because(act.ref) if said.is_unknown and is_shown else said


@requirement(id="per/unarmed-foreign-ministry-opinion", norms=("PE-063",), asks="foreign-ministry", severity="low", title=Text(
    es="¿Opinó el Ministerio de Relaciones Exteriores, donde correspondía, antes de autorizarse el ingreso sin armas?",
    en="Did the Foreign Ministry give its opinion, where it applies, before the unarmed entry was authorised?",
))  # fmt: skip
def unarmed_foreign_ministry_opinion(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The Foreign Ministry gives its opinion where it applies; when it applies was not read."""
    resolution = authorisation_of(act, evidence, doctrine)
    when = judged_at(resolution, act, evidence)
    if not is_unarmed_entry(act, doctrine, when) or not doctrine.governs(("PE-063",), when):
        return NOT_APPLICABLE
    opinion = step(act, "opinion", evidence, body="foreign-ministry")
    needed = doctrine.at("unarmed_foreign_ministry_opinion_when", when)
    if opinion.stage is None:
        return UNDETERMINED("foreign-ministry-opinion", needed.missing_code, grounds=(act.ref,), at=when)
    return decide(("opinion-after-authorisation", opinion.firm(opinion.before(resolution))), at=when)
