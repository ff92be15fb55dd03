"""What the partners did for their part: deliveries promised, departures due, training given, knowledge shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, with_partner
from contrapeso.measure.promises import Promise, is_current, promise, tally
from contrapeso.measure.purposes import Purposes

DELIVERED = ("delivered", "completed")
ENDED = ("completed",)


def measure(frame: Frame) -> Iterator[Measurement]:
    rule, acts = frame.rule("exchange_subjects"), cooperation_acts(frame.evidence)
    for partner in partners(acts, frame.home):
        own = with_partner(acts, partner)
        entries = [act for act in own if act.kind == "troop-entry"]
        owed = [act for act in own if act.kind != "troop-entry" and (_is_delivery(act) or _has_term(act))]
        yield from tally([_judged(act, frame) for act in owed], frame, partner, "promises-")
        yield from tally([_judged(act, frame) for act in entries], frame, partner, "departures-")
        if rule.value is None:
            yield frame.missing(rule.missing_code, object=partner, topic="training-received")
        else:
            yield from _exchange(frame, partner, own, Purposes.of(rule))


def _is_delivery(act: Act) -> bool:
    """A purchase or a gift, also one made by another kind of instrument, as its deliveries show."""
    return act.kind in ("purchase", "donation") or bool(act.steps("delivered"))


def _has_term(act: Act) -> bool:
    return act.record_type == "instrument" and act.expires_on is not None


def _judged(act: Act, frame: Frame) -> Promise:
    """A delivery is shown by itself; a departure or a programme kept to its term by nothing but its completion."""
    shown_by = DELIVERED if _is_delivery(act) else ENDED
    due = act.due_on or (None if _is_delivery(act) else act.stay_to or act.expires_on)
    return promise(act, shown_by, due, frame.evidence, is_current(act, frame))


def _exchange(frame: Frame, partner: str, acts: Sequence[Act], subjects: Purposes) -> Iterator[Measurement]:
    """Training arrangements, at most with all other acts about training; acts that share knowledge, by subject."""
    about = subjects.likely(acts, "training")
    trained = [act for act in about if act.kind == "training"]
    if about:
        yield frame.between(
            len(trained), len(trained), len(about), object=partner, topic="training-received", rows=trained or about,
            missing=("who-trained",) if len(about) > len(trained) else (), is_assumed=True,
        )  # fmt: skip
    shared, perhaps = subjects.likely(acts, "knowledge"), subjects.perhaps(acts, "knowledge")
    if perhaps:
        yield frame.between(
            len(shared), len(subjects.surely(acts, "knowledge")), len(perhaps), object=partner, topic="knowledge-acts",
            rows=shared or perhaps, missing=("knowledge",) if len(perhaps) > len(shared) else (), is_assumed=True,
        )  # fmt: skip
