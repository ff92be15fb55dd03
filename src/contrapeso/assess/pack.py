"""Reads a pack's doctrine: norms, dated parameters, words and requirements; all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from contrapeso.assess.doctrine import Doctrine, Norm, Words
from contrapeso.assess.requirement import Declaration, Requirement
from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.identity import hash_bytes, hash_files
from contrapeso.core.loading import load_module
from contrapeso.core.manifest import Entry, read_mapping
from contrapeso.core.parameter import BASES, Basis, Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import Text
from contrapeso.core.working_days import UNITS, WorkingDays

RANKS = (
    "constitution", "law", "legislative-decree", "congress-rules", "supreme-decree", "ministerial-resolution",
    "audit-office-resolution", "legislative-resolution", "treaty",
)  # fmt: skip


@dataclass
class _Reading:
    """What one pass over the folders of a pack collects, and its faults."""

    faults: list[Fault] = field(default_factory=list)
    norms: dict[str, Norm] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    words: dict[str, dict[str, Text]] = field(default_factory=dict)
    title: Text | None = None
    holidays: str = ""


def read_doctrine(folders: Sequence[Path], country: str) -> Doctrine:
    """The doctrine in one or more pack folders (a later folder adds to and overrides an earlier one).

    Raises ``ContentError`` with every fault of every file.
    """
    reading = _Reading()
    for folder in folders:
        _read_folder(folder, reading)
    _check_references(reading)
    if reading.faults:
        raise ContentError(reading.faults)
    return Doctrine(
        country=country,
        title=reading.title or Text(es=country, en=country),
        norms=reading.norms,
        parameters=reading.parameters,
        requirements=tuple(sorted(reading.requirements.values(), key=lambda requirement: requirement.id)),
        words=Words(reading.words),
        calendar=WorkingDays(reading.holidays),
        content_hash=hash_bytes("".join(hash_files(folder, doctrine_files(folder)) for folder in folders).encode()),
    )


def doctrine_files(folder: Path) -> list[Path]:
    """The files of a pack folder that are doctrine and not evidence."""
    patterns = ("pack.yml", "words/*.yml", "law/*.yml", "parameters/*.yml", "requirements/*.py")
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def _read_folder(folder: Path, reading: _Reading) -> None:
    manifest = folder / "pack.yml"
    if manifest.is_file():
        _read_manifest(manifest, reading)
    _each(folder, "words/*.yml", reading, _read_words)
    _each(folder, "law/*.yml", reading, _read_norm)
    _each(folder, "parameters/*.yml", reading, _read_parameter)
    for path in sorted(folder.glob("requirements/*.py")):
        for requirement in _requirements(path, folder, reading):
            _add(reading.requirements, requirement.id, requirement, requirement.file, requirement.line, reading)


def _each(folder: Path, pattern: str, reading: _Reading, read: Callable[[Entry, _Reading], None]) -> None:
    for path in sorted(folder.glob(pattern)):
        entry = read_mapping(path, path.relative_to(folder).as_posix(), reading.faults)
        if entry is not None:
            read(entry, reading)
            entry.done()


def _add(into: dict[str, object] | dict[str, Norm] | dict[str, Parameter] | dict[str, Requirement],
         key: str, value: object, file: str, line: int, reading: _Reading) -> None:  # fmt: skip
    if key in into:
        reading.faults.append(Fault(file, line, key, _TWICE.format(key=key), _TWICE_MEND))
    into[key] = value  # type: ignore[assignment]


def _read_manifest(path: Path, reading: _Reading) -> None:
    entry = read_mapping(path, "pack.yml", reading.faults)
    if entry is not None and "extends" not in entry:
        reading.title = entry.text("title")
        reading.holidays = entry.string("holidays") or ""


def _read_words(entry: Entry, reading: _Reading) -> None:
    for group in entry.keys():
        words = entry.entry(group)
        if words is None:
            continue
        for code in words.keys():
            line, text = words.line_of(code), words.text(code)
            if text is not None and reading.words.setdefault(group, {}).setdefault(code, text) != text:
                words.fault(code, _TWO_WORDS.format(code=f"{group}/{code}"), _TWO_WORDS_MEND, line)


def _read_norm(entry: Entry, reading: _Reading) -> None:
    slug, title, cite = entry.string("norm"), entry.text("title"), entry.string("cite")
    rank = entry.code("rank", RANKS)
    for article in entry.entries("articles"):
        norm = _article(article, slug or "", title, cite or "", rank or "")
        article.done()
        if norm is not None:
            _add(reading.norms, norm.norm_id, norm, norm.file, norm.line, reading)


def _article(entry: Entry, slug: str, title: Text | None, cite: str, rank: str) -> Norm | None:
    norm_id, number, requires = entry.string("id"), entry.wording("article", required=False), entry.text("requires")
    held = entry.entry("in_force", required=False)
    period = held.period() if held else Period()
    if held is not None:
        held.done()
    source = entry.string("source")
    version = entry.text("version", required=False)
    norm = Norm(
        norm_id=norm_id or "", norm=slug, cite=_cite(cite, number.es if number else ""),
        title=title or Text(es="?", en="?"), rank=rank, article=number, version=version,
        enacted_on=entry.when("enacted_on", required=False), in_force=period,
        trigger=entry.text("trigger", required=False), responsible=entry.text("responsible", required=False),
        requires=requires or Text(es="?", en="?"), timing=entry.text("timing", required=False),
        deadline=_deadline(entry.entry("deadline", required=False)),
        consequence=entry.text("consequence", required=False), quote=entry.string("quote", required=False),
        source_id=source or "", confidence=entry.code("confidence", ("high", "medium", "low")) or "low",
        text_read=bool(entry.boolean("text_read")), note=entry.text("note", required=False),
        file=entry.file, line=entry.line,
    )  # fmt: skip
    return norm if norm_id and requires else None


def _cite(norm: str, article: str) -> str:
    """``Const. 1993, art. 56``: a citation in the language of the law; worded articles stand as they are."""
    if not article:
        return norm
    return f"{norm}, art. {article}" if article[0].isdigit() else f"{norm}, {article}"


def _deadline(entry: Entry | None) -> tuple[int, str] | None:
    if entry is None:
        return None
    value, unit = entry.number("value"), entry.code("unit", UNITS)
    entry.done()
    return (int(value), unit) if value is not None and unit is not None else None


def _read_parameter(entry: Entry, reading: _Reading) -> None:
    line, name = entry.line, entry.string("parameter")
    title, unit = entry.text("title"), entry.string("unit")
    values, note = tuple(_value(item) for item in entry.entries("values")), entry.text("note", required=False)
    if name and title and unit:
        parameter = Parameter(name, title, unit, values, note, entry.file, line)
        _add(reading.parameters, name, parameter, entry.file, line, reading)


def _value(entry: Entry) -> ParameterValue:
    line, has_value = entry.line, "value" in entry
    value, missing = entry.value("value"), entry.text("missing", required=False)
    basis = entry.code("basis", BASES, required=value is not None) or "norm"
    ends = _range(entry, value, basis == "assumption")
    why = entry.text("why", required=basis == "assumption")
    if value is None and missing is None:
        entry.fault("value", _NO_VALUE, _NO_VALUE_MEND, line if has_value else None)
    norm = entry.string("norm", required=basis == "norm" and value is not None)
    note, url = entry.text("note", required=False), entry.string("url", required=False)
    parsed = ParameterValue(
        entry.period(),
        value,
        cast("Basis", basis),
        norm,
        missing,
        ends[0],
        ends[1],
        why,
        note,
        url,
        line,
    )
    entry.done()
    return parsed


def _range(entry: Entry, value: object, is_assumed: bool) -> tuple[float | None, float | None]:
    """The ends of an assumed value; a list or grouping of codes has none, and says in ``why`` how it was made."""
    line, is_list = entry.line_of("range"), isinstance(value, (list, dict))
    ends = entry.value("range", required=is_assumed and not is_list)
    if ends is None:
        return None, None
    if is_list:
        entry.fault("range", _LIST_RANGE, _LIST_RANGE_MEND, line)
        return None, None
    if not _are_ends(ends, value):
        entry.fault("range", _NO_RANGE, _NO_RANGE_MEND, line)
        return None, None
    return ends[0], ends[1]


def _are_ends(ends: object, value: object) -> bool:
    """Two numbers in order, with the value between them where it is a number."""
    if not isinstance(ends, list) or len(ends) != 2 or not all(_is_number(end) for end in ends):
        return False
    within = [ends[0], *([value] if _is_number(value) else []), ends[1]]
    return within == sorted(within)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _requirements(path: Path, folder: Path, reading: _Reading) -> Iterator[Requirement]:
    name = path.relative_to(folder).as_posix()
    try:
        module = load_module(path, "requirements")
    except Exception as error:  # content is somebody's code: whatever it raises is a fault of that file
        line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
        reading.faults.append(Fault(name, line, "", _NO_IMPORT.format(error=repr(error)), _NO_IMPORT_MEND))
        return
    for test in vars(module).values():
        declared = getattr(test, "__requirement__", None)
        if isinstance(declared, Declaration) and test.__module__ == module.__name__:
            if not test.__doc__:
                reading.faults.append(Fault(name, test.__code__.co_firstlineno, declared.id, _NO_DOC, _NO_DOC_MEND))
            if declared.scope == "capability" and not declared.indicators:
                reading.faults.append(Fault(name, test.__code__.co_firstlineno, declared.id, _NO_INDICATOR, _NAME_ONE))
            yield Requirement(
                declared.id, path.stem, declared.title, declared.norms, declared.severity, declared.asks,
                declared.scope, test, name, test.__code__.co_firstlineno, test.__doc__ or "",
                declared.indicators,
            )  # fmt: skip


def _check_references(reading: _Reading) -> None:
    """Requirements and parameters may only cite norms that exist, and families must have a name."""
    for requirement in reading.requirements.values():
        for norm_id in requirement.norms:
            if norm_id not in reading.norms:
                what = _NO_NORM.format(norm=norm_id)
                reading.faults.append(Fault(requirement.file, requirement.line, requirement.id, what, _NO_NORM_MEND))
        if requirement.family not in reading.words.get("families", {}):
            what = _NO_FAMILY.format(family=requirement.family)
            reading.faults.append(Fault(requirement.file, requirement.line, requirement.id, what, _NO_FAMILY_MEND))
    known = {*reading.norms, *(norm.norm for norm in reading.norms.values())}
    for parameter in reading.parameters.values():
        for value in parameter.values:
            if value.norm is not None and value.norm not in known:
                what = _NO_NORM.format(norm=value.norm)
                reading.faults.append(Fault(parameter.file, value.line, parameter.name, what, _NO_NORM_MEND))


_TWICE = Text(es="{key} está declarado dos veces", en="{key} is declared twice")
_TWICE_MEND = Text(es="deje una sola declaración", en="keep one declaration")
_TWO_WORDS = Text(es="{code} ya tiene otra palabra", en="{code} already has another word")
_TWO_WORDS_MEND = Text(es="use una sola palabra para un código", en="use one word for a code")
_NO_VALUE = Text(es="ni value ni missing", en="neither value nor missing")
_NO_VALUE_MEND = Text(es="dé un valor, o diga por qué falta", en="give a value, or say why it is missing")
_LIST_RANGE = Text(es="una lista no tiene rango", en="a list has no range")
_LIST_RANGE_MEND = Text(
    es="borre range; diga en why cómo se hizo la lista", en="drop range; say in why how it was made"
)
_NO_RANGE = Text(
    es="el rango no encierra el valor entre dos números", en="the range does not hold the value between two numbers"
)
_NO_RANGE_MEND = Text(es="escriba range: [menor, mayor]", en="write range: [least, greatest]")
_NO_IMPORT = Text(es="el archivo no se puede cargar: {error}", en="the file cannot be loaded: {error}")
_NO_IMPORT_MEND = Text(es="corrija el código Python", en="mend the Python code")
_NO_DOC = Text(es="el requisito no dice qué exige", en="the requirement does not say what it asks")
_NO_DOC_MEND = Text(es="escriba una docstring de una frase", en="write a docstring of one sentence")
_NO_INDICATOR = Text(
    es="juzga capacidades y no dice por qué indicador", en="it judges capabilities and does not say by which indicator"
)
_NAME_ONE = Text(es="nómbrelo en indicators=(…)", en="name it in indicators=(…)")
_NO_NORM = Text(es="cita una norma que el paquete no tiene: {norm}", en="cites a norm that the pack lacks: {norm}")
_NO_NORM_MEND = Text(es="añádala a law/ o corrija la cita", en="add it to law/ or correct the citation")
_NO_FAMILY = Text(es="la familia {family} no tiene nombre", en="the family {family} has no name")
_NO_FAMILY_MEND = Text(es="añádala a words/, grupo families", en="add it to words/, group families")
