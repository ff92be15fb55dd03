"""What the cooperation with each partner serves: acts by purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, with_partner
from contrapeso.measure.purposes import Purposes

OTHER = "other"


def measure(frame: Frame) -> Iterator[Measurement]:
    rule, acts = frame.rule("purpose_subjects"), cooperation_acts(frame.evidence)
    for partner in partners(acts, frame.home):
        if rule.value is None:
            yield frame.missing(rule.missing_code, object=partner)
        else:
            yield from _purposes(frame, partner, with_partner(acts, partner), Purposes.of(rule))


def _purposes(frame: Frame, partner: str, acts: Sequence[Act], purposes: Purposes) -> Iterator[Measurement]:
    """At least the acts that surely serve a purpose; at most those that may, among them all whose purpose is unsaid."""
    unsaid = purposes.unsaid(acts)
    for code in purposes.readings:
        likely = purposes.likely(acts, code)
        if likely:
            perhaps = {act.act_id for act in (*purposes.perhaps(acts, code), *unsaid)}
            yield frame.between(
                len(likely), len(purposes.surely(acts, code)), len(perhaps), object=partner, topic=code, rows=likely,
                missing=("purpose",) if unsaid else (), is_assumed=True,
            )  # fmt: skip
    if unsaid:
        yield frame.exact(len(unsaid), object=partner, topic=OTHER, rows=unsaid, is_assumed=True)
