"""Text that a reader sees: Spanish and English together, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A reader's text in both languages; an empty side raises ``ValueError``.

    >>> Text(es="Perú", en="Peru")["es"]
    'Perú'
    """

    es: str
    en: str

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if not getattr(self, language).strip():
                raise ValueError(f"text has no {language!r} side: {self!r}")

    def __getitem__(self, language: Language) -> str:
        return self.es if language == "es" else self.en

    def format(self, **values: object) -> Text:
        """Both sides with ``{name}`` replaced."""
        return Text(es=self.es.format(**values), en=self.en.format(**values))


def same(text: str) -> Text:
    """A text that reads the same in both languages: a number, a code, an official title."""
    return Text(es=text, en=text)
