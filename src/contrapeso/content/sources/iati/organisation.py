"""One organisation: the budgets that it announces by recipient, and what it spent in all."""

from __future__ import annotations

from typing import Any

from contrapeso.content.sources.iati.money import amount
from contrapeso.content.sources.iati.orgs import org_of
from contrapeso.content.sources.iati.rows import Rows, parts_of
from contrapeso.content.sources.iati.shares import NOT_SAID, Division, places, text_in
from contrapeso.ingest.iati.places import line_of

PARTS = (
    "total-budget", "recipient-org-budget", "recipient-region-budget", "recipient-country-budget", "total-expenditure",
)  # fmt: skip


def read_organisation(element: Any, file: str, rows: Rows, seen: set[int]) -> None:
    """The budgets of an organisation; they have no stage, as nothing was promised or paid."""
    key = " ".join((element.findtext("organisation-identifier") or "").split())
    locator, recorder = f"{file} line {line_of(element)}", rows.recorder
    if not key:
        recorder.issue("no-identifier", locator, dropped=True)
        return
    mark = hash(("organisation", key))
    if mark in seen:
        recorder.issue("repeated", locator, dropped=True, field="organisation-identifier", value=key)
        return
    seen.add(mark)
    reporter = org_of(element.find("reporting-org"))
    currency = element.get("default-currency") or ""
    for number, one in enumerate(element.iterchildren(*PARTS)):
        recorder.count(1)
        place = f"{file} line {line_of(one)}"
        money = amount(one.find("value"), one.find("period-start"), currency)
        if isinstance(money, str):
            recorder.issue(money, place, dropped=True, field="value", record=key)
            continue
        end = one.find("period-end")
        until = f"until {end.get('iso-date')}" if end is not None and end.get("iso-date") else ""
        rows.add(
            f"{key}#org{number}", "assistance", None, one.tag, money, origin=reporter, reporter=reporter.ref,
            channel=text_in(one.find("recipient-org")), activity=key, parts=parts_of(_where(one), NOT_SAID),
            note=until, locator=place,
        )  # fmt: skip


def _where(one: Any) -> Division:
    return places(one.iterchildren("recipient-country"), one.iterchildren("recipient-region"))
