"""The authority on states: ISO 3166-1 alpha-3, plus dated historical states with their successors."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from functools import cache

from contrapeso.core.errors import UnknownName
from contrapeso.core.text import Text


@dataclass(frozen=True, slots=True)
class HistoricalState:
    """A state that ended: ISO 3166-3 code (or COW's, where ISO never had one), life, successors."""

    code: str
    name: Text
    start: date
    end: date
    successors: tuple[str, ...]


_HISTORICAL = {
    state.code: state
    for state in (
        HistoricalState(
            "SUN", Text(es="Unión Soviética", en="Soviet Union"), date(1922, 12, 30), date(1991, 12, 26), ("RUS",)
        ),
        HistoricalState("YUG", Text(es="Yugoslavia", en="Yugoslavia"), date(1918, 12, 1), date(1992, 4, 27), ("SRB",)),
        HistoricalState(
            "SCG",
            Text(es="Serbia y Montenegro", en="Serbia and Montenegro"),
            date(1992, 4, 28),
            date(2006, 6, 4),
            ("SRB", "MNE"),
        ),
        HistoricalState(
            "CSK",
            Text(es="Checoslovaquia", en="Czechoslovakia"),
            date(1918, 10, 28),
            date(1992, 12, 31),
            ("CZE", "SVK"),
        ),
        HistoricalState(
            "DDR",
            Text(es="República Democrática Alemana", en="German Democratic Republic"),
            date(1949, 10, 7),
            date(1990, 10, 2),
            ("DEU",),
        ),
        HistoricalState(
            "YMD", Text(es="Yemen del Sur", en="South Yemen"), date(1967, 11, 30), date(1990, 5, 21), ("YEM",)
        ),
        HistoricalState(
            "VDR", Text(es="Vietnam del Sur", en="South Vietnam"), date(1955, 10, 26), date(1975, 4, 30), ("VNM",)
        ),
    )
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
    return code in _current() or code in _HISTORICAL


def check_state(code: str) -> str:
    """``code`` itself if it is a known state; else ``UnknownName`` with the nearest names."""
    if is_state(code):
        return code
    near = difflib.get_close_matches(code.upper(), [*_current(), *_HISTORICAL], n=3, cutoff=0.5)
    hint = ", ".join(near) or "ISO 3166-1"
    raise UnknownName(
        Text(es=f"estado desconocido: {code!r}", en=f"unknown state: {code!r}"),
        Text(
            es=f"escriba un código ISO 3166-1 de tres letras (¿{hint}?)",
            en=f"write a three-letter ISO 3166-1 code ({hint}?)",
        ),
    )


@cache
def state_name(code: str) -> Text:
    """The state's short name in both languages (CLDR)."""
    check_state(code)
    if code in _HISTORICAL:
        return _HISTORICAL[code].name
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
    """The states that stand for ``code`` on a day: itself while it lives, its successors after."""
    check_state(code)
    past = _HISTORICAL.get(code)
    return (code,) if past is None or on <= past.end else past.successors
