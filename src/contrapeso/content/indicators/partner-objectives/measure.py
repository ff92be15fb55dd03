"""How many acts with each partner serve each objective that the state has declared."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.facts import Act, Objective
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, perhaps_with, with_partner
from contrapeso.measure.purposes import Purposes

AIMS = ("objective", "guideline")


def measure(frame: Frame) -> Iterator[Measurement]:
    rule, acts = frame.rule("purpose_subjects"), cooperation_acts(frame.evidence)
    unsaid = {act.key for act in acts if not act.domains}
    if rule.value is not None:
        unsaid = {act.key for act in Purposes.of(rule).unsaid(acts)}
    aims = [row for row in frame.evidence.rows(Objective) if row.kind in AIMS and row.domains]
    for partner in partners(acts, frame.home):
        own, shared = with_partner(acts, partner), perhaps_with(acts, partner)
        for aim in aims:
            yield _count(frame, partner, aim, [act for act in own if _serves(act, aim)], [
                *(act for act in own if act.key in unsaid and not _serves(act, aim)),
                *(act for act in shared if act.key in unsaid or _serves(act, aim)),
            ])  # fmt: skip


def _serves(act: Act, aim: Objective) -> bool:
    return bool(set(act.domains) & set(aim.domains))


def _count(frame: Frame, partner: str, aim: Objective, serving: list[Act], perhaps: list[Act]) -> Measurement:
    """The acts that serve, and at most those that may."""
    return frame.between(
        len(serving), len(serving), len(serving) + len(perhaps), object=partner, topic=aim.objective_id,
        rows=[aim, *serving, *perhaps], missing=("purpose",) if perhaps else (),
        is_assumed=aim.basis == "assumption" or bool(perhaps),
    )  # fmt: skip
