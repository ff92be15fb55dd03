"""The docket as scripts see it: alerts with what was done about them, and the log of corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contrapeso.ledger.docket import Action, Alert, Docket
from contrapeso.watch.change import Cause, Change, by_weight

if TYPE_CHECKING:
    from contrapeso.workspace.workspace import Workspace


def docket(workspace: Workspace, country: str, *, every: bool) -> tuple[dict[str, Any], ...]:
    """Alerts that stand open, or all, weightiest first."""
    held = Docket(workspace.ledger.register)
    alerts = [one for one in held.alerts(country) if every or one.state != "closed"]
    return tuple(_shown(held, one) for one in sorted(alerts, key=lambda one: by_weight(as_change(one))))


def attend(workspace: Workspace, alert_id: str, action: Action, by: str, note: str | None) -> dict[str, Any]:
    """Acknowledge or answer an alert."""
    held = Docket(workspace.ledger.register)
    return _shown(held, held.act(alert_id, action, actor=by, note=note)[0])


def corrections(workspace: Workspace, country: str) -> tuple[dict[str, Any], ...]:
    """What was said wrongly, newest correction first."""
    held = Docket(workspace.ledger.register)
    return tuple(_correction(one) for one in reversed(held.alerts(country)) if one.kind == "corrected")


def as_change(alert: Alert) -> Change:
    """The change that an alert tells."""
    return Change(
        rule=alert.rule, kind=alert.kind, subject=alert.subject, before=alert.before, after=alert.after,  # type: ignore[arg-type]
        cause=Cause.read(alert.cause), on=alert.on, title=alert.title, parts=tuple(alert.parts),
    )  # fmt: skip


def _shown(held: Docket, alert: Alert) -> dict[str, Any]:
    entries = [one for one in held.entries(alert.country) if one.alert_id == alert.id]
    done = [{"action": one.action, "actor": one.actor, "note": one.note, "at": one.at} for one in entries]
    return alert.to_dict() | {"entries": done}


def _correction(alert: Alert) -> dict[str, Any]:
    plain = alert.to_dict()
    before = dict(alert.before or {})
    return {
        "id": alert.id, "subject": alert.subject, "said_on": before.pop("said_on", None), "said_at": before.pop("said_at", None),
        "said": before, "right": alert.after, "mended_at": alert.raised_at, "cause": plain["cause"],
        "title": plain["title"],
    }  # fmt: skip
