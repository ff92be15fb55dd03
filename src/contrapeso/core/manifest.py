"""Strict YAML: every key is taken once, what is left over is a fault, every fault knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from contrapeso.core.errors import Fault
from contrapeso.core.period import PartialDate, Period
from contrapeso.core.text import LANGUAGES, Text, same

MAX_BYTES = 2_000_000
_SCALARS: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "boolean": (bool,)}


class Entry:
    """A YAML mapping being read. Take its keys with the typed methods, then call ``done()``.

    Faults are appended to ``faults``; a faulty value reads as None, so that one pass finds all faults.
    """

    def __init__(self, node: yaml.MappingNode, file: str, faults: list[Fault]) -> None:
        self.file, self.faults = file, faults
        self.line = node.start_mark.line + 1
        self._left: dict[str, tuple[int, yaml.Node]] = {}
        for key_node, value in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in self._left:
                self.fault(key, _DUPLICATE, _DUPLICATE_MEND, line)
            self._left[key] = (line, value)

    def fault(self, field: str, what: Text, mend: Text, line: int | None = None) -> None:
        self.faults.append(Fault(self.file, line or self.line, field, what, mend))

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def line_of(self, key: str) -> int:
        return self._left[key][0] if key in self._left else self.line

    def keys(self) -> tuple[str, ...]:
        return tuple(self._left)

    def _take(self, key: str, required: bool) -> tuple[int, yaml.Node] | None:
        if key in self._left:
            return self._left.pop(key)
        if required:
            self.fault(key, _ABSENT.format(key=key), _ABSENT_MEND.format(key=key))
        return None

    def _scalar(self, key: str, kind: str, required: bool) -> Any:
        taken = self._take(key, required)
        if taken is None:
            return None
        line, node = taken
        value = plain(node)
        wrong = not isinstance(value, _SCALARS[kind]) or (kind == "number" and isinstance(value, bool))
        if wrong:
            self.fault(key, _NOT_A[kind], _NOT_A_MEND[kind], line)
            return None
        return value

    def string(self, key: str, *, required: bool = True) -> str | None:
        value: str | None = self._scalar(key, "string", required)
        return value

    def number(self, key: str, *, required: bool = True) -> float | None:
        value: float | None = self._scalar(key, "number", required)
        return value

    def boolean(self, key: str, *, required: bool = True) -> bool | None:
        value: bool | None = self._scalar(key, "boolean", required)
        return value

    def code(self, key: str, codes: tuple[str, ...], *, required: bool = True) -> str | None:
        """A string out of a closed list."""
        line = self.line_of(key)
        value = self.string(key, required=required)
        if value is None or value in codes:
            return value
        listed = ", ".join(codes)
        self.fault(key, _NOT_LISTED.format(value=value), _NOT_LISTED_MEND.format(codes=listed), line)
        return None

    def text(self, key: str, *, required: bool = True) -> Text | None:
        """A bilingual text ``{es: …, en: …}``; a missing side is a fault."""
        taken = self._take(key, required)
        if taken is None:
            return None
        line, node = taken
        value = plain(node)
        sides = value if isinstance(value, dict) else {}
        absent = [language for language in LANGUAGES if not str(sides.get(language) or "").strip()]
        if absent or set(sides) - set(LANGUAGES):
            self.fault(
                key, _NO_TRANSLATION.format(key=key, absent=", ".join(absent) or "?"), _NO_TRANSLATION_MEND, line
            )
            return None
        return Text(es=str(sides["es"]).strip(), en=str(sides["en"]).strip())

    def wording(self, key: str, *, required: bool = True) -> Text | None:
        """A bilingual text, or one string that reads the same in both languages."""
        value = plain(self._left[key][1]) if key in self._left else None
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            self._left.pop(key)
            return same(str(value))
        return self.text(key, required=required)

    def when(self, key: str, *, required: bool = True) -> PartialDate | None:
        """A partial date: 2026-01-14, "2026-01" or 2026."""
        taken = self._take(key, required)
        if taken is None:
            return None
        line, node = taken
        try:
            return PartialDate.parse(str(plain(node)))
        except ValueError:
            self.fault(key, _NOT_A_DATE.format(value=str(plain(node))), _NOT_A_DATE_MEND, line)
            return None

    def period(self) -> Period:
        """The keys ``from`` and ``to`` as a period; the end may not lie before the start."""
        line = self.line_of("to")
        start, end = self.when("from", required=False), self.when("to", required=False)
        if start and end and end.last < start.first:
            self.fault("to", _ENDS_EARLY.format(start=start, end=end), _ENDS_EARLY_MEND, line)
        return Period(start.first if start else None, end.last if end else None)

    def value(self, key: str, *, required: bool = True) -> Any:
        """Any plain value, unchecked."""
        taken = self._take(key, required)
        return None if taken is None else plain(taken[1])

    def entry(self, key: str, *, required: bool = True) -> Entry | None:
        taken = self._take(key, required)
        if taken is None:
            return None
        if isinstance(taken[1], yaml.MappingNode):
            return Entry(taken[1], self.file, self.faults)
        self.fault(key, _NOT_A["mapping"], _NOT_A_MEND["mapping"], taken[0])
        return None

    def entries(self, key: str, *, required: bool = True) -> Iterator[Entry]:
        """The mappings of a list."""
        taken = self._take(key, required)
        if taken is None:
            return
        line, node = taken
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, _NOT_A["list"], _NOT_A_MEND["list"], line)
            return
        yield from _mappings(node, self.file, self.faults)

    def done(self) -> None:
        """Report every key that nobody took."""
        for key, (line, _) in self._left.items():
            self.fault(key, _UNKNOWN_KEY.format(key=key), _UNKNOWN_KEY_MEND, line)
        self._left.clear()


_TEXT_TAG = "tag:yaml.org,2002:str"


def read_mapping(path: Path, name: str, faults: list[Fault]) -> Entry | None:
    """The single mapping of a YAML file, or None with faults; ``name`` is how messages call the file."""
    node = _compose(path, name, faults)
    if isinstance(node, yaml.MappingNode):
        return Entry(node, name, faults)
    if node is not None:
        faults.append(Fault(name, 1, "", _NOT_A["mapping"], _NOT_A_MEND["mapping"]))
    return None


def read_list(path: Path, name: str, faults: list[Fault]) -> list[Entry]:
    """The mappings of a YAML file that is one list."""
    node = _compose(path, name, faults)
    if isinstance(node, yaml.SequenceNode):
        return list(_mappings(node, name, faults))
    if node is not None:
        faults.append(Fault(name, 1, "", _NOT_A["list"], _NOT_A_MEND["list"]))
    return []


def _mappings(node: yaml.SequenceNode, file: str, faults: list[Fault]) -> Iterator[Entry]:
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            yield Entry(item, file, faults)
        else:
            faults.append(Fault(file, item.start_mark.line + 1, "", _NOT_A["mapping"], _NOT_A_MEND["mapping"]))


def _compose(path: Path, name: str, faults: list[Fault]) -> yaml.Node | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            faults.append(Fault(name, 0, "", _TOO_BIG.format(size=path.stat().st_size), _TOO_BIG_MEND))
            return None
        content = path.read_bytes().decode("utf-8")
        marked = "&" in content or "*" in content  # else there is neither an anchor nor an alias
        for event in yaml.parse(content, Loader=yaml.CSafeLoader) if marked else ():
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else 0
                faults.append(Fault(name, line, "", _ALIAS, _ALIAS_MEND))
                return None
        return yaml.compose(content, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(Fault(name, line, "", _ENCODING, _ENCODING_MEND))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = error.problem or "?"
        faults.append(Fault(name, mark.line + 1 if mark else 0, "", _SYNTAX.format(problem=problem), _SYNTAX_MEND))
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(Fault(name, 0, "", _SYNTAX.format(problem=type(error).__name__), _SYNTAX_MEND))
    return None


def plain(node: yaml.Node) -> Any:
    """A YAML node as plain Python; dates stay ISO strings, as their precision matters."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if node.tag == _TEXT_TAG:
        return node.value
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError):  # 2026-02-30, or a tag that nobody knows: the typed readers refuse the text
        return str(node.value)
    return value.isoformat() if isinstance(value, date) else value


_DUPLICATE = Text(es="clave repetida", en="repeated key")
_DUPLICATE_MEND = Text(es="deje una sola", en="keep only one")
_ABSENT = Text(es="falta {key}", en="{key} is missing")
_ABSENT_MEND = Text(es="añada la clave {key}", en="add the key {key}")
_NOT_LISTED = Text(es="código desconocido: {value}", en="unknown code: {value}")
_NOT_LISTED_MEND = Text(es="use uno de: {codes}", en="use one of: {codes}")
_NO_TRANSLATION = Text(es="a {key} le falta una traducción: {absent}", en="{key} lacks a translation: {absent}")
_NO_TRANSLATION_MEND = Text(es="escriba {es: …, en: …}", en="write {es: …, en: …}")
_NOT_A_DATE = Text(es="no es una fecha: {value}", en="not a date: {value}")
_NOT_A_DATE_MEND = Text(es="escriba AAAA-MM-DD, AAAA-MM o AAAA", en="write YYYY-MM-DD, YYYY-MM or YYYY")
_ENDS_EARLY = Text(es="termina ({end}) antes de empezar ({start})", en="ends ({end}) before it starts ({start})")
_ENDS_EARLY_MEND = Text(es="corrija una de las dos fechas", en="correct one of the two dates")
_UNKNOWN_KEY = Text(es="clave desconocida: {key}", en="unknown key: {key}")
_UNKNOWN_KEY_MEND = Text(es="bórrela o corrija su nombre", en="delete it or correct its name")
_TOO_BIG = Text(es="el archivo pesa {size} bytes", en="the file has {size} bytes")
_TOO_BIG_MEND = Text(es=f"divídalo: máximo {MAX_BYTES} bytes", en=f"split it: at most {MAX_BYTES} bytes")
_ALIAS = Text(es="anclas y alias de YAML no se admiten", en="YAML anchors and aliases are not allowed")
_ALIAS_MEND = Text(es="escriba el valor completo", en="write the value out")
_ENCODING = Text(es="no está en UTF-8", en="not UTF-8")
_ENCODING_MEND = Text(es="guarde el archivo como UTF-8", en="save the file as UTF-8")
_SYNTAX = Text(es="YAML mal formado: {problem}", en="malformed YAML: {problem}")
_SYNTAX_MEND = Text(es="revise sangrías, comillas y dos puntos", en="check indentation, quotes and colons")
_NOT_A = {
    "string": Text(es="no es un texto", en="not a string"),
    "number": Text(es="no es un número", en="not a number"),
    "boolean": Text(es="no es true ni false", en="neither true nor false"),
    "mapping": Text(es="no es un mapa de claves", en="not a mapping"),
    "list": Text(es="no es una lista", en="not a list"),
}
_NOT_A_MEND = {
    "string": Text(es="póngalo entre comillas", en="put it in quotes"),
    "number": Text(es="escriba solo cifras", en="write digits only"),
    "boolean": Text(es="escriba true o false", en="write true or false"),
    "mapping": Text(es="escriba clave: valor", en="write key: value"),
    "list": Text(es="empiece cada elemento con un guion", en="start each item with a dash"),
}
