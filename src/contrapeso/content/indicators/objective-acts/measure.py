"""What share of the cooperation serves each objective that the state has declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act, Objective
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts
from contrapeso.measure.purposes import Purposes

AIMS = ("objective", "guideline")


def measure(frame: Frame) -> Iterator[Measurement]:
    rule, acts = frame.rule("purpose_subjects"), cooperation_acts(frame.evidence)
    unsaid = [act for act in acts if not act.domains] if rule.value is None else Purposes.of(rule).unsaid(acts)
    for row in frame.evidence.rows(Objective):
        if row.kind in AIMS:
            yield _share(frame, row, acts, unsaid, rule.value is not None)


def _share(frame: Frame, row: Objective, acts: Sequence[Act], unsaid: Sequence[Act], is_assumed: bool) -> Measurement:
    """Acts with a subject of the objective, over all; at most also those whose subjects show no purpose."""
    if not row.domains or not acts:
        lacking = "cooperation-acts" if row.domains else "objective-wording"
        return frame.missing(lacking, topic=row.objective_id, rows=[row])
    serving = [act for act in acts if set(act.domains) & set(row.domains)]
    perhaps = [act for act in unsaid if not set(act.domains) & set(row.domains)]
    value, high = len(serving) / len(acts), (len(serving) + len(perhaps)) / len(acts)
    return frame.between(
        value, value, high, topic=row.objective_id, rows=[row, *serving, *perhaps],
        missing=("purpose",) if perhaps else (),
        is_assumed=row.basis == "assumption" or (is_assumed and bool(perhaps)),
    )  # fmt: skip
