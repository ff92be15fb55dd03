"""The engine's own words: sentences of the report and names of codes, in both languages or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from contrapeso.core.errors import UnknownName
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.locale.numbers import amount, dated, day, either, figure, listed, money, number, percent, set_apart

__all__ = [
    "amount",
    "counted",
    "counted_word",
    "dated",
    "day",
    "either",
    "figure",
    "has_word",
    "listed",
    "money",
    "number",
    "percent",
    "say",
    "set_apart",
    "word",
    "words_of",
]

_FILES = {
    "request": "interface.yml",
    "cli": "interface.yml",
    "watch": "watch.yml",
    "stress": "stress.yml",
    "choose": "choose.yml",
}


@cache
def _sentences(file: str) -> Mapping[str, Any]:
    content = files("contrapeso.locale").joinpath(file).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(content, Loader=yaml.CSafeLoader)
    return loaded


def say(key: str, **values: object) -> Text:
    """A sentence with its ``{placeholders}`` filled; ``UnknownName`` if nobody wrote it.

    Keys under ``request.`` and ``cli.`` stand in interface.yml; under ``watch.``, ``stress.`` and ``choose.`` in the file of
    that name; all others in report.yml.
    Texts give each language its own side; numbers and dates are written as the language writes them.
    """
    return _filled(_text(_found(key), key), values)


def counted(key: str, n: int, **values: object) -> Text:
    """A sentence about ``n`` things: its ``one`` form for exactly one, else its ``other`` form."""
    forms = _found(key)
    form = "one" if n == 1 else "other"
    return _filled(_text(forms[form], f"{key}.{form}"), {"n": n, **values})


def word(group: str, code: str) -> Text:
    """The engine's word for a code (kind, stage, verdict, rank …); ``UnknownName`` if absent."""
    return _word(group, code)


@cache
def _word(group: str, code: str) -> Text:
    groups = _sentences("words.yml")
    if group not in groups or code not in groups[group]:
        raise _unknown(f"{group}/{code}", "words.yml")
    return _text(groups[group][code], f"words.yml/{group}/{code}")


def counted_word(group: str, code: str, n: int) -> Text:
    """A code with its number: «1 tratado», «3 tratados»."""
    groups = _sentences("words.yml")
    if group not in groups or code not in groups[group]:
        raise _unknown(f"{group}/{code}", "words.yml")
    form = "one" if n == 1 else "other"
    return _filled(_text(groups[group][code][form], f"words.yml/{group}/{code}.{form}"), {"n": n})


def has_word(group: str, code: str) -> bool:
    return code in _sentences("words.yml").get(group, {})


def words_of(group: str) -> tuple[str, ...]:
    """The codes of a group, in the order in which readers should meet them."""
    return tuple(_sentences("words.yml")[group])


def _found(key: str) -> Any:
    prefix, dot, _ = key.partition(".")
    file = _FILES.get(prefix, "report.yml") if dot else "report.yml"
    sentences = _sentences(file)
    if key not in sentences:
        raise _unknown(key, file)
    return sentences[key]


def _text(sides: Any, place: str) -> Text:
    if not isinstance(sides, dict) or set(sides) != {"es", "en"}:
        raise _unknown(place, "locale")
    return Text(es=str(sides["es"]).strip("\n"), en=str(sides["en"]).strip("\n"))


def _filled(text: Text, values: Mapping[str, object]) -> Text:
    if not values:
        return text
    written = {name: _written(value) for name, value in values.items()}
    return Text(
        es=text.es.format(**{name: value.es for name, value in written.items()}),
        en=text.en.format(**{name: value.en for name, value in written.items()}),
    )


def _written(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (PartialDate, date)):
        return day(value)
    return Text(es=str(value), en=str(value))


def _unknown(name: str, file: str) -> UnknownName:
    return UnknownName(
        Text(es=f"no hay texto para {name!r}", en=f"there is no text for {name!r}"),
        Text(es=f"añádalo en locale/{file}, en es y en", en=f"add it to locale/{file}, in es and en"),
    )
