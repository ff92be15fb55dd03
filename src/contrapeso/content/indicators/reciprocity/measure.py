"""What the partners did for their part: deliveries promised, departures due, training given, knowledge shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, with_partner
from contrapeso.measure.promises import is_current, promise, tally
from contrapeso.measure.purposes import Purposes

DELIVERED = ("completed", "delivered")
LEFT = ("completed",)


def measure(frame: Frame) -> Iterator[Measurement]:
    rule, acts = frame.rule("exchange_subjects"), cooperation_acts(frame.evidence)
    for partner in partners(acts, frame.home):
        own = with_partner(acts, partner)
        goods, stays = [act for act in own if _is_delivery(act)], [act for act in own if act.kind == "troop-entry"]
        yield from tally(
            [promise(act, DELIVERED, act.due_on, frame.evidence, is_current(act, frame)) for act in goods],
            frame, partner, "promises-",
        )  # fmt: skip
        yield from tally(
            [promise(act, LEFT, act.stay_to or act.expires_on, frame.evidence, False) for act in stays],
            frame, partner, "departures-",
        )  # fmt: skip
        if rule.value is None:
            yield frame.missing(rule.missing_code, object=partner, topic="training-received")
        else:
            yield from _exchange(frame, partner, own, Purposes.of(rule))


def _is_delivery(act: Act) -> bool:
    """A purchase or a gift, also one made by another kind of instrument, as its deliveries show."""
    return act.kind in ("purchase", "donation") or bool(act.steps("delivered"))


def _exchange(frame: Frame, partner: str, acts: Sequence[Act], subjects: Purposes) -> Iterator[Measurement]:
    """Training arrangements, at most with other acts about training; acts that share knowledge, by their subjects."""
    trained = [act for act in acts if act.kind == "training"]
    about = {act.act_id for act in (*trained, *subjects.likely(acts, "training"))}
    if about:
        yield frame.between(
            len(trained), len(trained), len(about), object=partner, topic="training-received",
            rows=trained or subjects.likely(acts, "training"),
            missing=("who-trained",) if len(about) > len(trained) else (), is_assumed=True,
        )  # fmt: skip
    shared, perhaps = subjects.likely(acts, "knowledge"), subjects.perhaps(acts, "knowledge")
    if perhaps:
        yield frame.between(
            len(shared), len(subjects.surely(acts, "knowledge")), len(perhaps), object=partner, topic="knowledge-acts",
            rows=shared or perhaps, missing=("knowledge",) if len(perhaps) > len(shared) else (), is_assumed=True,
        )  # fmt: skip
