"""How amounts of acts are added: within one currency and one basis, and aggregate figures never."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contrapeso.core.facts import Act

_NOTHING_SPENT = ("withdrawn", "refusal")


def by_currency_and_basis(acts: Iterable[Act]) -> Mapping[tuple[str, str], tuple[Act, ...]]:
    """The acts with an amount, by currency (ISO 4217) and by what the amount is: a contract, an estimate, an offer …"""
    groups: dict[tuple[str, str], list[Act]] = {}
    for act in acts:
        if act.amount is not None and act.currency and act.record_type not in _NOTHING_SPENT:
            groups.setdefault((act.currency, act.amount_basis or "stated"), []).append(act)
    return {key: tuple(group) for key, group in groups.items()}


def total(basis: str, acts: Sequence[Act]) -> float | None:
    """The sum of the amounts of acts in one currency; None for aggregate figures, which overlap with other amounts."""
    return None if basis == "aggregate" else sum(act.amount for act in acts if act.amount is not None)
