"""How much money the acts with each partner are about, by currency and by what the amounts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import FALLEN, partners, perhaps_with, with_partner
from contrapeso.measure.money import by_currency_and_basis, total


def measure(frame: Frame) -> Iterator[Measurement]:
    acts = [act for act in frame.evidence.acts if act.status not in FALLEN]
    for partner in partners(acts, frame.home):
        perhaps = by_currency_and_basis(perhaps_with(acts, partner))
        for key, named in sorted(by_currency_and_basis(with_partner(acts, partner)).items()):
            yield _amount(frame, partner, key, named, perhaps.get(key, ()))


def _amount(
    frame: Frame, partner: str, key: tuple[str, str], named: Sequence[Act], perhaps: Sequence[Act]
) -> Measurement:
    """The sum of the acts with this partner alone; at most also those with others, and those that name no partner."""
    currency, basis = key
    topic, rows = f"{currency}:{basis}", (*named, *perhaps)
    alone = [act for act in named if len(act.partners) == 1 and act.partner_basis == "named"]
    value, high = total(basis, alone), total(basis, rows)
    if value is None or high is None:
        return frame.missing("amount-parts", object=partner, topic=topic, unit=currency, rows=named)
    return frame.between(
        value if alone else None, value, high, object=partner, topic=topic, unit=currency, rows=rows,
        missing=("partners",) if high > value or not alone else (),
    )  # fmt: skip
