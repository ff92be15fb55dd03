"""One organisation: the budgets that it announces by recipient, and what it spent in all."""

from __future__ import annotations

from typing import Any

from contrapeso.content.sources.iati.money import amount
from contrapeso.content.sources.iati.orgs import org_of
from contrapeso.content.sources.iati.rows import Rows, Subject, parts_of
from contrapeso.content.sources.iati.shares import NOT_SAID, Division, places, text_in
from contrapeso.content.sources.iati.terms import of_plan
from contrapeso.ingest.iati.places import line_of

PARTS = (
    "total-budget", "recipient-org-budget", "recipient-region-budget", "recipient-country-budget", "total-expenditure",
)  # fmt: skip


def read_organisation(element: Any, file: str, rows: Rows, seen: set[int]) -> None:
    """The budgets of an organisation; they have no stage, as nothing was promised or paid."""
    key = " ".join((element.findtext("organisation-identifier") or "").split())
    if not key:
        rows.issue("no-identifier", file, element)
        return
    mark = hash(("organisation", key))
    if mark in seen:
        rows.issue("repeated", file, element, field="organisation-identifier", value=key)
        return
    seen.add(mark)
    subject = Subject(key, org_of(element.find("reporting-org")), file)
    currency = element.get("default-currency") or ""
    for number, one in enumerate(element.iterchildren(*PARTS)):
        rows.recorder.count(1)
        money = amount(one.find("value"), one.find("period-start"), currency)
        if isinstance(money, str):
            rows.issue(money, file, one, field="value", record=key)
            continue
        end = one.find("period-end")
        terms = of_plan(one.tag, None, end.get("iso-date") if end is not None else None)
        parts = parts_of(_where(one), NOT_SAID)
        receiver = text_in(one.find("recipient-org"))
        rows.add(subject, "org", number, terms, money, subject.reporter, receiver, parts, line_of(one))


def _where(one: Any) -> Division:
    return places(one.iterchildren("recipient-country"), one.iterchildren("recipient-region"))
