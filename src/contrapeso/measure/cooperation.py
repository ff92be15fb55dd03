"""Which acts are cooperation and with whom, counted the same way by every indicator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contrapeso.core.facts import Act
from contrapeso.ledger.evidence import Evidence

CONCLUDED = ("instrument", "execution")
"""The records of something agreed or done; meetings, offers, notices, figures and domestic acts are not cooperation."""
FALLEN = ("not-concluded", "cancelled")
_ENDED = ("expired", "historic")
_GOODS = ("purchase", "donation")


def cooperation_acts(evidence: Evidence) -> tuple[Act, ...]:
    """What the state agreed or did with others, oldest first."""
    return tuple(
        act for act in evidence.acts
        if act.record_type in CONCLUDED and act.status not in FALLEN and act.partner_basis != "domestic"
    )  # fmt: skip


def partners(acts: Iterable[Act], home: str) -> tuple[str, ...]:
    """The other states that the acts name, in alphabetical order of their codes."""
    return tuple(sorted({state for act in acts for state in act.partners} - {home}))


def with_partner(acts: Iterable[Act], partner: str) -> tuple[Act, ...]:
    return tuple(act for act in acts if partner in act.partners)


def perhaps_with(acts: Iterable[Act], partner: str) -> tuple[Act, ...]:
    """The acts of unknown or of several partners that do not name this one: it may be among them."""
    return tuple(act for act in acts if act.partner_basis in ("several", "unknown") and partner not in act.partners)


def has_ended(act: Act, on: date) -> bool:
    """Whether the act was over on a day, so that no condition stands on it; goods bought or given stay conditioned."""
    end = act.stay_to or act.expires_on
    is_done = act.status == "completed" and act.kind not in _GOODS
    return act.status in _ENDED or is_done or (end is not None and end.last < on)
