"""What a symbol, an agenda and a title say of a roll call: its session, its topics, and whether the question comes back."""

from __future__ import annotations

import re

import polars as pl

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SYMBOL = re.compile(r"A/(?:RES|DEC)/(?:(?P<slash>(?:ES-|S-)?\d+)/|\d+\((?P<special>E?S-)?(?P<paren>[IVXLC]+|\d+)\))")
_PLACE = re.compile(r"^[AS][/\w.-]*(?: & [\w.-]+)*(?: [\[\d]\S*)?(?:\s+|$)")
_HEADING = re.compile(r"(?:^|\s)((?:[^a-z\s]+)(?:\s+[^a-z\s]+)*)\s*$")
_ADOPTED = r"(?i)\s*[:\]]?\s*\bresol\w*\s*/?\s*(?:ad+op?p?ted|adoped|submitted|by)\b.*$|\s*:\s*resolution\s*$"


def session_of(symbol: str | None) -> str | None:
    """The session of the General Assembly that a symbol names; None for other bodies.

    >>> session_of("A/RES/73/28"), session_of("A/RES/2602(XXIV)[F]"), session_of("A/RES/997(ES-I)"), session_of("A/RES/ES-10/4")
    ('73', '24', 'ES-1', 'ES-10')
    """
    match = _SYMBOL.match(symbol or "")
    if match is None:
        return None
    if match["slash"]:
        return match["slash"]
    number = match["paren"] if match["paren"].isdigit() else str(_arabic(match["paren"]))
    return f"{match['special'] or ''}{number}"


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def topics_of(agenda: str | None) -> list[str]:
    """The headings of the agenda under which a question stood; the item's own words where it has no heading.

    >>> topics_of("A/53/251 71 General disarmament. DISARMAMENT--GENERAL || A/53/251 71b[2] SMALL ARMS")
    ['DISARMAMENT--GENERAL', 'SMALL ARMS']
    >>> topics_of("A/6721 5 Letter dated 13 June 1967"), topics_of("N/A"), topics_of("S24")
    (['Letter dated 13 June 1967'], [], [])
    """
    found = []
    for entry in ("" if agenda in (None, "N/A") else str(agenda)).split("||"):
        words = _PLACE.sub("", entry.strip())
        heading = _HEADING.search(words)
        topic = heading[1] if heading and sum(map(str.isalpha, heading[1])) > 2 else words.rstrip(". ")
        if topic:
            found.append(topic)
    return list(dict.fromkeys(found))


def question_ids(calls: pl.DataFrame) -> pl.Series:
    """The same name for a question in every session where one roll call alone bears its title; else null."""
    title = pl.col("title").str.replace(_ADOPTED, "").str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    slug = title.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    is_assembly = (pl.col("body") == "general-assembly") & pl.col("session").is_not_null() & (slug != "")
    named = calls.select("session", slug=pl.when(is_assembly).then(slug))
    alone = named.with_columns(slug=pl.when(pl.len().over("slug", "session") == 1).then("slug"))
    sessions = pl.col("session").n_unique().over("slug")
    return alone.select(pl.when(sessions > 1).then("slug")).to_series()
