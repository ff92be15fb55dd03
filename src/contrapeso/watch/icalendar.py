"""Deadlines as iCalendar (RFC 5545), for any calendar program; the same deadlines give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contrapeso.core.text import Language, Text

OCTETS = 75
"""The longest line that RFC 5545 (§3.1) allows, without its end."""
WARN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done."""

    id: str
    """The finding that says so."""
    due_on: date
    title: Text
    note: Text


def calendar(deadlines: Iterable[Deadline], name: Text, as_of: date, language: Language) -> str:
    """A calendar of whole-day events, each with an alarm a week before; DTSTAMP is midnight UTC of ``as_of``.

    >>> one = Deadline("x/rule:a", date(2026, 12, 31), Text(es="Vence", en="Due"), Text(es="n", en="n"))
    >>> "DTSTART;VALUE=DATE:20261231" in calendar([one], Text(es="C", en="C"), date(2026, 1, 1), "en")
    True
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//contrapeso//watch//" + language.upper(), "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name[language])}"]
    for one in sorted(deadlines, key=lambda one: (one.due_on, one.id)):
        lines += _event(one, as_of, language)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Deadline, as_of: date, language: Language) -> Iterator[str]:
    title = escaped(one.title[language])
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.id)}/{one.due_on.isoformat()}@contrapeso"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{one.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{title}"
    yield f"DESCRIPTION;LANGUAGE={language}:{escaped(one.note[language])}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", f"TRIGGER:-P{WARN_DAYS}D", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""A TEXT value (§3.3.11): backslash, semicolon, comma and line end escaped, other control characters dropped.

    >>> print(escaped("a, b; c"))
    a\, b\; c
    """
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign == "\t" or (ord(sign) >= 32 and ord(sign) != 127))


def folded(line: str) -> str:
    """A content line broken so that no piece exceeds 75 octets, never inside a character."""
    pieces, piece = list[str](), ""
    for sign in line:
        if len((piece + sign).encode()) > OCTETS:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])
