"""What may be kept secret, on what ground, in which register and for how long; and what must be told abroad."""

from __future__ import annotations

import re
from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, UNDETERMINED, Due, Step, Verdict, decide, fact, requirement, step
from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.verdict import Element
from contrapeso.core.facts import Act
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.core.truth import TRUE, Truth, truth, unknown
from contrapeso.ledger.evidence import Evidence

_NUMBER = re.compile(r"\d+-\d{4}")
_ANSWERS = ("published", "declined")


def _is_classified(act: Act) -> bool:
    legal = act.record_type in ("instrument", "execution", "enabling")
    return legal and (act.secret is True or bool(act.steps("classified")) or act.classified_on is not None)


def _classified_on(act: Act) -> PartialDate | None:
    stages = act.steps("classified")
    return stages[0].on if stages else act.classified_on


@requirement(
    id="per/classification-register",
    title=Text(
        es="¿Se conocen el número y la fecha de la resolución que clasificó la información?",
        en="Are the number and the date of the resolution that classified the information known?",
    ),
    norms=("PE-114",),
    asks="mindef",
)
def classification_register(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The register of secret information holds the number and the date of each classifying resolution."""
    when = _classified_on(act) or act.began
    if not _is_classified(act) or not doctrine.governs(("PE-114",), when):
        return NOT_APPLICABLE
    classified = step(act, "classified", evidence)
    return decide(
        ("no-classifying-resolution", classified.happened),
        ("resolution-without-number", _numbered(classified)),
        ("resolution-without-date", _dated(classified)),
        at=when,
    )


def _numbered(classified: Step) -> Truth:
    if classified.stage is None:
        return classified.happened
    known = bool(_NUMBER.search(classified.stage.instrument or "")) or None
    return truth(known, "classification-number", classified.stage.ref)


def _dated(classified: Step) -> Truth:
    if classified.stage is None:
        return classified.happened
    exact = classified.stage.precision == "day" and classified.stage.basis == "stated"
    return truth(exact or None, "classified-date", classified.stage.ref)


@requirement(
    id="per/classification-basis",
    title=Text(
        es="¿Clasificó la información el titular del sector, por una causa de la lista cerrada?",
        en="Did the head of the sector classify the information, on a ground of the closed list?",
    ),
    norms=("PE-110", "PE-113"),
    asks="mindef",
)
def classification_basis(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The head of the sector or a delegate classifies as secret only what a closed list, read narrowly, allows."""
    when = _classified_on(act) or act.began
    if not _is_classified(act) or not doctrine.governs(("PE-110",), when):
        return NOT_APPLICABLE
    classified = step(act, "classified", evidence)
    return decide(
        ("no-classifying-resolution", classified.happened),
        ("not-by-sector-head", _by_head(classified, doctrine)),
        ("ground-not-stated", fact(act, "reasons_stated")),
        at=when,
    )


def _by_head(classified: Step, doctrine: Doctrine) -> Truth:
    """By the head of a sector; another authority may have been delegated, so that it is never a breach by itself."""
    by_head = classified.by(doctrine.at("secret_classifiers", classified.on))
    return unknown("delegation", grounds=by_head.grounds) if by_head.is_false and classified.stage else by_head


@requirement(
    id="per/secret-five-years",
    title=Text(
        es="¿Se puede pedir ya la información, a los cinco años de clasificada?",
        en="May the information be asked for, five years after it was classified?",
    ),
    norms=("PE-111",),
    asks="mindef",
)
def secret_five_years(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Five years after classification anyone may ask for the information; to refuse needs a reasoned extension."""
    today = PartialDate.of(evidence.on)
    years, since = doctrine.at("secrecy_years", today), _classified_on(act)
    if not _is_classified(act) or not years.in_force:
        return NOT_APPLICABLE
    if since is None:
        return UNDETERMINED("classified-date", grounds=(act.ref,), at=today)
    opens = PartialDate(
        *(doctrine.calendar.add(day, int(years.number), years.unit) for day in (since.first, since.last))
    )
    grounds = frozenset([stage.ref for stage in act.steps("classified")[:1]] or [act.ref])
    if evidence.on <= opens.first:
        return decide(("refused-after-five-years", Due(opens.first, grounds)), at=since)
    return decide(("refused-after-five-years", _answered(act, opens, evidence).because(*grounds)), at=since)


def _answered(act: Act, opens: PartialDate, evidence: Evidence) -> Truth:
    """Whether, once the years were over, the information was given; a refusal stands only on an extension."""
    if evidence.on <= opens.last:
        return unknown("classified-date")
    answers = [stage for stage in act.steps(*_ANSWERS) if stage.on.first >= opens.last]
    if not answers:
        return unknown("access-after-five-years")
    if answers[-1].stage == "published":
        return TRUE.because(answers[-1].ref)
    extended = next((stage.ref for stage in act.steps("amended") if stage.on.last <= answers[-1].on.first), None)
    return unknown("extension-reasons", grounds=[extended]) if extended else truth(False, "", answers[-1].ref)


@requirement(
    id="per/arms-transparency",
    title=Text(
        es="¿Comunicó el Perú a la OEA las armas convencionales que incorporó?",
        en="Did Peru notify the OAS of the conventional weapons it took into service?",
    ),
    norms=("PE-120",),
    asks="foreign-ministry",
    severity="low",
    scope="country",
)
def arms_transparency(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """The Foreign Ministry notifies the OAS of conventional weapons within 90 days of taking them into service."""
    elements = [element for act in evidence.acts for element in _notice(act, evidence, doctrine)]
    return decide(*elements, at=PartialDate.of(evidence.on)) if elements else NOT_APPLICABLE


def _notice(act: Act, evidence: Evidence, doctrine: Doctrine) -> list[Element]:
    """The notice of one purchase that brought weapons; what only the domain says can never be a breach."""
    taken = step(act, ("delivered", "completed"), evidence)
    domains, limit = doctrine.at("convention_weapon_domains", taken.on), doctrine.at("arms_notice_limit", taken.on)
    if act.kind != "purchase" or act.record_type != "instrument" or not taken.stage or not limit.in_force:
        return []
    if not set(act.domains) & set(domains.value):
        return []
    notice = replace(step(act, "notified", evidence, body="foreign-ministry"), name="arms-notice")
    kept = notice.within(limit, taken, evidence, doctrine)
    if isinstance(kept, Truth) and kept.is_false and notice.stage is None:
        kept = unknown("weapon-category", grounds=kept.grounds)
    return [("late-notice", kept)]
