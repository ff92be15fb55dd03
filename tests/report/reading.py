"""Reads a written page the way a test asks about it: its elements, its text, its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        found = [self] if self.tag in tags else []
        return found + [one for child in self.children for one in child.all(*tags)]

    def text(self) -> str:
        return " ".join(" ".join([*self.words, *(child.text() for child in self.children)]).split())


class Page(HTMLParser):
    """A parsed page; ``stray`` lists end tags that closed nothing, ``lines`` its visible text in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("#root", {})
        self.stray: list[str] = []
        self.lines: list[str] = []
        self._open = self.root
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.children.append(Element(tag, {name: value or "" for name, value in attrs}, self._open))

    def handle_endtag(self, tag: str) -> None:
        if self._open.tag != tag or self._open.parent is None:
            self.stray.append(tag)
            return
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.words.append(data)
        if data.strip() and not self._within("style", "svg"):
            self.lines.append(" ".join(data.split()))

    def _within(self, *tags: str) -> bool:
        element: Element | None = self._open
        while element:
            if element.tag in tags:
                return True
            element = element.parent
        return False
