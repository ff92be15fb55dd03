"""One activity: its transactions, budgets and planned disbursements, each with what it inherits from the activity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contrapeso.content.sources.iati.money import Amount, amount
from contrapeso.content.sources.iati.orgs import Org, org_of
from contrapeso.content.sources.iati.rows import Parts, Rows, parts_of
from contrapeso.content.sources.iati.shares import Division, places, purposes, text_in
from contrapeso.ingest.iati.places import line_of

Kept = tuple[str, str | None, str]
TYPES: dict[str, Kept] = {
    "1": ("assistance", None, "incoming-funds"), "2": ("assistance", "committed", "outgoing-commitment"),
    "3": ("assistance", "disbursed", "disbursement"), "4": ("assistance", "disbursed", "expenditure"),
    "5": ("loan", None, "interest-payment"), "6": ("loan", None, "loan-repayment"),
    "7": ("assistance", None, "reimbursement"), "8": ("investment", "disbursed", "purchase-of-equity"),
    "9": ("investment", None, "sale-of-equity"), "10": ("loan", None, "credit-guarantee"),
    "11": ("assistance", None, "incoming-commitment"), "12": ("assistance", None, "outgoing-pledge"),
    "13": ("assistance", None, "incoming-pledge"),
    "C": ("assistance", "committed", "outgoing-commitment"), "D": ("assistance", "disbursed", "disbursement"),
    "E": ("assistance", "disbursed", "expenditure"), "IF": ("assistance", None, "incoming-funds"),
    "IR": ("loan", None, "interest-payment"), "LR": ("loan", None, "loan-repayment"), "R": ("assistance", None, "reimbursement"),
}  # fmt: skip
"""Kind, stage and account by type of transaction, as 2.0x and 1.0x write it. What comes in, goes back or was only
promised has no stage: it is kept apart, so that nothing counts twice."""
INCOMING = frozenset(("incoming-funds", "incoming-commitment", "incoming-pledge"))
PLANS = {"budget": "budget", "planned-disbursement": "planned-disbursement"}
REVISED = "2"
NOTES = ("flow-type", "finance-type", "aid-type", "tied-status")
DEBT, EQUITY = "4", "5"
OWN, PLACED = frozenset(NOTES), frozenset(("recipient-country", "recipient-region", "sector"))
YES = frozenset(("1", "true"))
WANTED = (
    "iati-identifier", "reporting-org", "recipient-country", "recipient-region", "sector", "budget",
    "planned-disbursement", "transaction", *(f"default-{name}" for name in NOTES),
)  # fmt: skip
"""What is taken from an activity; the rest of it says nothing of money."""


@dataclass(slots=True)
class Activity:
    """What all amounts of an activity share."""

    key: str
    reporter: Org
    currency: str
    defaults: dict[str, str]
    where: Division
    purpose: Division
    parts: Parts
    humanitarian: bool
    note: str
    file: str


def read_activity(element: Any, file: str, rows: Rows, seen: set[int]) -> None:
    """The flows of an activity and what is wrong with it."""
    parts: dict[str, list[Any]] = {}
    for child in element.iterchildren(*WANTED):
        parts.setdefault(child.tag, []).append(child)
    key = " ".join((parts["iati-identifier"][0].text or "").split()) if "iati-identifier" in parts else ""
    locator, recorder = f"{file} line {line_of(element)}", rows.recorder
    if not key:
        recorder.issue("no-identifier", locator, dropped=True)
        return
    mark = hash(key)
    if mark in seen:
        recorder.issue("repeated", locator, dropped=True, field="iati-identifier", value=key)
        return
    seen.add(mark)
    activity = _shared(element, parts, key, file)
    for what, division in (("recipient-country", activity.where), ("sector", activity.purpose)):
        if division.fault:
            recorder.issue(division.fault, locator, dropped=False, field=what, value=key)
    for name, read in READ.items():
        for number, one in enumerate(parts.get(name, ()), 1):
            read(one, f"{key}#{name[0]}{number}", activity, rows)
        recorder.count(len(parts.get(name, ())))


def _shared(element: Any, parts: dict[str, list[Any]], key: str, file: str) -> Activity:
    defaults: dict[str, str] = {}
    for name in NOTES:
        for found in parts.get(f"default-{name}", ())[:1]:
            if code := found.get("code"):
                defaults[name] = code
    humanitarian = element.get("humanitarian") in YES
    where = places(parts.get("recipient-country", ()), parts.get("recipient-region", ()))
    purpose = purposes(parts.get("sector", ()))
    return Activity(
        key=key,
        reporter=org_of(parts["reporting-org"][0] if "reporting-org" in parts else None),
        currency=element.get("default-currency") or "",
        defaults=defaults,
        where=where,
        purpose=purpose,
        parts=parts_of(where, purpose),
        humanitarian=humanitarian,
        note=_note(defaults, humanitarian),
        file=file,
    )


def _transaction(one: Any, key: str, activity: Activity, rows: Rows) -> None:
    parts = {child.tag: child for child in one}
    locator, said = f"{activity.file} line {line_of(one)}", parts.get("transaction-type")
    code = (said.get("code") or "").strip().upper() if said is not None else ""
    if code not in TYPES:
        rows.recorder.issue("no-type", locator, dropped=True, field="transaction-type", value=code, record=activity.key)
        return
    money = amount(parts.get("value"), parts.get("transaction-date"), activity.currency)
    if isinstance(money, str):
        rows.recorder.issue(money, locator, dropped=True, field="value", record=activity.key)
        return
    kind, stage, account = TYPES[code]
    details = activity.defaults
    if not OWN.isdisjoint(parts):
        details = {**details, **{name: parts[name].get("code") for name in NOTES if name in parts}}
    rows.add(
        key, _kind(kind, stage, details.get("finance-type")), stage, account, money,
        origin=_payer(parts, account, activity), reporter=activity.reporter.ref,
        channel=text_in(parts.get("receiver-org")), activity=activity.key, parts=_parts(one, parts, activity), note=_noted(one, details, activity), locator=locator,
    )  # fmt: skip


def _parts(one: Any, parts: dict[str, Any], activity: Activity) -> Parts:
    """How a transaction divides: as it says itself, by country before region; else as its activity does."""
    if PLACED.isdisjoint(parts):
        return activity.parts
    country, region = parts.get("recipient-country"), parts.get("recipient-region")
    where = places([country] if country is not None else [], [region] if region is not None and country is None else [])
    aims = purposes(one.iterchildren("sector"))
    return parts_of(where if where.is_said else activity.where, aims if aims.is_said else activity.purpose)


def _noted(one: Any, details: dict[str, str], activity: Activity) -> str:
    flag = one.get("humanitarian")
    if flag is None and details is activity.defaults:
        return activity.note
    return _note(details, activity.humanitarian if flag is None else flag.lower() in YES)


def _payer(parts: dict[str, Any], account: str, activity: Activity) -> Org:
    """Who pays: the provider if one is named; else, of money that goes out, who reports it."""
    provider = parts.get("provider-org")
    if account in INCOMING:
        return org_of(provider, None)
    return org_of(provider, activity.reporter)


def _kind(kind: str, stage: str | None, finance: str | None) -> str:
    """Assistance, unless its finance type is debt (4xx) or equity (5xx)."""
    if stage and finance and len(finance) == 3:
        return {DEBT: "loan", EQUITY: "investment"}.get(finance[0], kind)
    return kind


def _note(details: dict[str, str], humanitarian: bool) -> str:
    said = [f"{name} {details[name]}" for name in NOTES if details.get(name)]
    return "; ".join([*said, "humanitarian"] if humanitarian else said)


def _plan(one: Any, key: str, activity: Activity, rows: Rows) -> None:
    """A budget or a planned disbursement: no stage, as nothing was promised or paid."""
    locator, parts = f"{activity.file} line {line_of(one)}", {child.tag: child for child in reversed(one)}
    money: Amount | str = amount(parts.get("value"), parts.get("period-start"), activity.currency)
    if isinstance(money, str):
        rows.recorder.issue(money, locator, dropped=True, field="value", record=activity.key)
        return
    account = f"{PLANS[one.tag]}-revised" if one.get("type") == REVISED else PLANS[one.tag]
    end = parts.get("period-end")
    until = f"until {end.get('iso-date')}" if end is not None and end.get("iso-date") else ""
    rows.add(
        key, "assistance", None, account, money,
        origin=org_of(parts.get("provider-org"), activity.reporter), reporter=activity.reporter.ref,
        channel=text_in(parts.get("receiver-org")), activity=activity.key, parts=activity.parts, note=until, locator=locator,
    )  # fmt: skip


READ: dict[str, Callable[[Any, str, Activity, Rows], None]] = {
    "budget": _plan, "planned-disbursement": _plan, "transaction": _transaction,
}  # fmt: skip
