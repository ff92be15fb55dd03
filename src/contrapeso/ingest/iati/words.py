"""What the check of a document says, in both languages."""

from __future__ import annotations

import re

from contrapeso.core.text import Text

REFUSED = {
    "unreadable": Text(es="el archivo no se puede leer: {detail}", en="the file cannot be read: {detail}"),
    "not-well-formed": Text(es="no es XML bien formado: {detail}", en="not well-formed XML: {detail}"),
    "no-element": Text(es="no contiene ningún elemento de XML", en="it holds no element of XML"),
    "doctype": Text(
        es="lleva una declaración DOCTYPE; se rechaza, porque puede definir entidades",
        en="it has a DOCTYPE declaration; it is refused, as it can define entities",
    ),
    "record-too-big": Text(
        es="el registro número {detail} es demasiado grande para leerlo",
        en="record number {detail} is too big to be read",
    ),
    "frame-too-big": Text(
        es="hay más de {detail} elementos entre los registros", en="there are more than {detail} elements between the records"
    ),
    "unknown-root": Text(
        es="<{detail}> no es un elemento del estándar IATI {version}",
        en="<{detail}> is no element of the IATI standard {version}",
    ),
    "old-version": Text(
        es="la versión {detail} no se comprueba; se comprueban 2.01, 2.02 y 2.03",
        en="version {detail} is not checked; 2.01, 2.02 and 2.03 are",
    ),
}  # fmt: skip
MORE = Text(es="y {count} faltas más de las que se muestran", en="and {count} more faults than are shown")

_MISSING_ATTRIBUTE = Text(
    es="<{element}> debe llevar el atributo {attribute}", en="<{element}> must have the attribute {attribute}"
)
_UNKNOWN_ATTRIBUTE = Text(
    es="<{element}> no puede llevar el atributo {attribute}", en="<{element}> may not have the attribute {attribute}"
)
_BAD_VALUE = Text(
    es="<{element}>, {attribute}: «{value}» no es del tipo {type}",
    en="<{element}>, {attribute}: “{value}” is not of the type {type}",
)
_BAD_TEXT = Text(
    es="<{element}>: «{value}» no es del tipo {type}", en="<{element}>: “{value}” is not of the type {type}"
)
_STRAY_TEXT = Text(es="<{element}> no puede contener texto suelto", en="<{element}> may not hold loose text")
_UNEXPECTED = Text(
    es="<{element}> no va en este lugar; se esperaba: {expected}",
    en="<{element}> does not belong in this place; expected: {expected}",
)
_NOTHING_MORE = Text(es="<{element}> no va en este lugar", en="<{element}> does not belong in this place")
_INCOMPLETE = Text(es="a <{element}> le falta: {expected}", en="<{element}> lacks: {expected}")
_OTHER = Text(es="no cumple el esquema: {message}", en="it does not fit the schema: {message}")

_ELEMENT = r"Element '(?P<element>[^']*)'"
_SCHEMA: tuple[tuple[str, re.Pattern[str], Text], ...] = tuple(
    (rule, re.compile(f"{_ELEMENT}{pattern}", re.DOTALL), words)
    for rule, pattern, words in (
        ("missing-attribute", r": The attribute '(?P<attribute>[^']*)' is required but missing\.", _MISSING_ATTRIBUTE),
        ("unknown-attribute", r", attribute '(?P<attribute>[^']*)': The attribute .* is not allowed\.", _UNKNOWN_ATTRIBUTE),
        (
            "bad-value",
            r", attribute '(?P<attribute>[^']*)': '(?P<value>.*)' is not a valid value of the .*type '(?P<type>[^']*)'\.",
            _BAD_VALUE,
        ),
        ("bad-value", r": '(?P<value>.*)' is not a valid value of the .*type '(?P<type>[^']*)'\.", _BAD_TEXT),
        ("stray-text", r": Character content other than whitespace is not allowed.*", _STRAY_TEXT),
        ("unexpected-element", r": This element is not expected\. Expected is (?:one of )?\( (?P<expected>.*) \)\.", _UNEXPECTED),
        ("unexpected-element", r": This element is not expected\.", _NOTHING_MORE),
        ("missing-element", r": Missing child element\(s\)\. Expected is (?:one of )?\( (?P<expected>.*) \)\.", _INCOMPLETE),
    )
)  # fmt: skip
MAX_VALUE = 200
SCHEMA_RULES = (*dict.fromkeys(rule for rule, _, _ in _SCHEMA), "schema")


def schema_fault(message: str) -> tuple[str, Text]:
    """The rule and the words for a message of the schema validator.

    >>> rule, text = schema_fault("Element 'sector': The attribute 'code' is required but missing.")
    >>> rule, text.en
    ('missing-attribute', '<sector> must have the attribute code')
    """
    for rule, pattern, words in _SCHEMA:
        match = pattern.fullmatch(message)
        if match:
            return rule, words.format(**{name: _short(value) for name, value in match.groupdict().items()})
    return "schema", _OTHER.format(message=_short(message))


def _short(value: str) -> str:
    return value if len(value) <= MAX_VALUE else f"{value[:MAX_VALUE]}…"


def refusal(rule: str, detail: str, version: str) -> Text:
    """The words for a document that was not read any further."""
    return REFUSED[rule].format(detail=_short(detail) or "—", version=version)
