"""Who may deny, case by case: the scenarios over which the risk after a choice is worked out, by the pack's assumed chances."""

from __future__ import annotations

from contrapeso.measure.fleet import Group
from contrapeso.measure.frame import Frame
from contrapeso.measure.risk import NEEDED, Exposed, chances_of, rho
from contrapeso.methods.cases import Cases, cases

RULES = (*NEEDED, "denial_chances", "similarity_distance")


def scenarios(frame: Frame, group: Group) -> Cases | None:
    """The cases of a group's suppliers that deny within the pack's horizon, as for the risk of today's fleet.

    None where the pack states no chances.
    """
    exposed = _exposed(frame, group)
    if exposed is None:
        return None
    by_state = {state: exposed.chances.value(state) for state in exposed.suppliers}
    return cases(exposed.suppliers, by_state, exposed.dependence(rho(frame).value or 0.0))


def risk_between(frame: Frame, group: Group, alpha: float) -> tuple[float, float] | None:
    """Between what ends the Autonomy at Risk of a group lies, over chances, numbers and suppliers that nobody names."""
    exposed = _exposed(frame, group)
    if exposed is None or not group.present:
        return None
    ends = exposed.ends(rho(frame).value or 0.0).aar(alpha)
    return ends.low, ends.high


def _exposed(frame: Frame, group: Group) -> Exposed | None:
    stated = chances_of(frame)
    return Exposed(frame, (group,), stated) if stated else None
