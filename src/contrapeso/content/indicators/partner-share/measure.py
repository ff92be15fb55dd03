"""In what share of the acts of cooperation each partner is."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, perhaps_with, with_partner


def measure(frame: Frame) -> Iterator[Measurement]:
    acts = cooperation_acts(frame.evidence)
    for partner in partners(acts, frame.home):
        named, perhaps = with_partner(acts, partner), perhaps_with(acts, partner)
        share, most = len(named) / len(acts), (len(named) + len(perhaps)) / len(acts)
        yield frame.between(
            share, share, most, object=partner, rows=[*named, *perhaps], missing=("partners",) if perhaps else ()
        )
