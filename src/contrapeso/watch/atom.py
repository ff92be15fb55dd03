"""What a watch told as an Atom feed (RFC 4287); an entry keeps its id for ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from contrapeso.core.text import Language, Text

NAMESPACE = "http://www.w3.org/2005/Atom"
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/contrapeso/contrapeso#watch")
"""Ids are name-based UUIDs: nobody need own a domain to publish a feed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing told: its lasting name, when it was told, and what."""

    name: str
    told_at: str
    """An instant in ISO form, UTC."""
    kind: str
    title: Text
    summary: Text


def feed(entries: Iterable[FeedEntry], name: str, title: Text, updated: str, language: Language) -> str:
    """The feed as XML, of entries in the order in which they were told, newest first; ``updated`` where there is none."""
    in_order = list(entries)[::-1]
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _child(root, "id", identity(name))
    _child(root, "title", title[language])
    _child(root, "updated", max((one.told_at for one in in_order), default=updated))
    _child(_child(root, "author"), "name", "contrapeso")
    _child(root, "generator", "contrapeso")
    for one in in_order:
        entry = _child(root, "entry")
        _child(entry, "id", identity(one.name))
        _child(entry, "title", one.title[language])
        _child(entry, "updated", one.told_at)
        _child(entry, "category").set("term", one.kind)
        _child(entry, "summary", one.summary[language])
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def identity(name: str) -> str:
    """The IRI of a feed or an entry."""
    return f"urn:uuid:{uuid.uuid5(SPACE, name)}"


def _child(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, tag)
    if text is not None:
        child.text = "".join(sign for sign in text if sign in "\t\n\r" or ord(sign) >= 32)
    return child
