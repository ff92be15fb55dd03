"""Which organisation pays, and of which state it is the government, if it is one."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from contrapeso.content.sources.iati.shares import MOST_KNOWN, text_in
from contrapeso.core.errors import UnknownName
from contrapeso.core.names import normal, state_of
from contrapeso.core.state import named_states

GOVERNMENT, LOCAL, PUBLIC = "10", "11", "15"
_OF_A_STATE = re.compile(r"([A-Z]{2})-")
_OF_A_DONOR = re.compile(r"XM-DAC-(\d{1,3})(-\d+)?")
"""A donor's number, and that of its agency; the numbers of channels, of organisations that are no state's, are longer."""
UNKNOWN = "—"


class Org(NamedTuple):
    """An organisation as a document names it: identifier, kind, name, and the state whose government it is part of."""

    ref: str
    kind: str
    name: str
    state: str | None


NOBODY = Org("", "", UNKNOWN, None)


def org_of(element: Any, known: Org | None = None) -> Org:
    """The organisation of an element; what it does not say of one that is known already is taken from there."""
    if element is None:
        return known or NOBODY
    name = text_in(element)
    found = _org(element.get("ref") or "", element.get("type") or "", name)
    if known and (found.ref == known.ref if found.ref else name == known.name or not name):
        return known
    return found


@lru_cache(maxsize=MOST_KNOWN)
def _org(ref: str, kind: str, name: str) -> Org:
    ref, kind = ref.strip().upper(), kind.strip()
    return Org(ref, kind, name or ref or UNKNOWN, state_of_org(ref, kind, name))


def state_of_org(ref: str, kind: str, name: str) -> str | None:
    """The state of a government's body: by the register that issued its identifier, else by a name that is a state's.

    >>> state_of_org("SE-0", "10", "Sweden"), state_of_org("US-EIN-1", "21", "A charity"), state_of_org("XM-DAC-5-7", "10", "")
    ('SWE', None, 'DEU')
    >>> state_of_org("XM-DAC-918-3", "15", ""), state_of_org("XM-DAC-41114", "40", "")
    (None, None)
    """
    if kind not in (GOVERNMENT, LOCAL, PUBLIC):
        return None
    donor = _OF_A_DONOR.fullmatch(ref)
    if donor and donor[1] in _donors():
        return _donors()[donor[1]]
    match = _OF_A_STATE.match(ref)
    if match and (code := state_of_code(match[1])):
        return code
    return _states().get(normal(name)) if kind == GOVERNMENT else None


@cache
def _donors() -> dict[str, str]:
    """The states of the DAC's donor numbers."""
    with (Path(__file__).parent / "donors.csv").open(encoding="utf-8", newline="") as file:
        return {row["number"]: row["state"] for row in csv.DictReader(file)}


@cache
def _states() -> dict[str, str]:
    return {normal(name): one.code for name, one in named_states()}


@cache
def state_of_code(code: str) -> str | None:
    """The state of a two-letter code; None where there is none."""
    try:
        return state_of(code, scheme="iso2")
    except UnknownName:
        return None
