"""Writes the deadlines ahead as a calendar and what was told as a feed; rows not public stay out of both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import ContrapesoError
from contrapeso.core.text import Language, Text, same
from contrapeso.ledger.docket import Alert, Docket
from contrapeso.locale import say
from contrapeso.watch.atom import FeedEntry, feed
from contrapeso.watch.icalendar import Deadline, calendar
from contrapeso.watch.wording import about

if TYPE_CHECKING:
    from contrapeso.workspace.watching import Watched
    from contrapeso.workspace.workspace import Workspace

MOST = 500
"""A feed holds the newest entries."""


def write_calendar(workspace: Workspace, country: str, watched: Watched, path: Path, language: Language) -> None:
    """Every deadline that runs on the last day watched, as iCalendar."""
    doctrine = workspace.doctrine(country)
    name = say("watch.calendar", country=doctrine.title)
    text = calendar(_deadlines(workspace, country, watched), name, watched.on, language)
    write_whole(path, text.encode())


def _deadlines(workspace: Workspace, country: str, watched: Watched) -> Iterator[Deadline]:
    doctrine = workspace.doctrine(country)
    for one in watched.state.findings.values():
        act = watched.state.acts.get(one.act) if one.act else None
        if one.verdict != "DUE" or one.due_on is None or (act and not act.public):
            continue
        requirement = doctrine.requirement(one.requirement)
        cites = "; ".join(doctrine.norms[key].cite for key in one.norms)
        title = (
            say("watch.question", question=requirement.title, act=about(one.id, watched.state))
            if act
            else requirement.title
        )
        note = Text(es=f"{cites}\ncontrapeso explain {one.id}", en=f"{cites}\ncontrapeso explain {one.id}")
        yield Deadline(one.id, one.due_on, title, note)


def write_atom(workspace: Workspace, country: str, watched: Watched, path: Path, language: Language) -> None:
    """What was told of a country so far, newest first, as Atom."""
    alerts = [one for one in Docket(workspace.ledger.register).alerts(country.upper()) if one.public]
    title = say("watch.feed", country=workspace.doctrine(country).title)
    text = feed(map(_entry, alerts[-MOST:]), f"feed/{country.upper()}", title, f"{watched.on}T00:00:00Z", language)
    write_whole(path, text.encode())


def _entry(alert: Alert) -> FeedEntry:
    refs = ", ".join(alert.cause["refs"]) or str(alert.cause["on"])
    summary = say("watch.summary", day=alert.on, subject=same(alert.subject), refs=same(refs))
    return FeedEntry(f"alert/{alert.country}/{alert.id}", alert.raised_at, alert.kind, alert.title, summary)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file aside and rename it into place: readers see the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ContrapesoError(
            Text(es=f"no se puede escribir el archivo: {reason}", en=f"the file cannot be written: {reason}"),
            Text(es="elija otro lugar", en="choose another place"),
            where=str(path),
        ) from error
