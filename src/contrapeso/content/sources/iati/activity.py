"""One activity: its transactions, budgets and planned disbursements, each with what it inherits from the activity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contrapeso.content.sources.iati.money import amount
from contrapeso.content.sources.iati.orgs import org_of
from contrapeso.content.sources.iati.rows import Parts, Rows, Subject, parts_of, parts_within
from contrapeso.content.sources.iati.shares import NOT_SAID, Division, places, purposes, text_in
from contrapeso.content.sources.iati.terms import INCOMING, NOTES, Codes, of_plan, of_transaction, type_code
from contrapeso.ingest.iati.places import line_of

OWN, PLACED = frozenset(NOTES), frozenset(("recipient-country", "recipient-region", "sector"))
DEFAULTS = tuple(f"default-{name}" for name in NOTES)
YES = frozenset(("1", "true"))
WANTED = (
    "iati-identifier", "reporting-org", "recipient-country", "recipient-region", "sector", "budget",
    "planned-disbursement", "transaction", *DEFAULTS,
)  # fmt: skip
"""What is taken from an activity; the rest of it says nothing of money."""


@dataclass(slots=True)
class Activity(Subject):
    """What all amounts of an activity share."""

    currency: str
    codes: Codes
    where: Division
    purpose: Division
    parts: Parts
    humanitarian: bool


def read_activity(element: Any, file: str, rows: Rows, seen: set[int]) -> None:
    """The flows of an activity and what is wrong with it."""
    parts: dict[str, list[Any]] = {}
    for child in element.iterchildren(*WANTED):
        parts.setdefault(child.tag, []).append(child)
    key = " ".join((parts["iati-identifier"][0].text or "").split()) if "iati-identifier" in parts else ""
    if not key:
        rows.issue("no-identifier", file, element)
        return
    mark = hash(key)
    if mark in seen:
        rows.issue("repeated", file, element, field="iati-identifier", value=key)
        return
    seen.add(mark)
    activity = _shared(element, parts, key, file)
    for what, division in (("recipient-country", activity.where), ("sector", activity.purpose)):
        if division.fault:
            rows.issue(division.fault, file, element, dropped=False, field=what, value=key)
    for name, read in READ.items():
        if name in parts:
            for number, one in enumerate(parts[name], 1):
                read(one, name, number, activity, rows)
            rows.recorder.count(len(parts[name]))


def _shared(element: Any, parts: dict[str, list[Any]], key: str, file: str) -> Activity:
    where = places(parts.get("recipient-country", ()), parts.get("recipient-region", ()))
    purpose = purposes(parts.get("sector", ()))
    return Activity(
        key=key,
        reporter=org_of(parts["reporting-org"][0] if "reporting-org" in parts else None),
        file=file,
        currency=element.get("default-currency") or "",
        codes=tuple([parts[name][0].get("code") if name in parts else None for name in DEFAULTS]),
        where=where,
        purpose=purpose,
        parts=parts_of(where, purpose),
        humanitarian=element.get("humanitarian") in YES,
    )


def _transaction(one: Any, name: str, number: int, activity: Activity, rows: Rows) -> None:
    parts = {child.tag: child for child in one}
    said = parts["transaction-type"].get("code") if "transaction-type" in parts else None
    codes = activity.codes if OWN.isdisjoint(parts) else _codes(parts, activity.codes)
    flag = one.get("humanitarian")
    terms = of_transaction(said, codes, activity.humanitarian if flag is None else flag.lower() in YES)
    if terms is None:
        rows.issue("no-type", activity.file, one, field="transaction-type", value=type_code(said), record=activity.key)
        return
    money = amount(parts.get("value"), parts.get("transaction-date"), activity.currency)
    if isinstance(money, str):
        rows.issue(money, activity.file, one, field="value", record=activity.key)
        return
    payer = org_of(parts.get("provider-org"), None if terms.account in INCOMING else activity.reporter)
    divided = activity.parts if PLACED.isdisjoint(parts) else _parts(one, parts, activity)
    rows.add(activity, name[0], number, terms, money, payer, text_in(parts.get("receiver-org")), divided, line_of(one))


def _codes(parts: dict[str, Any], defaults: Codes) -> Codes:
    return tuple(
        [parts[name].get("code") if name in parts else code for name, code in zip(NOTES, defaults, strict=True)]
    )


def _parts(one: Any, parts: dict[str, Any], activity: Activity) -> Parts:
    """How a transaction divides: as it says itself, by country before region; else as its activity does."""
    where = aims = NOT_SAID
    if "recipient-country" in parts:
        where = places([parts["recipient-country"]], ())
    elif "recipient-region" in parts:
        where = places((), [parts["recipient-region"]])
    if "sector" in parts:
        aims = purposes(one.iterchildren("sector"))
    return parts_within(where, aims, activity.where, activity.purpose)


def _plan(one: Any, name: str, number: int, activity: Activity, rows: Rows) -> None:
    parts = {child.tag: child for child in reversed(one)}
    money = amount(parts.get("value"), parts.get("period-start"), activity.currency)
    if isinstance(money, str):
        rows.issue(money, activity.file, one, field="value", record=activity.key)
        return
    terms = of_plan(name, one.get("type"), parts["period-end"].get("iso-date") if "period-end" in parts else None)
    payer, channel = org_of(parts.get("provider-org"), activity.reporter), text_in(parts.get("receiver-org"))
    rows.add(activity, name[0], number, terms, money, payer, channel, activity.parts, line_of(one))


READ: dict[str, Callable[[Any, str, int, Activity, Rows], None]] = {
    "budget": _plan, "planned-disbursement": _plan, "transaction": _transaction,
}  # fmt: skip
