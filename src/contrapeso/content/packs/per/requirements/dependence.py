"""Assumed ceilings on dependence: on one state in a capability, on its worst losses, on ended support, and on one partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from contrapeso.assess import NOT_APPLICABLE, PASS, Verdict, requirement, under_ceiling
from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence


def _of(capability: str | None, measured: Iterable[Measurement], home: str) -> list[Measurement]:
    """The measurements of a capability that are about another state."""
    return [one for one in measured if one.capability == capability and one.object not in (None, home)]


@requirement(
    id="per/denial-ceiling",
    title=Text(
        es="¿Puede algún Estado, él solo, dejar sin sostén más de lo admitido de esta capacidad?",
        en="Can any one state end the support of more of this capability than is admitted?",
    ),
    asks="mindef",
    scope="capability",
    indicators=("denial-power", "unknown-roles", "supported-capability"),
)
def denial_ceiling(capability: str, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """No state alone can put out of service more of a capability than the assumed threshold (not a norm)."""
    left = [one for one in evidence.measurements("supported-capability") if one.capability == capability]
    if any(one.high == 0.0 for one in left):
        return NOT_APPLICABLE
    powers = _of(capability, evidence.measurements("denial-power"), doctrine.country)
    roles = [one for one in evidence.measurements("unknown-roles") if one.capability == capability]
    if not powers and any(one.value == 0.0 for one in roles):
        return PASS(grounds=tuple(one.ref for one in roles))
    return under_ceiling(powers, doctrine.at("denial_threshold", evidence.on), unmeasured="suppliers")


@requirement(
    id="per/risk-ceiling",
    title=Text(
        es="¿Se perdería en promedio más de lo admitido de esta capacidad en el peor 5 % de los casos?",
        en="Would more of this capability than is admitted be lost on average in the worst 5% of cases?",
    ),
    asks="mindef",
    scope="capability",
    indicators=("autonomy-at-risk",),
)
def risk_ceiling(capability: str, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Autonomy at Risk at 95% of a capability stays under the assumed ceiling (not a norm), on assumed chances."""
    found = [
        one for one in evidence.measurements("autonomy-at-risk") if (one.capability, one.topic) == (capability, "aar-95")
    ]  # fmt: skip
    return under_ceiling(found, doctrine.at("risk_ceiling", evidence.on), unmeasured="suppliers")


@requirement(
    id="per/support-lost",
    title=Text(
        es="¿Quitó el fin de un sostén más de lo admitido de esta capacidad?",
        en="Did the end of somebody's support take more of this capability than is admitted?",
    ),
    asks="mindef",
    scope="capability",
    indicators=("supported-capability",),
)
def support_lost(capability: str, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """Support that has ended took no more of a capability than the assumed threshold (not a norm)."""
    threshold = doctrine.at("denial_threshold", evidence.on)
    left = [one for one in evidence.measurements("supported-capability") if one.capability == capability]
    if all(one.low == 1.0 for one in left):
        return NOT_APPLICABLE
    return under_ceiling(map(_lost, left), threshold, unmeasured="suppliers")


def _lost(one: Measurement) -> Measurement:
    """What is lost instead of what is left."""
    value, low, high = (None if end is None else 1.0 - end for end in (one.value, one.high, one.low))
    return replace(one, value=value, low=low, high=high)


@requirement(
    id="per/supplier-ceiling",
    title=Text(
        es="¿Entregó un solo Estado más de lo admitido de esta capacidad?",
        en="Did one state deliver more of this capability than is admitted?",
    ),
    asks="mindef",
    scope="capability",
    indicators=("direct-share", "supplier-concentration"),
)
def supplier_ceiling(capability: str, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """No other state delivered more of a capability than the assumed ceiling (not a norm)."""
    shares = _of(capability, evidence.measurements("direct-share"), doctrine.country)
    return under_ceiling(shares, doctrine.at("supplier_ceiling", evidence.on), unmeasured="delivered-by")


@requirement(
    id="per/portfolio-ceiling",
    title=Text(
        es="¿Reúne un solo socio más de lo admitido de los actos de cooperación?",
        en="Does one partner hold more of the acts of cooperation than is admitted?",
    ),
    asks="mindef",
    severity="low",
    scope="country",
    indicators=("partner-share",),
)
def portfolio_ceiling(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    """No partner is in more of the acts of cooperation than the assumed ceiling (not a norm)."""
    shares = _of(None, evidence.measurements("partner-share"), doctrine.country)
    return under_ceiling(shares, doctrine.at("portfolio_ceiling", evidence.on), unmeasured="cooperation-acts")
