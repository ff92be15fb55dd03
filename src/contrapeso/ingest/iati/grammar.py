"""Builds the schemas of the standard from its grammar, which this project keeps in its own notation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STANDARD = Path(__file__).resolve().parent / "standard"
VERSIONS = ("2.01", "2.02", "2.03")
NEWEST = VERSIONS[-1]
REGISTRY = "http://iatiregistry.org/ns/record#"
ROOTS = {
    "iati-activities": "activities", "iati-organisations": "organisations", f"{{{REGISTRY}}}registry-record": "registry",
}  # fmt: skip
"""The document elements of the standard, and the part of the grammar that each belongs to."""
RECORDS = {"iati-activities": "iati-activity", "iati-organisations": "iati-organisation"}
"""What a document is a list of."""
BUILT_IN = frozenset((
    "anyType", "anyURI", "boolean", "date", "dateTime", "decimal", "int", "NMTOKEN", "nonNegativeInteger", "positiveInteger",
    "string",
))  # fmt: skip
_XS = "http://www.w3.org/2001/XMLSchema"
_PARTICLE = re.compile(r"(?P<name>[^:/?*+]+)(?P<own>/)?(?::(?P<type>[^?*+]+))?(?P<count>[?*+]?)")
_COUNTS = {"": (1, 1), "?": (0, 1), "+": (1, "unbounded"), "*": (0, "unbounded")}


@dataclass(frozen=True, slots=True)
class Type:
    """What may stand in an element, particle by particle, and on it, attribute by attribute."""

    content: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the grammar: the elements that stand by themselves with their types, and the types."""

    elements: dict[str, str]
    types: dict[str, Type]


@cache
def read_grammar(version: str) -> dict[str, Part]:
    """The parts of a version's grammar by name; what is common to activities and organisations is in both."""
    parts: dict[str, Part] = {}
    part = Part({}, {})
    for line in (STANDARD / f"{version}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = parts[line.strip("[]")] = Part({}, {})
        elif line.startswith("elements:"):
            names = (name.partition(":") for name in line.removeprefix("elements:").split())
            part.elements.update({name: kind or name for name, _, kind in names})
        elif line and not line.startswith("#"):
            name, _, rest = line.partition(" = ")
            content, _, attributes = rest.partition("|")
            part.types[name] = Type(tuple(content.split()), tuple(attributes.split()))
    common = parts.pop("common")
    whole = {
        name: Part({**common.elements, **one.elements}, {**common.types, **one.types}) for name, one in parts.items()
    }
    return {**whole, "registry": parts["registry"]}


def part_of(root: str, version: str) -> str | None:
    """The part of the grammar that has an element of this name; None where the standard has none."""
    if root in ROOTS:
        return ROOTS[root]
    parts = read_grammar(version)
    return next((name for name in ("activities", "organisations") if root in parts[name].elements), None)


@cache
def schema(version: str, part: str) -> Any:
    """The compiled schema of a part of the standard (``lxml.etree.XMLSchema``)."""
    return _compiled(read_grammar(version)[part], part)


@cache
def frame_schema(version: str, part: str) -> Any:
    """The schema of a document around its records: in their place any element of the record's name will do."""
    whole = read_grammar(version)[part]
    root = next(name for name, of in ROOTS.items() if of == part)
    return _compiled(Part({**whole.elements, RECORDS[root]: "anyType"}, whole.types), part)


def _compiled(part: Part, name: str) -> Any:
    from lxml import etree

    names: dict[str | None, str] = {"xs": _XS}
    if name == "registry":
        names[None] = REGISTRY
    root = etree.Element(f"{{{_XS}}}schema", nsmap=names)
    if name == "registry":
        root.set("targetNamespace", REGISTRY)
    place = (STANDARD / "xml.xsd").as_uri()
    _put(root, "import", namespace="http://www.w3.org/XML/1998/namespace", schemaLocation=place)
    for element, kind in part.elements.items():
        _put(root, "element", name=element, type=_named(kind))
    for kind, found in part.types.items():
        _put_type(_put(root, "complexType", name=_named(kind)), kind, found)
    return etree.XMLSchema(root)


def _put_type(place: Any, owner: str, found: Type) -> None:
    first, *rest = found.content or ("",)
    if first.startswith("<"):
        base = first.lstrip("<")
        content = _put(place, "complexContent" if first.startswith("<<") else "simpleContent")
        place = _put(content, "extension", base=_named(base))
    if first.startswith("<<") or not first.startswith("<"):
        _put_particles(_put(place, "sequence"), owner, rest if first.startswith("<") else found.content)
    for attribute in found.attributes:
        _put_attribute(place, attribute)


def _put_particles(place: Any, owner: str, particles: Iterable[str]) -> None:
    for particle in particles:
        match = _PARTICLE.fullmatch(particle)
        if match is None:
            raise ValueError(f"{owner}: {particle}")
        least, most = _COUNTS[match["count"]]
        count = {"minOccurs": str(least), "maxOccurs": str(most)}
        name = match["name"]
        if name == "~":
            _put(place, "any", namespace="##other", processContents="lax", **count)
        elif match["own"] or match["type"]:
            _put(place, "element", name=name, type=_named(match["type"] or f"{owner}/{name}"), **count)
        else:
            _put(place, "element", ref=name, **count)


def _put_attribute(place: Any, attribute: str) -> None:
    if attribute == "~":
        _put(place, "anyAttribute", namespace="##other", processContents="lax")
    elif attribute.startswith("xml:"):
        _put(place, "attribute", ref=attribute)
    else:
        name, _, kind = attribute.partition(":")
        use = "required" if name.endswith("!") else "optional"
        _put(place, "attribute", name=name.rstrip("!"), type=f"xs:{kind or 'string'}", use=use)


def _named(kind: str) -> str:
    """The name of a type in a schema, where a slash may not stand."""
    return f"xs:{kind}" if kind in BUILT_IN else kind.replace("/", ".")


def _put(place: Any, tag: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(place, f"{{{_XS}}}{tag}", attributes)
