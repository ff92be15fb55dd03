"""The tables behind the authority on names: historical states, publishers' spellings, codes, and parties that are no states."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Dated:
    """A state's code, and the days on which a name or number means it; None is open."""

    code: str
    start: date | None = None
    end: date | None = None

    def covers(self, day: date | None) -> bool:
        if day is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one of the authority's CSV files."""
    text = files("contrapeso.core.authority").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def dated(row: dict[str, str]) -> Dated:
    """The code and days of a row with the columns ``code``, ``from`` and ``to``."""
    start, end = (date.fromisoformat(row[name]) if row[name] else None for name in ("from", "to"))
    return Dated(row["code"], start, end)
