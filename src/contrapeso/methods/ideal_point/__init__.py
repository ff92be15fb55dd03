"""Where members of a legislature stand, period by period, estimated from how they vote."""

from __future__ import annotations

from contrapeso.methods.ideal_point.estimate import estimate
from contrapeso.methods.ideal_point.refusal import RefusedVotes
from contrapeso.methods.ideal_point.result import Item, Joint, Positions, Priors, Unplaced

__all__ = ["Item", "Joint", "Positions", "Priors", "RefusedVotes", "Unplaced", "estimate"]
