"""What share of the cooperation serves the security priorities: the order within, and organised crime."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts
from contrapeso.measure.purposes import Purposes

ANY = "any"


def measure(frame: Frame) -> Iterator[Measurement]:
    subjects, priorities = frame.rule("purpose_subjects"), frame.rule("security_purposes")
    acts = cooperation_acts(frame.evidence)
    unread = [rule.missing_code for rule in (subjects, priorities) if rule.value is None]
    if unread or not acts:
        yield frame.missing(*(unread or ["cooperation-acts"]), topic=ANY)
        return
    purposes = Purposes.of(subjects)
    for topic, codes in (*((code, [code]) for code in priorities.value), (ANY, priorities.value)):
        yield _share(frame, topic, codes, acts, purposes)


def _share(frame: Frame, topic: str, codes: list[str], acts: Sequence[Act], purposes: Purposes) -> Measurement:
    """Acts that likely serve it, over all; the ends by the narrow and the wide reading, with all of unsaid purpose."""
    surely, likely = purposes.surely(acts, *codes), purposes.likely(acts, *codes)
    unsaid = purposes.unsaid(acts)
    perhaps = {act.act_id for act in (*purposes.perhaps(acts, *codes), *unsaid)}
    low, value, high = (len(part) / len(acts) for part in (surely, likely, perhaps))
    return frame.between(
        value, low, high, topic=topic, rows=likely or unsaid, missing=("purpose",) if unsaid else (), is_assumed=True
    )
