"""Links a deal for a part (engine, sensor, weapon, turret) to the deals for the platforms that it is meant for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from contrapeso.content.sources.sipri_trade_register.comments import Host, read_hosts
from contrapeso.core.errors import UnknownName
from contrapeso.core.names import state_of
from contrapeso.core.state import successors
from contrapeso.core.world import HostBasis, HostRole

ROLES: tuple[tuple[HostRole, re.Pattern[str]], ...] = (
    ("engine", re.compile(r"engine$|turbofan|turbojet|turboprop|gas turbine|reactor")),
    ("sensor", re.compile(r"radar|sonar|electro-optical|air-search system|reconnaissance system|signals intelligence system")),
    ("turret", re.compile(r"turret|chassis")),
    ("missile", re.compile(r"missile$|torpedo$|bomb$|guided rocket|guided shell|loitering munition")),
    ("weapon", re.compile(
        r"naval gun|anti-submarine rocket launcher|anti-submarine mortar|naval surface-to-air missile system|"
        r"naval multiple rocket launcher|anti-aircraft gun|^mortar$|surface-to-air missile system|missile launcher"
    )),
    ("other", re.compile(r"air refuel system")),
)  # fmt: skip
_CLASSES = (
    ("air", re.compile(r"(?<!anti-)aircraft|helicopter|drone|airship|fighter|bomber|trainer|\bUA?C?AVs?\b|aicraft", re.IGNORECASE)),
    ("sea", re.compile(
        r"ship|frigate|destroyer(?<!tank.destroyer)|corvette|cruiser|submarine|boat|vessel|carrier(?<!personnel.carrier)"
        r"(?<!mortar.carrier)|mine(?:hunter|sweeper|layer)|\btug|\btankers?\b|cutter|(?<!air)craft|breaker|SSB?N|SSK|OPV|FAC|LST|LPD|LHD",
    )),
    ("land", re.compile(
        r"tank|vehicle|gun|howitzer|mortar|personnel|carrier|launcher|system|SAM|IFV|APC|A[EFIPR]+S?Vs?|MRL|CIWS|batter"
        r"|turret|chassis|layer|transporter|UGV",
    )),
)  # fmt: skip
SAME, MENTIONED, LOOSE, WEAK = 4, 3, 2, 1
"""How well names fit: the designation or a longer form of it; the deal's comment says so; a looser form; without its number."""
BEFORE, AFTER, FAR, LIFE = 6, 1, 10, 35
"""Years: a platform may be ordered up to six after its missile; one after what modernises it; ten from its engine; names
that only resemble each other are not the same platform after 35."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What linking needs of a deal."""

    deal_id: str
    recipient: str
    supplier: str | None
    year: int
    count: int | None
    designation: str
    tokens: tuple[str, ...]
    joined: str
    head: str
    category: str
    kind: str | None
    role: HostRole | None
    comment: str


@dataclass(frozen=True, slots=True)
class Link:
    """A part's platform: what the comment says of it, and the deals that fit, the likeliest first."""

    role: HostRole
    host: Host
    maker: str | None
    deals: tuple[Deal, ...] = ()
    basis: HostBasis = "named"


class Fleet:
    """The platforms and systems that one recipient ordered, found by their names or by what their comments call them."""

    def __init__(self) -> None:
        self._short: dict[str, list[Deal]] = defaultdict(list)
        self._by_start: dict[str, list[Deal]] = defaultdict(list)
        self._by_last: dict[str, list[Deal]] = defaultdict(list)
        self._by_word: dict[str, list[Deal]] = defaultdict(list)

    def add(self, deal: Deal) -> None:
        for length in (2, 3):
            self._by_start[deal.joined[:length]].append(deal)
        self._short[deal.head[:2]].append(deal)
        self._by_last[deal.tokens[-1]].append(deal)
        if deal.role is None:
            for word in set(_NAMED.findall(deal.comment)):
                self._by_word["".join(tokens_of(word))].append(deal)

    def called(self, tokens: tuple[str, ...]) -> Iterable[Deal]:
        """Deals whose designation may fit a name."""
        joined = "".join(tokens)
        yield from self._by_start.get(joined[:3], ())
        yield from self._short.get(joined[:2], ())
        yield from self._by_last.get(tokens[-1], ())

    def mentioning(self, names: Iterable[str]) -> Iterable[Deal]:
        """Deals for platforms whose comments give them one of the names: «SC-105A version», «designation Hydra»."""
        for name in names:
            for deal in self._by_word.get("".join(tokens_of(name.split()[0])), ()) if len(name) >= 3 else ():
                if _gives_name(deal.comment, name.rstrip("+")):
                    yield deal


_BEFORE = re.compile(r"(?:[Dd]esignat\w+ |\bas |; |^|\()(?:(?:by|in) \w+ )?(?:[\w-]+(?: or | and |/))?$")
_AFTER = re.compile(r"(?: [\w()+-]+)?(?: or [\w-]+)? (?:[\w-]+ )?(?:version|class)")
_INSIDE = re.compile(r"[\w-]")


def _gives_name(comment: str, name: str) -> bool:
    """Whether a comment calls its own platform so, rather than one that it goes with."""
    place = comment.find(name)
    if place < 0:
        return False
    before, after = comment[:place], comment[place + len(name) :]
    if _INSIDE.match(after) or (before and _INSIDE.match(before[-1])):
        return False
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None


_NAMED = re.compile(r"[A-Z0-9][\w/-]{2,}")


@cache
def role_of(category: str) -> HostRole | None:
    """The role that a category of arms plays on a platform; None for what is a platform itself."""
    return next((role for role, pattern in ROLES if pattern.search(category)), None)


@cache
def words_of_kind(kind: str) -> frozenset[str]:
    """The words of a kind of platform, in the singular, abbreviations written out."""
    spelled = kind.replace("MP ", "maritime patrol ").replace("ASW ", "anti-submarine ")
    return frozenset(word.removesuffix("s") for word in re.findall(r"[a-z-]+", spelled.lower()))


@cache
def class_of(kind: str | None) -> str | None:
    """Whether a kind of platform flies, sails or stands on land; None where the words do not say."""
    if kind is None:
        return None
    return next((name for name, pattern in _CLASSES if pattern.search(kind)), None)


def link_deals(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Link]]:
    """By ``deal_id`` of each part: its platforms, in the order of the comment."""
    fleets: dict[str, Fleet] = defaultdict(Fleet)
    parts: list[tuple[Mapping[str, Any], HostRole]] = []
    for row in rows:
        role = role_of(row["category"])
        if role in (None, "weapon") or row["category"].startswith("portable"):
            fleets[row["recipient_name"]].add(_deal(row, role))
        if role is not None and row["comment"]:
            parts.append((row, role))
    links: dict[str, list[Link]] = {}
    for row, role in parts:
        found = [_link(host, row, role, fleets[row["recipient_name"]]) for host in read_hosts(row["comment"])]
        kept = [link for link in found if link.host.kind or link.maker or link.deals]
        if kept:
            links[row["deal_id"]] = kept
    return links


def _deal(row: Mapping[str, Any], role: HostRole | None) -> Deal:
    tokens = tokens_of(row["designation"]) or (row["designation"],)
    return Deal(
        row["deal_id"], row["recipient_name"], row["supplier"], int(row["ordered_on"]), row["ordered"], row["designation"],
        tokens, "".join(tokens), head_of(tokens), row["category"], class_of(row["category"]), role, row["comment"] or "",
    )  # fmt: skip


@cache
def tokens_of(name: str) -> tuple[str, ...]:
    """The words and numbers of a name: ``C-27J Spartan`` → c, 27j, spartan."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return tuple(re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


def _link(host: Host, row: Mapping[str, Any], role: HostRole, fleet: Fleet) -> Link:
    year = int(row["ordered_on"])
    maker = _state(host.maker, year)
    ranked = _candidates(host, row["deal_id"], fleet)
    in_time = [(rank, deal) for rank, deal in ranked if _fits_in_time(host, role, year, deal, rank)]
    fitting = _from_maker(in_time, host, maker, row, year)
    if not fitting:
        return Link(role, host, maker)
    best = max(rank for rank, _ in fitting)
    deals = [deal for rank, deal in fitting if rank == best]
    deals.sort(key=lambda deal: _unlikeness(host, year, deal))
    if host.count is not None and deals[0].count == host.count:
        deals = [
            deal for deal in deals if deal.count == host.count and abs(deal.year - year) <= abs(deals[0].year - year)
        ]
    return Link(role, host, maker, tuple(deals), "deal" if len(deals) == 1 else "deals")


def _unlikeness(host: Host, year: int, deal: Deal) -> tuple[bool, bool, int, int, str]:
    """Sorts deals that fit alike: the same number, an alias in its comment, a kind in like words, the nearest in time."""
    has_alias = any(name in deal.comment for name in host.aliases)
    alike = len(words_of_kind(host.kind or "") & words_of_kind(deal.category))
    other_number = host.count is not None and deal.count != host.count
    return other_number, not has_alias, -alike, abs(deal.year - year), deal.deal_id


def _candidates(host: Host, own_id: str, fleet: Fleet) -> list[tuple[int, Deal]]:
    """The recipient's platforms whose names fit, each with how well."""
    named = [variant for name in (host.name, *host.aliases) for variant in variants(name)]
    kind = class_of(host.kind)
    found: dict[str, tuple[int, Deal]] = {}
    if kind:
        found = {deal.deal_id: (MENTIONED, deal) for deal in fleet.mentioning(named)}
    for tokens in map(tokens_of, named):
        for deal in fleet.called(tokens) if tokens else ():
            rank = fit(tokens, deal)
            if rank > found.get(deal.deal_id, (0, deal))[0]:
                found[deal.deal_id] = (rank, deal)
    return [
        (rank, deal)
        for rank, deal in found.values()
        if deal.deal_id != own_id and (kind is None or deal.kind is None or kind == deal.kind)
    ]


def variants(name: str) -> tuple[str, ...]:
    """The names that a slash joins: MiG-23MF/MLD → MiG-23MF/MLD, MiG-23MF, MiG-23MLD.

    >>> variants("MiG-23MF/MLD"), variants("F/A-18C")
    (('MiG-23MF/MLD', 'MiG-23MF', 'MiG-23MLD'), ('F/A-18C',))
    """
    first, slash, rest = name.partition("/")
    stem = re.match(r".*\d", first)
    if not slash or not stem or not rest.isalpha():
        return (name,)
    return (name, first, f"{stem[0]}{rest}")


def fit(tokens: tuple[str, ...], deal: Deal) -> int:
    """How well a name fits a deal's designation: ``SAME``, ``LOOSE``, ``WEAK``, or 0 for not at all."""
    joined = "".join(tokens)
    if joined in (deal.joined, deal.head) or deal.tokens[: len(tokens)] == tokens:
        return SAME
    if deal.joined.startswith(joined) and deal.joined[len(joined)].isalpha() and has_digit(joined):
        return SAME if joined[-1].isdigit() else LOOSE
    if deal.tokens[0] == tokens[0] and set(deal.tokens) <= set(tokens):
        return WEAK if has_digit(joined) and not has_digit(deal.joined) else LOOSE
    if len(deal.head) >= 2 and joined.startswith(deal.head) and has_digit(deal.head):
        return 0 if joined[len(deal.head)].isdigit() and deal.head[-1].isdigit() else LOOSE
    return LOOSE if len(joined) >= 4 and deal.tokens[-len(tokens) :] == tokens else 0


def has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


@cache
def head_of(tokens: tuple[str, ...]) -> str:
    """A name up to its first number: t, 6c, texan, 2 → t6c; the whole where it has none."""
    for place, token in enumerate(tokens, 1):
        if has_digit(token):
            return "".join(tokens[:place])
    return "".join(tokens)


def _fits_in_time(host: Host, role: HostRole, year: int, deal: Deal, rank: int) -> bool:
    if rank < SAME and year - deal.year > LIFE:
        return False
    if host.purpose == "modernisation":
        return deal.year <= year + AFTER
    if host.purpose == "new" and (host.maker or role in ("engine", "turret", "other")):
        return abs(deal.year - year) <= FAR
    return deal.year <= year + BEFORE


def _from_maker(
    ranked: Sequence[tuple[int, Deal]], host: Host, maker: str | None, row: Mapping[str, Any], year: int
) -> list[tuple[int, Deal]]:
    """The candidates that come from the maker named; of its own make, those produced under licence."""
    if maker is None:
        return [] if host.maker else list(ranked)
    if maker == row["recipient"]:
        return [(rank, deal) for rank, deal in ranked if rank >= LOOSE and "licen" in deal.comment]
    same = [(rank, deal) for rank, deal in ranked if deal.supplier and _akin(deal.supplier, maker)]
    if same:
        return same
    return [
        (rank, deal)
        for rank, deal in ranked
        if rank >= MENTIONED and host.count is not None and deal.count == host.count and abs(deal.year - year) <= 3
    ]


@cache
def _akin(one: str, other: str) -> bool:
    """Whether two codes stand for the same state, or for one and its successor."""
    today = date(2100, 1, 1)
    return bool({one, *successors(one, today)} & {other, *successors(other, today)})


@cache
def _state(name: str | None, year: int) -> str | None:
    """The code of the maker named; None where the words are no state's name."""
    if name is None:
        return None
    try:
        return state_of(name, date(year, 7, 1))
    except UnknownName:
        return None
