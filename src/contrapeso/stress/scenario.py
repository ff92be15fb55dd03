"""A scenario as its folder states it: a question, what it takes, and shocks that are pure data, each on a line of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contrapeso.core.errors import ContentError, ContrapesoError, Fault, UnknownName
from contrapeso.core.identity import hash_files
from contrapeso.core.manifest import Entry, read_list, read_mapping
from contrapeso.core.text import Text
from contrapeso.stress import wording

MANIFEST, PROPOSED = "scenario.yml", "stress.yml"
"""The file of a scenario, and that of a pack with the cases that it proposes to try."""
FIELDS: Mapping[str, Mapping[str, str]] = {
    "end_support": {"by": "states"},
    "end_flow": {"kind": "string", "from": "states", "acts": "list"},
    "end_status": {"status": "list", "notice_days": "number"},
    "add_act": {"kind": "string", "partners": "states", "title": "text", "governed_by": "string"},
    "start_conflict": {"state": "states", "kind": "string", "intensity": "string"},
}
"""By kind of shock, its fields: ``states`` are codes, names of groups, ``$parameters`` and ``holder of <type of clause>``."""
OPTIONAL = {"governed_by", "status", "acts"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a user must name for a scenario: one or several states, by code or by the name of a group."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Shock:
    """One blow of a scenario, as its file states it."""

    kind: str
    fields: Mapping[str, Any] = field(hash=False)
    rests_on: tuple[str, ...]
    """Types of clause that let the holder do it, where they are on record."""
    assumes: Text | None
    """What is taken for granted beyond what any source says."""
    where: str
    """File and line."""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named hypothesis: its shocks strike together."""

    name: str
    title: Text
    question: Text
    takes: tuple[Parameter, ...]
    shocks: tuple[Shock, ...]
    folder: Path = field(default_factory=Path)
    content_hash: str = ""

    @property
    def notice_days(self) -> int:
        """How many days pass before the last shock takes effect."""
        return max((int(shock.fields.get("notice_days") or 0) for shock in self.shocks), default=0)

    def filled(self, given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """What was given for each parameter; ``UnknownName`` for one that the scenario does not take or that lacks."""
        known = [one.name for one in self.takes]
        strange = sorted(set(given) - set(known))
        if strange:
            listed = ", ".join(known) or "—"
            raise UnknownName(
                wording.NOT_TAKEN.format(scenario=self.name, name=strange[0]), wording.TAKES.format(names=listed)
            )
        absent = [one for one in self.takes if not given.get(one.name)]
        if absent:
            what = wording.NOT_GIVEN.format(scenario=self.name, name=absent[0].name)
            raise ContrapesoError(what, wording.GIVE.format(name=absent[0].name))
        return {name: tuple(given[name]) for name in known}


def read_scenario(folder: Path) -> Scenario:
    """The scenario of a folder; ``ContentError`` with every fault of its file."""
    faults: list[Fault] = []
    name = f"scenarios/{folder.name}/{MANIFEST}"
    entry = read_mapping(folder / MANIFEST, name, faults)
    scenario = _scenario(folder, entry) if entry else None
    if faults or scenario is None:
        raise ContentError(faults)
    return scenario


def _scenario(folder: Path, entry: Entry) -> Scenario | None:
    title, question = entry.text("title"), entry.text("question")
    read = [_parameter(one) for one in entry.entries("takes", required=False)]
    takes = tuple(one for one in read if one)
    names = {one.name for one in takes}
    found = [_shock(one, place, names) for place, one in enumerate(entry.entries("shocks"))]
    entry.done()
    shocks = tuple(one for one in found if one)
    digest = hash_files(folder, [folder / MANIFEST])
    return Scenario(folder.name, title, question, takes, shocks, folder, digest) if title and question else None


def _parameter(entry: Entry) -> Parameter | None:
    name, title = entry.string("name"), entry.text("title")
    entry.done()
    return Parameter(name, title) if name and title else None


def _shock(entry: Entry, place: int, names: set[str]) -> Shock | None:
    kinds = [kind for kind in FIELDS if kind in entry]
    if len(kinds) != 1:
        entry.fault("shocks", wording.ONE_KIND, wording.KINDS.format(kinds=", ".join(FIELDS)))
        return None
    where = f"{entry.file} line {entry.line_of(kinds[0])}"
    inner = entry.entry(kinds[0])
    fields = dict(_fields(inner, FIELDS[kinds[0]], names)) if inner else {}
    rests_on = entry.value("rests_on", required=False) or []
    assumes = entry.text("assumes", required=not rests_on)
    entry.done()
    return Shock(kinds[0], fields, tuple(map(str, rests_on)), assumes, where, place)


def _fields(entry: Entry, asked: Mapping[str, str], names: set[str]) -> Iterator[tuple[str, Any]]:
    for name, kind in asked.items():
        line, required = entry.line_of(name), name not in OPTIONAL
        if kind == "text":
            yield name, entry.text(name, required=required)
        elif kind == "number":
            yield name, entry.number(name, required=required)
        elif kind == "string":
            yield name, entry.string(name, required=required)
        else:
            value = entry.value(name, required=required)
            listed = tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()
            for one in listed:
                if one.startswith("$") and one[1:] not in names:
                    entry.fault(name, wording.NO_PARAMETER.format(name=one), wording.DECLARE, line)
            yield name, listed
    entry.done()


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario that a country's pack proposes to try, with what it takes and why that."""

    scenario: str
    given: Mapping[str, tuple[str, ...]]
    why: Text
    line: int


def read_proposed(path: Path) -> tuple[Case, ...]:
    """The cases of a pack's ``stress.yml``, none where there is no such file; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    entries = read_list(path, path.name, faults) if path.is_file() else []
    cases = [_case(entry) for entry in entries]
    if faults:
        raise ContentError(faults)
    return tuple(one for one in cases if one)


def _case(entry: Entry) -> Case | None:
    name, why, given = entry.string("scenario"), entry.text("why"), entry.value("with", required=False) or {}
    entry.done()
    if not isinstance(given, dict):
        entry.fault("with", wording.NOT_GIVEN_SO, wording.GIVE_SO)
        return None
    named = {str(key): tuple(map(str, value if isinstance(value, list) else [value])) for key, value in given.items()}
    return Case(name, named, why, entry.line) if name and why else None
