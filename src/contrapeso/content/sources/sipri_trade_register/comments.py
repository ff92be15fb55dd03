"""Reads the comment of a deal for the platforms that what is transferred is meant for: number, name, kind, maker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Purpose = Literal["new", "modernisation", "use"]

_HEADS = (
    "aircrafts?|aicraft|helicopters?|airships?|drones?|UAVs?|UCAVs?|frigates?|destroyers?|corvettes?|cruisers?|"
    "submarines?|SSBNs?|SSNs?|SSKs?|boats?|ships?|shios|crafts?|vessels?|carriers?|minehunters?|minesweepers?|"
    "minelayers?|gunboats?|tugs?|tankers?|cutters?|icebreakers?|hovercraft|catamarans?|tanks?|vehicles?|guns?|"
    "howitzers?|tank-destroyers?|launchers?|mortars?|systems?|batteries|turrets?|bridgelayers?|trawlers?|transporters?|trainers?|"
    "fighters?|bombers?|APCs?|IFVs?|AFVs?|AIFVs?|AFSVs?|ARVs?|AEVs?|APVs?|SPAAGs?|MRLs?|MLRS|CIWS|OPVs?|FACs?|LSTs?|"
    "LPDs?|LCACs?|LHDs?|SAMs?|MRAPs?|UGVs?|chassis"
)
_SHORT = (
    "AEW&C|AEW|AGS|AA|ASW|ASuW|AD|AT|C4I|COIN|CSAR|CIWS|ELINT|EW|FAC|MCM|MCMV|MP|MPA|MRTT|MRCA|SAM|SAR|SIGINT|SSM|VIP|"
    "VTOL|OPV|UAV|IFV|APC|ABM|ISR|STOL"
)
_STOP = (
    "from|and|or|produced|in|with|of|on|for|to|ordered|via|by|incl|but|as|that|under|delivered|version|after|before|"
    "assembled|designed|developed|built|was|were|is|are|not|possibly|probably|bought|using|based|given|sold|at|the"
)
_TOKEN = r"[A-Z0-9][^\s;,()]*(?:\([\w/-]+\)[\w/-]*)?"
_SMALL = r"(?:de|da|do|dos|del|la|van|von|bin|al|el|ul|ar)(?=\s)"
_WORD = rf"(?!(?:{_STOP})\b)(?:[a-z][\w/&'.()+-]*|&|(?:{_SHORT})(?![\w-])(?:/[\w&-]+)*)"
_KIND = rf"(?:{_WORD} ){{0,5}}(?:[\w&-]+/)*(?:{_HEADS})(?:/(?:[\w&-]+[ /])*(?:{_HEADS}))?(?![\w-])"
_IN_BRACKETS = r"[^()]*(?:\([^()]*\)[^()]*)*"
_ITEM = re.compile(
    rf"(?:(?:some|about|up to|over|more) )?(?:(?P<count>\d[\d,]*)(?:-\d+)? )?"
    rf"(?:(?:modernized|additional|new|second-hand|improved|older|ex-\w+|s) )*"
    rf"(?P<name>{_TOKEN}(?: (?!(?:{_SHORT}|{_HEADS}|[Cc]lass)(?![\w-]))(?:{_TOKEN}|{_SMALL}))*)"
    rf"(?: [Cc]lass\b)?(?: ?\((?P<alias>{_IN_BRACKETS})\))?(?: [Cc]lass\b)?"
    rf"(?: (?P<kind>{_KIND})| (?P<part>[a-z][\w/-]+(?: [a-z][\w/-]+)?)(?= (?:and|or) [A-Z0-9]))?(?: \((?P<after>{_IN_BRACKETS})\))?"
)
_CHANGES = "modernization|modernisation|modification|upgrade|conversion|rebuilding|re-engining|refit|refurbishment"
_TRIGGER = re.compile(
    rf"\b[Ff]or (?:possible |planned |future )?(?:(?:'[^';]+' (?:\([^)]*\) )?)?(?P<change>{_CHANGES}) (?:of |on )?|"
    rf"(?P<use>use|installation|integration|mounting) (?:on|with|by|in|from|aboard) )?(?:the |all )?"
)
_JOINT = re.compile(
    rf"(?P<mark>; |, | and/or | and | or | & |/)(?:possibly |probably )?(?P<again>for )?(?:(?P<change>{_CHANGES}) of )?"
)
_SPARE = re.compile(r"[Ss]pares?(?: [\w-]+){0,2} $")
_ON = re.compile(r" (?:on|aboard) (?=\d|[A-Z])")
_PLACE = r"(?P<maker>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)"
_MAKER = re.compile(
    rf",? (?:(?:ordered )?from|(?:to be )?(?:designed and )?(?:produced|assembled|built)(?:/\w+)?"
    rf"(?: under licen[cs]e)? (?:in|by)) (?:the )?{_PLACE}"
)


@dataclass(frozen=True, slots=True)
class Host:
    """A platform named in a comment: how many, what it is called, what kind it is, whence it comes."""

    name: str
    aliases: tuple[str, ...] = ()
    count: int | None = None
    kind: str | None = None
    maker: str | None = None
    purpose: Purpose = "new"


def read_hosts(comment: str) -> tuple[Host, ...]:
    """The platforms that a comment says the deal is for; a host without kind or maker may be something else.

    >>> read_hosts("turboprop engine for 4 C-27J transport aircraft from Italy")[0].maker
    'Italy'
    >>> [(host.count, host.name, host.kind) for host in read_hosts("For 9 Alpha; 8 Beta and 2 Gamma frigates")]
    [(9, 'Alpha', 'frigates'), (8, 'Beta', 'frigates'), (2, 'Gamma', 'frigates')]
    """
    found: dict[str, Host] = {}
    reached = 0
    for trigger in _TRIGGER.finditer(comment):
        if trigger.start() < reached:
            continue
        spare = _SPARE.search(comment, 0, trigger.start()) is not None
        purpose: Purpose = "modernisation" if trigger["change"] else "use" if trigger["use"] or spare else "new"
        hosts, reached = _read_list(comment, trigger.end(), purpose)
        on = _ON.match(comment, reached)
        if hosts and on:
            carriers, reached = _read_list(comment, on.end(), purpose)
            hosts = carriers + hosts
        for host in hosts:
            found.setdefault(host.name, host)
    return tuple(found.values())


def _read_list(comment: str, start: int, purpose: Purpose) -> tuple[list[Host], int]:
    """The hosts of one list, and where it ends; those before a kind or a maker share it."""
    hosts: list[Host] = []
    place, waits = start, 0
    for item, joint, maker in _items(comment, start):
        if item["name"][0].isdigit() and not re.search(r"[A-Za-z]", item["name"]):
            break
        if joint and (joint["again"] or joint["change"]):
            waits, purpose = len(hosts), "modernisation" if joint["change"] else "new"
        hosts.append(_host(item, purpose))
        place = item.end()
        if maker:
            hosts[waits:] = [replace(host, maker=maker["maker"]) for host in hosts[waits:]]
            waits, place = len(hosts), maker.end()
    kind: str | None = None
    for index in range(len(hosts) - 1, -1, -1):
        kind = hosts[index].kind or kind
        hosts[index] = replace(hosts[index], kind=kind)
    return hosts, place


def _items(comment: str, start: int) -> Iterator[tuple[re.Match[str], re.Match[str] | None, re.Match[str] | None]]:
    """The items of a list, what joins each to the one before it, and who makes those up to it."""
    item, joint = _ITEM.match(comment, start), None
    while item:
        maker = _MAKER.match(comment, item.end())
        yield item, joint, maker
        joint = _JOINT.match(comment, maker.end() if maker else item.end())
        following = _ITEM.match(comment, joint.end()) if joint else None
        if joint is None or following is None or not _carries_on(comment, item, joint, following, maker is not None):
            return
        item = following


def _carries_on(
    comment: str, item: re.Match[str], joint: re.Match[str], following: re.Match[str], has_maker: bool
) -> bool:
    """Whether what follows a joint belongs to the list: a kind is still due, or it has its own."""
    if item["kind"] is None and not has_maker:
        return True
    if following["kind"] is not None:
        return joint["mark"] != "/"
    return following["count"] is not None and _JOINT.match(comment, following.end()) is not None


def _host(item: re.Match[str], purpose: Purpose) -> Host:
    name, kind = item["name"].strip().rstrip("."), item["kind"]
    head, _, last = name.rpartition(" ")
    if kind is None and head and re.fullmatch(_HEADS, last.lower()):
        name, kind = head, last.lower()
    bracketed = ", ".join(part for part in (item["alias"], item["after"]) if part)
    aliases = (one.strip() for one in re.split(r",|;|/(?=[A-Z])| or | and |\bnow\b", bracketed))
    count = item["count"]
    return Host(
        name=name,
        aliases=tuple(one for one in aliases if re.match(r"[A-Z0-9]", one)),
        count=int(count.replace(",", "")) if count else None,
        kind=kind,
        purpose=purpose,
    )
