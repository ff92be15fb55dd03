"""The authority on states: ISO 3166-1 alpha-3, plus dated historical states with their successors."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from functools import cache

from contrapeso.core.authority import Dated, read_table
from contrapeso.core.errors import UnknownName
from contrapeso.core.text import Text


@dataclass(frozen=True, slots=True)
class HistoricalState:
    """A state outside ISO 3166-1: its code, its life, and the states that stand for it after."""

    code: str
    name: Text
    start: date
    end: date | None
    successors: tuple[str, ...]


@cache
def _historical() -> dict[str, HistoricalState]:
    return {
        row["code"]: HistoricalState(
            row["code"],
            Text(es=row["name_es"], en=row["name_en"]),
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]) if row["end"] else None,
            tuple(row["successors"].split(";")) if row["successors"] else (),
        )
        for row in read_table("historical.csv")
    }


@cache
def _current() -> dict[str, str]:
    import pycountry

    return {country.alpha_3: country.alpha_2 for country in pycountry.countries}


@cache
def _locale_names(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse("es_PE" if language == "es" else "en_US").territories
    return {str(code): str(name) for code, name in territories.items()}


def is_state(code: str) -> bool:
    return code in _current() or code in _historical()


_MAYBE = {"es": " (¿{}?)", "en": " ({}?)"}


def check_state(code: str) -> str:
    """``code`` itself if it is a known state; else ``UnknownName`` with the nearest names."""
    if is_state(code):
        return code
    near = difflib.get_close_matches(code.upper(), [*_current(), *_historical()], n=3, cutoff=0.5)
    hint = {language: mark.format(", ".join(near)) if near else "" for language, mark in _MAYBE.items()}
    raise UnknownName(
        Text(es=f"estado desconocido: {code!r}", en=f"unknown state: {code!r}"),
        Text(
            es=f"escriba un código ISO 3166-1 de tres letras{hint['es']}",
            en=f"write a three-letter ISO 3166-1 code{hint['en']}",
        ),
    )


@cache
def state_name(code: str) -> Text:
    """The state's short name in both languages (CLDR)."""
    check_state(code)
    if code in _historical():
        return _historical()[code].name
    alpha_2 = _current()[code]
    return Text(es=_locale_names("es")[alpha_2], en=_locale_names("en")[alpha_2])


_WITH_ARTICLE = frozenset(
    ("ARE", "BHS", "CAF", "COD", "COG", "COM", "CYM", "DDR", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "SUN",
     "USA")
)  # fmt: skip


def state_in_sentence(code: str) -> Text:
    """The state's name as a sentence says it: “the United States”, «Estados Unidos».

    >>> state_in_sentence("USA").en, state_in_sentence("ITA").en
    ('the United States', 'Italy')
    """
    name = state_name(code)
    return Text(es=name.es, en=f"the {name.en}") if code in _WITH_ARTICLE else name


def successors(code: str, on: date) -> tuple[str, ...]:
    """The states that stand for ``code`` on a day: itself while it lives, its successors after.

    >>> successors("CSK", date(1992, 12, 31)), successors("CSK", date(1993, 1, 1))
    (('CSK',), ('CZE', 'SVK'))
    """
    check_state(code)
    past = _historical().get(code)
    if past is None or past.end is None or on <= past.end:
        return (code,)
    return tuple(last for successor in past.successors for last in successors(successor, on))


@cache
def named_states() -> tuple[tuple[str, Dated], ...]:
    """Every official name the authority knows, with its code: CLDR and ISO 3166-1 in both languages, historical states."""
    import pycountry

    found = [(name, Dated(code)) for code in (*_current(), *_historical()) for name in _both(state_name(code))]
    for country in pycountry.countries:
        official = (getattr(country, kind, None) for kind in ("name", "official_name", "common_name"))
        found += [(name, Dated(country.alpha_3)) for name in official if name]
    return tuple(found)


def _both(name: Text) -> tuple[str, str]:
    return name.es, name.en
