"""Entry of foreign troops and warships with weapons of war: consent of the chamber, its path, its content and its end."""

from __future__ import annotations

from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, PASS, UNDETERMINED, Due, Step, Verdict, decide, fact, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import FALSE, TRUE, Truth, unknown
from contrapeso.ledger.evidence import Evidence

CONSENT = ("PE-010", "PE-011", "PE-061")
PLENARIES = ("congress", "senate", "deputies", "standing-committee", None)
EXECUTIVE_ROUTES = ("ministerial-resolution", "supreme-decree", "executive-direct")
EXECUTIVE_OFFICES = ("pcm", "council-of-ministers", "mindef", "foreign-ministry")
WATERBORNE = {"naval", "submarines", "amphibious", "maritime-security", "riverine"}
ENDED = ("expired", "completed", "historic", "cancelled")
CONTENTS = {
    "reasons": ("reasons_stated", None),
    "personnel": ("personnel_stated", "personnel_count"),
    "troop-list": ("personnel_stated", None),
    "equipment": ("equipment_stated", None),
    "transit-equipment-list": ("equipment_stated", None),
    "stay": ("stay_stated", "stay_to"),
}


def is_entry(act: Act) -> bool:
    return act.kind == "troop-entry" and act.record_type in ("instrument", "execution", "enabling")


def is_armed_entry(act: Act) -> bool:
    """With weapons of war; the route of a legislative resolution implies them where the source is silent."""
    return is_entry(act) and (act.armed or (act.armed is None and act.route == "legislative-resolution"))


def by_right_body(act: Act, name: str, parameter: str, evidence: Evidence, doctrine: Doctrine) -> Step:
    """The earliest step by the body that the rule of its own day names, else the earliest by any."""
    right = step(
        act, name, evidence, fits=lambda s: s.body is not None and s.body == doctrine.at(parameter, s.on).value
    )
    return right if right.stage else step(act, name, evidence)


def consent_to(act: Act, evidence: Evidence, doctrine: Doctrine) -> Step:
    """The vote of a chamber (a committee's is only an opinion), or the published resolution that evidences it."""
    stages = tuple(s for s in act.stages if s.stage != "approved" or s.body in PLENARIES)
    voted = act if len(stages) == len(act.stages) else replace(act, stages=stages)
    vote = by_right_body(voted, "approved", "troop_consent_chamber", evidence, doctrine)
    published = step(act, "published", evidence).stage if act.route == "legislative-resolution" else None
    stage = vote.stage or published
    if stage is None:
        return vote
    later = [s.on.last for s in act.steps("signed", "published") if s.on.last >= stage.on.first]
    return Step("approved", act, replace(stage, on=PartialDate(stage.on.first, min([stage.on.last, *later]))), None)


def entered(act: Act) -> PartialDate | None:
    """The first day of the authorised stay, or of the activity recorded."""
    executed = act.steps("executed")
    return act.stay_from or (executed[0].on if executed else None)


def judged_at(taken: Step, act: Act, evidence: Evidence) -> PartialDate:
    """The day whose law applied: of the step; where there is none, today before the stay and its first day after."""
    start, today = entered(act) or act.began, PartialDate.of(evidence.on)
    return taken.on or (start if start and start.first <= evidence.on else today)


def by_chamber(consent: Step, doctrine: Doctrine) -> Truth:
    """Given by the chamber that the law of that day names; a resolution published under one chamber is its own."""
    if consent.stage is None:
        return consent.happened
    rule, ref = doctrine.at("troop_consent_chamber", consent.stage.on), consent.stage.ref
    if rule.in_force and rule.value is None:
        return unknown("approved-date", grounds=[ref])
    if consent.stage.stage == "published":
        two_chambers = doctrine.at("two_chamber_start", consent.stage.on).in_force
        return unknown("approved-body", grounds=[ref]) if two_chambers else TRUE.because(ref)
    if consent.stage.body == "standing-committee":
        return unknown("standing-committee-delegation", grounds=[ref])
    return consent.firm(consent.by(rule))


def before_entry(taken: Step, act: Act, evidence: Evidence) -> Truth | Due:
    """On or before the first day of the stay, still due until then; an entry that nobody recorded came not first."""
    start = entered(act)
    if taken.stage is None:
        is_due = start is not None and evidence.on <= start.first
        return Due(start.first, frozenset([act.ref])) if start and is_due else taken.happened
    limit = start or act.stay_to or act.expires_on
    if limit is None:
        return TRUE.because(taken.stage.ref)
    vague = f"{taken.name}-date" if taken.stage.precision != "day" else "stay-from"
    return taken.firm(taken.stage.on.on_or_before(limit, vague).because(taken.stage.ref, act.ref))


def service_step(visit: Act, evidence: Evidence, doctrine: Doctrine) -> Truth | Due:
    """Whether the Navy or the Ministry of Defence took a step before the visit."""
    bodies = doctrine.at("warship_visit_bodies", entered(visit) or visit.began).value or ()
    steps = [stage for stage in visit.steps("requested", "opinion", "authorised") if stage.body in bodies]
    if not steps:
        return unknown("warship-step", grounds=[visit.ref])
    return before_entry(Step("warship-step", visit, steps[0], None), visit, evidence)


def covers(entry: Act, held: Step, evidence: Evidence, doctrine: Doctrine) -> Truth:
    """The entry was authorised before the activity; what lies after the stay may have been held elsewhere."""
    armed = entry.armed is not False
    given = consent_to(entry, evidence, doctrine) if armed else step(entry, "authorised", evidence)
    is_later = held.on is not None and entry.stay_to is not None and held.on.first > entry.stay_to.last
    inside = unknown("place-outside-stay", grounds=[entry.ref]) if is_later else TRUE.because(entry.ref)
    return given.happened & given.firm(given.before(held)) & inside


def stated(act: Act, content: str) -> Truth:
    """Whether the act states a content; a number or an end of the stay that the register holds shows that it does."""
    column, shown_by = CONTENTS[content]
    said = fact(act, column)
    is_shown = shown_by is not None and getattr(act, shown_by) is not None
    return TRUE.because(act.ref) if said.is_unknown and is_shown else said


@requirement(id="per/entry-consent", norms=CONSENT, asks="congress", severity="high", title=Text(
    es="¿Consintió la cámara competente el ingreso de la fuerza extranjera antes de iniciarse la permanencia?",
    en="Did the competent chamber consent to the entry of the foreign force before its stay began?",
))  # fmt: skip
def entry_consent(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Foreign troops with weapons of war enter only with the prior consent, by legislative resolution, of Congress
    (until 26 July 2026) or of the Senate (from 27 July 2026); consent once given is valid until it expires."""
    consent = consent_to(act, evidence, doctrine)
    when, in_time = judged_at(consent, act, evidence), before_entry(consent, act, evidence)
    if not is_entry(act) or act.armed is False or not doctrine.governs(CONSENT, when):
        return NOT_APPLICABLE
    by_decree = consent.stage is None and act.route in EXECUTIVE_ROUTES
    verdict = decide(
        ("not-by-resolution", FALSE.because(act.ref) if by_decree else TRUE),
        ("no-consent", consent.happened),
        ("wrong-chamber", by_chamber(consent, doctrine)),
        ("after-entry", in_time),
        at=when,
    )
    verdict = decide(("no-consent", in_time), at=when) if isinstance(in_time, Due) else verdict
    known_armed = is_armed_entry(act) or verdict.name == "PASS"
    return verdict if known_armed else UNDETERMINED("armed", grounds=verdict.grounds or (act.ref,), at=when)


@requirement(id="per/entry-request", norms=("PE-040", "PE-061"), asks="congress", title=Text(
    es="¿Pidió el Presidente de la República la autorización del ingreso, con su proyecto, antes de que se aprobara?",
    en="Did the President ask for the authorisation of the entry, with the bill, before it was approved?",
))  # fmt: skip
def entry_request(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Only the President may ask the parliament to authorise the entry, and does so before it decides."""
    consent = consent_to(act, evidence, doctrine)
    request = by_right_body(act, "requested", "troop_request_by", evidence, doctrine)
    when = request.on or judged_at(consent, act, evidence)
    if not is_armed_entry(act) or not doctrine.governs(("PE-040", "PE-061"), when):
        return NOT_APPLICABLE
    by = request.by(doctrine.at("troop_request_by", when))
    if request.stage and request.stage.body in EXECUTIVE_OFFICES:
        by = unknown("requested-body", grounds=[request.stage.ref])
    in_order = request.before(consent)
    return decide(("no-request", request.happened), ("not-by-president", by), ("after-consent", in_order), at=when)


@requirement(id="per/entry-council-vote", norms=("PE-061",), asks="pcm", title=Text(
    es="¿Votó el Consejo de Ministros a favor de pedir el ingreso de la fuerza extranjera?",
    en="Did the Council of Ministers vote in favour of asking for the entry of the foreign force?",
))  # fmt: skip
def entry_council_vote(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The President's request needs the approving vote of the Council of Ministers, given before it is sent."""
    consent = consent_to(act, evidence, doctrine)
    vote, request = step(act, "council-vote", evidence), step(act, "requested", evidence)
    when = vote.on or judged_at(consent, act, evidence)
    if not is_armed_entry(act) or not doctrine.governs(("PE-061",), when):
        return NOT_APPLICABLE
    by = vote.by(doctrine.at("troop_request_vote", when))
    in_order = vote.before(request) if request.stage else vote.before(consent)
    return decide(("no-council-vote", vote.happened), ("vote-by-wrong-body", by), ("after-request", in_order), at=when)


@requirement(id="per/entry-committee-opinion", norms=("PE-061",), asks="congress", title=Text(
    es="¿Opinó la Comisión de Defensa antes de que se autorizara el ingreso?",
    en="Did the Defence Committee give its opinion before the entry was authorised?",
))  # fmt: skip
def entry_committee_opinion(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The parliament authorises the entry after the opinion of its Defence Committee, whose own vote is that opinion."""
    consent = consent_to(act, evidence, doctrine)
    opinion = by_right_body(act, "opinion", "troop_opinion_body", evidence, doctrine)
    votes = [s for s in act.steps("approved") if s.body not in PLENARIES]
    if opinion.stage is None and votes:
        opinion = Step("opinion", act, votes[0], None)
    when = opinion.on or judged_at(consent, act, evidence)
    if not is_armed_entry(act) or not doctrine.governs(("PE-061",), when):
        return NOT_APPLICABLE
    by = opinion.by(doctrine.at("troop_opinion_body", when))
    return decide(
        ("no-opinion", opinion.happened), ("wrong-committee", by), ("after-consent", opinion.before(consent)), at=when
    )


@requirement(id="per/entry-file-complete", norms=("PE-042", "PE-062"), asks="congress", severity="low", title=Text(
    es="¿Expresaba el pedido de ingreso los motivos, la relación de tropas y equipos y la permanencia?",
    en="Did the request for entry state the reasons, the list of troops and equipment and the stay?",
))  # fmt: skip
def entry_file_complete(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The bill that asks for the entry states the reasons, the list of troops and transit equipment and the stay."""
    request, consent = step(act, "requested", evidence), consent_to(act, evidence, doctrine)
    if not is_armed_entry(act) or request.stage is None or not doctrine.governs(("PE-042", "PE-062"), request.stage.on):
        return NOT_APPLICABLE
    rule = doctrine.at("troop_bill_contents", request.stage.on)
    if rule.value is None:
        return UNDETERMINED(rule.missing_code, grounds=(request.stage.ref,), at=request.stage.on)
    said = [(content, stated(act, content).because(request.stage.ref)) for content in rule.value]
    of_bill = [(f"no-{content}", unknown("bill-text") if consent.stage and t.is_false else t) for content, t in said]
    return decide(*of_bill, at=request.stage.on)


@requirement(id="per/entry-resolution-content", norms=("PE-061", "PE-062"), asks="congress", title=Text(
    es="¿Expresa la resolución que autoriza el ingreso los motivos, el número de efectivos, los equipos y la permanencia?",
    en="Does the resolution that authorises the entry state the reasons, the number of personnel, equipment and stay?",
))  # fmt: skip
def entry_resolution_content(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The authorising resolution states reasons, number of military personnel (until 14 June 2014 their list),
    transit equipment and time of stay."""
    consent = consent_to(act, evidence, doctrine)
    if not is_armed_entry(act) or consent.stage is None or not doctrine.governs(("PE-061",), consent.stage.on):
        return NOT_APPLICABLE
    rule = doctrine.at("troop_resolution_contents", consent.stage.on)
    if rule.value is None:
        return UNDETERMINED(rule.missing_code, grounds=(consent.stage.ref,), at=consent.stage.on)
    said = [(f"no-{content}", stated(act, content).because(consent.stage.ref)) for content in rule.value]
    return decide(*said, at=consent.stage.on)


@requirement(id="per/entry-published-before", norms=("PE-061",), asks="official-gazette", title=Text(
    es="¿Se publicó la resolución que autoriza el ingreso antes de que empezara la permanencia?",
    en="Was the resolution that authorises the entry published before the stay began?",
))  # fmt: skip
def entry_published_before(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The legislative resolution that authorises the entry is published by the first day of the stay."""
    published = step(act, "published", evidence)
    when = judged_at(published, act, evidence)
    if not is_armed_entry(act) or not doctrine.governs(("PE-061",), when):
        return NOT_APPLICABLE
    in_time = before_entry(published, act, evidence)
    if isinstance(in_time, Due):
        return decide(("not-published", in_time), at=when)
    if entered(act) is None and published.stage and in_time.is_true:
        in_time = unknown("stay-from", grounds=in_time.grounds)
    return decide(("not-published", published.happened), ("published-after-entry", in_time), at=when)


@requirement(id="per/entry-public-notice", norms=("PE-061",), asks="official-gazette", severity="low", title=Text(
    es="¿Tuvo la ciudadanía tiempo de conocer la autorización antes de que ingresara la fuerza extranjera?",
    en="Did the public have time to learn of the authorisation before the foreign force entered?",
))  # fmt: skip
def entry_public_notice(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """No norm read sets a notice; an assumed number of working days should lie between publication and entry."""
    published, start = step(act, "published", evidence), entered(act)
    if not is_armed_entry(act) or not published.stage or not start or not doctrine.governs(("PE-061",), published.on):
        return NOT_APPLICABLE
    notice = doctrine.at("entry_public_notice", published.stage.on)
    days = (published.stage.on.first, published.stage.on.last)
    first, last = (doctrine.calendar.add(day, int(notice.number), notice.unit) for day in days)
    vague = "published-date" if published.stage.precision != "day" else "stay-from"
    order = PartialDate(first, last).on_or_before(start, vague).because(published.stage.ref, act.ref)
    order = published.firm(order)
    return decide(("short-notice", order.if_assumed(notice.is_assumed)), at=published.stage.on)


@requirement(id="per/entry-expiry", norms=(*CONSENT, "PE-062"), asks="mindef", severity="high", title=Text(
    es="¿Salió la fuerza extranjera, a más tardar, el último día de la permanencia autorizada?",
    en="Did the foreign force leave by the last day of the authorised stay?",
))  # fmt: skip
def entry_expiry(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The consent ends with the stay it authorises: until then it holds, after that nobody may remain under it."""
    consent, end = consent_to(act, evidence, doctrine), act.stay_to or act.expires_on
    when = judged_at(consent, act, evidence)
    if not is_armed_entry(act) or not doctrine.governs(CONSENT, when):
        return NOT_APPLICABLE
    closed = act.steps("expired", "completed")
    if end and evidence.on <= end.last:
        return decide(("stayed-beyond", Due(end.last, frozenset([act.ref]))), at=when)
    beyond = [s for s in act.steps("executed") if end and s.on.first > end.last]
    if beyond and beyond[0].basis == "stated":
        return decide(("stayed-beyond", FALSE.because(act.ref, beyond[0].ref)), at=when)
    if closed or act.status in ENDED:
        return PASS("stay-ended", grounds=(act.ref, *(stage.ref for stage in closed)), at=when)
    return UNDETERMINED("departure" if end else "stay-to", grounds=(act.ref,), at=when)


@requirement(id="per/entry-no-base", norms=("PE-002", "PE-008", *CONSENT), asks="mindef", severity="high", title=Text(
    es="¿Respeta el ingreso la soberanía, sin constituir instalación de bases militares?",
    en="Does the entry respect sovereignty, without amounting to the installation of military bases?",
))  # fmt: skip
def entry_no_base(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The entry may not affect sovereignty nor install a base; a short visit whose end is known raises no question."""
    when = judged_at(consent_to(act, evidence, doctrine), act, evidence)
    if not is_entry(act) or doctrine.at("base_installation_allowed", when).value is not False:
        return NOT_APPLICABLE
    start, end = entered(act) or step(act, "published", evidence).on or act.began, act.stay_to or act.expires_on
    brief = doctrine.at("brief_stay", when)
    is_brief = start and end and end.last <= doctrine.calendar.add(start.first, int(brief.number), brief.unit)
    if act.base is None and (is_brief or act.armed is False):
        return NOT_APPLICABLE
    return decide(("base", ~fact(act, "base")), at=when)


@requirement(id="per/entry-date-change-account", norms=("PE-064",), asks="mindef", title=Text(
    es="¿Dio cuenta el ministro de Defensa, en 48 horas, del cambio de la fecha de ingreso?",
    en="Did the Minister of Defence account for the change of the entry date within 48 hours?",
))  # fmt: skip
def entry_date_change_account(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """A Resolución Suprema may move the entry date before the entry, and the minister accounts for it in 48 hours."""
    change = step(act, "amended", evidence, fits=lambda s: s.body not in ("congress", "senate", "deputies"))
    if not is_armed_entry(act) or change.stage is None or not doctrine.governs(("PE-064",), change.stage.on):
        return NOT_APPLICABLE
    since = change.stage.on
    account = step(act, "accounted", evidence, fits=lambda s: s.on.last >= since.first)
    limit, to = doctrine.at("date_change_account_limit", since), doctrine.at("date_change_account_to", account.on)
    return decide(
        ("changed-after-entry", before_entry(change, act, evidence)),
        ("accounted-to-wrong-body", account.by(to) if account.stage else TRUE),
        ("account-late", account.within(limit, change, evidence, doctrine)),
        at=since,
    )


@requirement(id="per/warship-visit-rule", norms=("PE-065",), asks="navy", severity="low", scope="country", title=Text(
    es="¿Consta que la Marina o el Ministerio de Defensa intervinieron antes de cada visita de buques de guerra?",
    en="Is it on record that the Navy or the Ministry of Defence took part before each visit of foreign warships?",
))  # fmt: skip
def warship_visit_rule(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The decree on visits of foreign warships is applied before each visit; its text was not read, so that only
    a step by the Navy or the Ministry of Defence before the visit can be looked for."""
    visits = [act for act in evidence.acts if is_armed_entry(act) and WATERBORNE & set(act.domains)]
    prior = [
        service_step(act, evidence, doctrine)
        for act in visits
        if doctrine.governs(("PE-065",), entered(act) or act.began)
    ]
    return decide(*(("after-entry", taken) for taken in prior)) if prior else NOT_APPLICABLE


@requirement(id="per/entry-withdrawn", norms=CONSENT, asks="mindef", title=Text(
    es="Retirada la autorización, ¿dejó de ingresar la fuerza extranjera?",
    en="Once the authorisation was withdrawn, did the foreign force stay out?",
))  # fmt: skip
def entry_withdrawn(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Consent permits the entry and does not oblige: the Executive may withdraw it, and then nobody enters."""
    withdrawal = step(act, "withdrawn", evidence)
    is_off = act.record_type == "withdrawn" or act.status == "cancelled"
    if act.kind != "troop-entry" or act.armed is False or not (is_off or withdrawal.stage):
        return NOT_APPLICABLE
    if withdrawal.stage is None:
        return UNDETERMINED("withdrawn", grounds=(act.ref,))
    executed = act.steps("executed")
    if executed:
        order = executed[-1].on.on_or_before(withdrawal.stage.on, "withdrawn-date").because(executed[-1].ref)
        return decide(("entered-after-withdrawal", order.because(withdrawal.stage.ref)), at=withdrawal.on)
    grounds = (act.ref, withdrawal.stage.ref)
    if is_off:
        return PASS("permits-not-obliges", grounds=grounds, at=withdrawal.on)
    return UNDETERMINED("executed", grounds=grounds, at=withdrawal.on)


@requirement(id="per/entry-execution-authorised", norms=(*CONSENT, "PE-063"), asks="mindef", severity="high", title=Text(
    es="¿Se apoya el ejercicio con fuerzas extranjeras en una autorización de ingreso?",
    en="Does the exercise with foreign forces rest on an authorisation of entry?",
))  # fmt: skip
def entry_execution_authorised(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """An exercise of foreign forces in Peru needs their entry authorised first; both acts share a process."""
    held = step(act, ("executed", "completed"), evidence)
    here = "PER" in act.held_in or (not act.held_in and act.process_id is not None)
    if act.kind != "exercise" or act.record_type != "execution" or not here or held.stage is None:
        return NOT_APPLICABLE
    if not doctrine.governs(CONSENT, held.stage.on):
        return NOT_APPLICABLE
    linked = [other for other in evidence.acts if is_entry(other) and other.process_id == act.process_id]
    entries = linked if act.process_id else []
    if not entries:
        return UNDETERMINED("entry-authorisation", grounds=(act.ref, held.stage.ref), at=held.on)
    covered = FALSE
    for entry in entries:
        covered = covered | covers(entry, held, evidence, doctrine)
    return decide(("before-authorisation", covered), at=held.on)
