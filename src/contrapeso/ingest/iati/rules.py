"""Holds a record against the rules of the standard that no schema can express."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, cast

import yaml

from contrapeso.core.text import Text
from contrapeso.ingest.iati.grammar import STANDARD

Level = Literal["error", "warning"]
NOW = "NOW"
CURRENCY = ("value", "forecast", "loan-status")
"""Elements that say an amount of money."""
_INSTANT = re.compile(
    r"(?P<day>\d{4,}-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d:\d\d(?:\.\d{1,6})?)\d*)?(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_CHILD = re.compile(r"[a-z][a-z-]*(?![a-z(:|-])")
OF_WHAT_IS_THERE = frozenset(("no-more-than-one", "no-spaces", "range", "regex-matches"))
"""Tests that nothing fails where there is nothing."""
_ONLY_FIGURES = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*")
Culprits = Iterator[Any]
"""Elements at which a rule does not hold."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the standard: its number, whether it must or only should be kept, what it says, and how it is tested."""

    number: str
    level: Level
    says: Text
    record: str
    about: str | None
    """The child of the record without which the rule holds; None where it must be looked at in any case."""
    at: Any
    """Where below the record it holds; None at the record itself."""
    each: Any
    only: Any
    test: str
    terms: Mapping[str, Any]

    def broken_at(self, record: Any, now: datetime) -> Culprits:
        for element in (record,) if self.at is None else self.at(record):
            yield from self._broken_in(element, now)

    def _broken_in(self, element: Any, now: datetime) -> Culprits:
        chosen: Iterable[dict[str, str]] = ({},)
        if self.each is not None:
            chosen = ({"each": str(value)} for value in dict.fromkeys(self.each(element)))
        for named in chosen:
            if self.only is None or self.only(element, **named):
                yield from TESTS[self.test](_Place(element, named, self.terms, now))


def broken_rules(record: Any, now: datetime) -> Iterator[tuple[Rule, Any]]:
    """Each rule that a record breaks, with the element at which it does."""
    there = {child.tag for child in record}
    for rule in _rules_of(record.tag):
        if rule.about is None or rule.about in there:
            for element in rule.broken_at(record, now):
                yield rule, element


@cache
def _rules_of(record: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in read_rules() if rule.record == record)


@cache
def read_rules() -> tuple[Rule, ...]:
    """The standard's rules, in its order."""
    content = yaml.load((STANDARD / "rules.yml").read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(_rule(dict(row), content["words"]) for row in content["rules"])


def _rule(row: dict[str, Any], words: Mapping[str, Any]) -> Rule:
    about = _about(row)
    number, at = row.pop("rule"), row.pop("at")
    said = words[number]
    return Rule(
        number=number,
        level=cast(Level, said["level"]),
        says=Text(es=said["es"], en=said["en"]),
        record=row.pop("record"),
        about=about,
        at=None if at == "." else _path(at),
        each=_path(row.pop("each", None)),
        only=_path(row.pop("only", None)),
        test=row.pop("test"),
        terms={name: _term(name, value) for name, value in row.items()},
    )


def _about(row: Mapping[str, Any]) -> str | None:
    """The first step of what a rule is about, where it is about nothing else."""
    paths = row.get("paths", ())
    if row["at"] != ".":
        path = row["at"]
    elif "each" in row:
        path = row["each"]
    elif row["test"] in OF_WHAT_IS_THERE and len(paths) == 1:
        path = paths[0]
    else:
        path = row["less"] if row["test"] == "date-order" else ""
    child = _CHILD.match(path)
    return child[0] if child else None


def _term(name: str, value: Any) -> Any:
    if name in ("paths", "prefix"):
        return [_path(one) for one in value]
    if name in ("when", "must", "less", "more", "start", "end", "date", "one"):
        return value if value == NOW else _path(value)
    return re.compile(value) if name == "regex" else value


def _path(text: str | None) -> Any:
    from lxml import etree

    return None if text is None else etree.XPath(text, namespaces={"xml": "http://www.w3.org/XML/1998/namespace"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a rule is tested: an element, what ``$each`` stands for, the rule's terms, and the present instant."""

    element: Any
    named: dict[str, str]
    terms: Mapping[str, Any]
    now: datetime

    def found(self, name: str = "paths") -> list[Any]:
        return [one for path in self.terms[name] for one in path(self.element, **self.named)]

    def holds(self, name: str) -> bool:
        return bool(self.terms[name](self.element, **self.named))

    def instants(self, name: str) -> list[tuple[Any, datetime]]:
        if self.terms[name] == NOW:
            return [(self.element, self.now)]
        read = ((one, instant(text_of(one))) for one in self.terms[name](self.element, **self.named))
        return [(one, moment) for one, moment in read if moment is not None]


def text_of(found: Any) -> str:
    """The text of an element with all that is in it, or of an attribute."""
    return str(found) if isinstance(found, str) else "".join(found.itertext())


def owner_of(found: Any) -> Any:
    """The element itself, or that of an attribute."""
    return cast(Any, found).getparent() if isinstance(found, str) else found


def instant(text: str) -> datetime | None:
    """The instant of a date or a date with time, in UTC where no zone is given; None where the text is neither.

    >>> from datetime import UTC
    >>> instant("2020-02-29") == datetime(2020, 2, 29, tzinfo=UTC)
    True
    >>> instant("2020-02-30") is None
    True
    """
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        return None
    zone = {"Z": "+00:00", None: "+00:00"}.get(match["zone"], match["zone"])
    try:
        return datetime.fromisoformat(f"{match['day']}T{match['time'] or '00:00:00'}{zone}")
    except ValueError:
        return None


def _a_year_after(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment + timedelta(days=366)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip()) if _ONLY_FIGURES.fullmatch(text) else None
    except InvalidOperation:
        return None


def _atleast_one(place: _Place) -> Culprits:
    if not place.found():
        yield place.element


def _no_more_than_one(place: _Place) -> Culprits:
    yield from map(owner_of, place.found()[1:])


def _one_or_all(place: _Place) -> Culprits:
    if place.terms["one"](place.element):
        return
    kind = place.terms["all"]
    if kind == "sector":
        yield from (one for one in place.element.iterchildren("transaction") if one.find("sector") is None)
    elif kind == "lang":
        lang = "{http://www.w3.org/XML/1998/namespace}lang"
        yield from (one for one in place.element.iter("narrative") if one.get(lang) is None)
    else:
        yield from (one for one in place.element.iter(*CURRENCY) if one.get("currency") is None)


def _unique(place: _Place) -> Culprits:
    seen: set[str] = set()
    for one in place.found():
        if text_of(one) in seen:
            yield owner_of(one)
        seen.add(text_of(one))


def _strict_sum(place: _Place) -> Culprits:
    found = place.found()
    numbers = [_number(text_of(one)) for one in found]
    total = sum((one for one in numbers if one is not None), Decimal(0))
    if None in numbers or round(total, 4) != place.terms["sum"]:
        yield owner_of(found[0]) if found else place.element


def _range(place: _Place) -> Culprits:
    for one in place.found():
        number = _number(text_of(one))
        if number is None or not place.terms["min"] <= number <= place.terms["max"]:
            yield owner_of(one)


def _if_then(place: _Place) -> Culprits:
    if place.holds("when") and not place.holds("must"):
        yield place.element


def _date_order(place: _Place) -> Culprits:
    """Against the present instant every date counts; against each other, the first of either kind."""
    less, more = place.instants("less"), place.instants("more")
    late = less if place.terms["more"] == NOW else less[:1]
    yield from (owner_of(one) for one, moment in late if more and moment > more[0][1])


def _date_now(place: _Place) -> Culprits:
    yield from (owner_of(one) for one, moment in place.instants("date") if moment > place.now)


def _time_limit(place: _Place) -> Culprits:
    start, end = place.instants("start"), place.instants("end")
    if start and end and end[0][1] > _a_year_after(start[0][1]):
        yield place.element


def _between_dates(place: _Place) -> Culprits:
    start, end = place.instants("start"), place.instants("end")
    for one, moment in place.instants("date"):
        if start and end and not start[0][1] <= moment <= end[0][1]:
            yield owner_of(one)


def _regex_matches(place: _Place) -> Culprits:
    regex: re.Pattern[str] = place.terms["regex"]
    yield from (owner_of(one) for one in place.found() if text_of(one) and not regex.search(text_of(one)))


def _startswith(place: _Place) -> Culprits:
    heads = tuple(text_of(one) + place.terms.get("separator", "") for one in place.found("prefix"))
    yield from (owner_of(one) for one in place.found() if not text_of(one).startswith(heads))


def _no_spaces(place: _Place) -> Culprits:
    yield from (owner_of(one) for one in place.found() if text_of(one) != text_of(one).strip())


TESTS: dict[str, Callable[[_Place], Culprits]] = {
    "atleast-one": _atleast_one, "no-more-than-one": _no_more_than_one, "one-or-all": _one_or_all, "unique": _unique,
    "strict-sum": _strict_sum, "range": _range, "if-then": _if_then, "date-order": _date_order, "date-now": _date_now,
    "time-limit": _time_limit, "between-dates": _between_dates, "regex-matches": _regex_matches,
    "startswith": _startswith, "no-spaces": _no_spaces,
}  # fmt: skip
