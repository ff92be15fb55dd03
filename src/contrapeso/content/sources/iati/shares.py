"""Between which countries and purposes an activity's money is divided, as far as its publisher says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

DAC, DAC_SHORT = "1", "2"
PURPOSES = {DAC: "dac-5", DAC_SHORT: "dac-3"}
WHOLE, TOLERANCE = 100.0, 0.5
MOST_KNOWN = 16_384
"""Divisions, organisations and the like that are remembered: most activities have one country and one sector."""


class Share(NamedTuple):
    """A part of an activity's money: what it is for or where it goes (None: not said), how it is named, how much of it."""

    code: str | None
    name: str
    part: float


Entry = tuple[str | None, str, str | None]
"""Code, name and percentage as they are written."""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """The parts of an activity's money, which add up to one, and what is wrong with them, if anything."""

    shares: tuple[Share, ...]
    fault: str | None = None
    listed: str = ""
    """Which code list names the parts."""

    @property
    def is_said(self) -> bool:
        return any(one.code or one.name for one in self.shares)


NOT_SAID = Division((Share(None, "", 1.0),))


def divide(named: Sequence[Entry], listed: str = "") -> Division:
    """Codes, names and percentages as a division of the whole.

    One entry takes everything. Where no percentage, or not every one, is given for several, nobody knows how they divide:
    they stay together as one part without a code. Percentages below a hundred leave a rest without a code; those above are
    scaled down to it.

    >>> [(one.code, one.part) for one in divide([("A", "", "60"), ("B", "", "30")]).shares]
    [('A', 0.6), ('B', 0.3), (None, 0.1)]
    >>> divide([("A", "a", None), ("B", "b", "30")]).shares
    (Share(code=None, name='a; b', part=1.0),)
    """
    if len(named) == 1 and percentage(named[0][2]) in (None, WHOLE):
        code, name, said = named[0]
        return Division((Share(code, name, 1.0),), None if said is None or percentage(said) else "no-share", listed)
    parts = [percentage(said) for _, _, said in named]
    if None in parts:
        together = "; ".join(name or code or "" for code, name, _ in named)
        return Division((Share(None, together, 1.0),), "no-share", listed)
    known = [(code, name, part) for (code, name, _), part in zip(named, parts, strict=True) if part]
    return _scaled(known, listed)


def _scaled(known: Sequence[tuple[str | None, str, float]], listed: str) -> Division:
    total = sum(part for _, _, part in known)
    if total <= 0:
        return Division(NOT_SAID.shares, "no-share", listed)
    over = total > WHOLE
    whole = total if over or total > WHOLE - 0.01 else WHOLE
    shares = [Share(code, name, part / whole) for code, name, part in known]
    if whole > total:
        shares.append(Share(None, "", round(1 - total / WHOLE, 9)))
    return Division(tuple(shares), "shares" if abs(total - WHOLE) > TOLERANCE else None, listed)


def percentage(text: str | None) -> float | None:
    """A percentage from 0 to a hundred, and what is a little more by rounding; None where there is none."""
    try:
        value = float(text.strip().rstrip("%")) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value <= WHOLE + TOLERANCE else None


def places(countries: Iterable[Any], regions: Iterable[Any]) -> Division:
    """Where money goes, by countries and by the regions of one vocabulary: the DAC's, else the first that is used.

    Beside countries that add up to a hundred, regions only repeat where these lie.
    """
    return _places(
        tuple([(one.get("code"), text_in(one), one.get("percentage")) for one in countries]),
        tuple([(one.get("vocabulary"), one.get("code"), text_in(one), one.get("percentage")) for one in regions]),
    )


@lru_cache(maxsize=MOST_KNOWN)
def _places(countries: tuple[Entry, ...], regions: tuple[tuple[str | None, *Entry], ...]) -> Division:
    named: list[Entry] = [((code or "").strip().upper() or None, name, said) for code, name, said in countries]
    if regions and abs(sum(percentage(said) or 0 for _, _, said in named) - WHOLE) > TOLERANCE:
        used = [listed or DAC for listed, *_ in regions]
        chosen = DAC if DAC in used else used[0]
        named += [
            (None, name or f"region {code or ''}".strip(), said)
            for (_, code, name, said), listed in zip(regions, used, strict=True)
            if listed == chosen
        ]
    return divide(named) if named else NOT_SAID


def purposes(sectors: Iterable[Any]) -> Division:
    """What money is for, in one vocabulary: the DAC's five-digit codes, else its three-digit ones, else the first used."""
    return _purposes(tuple([(one.get("vocabulary"), one.get("code"), one.get("percentage")) for one in sectors]))


@lru_cache(maxsize=MOST_KNOWN)
def _purposes(sectors: tuple[tuple[str | None, str | None, str | None], ...]) -> Division:
    if not sectors:
        return NOT_SAID
    used = [(listed or DAC).strip() for listed, *_ in sectors]
    chosen = next((name for name in (DAC, DAC_SHORT) if name in used), used[0])
    named = [
        ((code or "").strip() or None, "", said)
        for (_, code, said), listed in zip(sectors, used, strict=True)
        if listed == chosen
    ]
    return divide(named, PURPOSES.get(chosen) or f"iati-{chosen}")


def text_in(element: Any) -> str:
    """The first text of an element: of its first narrative, or its own."""
    if element is None:
        return ""
    found = element.text
    for child in element[:]:
        if child.tag == "narrative":
            found = child.text
            break
    return " ".join(found.split()) if found else ""
