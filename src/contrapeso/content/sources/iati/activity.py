"""One activity: its transactions, budgets and planned disbursements, each with what it inherits from the activity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contrapeso.content.sources.iati.money import Amount, amount
from contrapeso.content.sources.iati.orgs import Org, org_of
from contrapeso.content.sources.iati.rows import Rows
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


@dataclass(slots=True)
class Activity:
    """What all amounts of an activity share."""

    key: str
    reporter: Org
    currency: str
    defaults: dict[str, str]
    where: Division
    purpose: Division
    humanitarian: bool
    file: str


def read_activity(element: Any, file: str, rows: Rows, seen: set[int]) -> None:
    """The flows of an activity and what is wrong with it."""
    key = "".join((element.findtext("iati-identifier") or "").split())
    locator, recorder = f"{file} line {line_of(element)}", rows.recorder
    if not key:
        recorder.issue("no-identifier", locator, dropped=True)
        return
    mark = hash(key)
    if mark in seen:
        recorder.issue("repeated", locator, dropped=True, field="iati-identifier", value=key)
        return
    seen.add(mark)
    activity = _shared(element, key, file)
    for what, division in (("recipient-country", activity.where), ("sector", activity.purpose)):
        if division.fault:
            recorder.issue(division.fault, locator, dropped=False, field=what, value=key)
    for number, (kind, one) in enumerate(_amounts(element)):
        recorder.count(1)
        if kind == "transaction":
            _transaction(one, number, activity, rows)
        else:
            _plan(one, number, activity, rows)


def _amounts(element: Any) -> Iterator[tuple[str, Any]]:
    for one in element.iterchildren("transaction", *PLANS):
        yield one.tag, one


def _shared(element: Any, key: str, file: str) -> Activity:
    defaults = {}
    for name in NOTES:
        found = element.find(f"default-{name}")
        if found is not None and (code := found.get("code")):
            defaults[name] = code
    return Activity(
        key=key,
        reporter=org_of(element.find("reporting-org")),
        currency=element.get("default-currency") or "",
        defaults=defaults,
        where=places(element.iterchildren("recipient-country"), element.iterchildren("recipient-region")),
        purpose=purposes(element.iterchildren("sector")),
        humanitarian=element.get("humanitarian") in ("1", "true"),
        file=file,
    )


def _transaction(one: Any, number: int, activity: Activity, rows: Rows) -> None:
    parts: dict[str, Any] = {}
    sectors: list[Any] = []
    for child in one:
        if child.tag == "sector":
            sectors.append(child)
        else:
            parts.setdefault(child.tag, child)
    locator = f"{activity.file} line {line_of(one)}"
    code = (parts["transaction-type"].get("code") or "").strip().upper() if "transaction-type" in parts else ""
    if code not in TYPES:
        rows.recorder.issue("no-type", locator, dropped=True, field="transaction-type", value=code, record=activity.key)
        return
    money = amount(parts.get("value"), parts.get("transaction-date"), activity.currency)
    if isinstance(money, str):
        rows.recorder.issue(money, locator, dropped=True, field="value", record=activity.key)
        return
    country, region = parts.get("recipient-country"), parts.get("recipient-region")
    own = places([country] if country is not None else [], [region] if region is not None and country is None else [])
    aims = purposes(sectors)
    details = {name: parts[name].get("code") if name in parts else activity.defaults.get(name) for name in NOTES}
    kind, stage, account = TYPES[code]
    flagged = (one.get("humanitarian") or str(activity.humanitarian)).lower() in ("1", "true")
    rows.add(
        f"{activity.key}#{number}", _kind(kind, stage, details["finance-type"]), stage, account, money,
        origin=_payer(parts, account, activity), reporter=activity.reporter.ref,
        channel=text_in(parts.get("receiver-org")), activity=activity.key,
        places=own if own.is_said else activity.where, purposes=aims if aims.is_said else activity.purpose,
        note=_note(details, flagged), locator=locator,
    )  # fmt: skip


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


def _note(details: dict[str, str | None], humanitarian: bool) -> str:
    said = [f"{name} {code}" for name, code in details.items() if code]
    return "; ".join([*said, "humanitarian"] if humanitarian else said)


def _plan(one: Any, number: int, activity: Activity, rows: Rows) -> None:
    """A budget or a planned disbursement: no stage, as nothing was promised or paid."""
    locator = f"{activity.file} line {line_of(one)}"
    money: Amount | str = amount(one.find("value"), one.find("period-start"), activity.currency)
    if isinstance(money, str):
        rows.recorder.issue(money, locator, dropped=True, field="value", record=activity.key)
        return
    account = f"{PLANS[one.tag]}-revised" if one.get("type") == REVISED else PLANS[one.tag]
    end = one.find("period-end")
    until = f"until {end.get('iso-date')}" if end is not None and end.get("iso-date") else ""
    rows.add(
        f"{activity.key}#{number}", "assistance", None, account, money,
        origin=org_of(one.find("provider-org"), activity.reporter), reporter=activity.reporter.ref,
        channel=text_in(one.find("receiver-org")), activity=activity.key, places=activity.where,
        purposes=activity.purpose, note=until, locator=locator,
    )  # fmt: skip
