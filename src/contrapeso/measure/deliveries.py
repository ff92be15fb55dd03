"""How diverse those are who delivered a capability, with the ends that unknown numbers and shared deliveries allow."""

from __future__ import annotations

from contrapeso.measure.fleet import FleetType, Group
from contrapeso.methods.bounds import Amount, diversity_bounds
from contrapeso.methods.diversity import hill, shares

Diversity = tuple[float | None, tuple[float, float] | None, tuple[str, ...]]
"""The value, its ends, and what is missing for either."""


def diversity(group: Group, q: float) -> Diversity:
    """The Hill number of order ``q`` of a capability's direct suppliers.

    The value rests on the types of which some are surely in service, and is missing if one of these has not exactly one named deliverer.
    """
    missing = {*group.missing(), *(("delivered-by",) if any(len(one.deliverers) != 1 for one in group.present) else ())}
    ends = diversity_bounds(tuple(_amount(one, group) for one in group.present), q)
    amounts = deliverers(group)
    if amounts is None:
        return None, ends, tuple(sorted(missing))
    value = hill(shares(list(amounts.values())), q)
    return value, ends and (min(ends[0], value), max(ends[1], value)), tuple(sorted(missing))


def deliverers(group: Group) -> dict[str, float] | None:
    """How much of a capability each state delivered; None unless each type surely in service has one named deliverer."""
    if not group.weighing or any(len(one.deliverers) != 1 for one in group.weighing):
        return None
    amounts: dict[str, float] = {}
    for one in group.weighing:
        amounts[one.deliverers[0]] = amounts.get(one.deliverers[0], 0.0) + one.weight
    return amounts


def _amount(one: FleetType, group: Group) -> Amount:
    """A type's number as an amount; where nobody names the deliverer it may be any known one, or another state."""
    options = one.deliverers or (*group.suppliers, f"? {one.holding.key}")
    return Amount(one.low, one.high, options)
