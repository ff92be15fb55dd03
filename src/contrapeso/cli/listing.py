"""``contrapeso list``: acts, stages, clauses, privileges, requirements, indicators, sources, findings and every other table."""

from __future__ import annotations

from typing import Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    day,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

_SHOWN = {
    "acts": ("act_id", "kind", "partners", "status", "title"),
    "stages": ("stage_id", "on", "body", "instrument"),
    "findings": ("id", "verdict", "code", "due_on", "missing"),
    "requirements": ("id", "family", "severity", "title"),
    "indicators": ("id", "unit", "title"),
    "sources": ("source_id", "rank", "publisher", "title"),
    "transfers": ("deal_id", "ordered", "delivered", "delivery_years", "value_delivered_tiv", "host_name"),
    "parts": ("deal_id", "role", "supplier", "host_name", "host_maker", "host_deal_ids"),
    "series": ("indicator", "period", "value", "unit", "missing"),
}


def run(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="acts, clauses, requirements, indicators, findings …; of the public record: transfers, parts, series, ties …"
        ),
    ],
    country: CountryArgument,
    on: OnOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """List what the ledger and the pack hold as of a day."""
    with opened(context, ledger, content) as workspace:
        rows = workspace.list(what, country, on=day(on))
    if json:
        print_json({what: rows})
        return
    shown = _SHOWN.get(what) or tuple(rows[0])[:5] if rows else ()
    language = reader_language(lang)
    print_table(shown, [[_cell(row.get(name), language) for name in shown] for row in rows])


def _cell(value: object, language: str) -> str:
    if isinstance(value, dict) and set(value) == {"es", "en"}:
        return str(value[language])
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return "" if value is None else str(value)
