"""Calendars and feeds as other programs read them: RFC 5545 and RFC 4287, to the letter that matters."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.text import Text, same
from contrapeso.watch.atom import NAMESPACE, FeedEntry, feed
from contrapeso.watch.icalendar import Deadline, calendar, escaped, folded

ON = date(2026, 11, 26)
NAME = Text(es="Plazos", en="Deadlines")
LONG = Text(
    es="¿Salió la fuerza extranjera; a más tardar, el último día\\noche?\nSí" * 3, en="Did it leave, in time; or not?"
)
ONE = Deadline("per/rule:a", date(2026, 12, 31), LONG, same("Const. 1993, art. 102(8)"))


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The content lines of a calendar as (name, parameters, unescaped value), by the grammar of RFC 5545 §3.1."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]
    found = []
    for line in lines:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", line)
        assert match, line
        parameters = dict(pair.split("=") for pair in match[2].split(";")[1:])
        value = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], match[3])
        found.append((match[1], parameters, value))
    return found


def test_a_calendar_says_each_deadline_once_as_a_whole_day() -> None:
    lines = read(calendar([ONE], NAME, ON, "es"))
    names = [name for name, _, _ in lines]
    assert names[0] == "BEGIN" and names[-1] == "END" and ("VERSION", {}, "2.0") in lines
    assert names.count("UID") == names.count("DTSTAMP") == names.count("DTSTART") == 1
    said = {name: (parameters, value) for name, parameters, value in lines}
    assert said["UID"][1] == "per/rule:a/2026-12-31@contrapeso"
    assert said["DTSTART"] == ({"VALUE": "DATE"}, "20261231") and said["DTEND"] == ({"VALUE": "DATE"}, "20270101")
    assert said["SUMMARY"] == ({"LANGUAGE": "es"}, LONG.es) and said["DTSTAMP"][1] == "20261126T000000Z"


def test_the_blocks_of_a_calendar_are_nested() -> None:
    open_blocks: list[str] = []
    for name, _, value in read(calendar([ONE, ONE], NAME, ON, "en")):
        if name == "BEGIN":
            open_blocks.append(value)
        if name == "END":
            assert open_blocks.pop() == value
    assert open_blocks == []


def test_the_same_deadlines_give_the_same_bytes_in_any_order() -> None:
    other = Deadline("per/rule:b", date(2026, 12, 1), NAME, NAME)
    assert calendar([ONE, other], NAME, ON, "en") == calendar([other, ONE], NAME, ON, "en")
    assert read(calendar([], NAME, ON, "en"))[-1] == ("END", {}, "VCALENDAR")


@given(st.text())
def test_any_title_survives_folding_and_escaping(title: str) -> None:
    plain = title.encode("utf-8", "ignore").decode()
    line = f"SUMMARY:{escaped(plain)}"
    lines = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in lines)
    assert lines[0] + "".join(piece[1:] for piece in lines[1:]) == line
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", line)


ENTRIES = [
    FeedEntry(
        "alert/PER/1", "2026-11-20T10:00:00.000000Z", "new", Text(es="<Uno> & otro", en="<One> & other"), same("x")
    ),
    FeedEntry("alert/PER/2", "2026-11-21T10:00:00.000000Z", "overdue", Text(es="Dos\x0b", en="Two"), same("y")),
]


def test_a_feed_has_what_atom_requires() -> None:
    root = ET.fromstring(feed(ENTRIES, "feed/PER", NAME, "2026-11-26T00:00:00Z", "es"))
    assert root.tag == f"{{{NAMESPACE}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"

    def text(node: ET.Element, name: str) -> str:
        (found,) = node.findall(f"{{{NAMESPACE}}}{name}")
        assert found.text
        return found.text

    assert root.find(f"{{{NAMESPACE}}}author/{{{NAMESPACE}}}name") is not None
    entries = root.findall(f"{{{NAMESPACE}}}entry")
    assert [text(entry, "title") for entry in entries] == ["Dos", "<Uno> & otro"]
    assert text(root, "updated") == "2026-11-21T10:00:00.000000Z"
    ids = [text(node, "id") for node in (root, *entries)]
    assert len(set(ids)) == 3 and all(uuid.UUID(one.removeprefix("urn:uuid:")) for one in ids)
    assert all(datetime.fromisoformat(text(entry, "updated")).tzinfo for entry in entries)


def test_an_entry_keeps_its_id_whatever_is_told_later() -> None:
    def ids(entries: list[FeedEntry]) -> list[str | None]:
        root = ET.fromstring(feed(entries, "feed/PER", NAME, "2026-11-26T00:00:00Z", "en"))
        return [node.text for node in root.iter(f"{{{NAMESPACE}}}id")]

    assert ids(ENTRIES)[-1] == ids(ENTRIES[:1])[-1]
    assert ids([]) == ids(ENTRIES)[:1]
