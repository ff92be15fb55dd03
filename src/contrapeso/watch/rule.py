"""The watch rules of a pack: which differences are worth telling, read strictly; all faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.columns import columns
from contrapeso.core.errors import ContentError, Fault, UnknownName
from contrapeso.core.facts import TABLES, Act, RecordType, StageName, Status
from contrapeso.core.manifest import Entry, read_list
from contrapeso.core.state import is_state
from contrapeso.core.text import Text

FILE = "rules.yml"
RuleKind = Literal["fact", "finding", "deadline", "level", "red-line", "law", "correction"]
KINDS: tuple[RuleKind, ...] = get_args(RuleKind)
End = Literal["value", "low", "high"]
DATED = ("act", "stage", "status")
"""The tables whose rows begin on a day; rows of other tables are news when they become known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRule:
    """One rule; the fields below ``title`` serve the kinds named beside them and are empty for the others."""

    id: str
    kind: RuleKind
    title: Text
    table: str = ""
    """fact: the fact table."""
    names: tuple[str, ...] = ()
    """fact: the record types of acts, names of steps or designations that count; none named: all."""
    verdicts: tuple[str, ...] = ()
    """finding, red-line: the verdicts that open a change."""
    requirements: tuple[str, ...] = ()
    """finding, deadline, red-line: the requirements that count; none named: all (a red line names its own)."""
    objective: str = ""
    """red-line: the declared red line."""
    act: tuple[tuple[str, Any], ...] = ()
    """red-line: columns of an act and the value that crosses the line."""
    indicator: str = ""
    """level: what is measured; ``object`` and ``capability`` narrow it."""
    object: str | None = None
    capability: str | None = None
    end: End = "value"
    """level: which end of the interval must pass the threshold."""
    below: bool = False
    """level: whether it opens when the measure falls to the threshold, and not when it rises to it."""
    opens_at: float | str = 0.0
    """level: a number, or the name of a parameter of the pack."""
    clears_at: float | str = 0.0
    days: int = 1
    """level: on how many consecutive days it must have held."""
    tables: tuple[str, ...] = ()
    """correction: the tables whose corrected rows are told."""
    ignore: tuple[str, ...] = ()
    """correction: columns whose correction changes nothing that a reader was told."""
    why: Text | None = None
    """level: on what ground a threshold that is a number, and no parameter, was chosen."""
    file: str = FILE
    line: int = 0


def read_rules(folders: Sequence[Path], doctrine: Doctrine) -> tuple[WatchRule, ...]:
    """The rules of a pack's folders in order, red lines first; ``ContentError`` with every fault of every file."""
    faults: list[Fault] = []
    rules: list[WatchRule] = []
    for folder in folders:
        if (folder / FILE).is_file():
            rules += [rule for entry in read_list(folder / FILE, FILE, faults) if (rule := _rule(entry, doctrine))]
    for rule in rules:
        if [one.id for one in rules].count(rule.id) > 1:
            faults.append(Fault(rule.file, rule.line, "rule", _TWICE.format(id=rule.id), _TWICE_MEND))
    if faults:
        raise ContentError(faults)
    return tuple(sorted(rules, key=lambda rule: rule.kind != "red-line"))


def find_rule(rule_id: str, rules: Sequence[WatchRule]) -> WatchRule:
    """A rule by its id; ``UnknownName`` lists those there are."""
    for rule in rules:
        if rule.id == rule_id:
            return rule
    there = ", ".join(rule.id for rule in rules) or "—"
    raise UnknownName(
        Text(es=f"regla de vigilancia desconocida: {rule_id}", en=f"unknown watch rule: {rule_id}"),
        Text(es=f"use una de: {there}", en=f"use one of: {there}"),
    )


def _rule(entry: Entry, doctrine: Doctrine) -> WatchRule | None:
    before = len(entry.faults)
    line, rule_id, title = entry.line, entry.string("rule"), entry.text("title")
    kind = cast("RuleKind | None", entry.code("kind", KINDS))
    own = _READERS[kind](entry, doctrine) if kind else {}
    if kind:
        entry.done()
    if len(entry.faults) > before or not (rule_id and title and kind):
        return None
    return WatchRule(id=rule_id, kind=kind, title=title, file=entry.file, line=line, **own)


def _fact(entry: Entry, _: Doctrine) -> dict[str, Any]:
    table = entry.code("table", tuple(TABLES)) or ""
    codes: dict[str, tuple[str, ...]] = {"act": get_args(RecordType), "stage": get_args(StageName)}
    if table in DATED:
        return {"table": table, "names": _listed(entry, "names", codes.get(table))}
    return {"table": table}


def _finding(entry: Entry, doctrine: Doctrine) -> dict[str, Any]:
    return {"verdicts": _listed(entry, "verdicts", VERDICTS), "requirements": _requirements(entry, doctrine)}


def _deadline(entry: Entry, doctrine: Doctrine) -> dict[str, Any]:
    return {"requirements": _requirements(entry, doctrine)}


def _red_line(entry: Entry, doctrine: Doctrine) -> dict[str, Any]:
    objective, line = entry.string("objective") or "", entry.line_of("act")
    act = entry.value("act", required=False) or {}
    wrong = sorted(set(act) - set(columns(Act))) if isinstance(act, dict) else ["act"]
    for name in wrong:
        entry.fault(name, _NO_COLUMN.format(name=name), _NO_COLUMN_MEND, line)
    named = _requirements(entry, doctrine)
    verdicts = _listed(entry, "verdicts", VERDICTS) if named else ()
    if not act and not named:
        entry.fault("objective", _NO_LINE, _NO_LINE_MEND)
    return {
        "objective": objective, "act": () if wrong else tuple(sorted(act.items())), "requirements": named,
        "verdicts": verdicts or (("FAIL",) if named else ()),
    }  # fmt: skip


def _level(entry: Entry, doctrine: Doctrine) -> dict[str, Any]:
    line = entry.line_of("clears_at")
    ends = {name: _threshold(entry, name, doctrine) for name in ("opens_at", "clears_at")}
    has_number = any(isinstance(value, float) for value in ends.values())
    days = entry.number("for", required=False)
    found: dict[str, Any] = {
        "indicator": entry.string("indicator") or "",
        "object": entry.string("object", required=False),
        "capability": entry.string("capability", required=False),
        "end": entry.code("end", get_args(End), required=False) or "value",
        "below": entry.boolean("below", required=False) or False,
        "days": 1 if days is None else int(days),
        "why": entry.text("why", required=has_number),
        **ends,
    }
    opens, clears = ends["opens_at"], ends["clears_at"]
    if (
        isinstance(opens, float)
        and isinstance(clears, float)
        and (opens < clears if not found["below"] else opens > clears)
    ):
        entry.fault("clears_at", _NO_HYSTERESIS, _NO_HYSTERESIS_MEND, line)
    for key, is_there in (
        ("object", is_state),
        ("capability", doctrine.words.groups.get("capabilities", {}).__contains__),
    ):
        if found[key] is not None and not is_there(found[key]):
            entry.fault(key, _NOBODY.format(name=found[key]), _NOBODY_MEND, line)
    if days is not None and (days < 1 or days != int(days)):
        entry.fault("for", _NO_DAYS, _NO_DAYS_MEND)
    return found


def _law(entry: Entry, _: Doctrine) -> dict[str, Any]:
    return {}


def _correction(entry: Entry, _: Doctrine) -> dict[str, Any]:
    tables = _listed(entry, "tables", tuple(TABLES))
    names = tuple(name for table in tables if table in TABLES for name in columns(TABLES[table]))
    return {"tables": tables, "ignore": _listed(entry, "ignore", names, required=False)}


_READERS = {
    "fact": _fact, "finding": _finding, "deadline": _deadline, "level": _level, "red-line": _red_line, "law": _law,
    "correction": _correction,
}  # fmt: skip


def _listed(entry: Entry, key: str, codes: Sequence[str] | None, *, required: bool | None = None) -> tuple[str, ...]:
    """A list of names, each out of a closed list where there is one."""
    line = entry.line_of(key)
    value = entry.value(key, required=key in ("verdicts", "tables") if required is None else required)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        entry.fault(key, _NOT_NAMES, _NOT_NAMES_MEND, line)
        return ()
    for name in value:
        if codes is not None and name not in codes:
            listed = ", ".join(dict.fromkeys(codes))
            entry.fault(key, _UNKNOWN.format(name=name), _UNKNOWN_MEND.format(codes=listed), line)
    return tuple(value)


def _requirements(entry: Entry, doctrine: Doctrine) -> tuple[str, ...]:
    return _listed(entry, "requirements", [one.id for one in doctrine.requirements], required=False)


def _threshold(entry: Entry, key: str, doctrine: Doctrine) -> float | str:
    line = entry.line_of(key)
    value = entry.value(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if value is not None and value not in doctrine.parameters:
        entry.fault(key, _NO_PARAMETER.format(name=value), _NO_PARAMETER_MEND, line)
    return str(value)


def counts(rule: WatchRule, row: object) -> bool:
    """Whether a row is among those that a fact rule names."""
    name = (
        row.record_type
        if isinstance(row, Act)
        else row.status
        if isinstance(row, Status)
        else getattr(row, "stage", "")
    )
    return not rule.names or name in rule.names


_TWICE = Text(es="la regla {id} está dos veces", en="the rule {id} stands twice")
_TWICE_MEND = Text(es="deje una sola", en="keep one")
_NO_COLUMN = Text(es="un acto no tiene la columna {name}", en="an act has no column {name}")
_NO_COLUMN_MEND = Text(es="use una columna de acts.csv", en="use a column of acts.csv")
_NO_LINE = Text(es="no dice qué hecho cruza la línea roja", en="it does not say which fact crosses the red line")
_NO_LINE_MEND = Text(es="dé act: o requirements:", en="give act: or requirements:")
_NO_HYSTERESIS = Text(es="se cierra antes de abrirse", en="it clears before it opens")
_NO_HYSTERESIS_MEND = Text(
    es="clears_at queda del lado tranquilo de opens_at", en="clears_at lies on the quiet side of opens_at"
)
_NO_DAYS = Text(es="no es un número de días", en="not a number of days")
_NO_DAYS_MEND = Text(es="escriba un entero desde 1", en="write a whole number from 1")
_NOT_NAMES = Text(es="no es una lista de nombres", en="not a list of names")
_NOT_NAMES_MEND = Text(es="escriba [uno, otro]", en="write [one, another]")
_UNKNOWN = Text(es="nombre desconocido: {name}", en="unknown name: {name}")
_UNKNOWN_MEND = Text(es="use uno de: {codes}", en="use one of: {codes}")
_NOBODY = Text(es="ni Estado ni capacidad con ese código: {name}", en="no state or capability has the code: {name}")
_NOBODY_MEND = Text(
    es="use un código ISO 3166-1 alfa-3, o una capacidad de words/",
    en="use an ISO 3166-1 alpha-3 code, or a capability of words/",
)
_NO_PARAMETER = Text(es="ni número ni parámetro: {name}", en="neither a number nor a parameter: {name}")
_NO_PARAMETER_MEND = Text(es="declárelo en parameters/", en="declare it in parameters/")
