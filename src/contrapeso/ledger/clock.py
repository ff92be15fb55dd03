"""The one place that asks what time it is; everything else is handed an instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Instant = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """An instant as fixed-width ISO text in UTC, which sorts and hashes alike on every database."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local_today() -> date:
    """The reader's own calendar day."""
    return date.today()
