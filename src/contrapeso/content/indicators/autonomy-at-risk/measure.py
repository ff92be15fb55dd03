"""Autonomy at Risk: the expected loss of a capability, and how bad the worst cases are, if suppliers deny at random."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.risk import Exposed, exposed, kept, over, rho, unread
from contrapeso.methods.risk import Figure
from contrapeso.methods.risk_ends import Ends

MEANS = (0.5, 0.8, 0.9, 0.95, 0.99)
QUANTILES = (0.9, 0.95, 0.99)
SHOWN = 0.95
Told = tuple[str, float | None, float, float]
"""Topic, value, low and high."""


def measure(frame: Frame) -> Iterator[Measurement]:
    missing = unread(frame)
    if missing:
        yield frame.missing(*missing)
    for one in exposed(frame):
        for topic, value, low, high in kept(one, "autonomy-at-risk", partial(_all, one)):
            said = frame.between(
                value, low, high, capability=one.capability, topic=topic, rows=one.rows(), is_assumed=True,
                missing=one.missing if value is not None else (*{*one.missing, "quantity"},),
            )  # fmt: skip
            yield one.placed(said)


def _all(one: Exposed) -> list[Told]:
    return [*_figures(one), *_moved(one)]


def _figures(one: Exposed) -> Iterator[Told]:
    """E[L], AaR and VaR at each level, between their ends."""
    together = rho(one.frame).value or 0.0
    ends = one.ends(together)
    found = one.risk(MEANS, together) if one.types else None
    tails = {tail.alpha: tail for tail in found.tails} if found else {}
    yield _between("expected", found.expected if found else None, ends.expected)
    for alpha in MEANS:
        yield _between(f"aar-{alpha * 100:.0f}", tails[alpha].aar if tails else None, ends.aar(alpha))
    for alpha in QUANTILES:
        yield _between(f"var-{alpha * 100:.0f}", tails[alpha].var if tails else None, ends.var(alpha))


def _between(topic: str, figure: Figure | None, ends: Ends) -> Told:
    value = figure.value if figure else None
    known = [ends.low, ends.high, *([] if value is None else [value])]
    return topic, value, min(known), max(known)


def _moved(one: Exposed) -> Iterator[Told]:
    """AaR if one assumption stood at an end of its range and all else at its value: what would change the answer."""
    if not one.types:
        return
    joint, horizon = rho(one.frame), one.frame.rule("denial_horizon")
    cases = {
        "apart": (joint.low, None), "together": (joint.high, None),
        "short": (joint.value, horizon.low), "long": (joint.value, horizon.high),
    }  # fmt: skip
    for name, (correlation, years) in cases.items():
        chances = over(one.chances, years)
        found, ends = one.risk((SHOWN,), correlation or 0.0, chances), one.ends(correlation or 0.0, chances)
        yield _between(f"aar-95-{name}", found.tails[0].aar, ends.aar(SHOWN))
