"""How many acts of cooperation the state has with each partner."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, perhaps_with, with_partner


def measure(frame: Frame) -> Iterator[Measurement]:
    acts = cooperation_acts(frame.evidence)
    for partner in partners(acts, frame.home):
        named, perhaps = with_partner(acts, partner), perhaps_with(acts, partner)
        yield frame.between(
            len(named), len(named), len(named) + len(perhaps), object=partner, rows=named,
            missing=("partners",) if perhaps else (),
        )  # fmt: skip
