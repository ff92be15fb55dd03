"""What an amount is by its type and what is noted of it: kind, stage and account of a transaction or a plan."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from contrapeso.content.sources.iati.shares import MOST_KNOWN


class Terms(NamedTuple):
    """Kind, stage, account and note of an amount."""

    kind: str
    stage: str | None
    account: str
    note: str


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
NOTES = ("flow-type", "finance-type", "aid-type", "tied-status")
Codes = tuple[str | None, ...]
"""What the elements of ``NOTES`` say, in that order."""
FINANCE = NOTES.index("finance-type")
BY_FINANCE = {"4": "loan", "5": "investment"}
REVISED = "2"


def type_code(said: str | None) -> str:
    return (said or "").strip().upper()


@lru_cache(maxsize=MOST_KNOWN)
def of_transaction(said: str | None, codes: Codes, humanitarian: bool) -> Terms | None:
    """By its type, unless its finance type is debt (4xx) or equity (5xx); None of a type that the standard does not know.

    >>> of_transaction("3", (None, "410", None, "5"), True)
    Terms(kind='loan', stage='disbursed', account='disbursement', note='finance-type 410; tied-status 5; humanitarian')
    """
    if type_code(said) not in TYPES:
        return None
    kind, stage, account = TYPES[type_code(said)]
    finance = codes[FINANCE]
    if stage and finance and len(finance) == 3:
        kind = BY_FINANCE.get(finance[0], kind)
    noted = [f"{name} {code}" for name, code in zip(NOTES, codes, strict=True) if code]
    return Terms(kind, stage, account, "; ".join([*noted, "humanitarian"] if humanitarian else noted))


@lru_cache(maxsize=MOST_KNOWN)
def of_plan(account: str, status: str | None, end: str | None) -> Terms:
    """A budget or a planned disbursement: no stage, as nothing was promised or paid.

    >>> of_plan("budget", "2", "2025-12-31")
    Terms(kind='assistance', stage=None, account='budget-revised', note='until 2025-12-31')
    """
    account = f"{account}-revised" if status == REVISED else account
    return Terms("assistance", None, account, f"until {end}" if end else "")
