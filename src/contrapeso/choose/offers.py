"""The offers on a country's table, from ``offers.yml`` of its pack: what each adds, costs, needs and excludes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

from contrapeso.core.errors import ContentError, Fault, UnknownName
from contrapeso.core.facts import StageName
from contrapeso.core.identity import hash_files
from contrapeso.core.manifest import Entry, read_mapping
from contrapeso.core.text import Text

FILE = "offers.yml"
Basis = Literal["contract", "notification", "offer", "ceiling", "estimate", "assumption"]
Status = Literal["open", "dropped"]
CURRENCY_UNIT = "usd"
"""Costs are whole dollars as the record states them, of no stated year."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number as the record has it: a value, or ends of which either may be unknown, or nothing with a reason."""

    low: int | None = None
    high: int | None = None
    missing: Text | None = None
    is_above: bool = False
    """The source says "more than": ``low`` is the least whole number above what it says."""

    @property
    def is_known(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def least(self) -> int | None:
        """The least that the record supports; where only the most is known, that."""
        return self.low if self.low is not None else self.high

    @property
    def most(self) -> int | None:
        return self.high


@dataclass(frozen=True, slots=True)
class Addition:
    """Platforms of a type that the pack holds, or a facility, that an offer adds."""

    holding_id: str | None
    facility: str | None
    name: Text | None
    quantity: Number


@dataclass(frozen=True, slots=True)
class Cost:
    """What the whole offer costs; ``high`` None: nobody states an upper end."""

    amount: Number
    basis: Basis | None
    source_ids: tuple[str, ...]
    why: Text | None
    """How the figure was made, where it is an assumption."""
    paid: tuple[tuple[int, int], ...]
    """Dollars by year, where the record says when."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an act that must be on record before the offer may be taken."""

    act_id: str
    stage: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be taken or left."""

    offer_id: str
    title: Text
    status: Status
    partner: str
    competition: str | None
    acts: tuple[str, ...]
    adds: tuple[Addition, ...]
    cost: Cost
    requires: tuple[str, ...]
    """Other offers that must be taken with it."""
    after: tuple[Step, ...]
    touches: tuple[str, ...]
    """Red lines that the pack's doctrine says it is a test of, and that the record does not let anybody judge."""
    gains: Text | None
    """What else the record says it brings: local assembly, training, technology. Not counted."""
    source_ids: tuple[str, ...]
    note: Text | None
    file: str
    line: int

    @property
    def is_quantified(self) -> bool:
        return all(one.quantity.is_known for one in self.adds)


@dataclass(frozen=True, slots=True)
class Competition:
    """Alternatives of which at most one is taken."""

    competition_id: str
    title: Text
    is_assumed: bool
    why: Text | None
    source_ids: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on record on what offers cost: of one competition or of all, in all years or in one."""

    budget_id: str
    title: Text
    limit: int
    competition: str | None
    year: int | None
    act_id: str | None
    source_ids: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """All that a pack says of offers."""

    offers: tuple[Offer, ...]
    competitions: tuple[Competition, ...]
    budgets: tuple[Budget, ...]
    content_hash: str

    def offer(self, offer_id: str) -> Offer:
        for one in self.offers:
            if one.offer_id == offer_id:
                return one
        there = ", ".join(one.offer_id for one in self.offers) or "—"
        raise UnknownName(
            Text(es=f"no hay oferta {offer_id!r}", en=f"there is no offer {offer_id!r}"),
            Text(es=f"use una de: {there}", en=f"use one of: {there}"),
        )

    def competition(self, name: str) -> Competition:
        return next(one for one in self.competitions if one.competition_id == name)


@dataclass
class _Reading:
    faults: list[Fault] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)
    competitions: dict[str, Competition] = field(default_factory=dict)
    budgets: dict[str, Budget] = field(default_factory=dict)


def read_offers(folders: Sequence[Path]) -> Table:
    """The offers of a pack's folders; a later folder adds and replaces. ``ContentError`` with every fault of every file."""
    reading, hashes = _Reading(), []
    for folder in folders:
        path = folder / FILE
        if path.is_file():
            _read_file(path, reading)
            hashes.append(hash_files(folder, [path]))
    _check_names(reading)
    if reading.faults:
        raise ContentError(reading.faults)
    return Table(
        tuple(reading.offers.values()), tuple(reading.competitions.values()), tuple(reading.budgets.values()),
        "".join(hashes),
    )  # fmt: skip


def _read_file(path: Path, reading: _Reading) -> None:
    root = read_mapping(path, FILE, reading.faults)
    if root is None:
        return
    for key, read, into in (
        ("competitions", _competition, reading.competitions),
        ("budgets", _budget, reading.budgets),
        ("offers", _offer, reading.offers),
    ):
        seen: set[str] = set()
        for entry in root.entries(key, required=key == "offers"):
            before = len(reading.faults)
            name, made = cast("Any", read)(entry)
            entry.done()
            if name in seen:
                entry.fault(key, _TWICE.format(name=name), _TWICE_MEND)
            seen.add(name)
            if len(reading.faults) == before:
                cast("dict[str, Any]", into)[name] = made
    root.done()


def _competition(entry: Entry) -> tuple[str, Competition]:
    line, name = entry.line, entry.string("competition") or ""
    title, basis = _text(entry, "title"), entry.code("basis", ("source", "assumption"))
    why = entry.text("why", required=basis == "assumption")
    sources = _names(entry, "sources", required=basis == "source")
    return name, Competition(name, title, basis == "assumption", why, sources, entry.file, line)


def _budget(entry: Entry) -> tuple[str, Budget]:
    line, name = entry.line, entry.string("budget") or ""
    title, limit = _text(entry, "title"), _whole(entry, "limit_usd")
    competition, year = entry.string("competition", required=False), _whole(entry, "year", required=False)
    act, sources = entry.string("act", required=False), _names(entry, "sources")
    return name, Budget(name, title, limit or 0, competition, year, act, sources, entry.file, line)


def _offer(entry: Entry) -> tuple[str, Offer]:
    line, name = entry.line, entry.string("offer") or ""
    return name, Offer(
        offer_id=name, title=_text(entry, "title"),
        status=cast("Status", entry.code("status", get_args(Status)) or "open"),
        partner=entry.string("partner") or "", competition=entry.string("competition", required=False),
        acts=_names(entry, "acts", may_be_empty=True), adds=tuple(_addition(one) for one in entry.entries("adds")),
        cost=_cost(entry), requires=_names(entry, "requires", required=False),
        after=tuple(_step(one) for one in entry.entries("after", required=False)),
        touches=_names(entry, "touches", required=False), gains=entry.text("gains", required=False), source_ids=_names(entry, "sources"),
        note=entry.text("note", required=False), file=entry.file, line=line,
    )  # fmt: skip


def _addition(entry: Entry) -> Addition:
    holding = entry.string("holding", required=False)
    facility = entry.string("facility", required=holding is None)
    name = entry.text("name", required=facility is not None)
    quantity = _number(entry, "quantity")
    entry.done()
    return Addition(holding, facility, name, quantity)


def _step(entry: Entry) -> Step:
    step = Step(entry.string("act") or "", entry.code("stage", get_args(StageName)) or "")
    entry.done()
    return step


def _cost(entry: Entry) -> Cost:
    inner = entry.entry("cost")
    if inner is None:
        return Cost(Number(), None, (), None, ())
    amount = _number(inner, "usd")
    basis = cast("Basis | None", inner.code("basis", get_args(Basis), required=amount.is_known))
    why = inner.text("why", required=basis == "assumption")
    sources = _names(inner, "sources", required=amount.is_known and basis != "assumption")
    line, paid = inner.line_of("paid"), inner.value("paid", required=False) or {}
    if not isinstance(paid, dict) or not all(_is_whole(part) and str(year).isdigit() for year, part in paid.items()):
        inner.fault("paid", _NOT_PAID, _NOT_PAID_MEND, line)
        paid = {}
    inner.done()
    return Cost(amount, basis, sources, why, tuple((int(year), int(part)) for year, part in paid.items()))


def _number(entry: Entry, key: str) -> Number:
    """``12``, ``{at_least: 12, at_most: 24}``, ``{more_than: 12}``, or ``missing`` beside with the reason."""
    line, value = entry.line_of(key), entry.value(key, required=False)
    missing = entry.text("missing", required=value is None)
    if value is None:
        return Number(missing=missing)
    if _is_whole(value) and value > 0:
        return Number(value, value, missing)
    ends = dict(value) if isinstance(value, dict) else {}
    low, above, high = ends.pop("at_least", None), ends.pop("more_than", None), ends.pop("at_most", None)
    low = above + 1 if _is_whole(above) and low is None else low
    stated = [one for one in (low, high) if one is not None]
    if ends or not stated or not all(_is_whole(one) and one > 0 for one in stated) or stated != sorted(stated):
        entry.fault(key, _NO_NUMBER.format(key=key), _NO_NUMBER_MEND, line)
        return Number()
    return Number(low, high, missing, above is not None)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(entry: Entry, key: str, *, required: bool = True) -> int | None:
    line, value = entry.line_of(key), entry.number(key, required=required)
    if value is not None and (value != int(value) or value <= 0):
        entry.fault(key, _NO_NUMBER.format(key=key), _NO_NUMBER_MEND, line)
    return None if value is None else int(value)


def _text(entry: Entry, key: str) -> Text:
    return entry.text(key) or Text(es="?", en="?")


def _names(entry: Entry, key: str, *, required: bool = True, may_be_empty: bool = False) -> tuple[str, ...]:
    line, value = entry.line_of(key), entry.value(key, required=required)
    if value is None or (may_be_empty and value == []):
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        entry.fault(key, _NOT_NAMES, _NOT_NAMES_MEND, line)
        return ()
    return tuple(value)


def _check_names(reading: _Reading) -> None:
    """Offers name competitions and offers that there are."""
    named: list[Offer | Budget] = [*reading.offers.values(), *reading.budgets.values()]
    for one in named:
        if one.competition is not None and one.competition not in reading.competitions:
            what = _NOBODY.format(name=one.competition)
            reading.faults.append(Fault(one.file, one.line, "competition", what, _NOBODY_MEND))
    for offer in reading.offers.values():
        for name in offer.requires:
            if name not in reading.offers or name == offer.offer_id:
                reading.faults.append(
                    Fault(offer.file, offer.line, "requires", _NOBODY.format(name=name), _NOBODY_MEND)
                )


_TWICE = Text(es="{name} está dos veces", en="{name} stands twice")
_TWICE_MEND = Text(es="deje una sola", en="keep one")
_NO_NUMBER = Text(
    es="{key} no es un número entero positivo ni sus extremos en orden",
    en="{key} is neither a positive whole number nor its ends in order",
)
_NO_NUMBER_MEND = Text(
    es="escriba 12, {at_least: 12, at_most: 24} o {more_than: 12}; si nadie lo dice, missing con el motivo",
    en="write 12, {at_least: 12, at_most: 24} or {more_than: 12}; if nobody says it, missing with the reason",
)
_NOT_PAID = Text(es="no son dólares por año", en="not dollars by year")
_NOT_PAID_MEND = Text(es="escriba paid: {2027: 1000000}", en="write paid: {2027: 1000000}")
_NOT_NAMES = Text(es="no es una lista de nombres", en="not a list of names")
_NOT_NAMES_MEND = Text(es="escriba [uno, otro]", en="write [one, another]")
_NOBODY = Text(es="nada se llama así en offers.yml: {name}", en="nothing in offers.yml is called {name}")
_NOBODY_MEND = Text(es="declárelo o corrija el nombre", en="declare it or correct the name")
