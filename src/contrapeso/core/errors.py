"""Errors that say what is wrong, where, and how to mend it; all faults of a file at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.core.text import LANGUAGES, Language, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input: file, 1-based line (0: the whole file), field, what is wrong, how to mend it."""

    file: str
    line: int
    field: str
    what: Text
    mend: Text

    def say(self, language: Language) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" [{self.field}]" if self.field else ""
        return f"{place}{field}: {self.what[language]} → {self.mend[language]}"

    def to_dict(self) -> dict[str, object]:
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "what": {language: self.what[language] for language in LANGUAGES},
            "mend": {language: self.mend[language] for language in LANGUAGES},
        }


class ContrapesoError(Exception):
    """Anything contrapeso refuses to do: *what*, *where*, and *how to mend* in both languages."""

    def __init__(self, what: Text, mend: Text, *, where: str = "") -> None:
        self.what, self.mend, self.where = what, mend, where
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what[language]} → {self.mend[language]}"


class UnknownName(ContrapesoError):
    """A state, requirement, act, finding or parameter that nobody declared."""


class LedgerError(ContrapesoError):
    """The ledger cannot be read or written as asked."""


class FetchError(ContrapesoError):
    """A publisher's file could not be fetched; nothing of it was put in the inbox."""


class ContentError(ContrapesoError):
    """Content (a pack, a source, a spreadsheet) has faults; nothing of it was recorded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.field)))
        first = self.faults[0]
        super().__init__(first.what, first.mend, where=f"{first.file}:{first.line}")

    def say(self, language: Language) -> str:
        return "\n".join(fault.say(language) for fault in self.faults)
