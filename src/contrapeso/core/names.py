"""From what publishers call a party to a deal, a vote or a war to the state it is, on a day; or to what else it is."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from contrapeso.core.authority import Dated, dated, read_table
from contrapeso.core.errors import UnknownName
from contrapeso.core.state import named_states
from contrapeso.core.text import Text
from contrapeso.core.world import PartyKind

SCHEMES = ("name", "cow", "gw", "iso3", "iso2")


@dataclass(frozen=True, slots=True)
class Party:
    """What a name stands for: a state with its code, or something that is no state."""

    kind: PartyKind
    code: str | None = None


@cache
def normal(name: str) -> str:
    """A name without case, accents, punctuation and article, as the authority compares names.

    >>> normal("Côte d’Ivoire"), normal("The Gambia"), normal("TÜRKİYE")
    ('cote d ivoire', 'gambia', 'turkiye')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(" " if not letter.isalnum() else letter for letter in plain if not unicodedata.combining(letter))
    words = kept.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def state_of(value: str, on: date | None = None, scheme: str = "name") -> str:
    """The code of the state that a name or number means on a day; ``UnknownName`` with the nearest names.

    >>> state_of("Bosnia-Herzegovina"), state_of("345", date(1990, 1, 1), "cow"), state_of("345", date(2010, 1, 1), "cow")
    ('BIH', 'YUG', 'SRB')
    """
    key = normal(value) if scheme == "name" else value.strip().upper().lstrip("0")
    meanings = _index(scheme).get(key, ())
    found = {one.code for one in meanings if one.covers(on)}
    if not found and len({one.code for one in meanings}) == 1:
        return meanings[0].code
    if len(found) == 1:
        return found.pop()
    raise _undated(value, meanings, on) if meanings else _unknown(value, scheme)


@cache
def numbered_states() -> tuple[str, ...]:
    """The states, past and present, that the lists of the international system number (Correlates of War); no territories."""
    return tuple(sorted({one.code for meanings in _index("cow").values() for one in meanings}))


def is_dated(value: str, scheme: str = "name") -> bool:
    """Whether a name or number means something else, or nothing, on another day."""
    key = normal(value) if scheme == "name" else value.strip().upper().lstrip("0")
    return any(one.start or one.end for one in _index(scheme).get(key, ()))


def party_of(name: str, on: date | None = None) -> Party:
    """A state, organisation, armed group, or a party that the publisher could not identify."""
    kind = _actors().get(normal(name))
    return Party(kind) if kind else Party("state", state_of(name, on))


@cache
def spaced(name: str) -> str:
    """A name that was written without blanks, as the authority writes it; any other as it is.

    >>> spaced("KoreaRepublicof"), spaced("Atlantis")
    ('korea republic of', 'Atlantis')
    """
    return _joined().get(normal(name).replace(" ", ""), name)


@cache
def _joined() -> dict[str, str]:
    return {key.replace(" ", ""): key for key in (*_index("name"), *_actors())}


@cache
def _index(scheme: str) -> dict[str, tuple[Dated, ...]]:
    """What each name or number of a scheme may mean; a publisher's spelling goes before an official name."""
    if scheme in ("iso3", "iso2"):
        return _iso(scheme)
    found: dict[str, list[Dated]] = {}
    if scheme == "name":
        for row in read_table("names.csv"):
            found.setdefault(normal(row["name"]), []).append(dated(row))
        for name, one in named_states():
            key = normal(name)
            if key not in found or found[key][0] == one:
                found[key] = [one]
    for row in read_table("codes.csv"):
        if row["scheme"] == scheme:
            found.setdefault(row["value"], []).append(dated(row))
    below = _index("cow") if scheme == "gw" else {}
    return {**below, **{key: tuple(meanings) for key, meanings in found.items()}}


def _iso(scheme: str) -> dict[str, tuple[Dated, ...]]:
    import pycountry

    if scheme == "iso3":
        return {one.code: (one,) for _, one in named_states()}
    return {country.alpha_2: (Dated(country.alpha_3),) for country in pycountry.countries}


@cache
def _actors() -> dict[str, PartyKind]:
    kinds: dict[str, PartyKind] = {
        "organisation": "organisation", "armed-group": "armed-group", "unknown": "unknown",
    }  # fmt: skip
    return {normal(row["name"]): kinds[row["kind"]] for row in read_table("actors.csv")}


def _unknown(value: str, scheme: str) -> UnknownName:
    known = {**_index(scheme), **(_actors() if scheme == "name" else {})}
    near = difflib.get_close_matches(normal(value) if scheme == "name" else value, known, n=3, cutoff=0.6)
    hint = f" (¿{', '.join(near)}?)" if near else ""
    return UnknownName(
        Text(es=f"la autoridad no conoce {value!r}", en=f"the authority does not know {value!r}"),
        Text(
            es=f"corrija el nombre{hint}, o añádalo a core/authority/names.csv o actors.csv",
            en=f"correct the name{hint.replace('¿', '')}, or add it to core/authority/names.csv or actors.csv",
        ),
    )


def _undated(value: str, meanings: tuple[Dated, ...], on: date | None) -> UnknownName:
    codes = ", ".join(dict.fromkeys(one.code for one in meanings))
    return UnknownName(
        Text(es=f"{value!r} no es un solo estado el {on}: {codes}", en=f"{value!r} is not one state on {on}: {codes}"),
        Text(
            es="dé la fecha del registro, o corrija core/authority/",
            en="give the date of the record, or correct core/authority/",
        ),
    )
