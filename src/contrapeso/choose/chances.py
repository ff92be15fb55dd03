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
    stated = chances_of(frame)
    if stated is None:
        return None
    exposed = Exposed(frame, (group,), stated)
    by_state = {state: stated.value(state) for state in exposed.suppliers}
    return cases(exposed.suppliers, by_state, exposed.dependence(rho(frame).value or 0.0))
