"""Money: one currency, one basis, and no sum of aggregate figures."""

from __future__ import annotations

from contrapeso.core.facts import Act
from contrapeso.core.text import same
from contrapeso.measure.money import by_currency_and_basis, total


def act(
    name: str, amount: float | None, currency: str | None, basis: str | None, record_type: str = "instrument"
) -> Act:
    return Act(
        act_id=name, kind="purchase", title=same(name), amount=amount, currency=currency, amount_basis=basis,
        record_type=record_type,
    )  # type: ignore[arg-type]  # fmt: skip


def test_amounts_are_grouped_and_added_within_their_group() -> None:
    acts = [
        act("a", 1, "USD", "contract"), act("b", 2, "USD", "contract"), act("c", 4, "EUR", "contract"),
        act("d", 8, "USD", None), act("e", None, None, None), act("f", 16, "USD", "contract", "withdrawn"),
        act("g", 32, "USD", "contract", "refusal"),
    ]  # fmt: skip
    sums = {key: total(key[1], group) for key, group in by_currency_and_basis(acts).items()}
    assert sums == {("USD", "contract"): 3, ("EUR", "contract"): 4, ("USD", "stated"): 8}


def test_aggregate_figures_have_no_sum() -> None:
    assert total("aggregate", [act("a", 1, "USD", "aggregate")]) is None
