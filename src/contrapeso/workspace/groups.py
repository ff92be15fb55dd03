"""Groups of states that are compared together: a file of content each, members with the days they came and went."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contrapeso.core.errors import ContentError, Fault, UnknownName
from contrapeso.core.manifest import Entry, read_mapping
from contrapeso.core.period import PartialDate
from contrapeso.core.state import check_state
from contrapeso.core.text import Text
from contrapeso.workspace.discover import built_in

FOLDER = "groups"


@dataclass(frozen=True, slots=True)
class Member:
    """A state's time in a group; open where no day is given."""

    state: str
    start: PartialDate | None
    end: PartialDate | None

    def is_in(self, on: date) -> bool:
        """Whether it was a member on a day; a day known to the month or year counts as begun with its first day."""
        return (self.start is None or self.start.first <= on) and (self.end is None or on <= self.end.last)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of states and where its members are said."""

    name: str
    title: Text
    source: str
    members: tuple[Member, ...]
    note: Text | None = None
    """How the source says it, and what it does not say."""

    def on(self, day: date) -> tuple[str, ...]:
        """The members on a day, by code."""
        return tuple(sorted({one.state for one in self.members if one.is_in(day)}))


def groups(mounted: Iterable[Path] = ()) -> dict[str, Group]:
    """All groups by name: the built-in ones, and those of mounted content; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    found: dict[str, Group] = {}
    for root in (built_in(), *mounted):
        for path in sorted((root / FOLDER).glob("*.yml")):
            entry = read_mapping(path, f"{FOLDER}/{path.name}", faults)
            group = _group(path.stem, entry) if entry else None
            if group:
                found[group.name] = group
    if faults:
        raise ContentError(faults)
    return found


def _group(name: str, entry: Entry) -> Group | None:
    title, source = entry.text("title"), entry.string("source")
    members = tuple(_member(one) for one in entry.entries("members"))
    remark = entry.text("note", required=False)
    entry.done()
    return Group(name, title, source, members, remark) if title and source else None


def _member(entry: Entry) -> Member:
    state, start, end = entry.string("state"), entry.when("from", required=False), entry.when("to", required=False)
    entry.done()
    return Member(check_state(state or ""), start, end)


def find_group(name: str, mounted: Iterable[Path] = ()) -> Group:
    """The group of a name; ``UnknownName`` with the groups there are."""
    there = groups(mounted)
    if name in there:
        return there[name]
    near = difflib.get_close_matches(name, there, n=1)
    listed = ", ".join(there)
    hint = f" (¿{near[0]}?)" if near else ""
    raise UnknownName(
        Text(es=f"no hay grupo {name!r}{hint}", en=f"there is no group {name!r}{hint.replace('¿', '')}"),
        Text(es=f"grupos disponibles: {listed}", en=f"groups available: {listed}"),
    )
