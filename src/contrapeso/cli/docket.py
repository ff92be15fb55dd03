"""``contrapeso docket``, ``acknowledge``, ``answer``: what stands open, and what people did about it."""

from __future__ import annotations

import getpass
from typing import Annotated, Any, Literal

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LangOption,
    LedgerOption,
    note,
    opened,
    print_json,
    reader_language,
)  # fmt: skip

Every = Annotated[bool, typer.Option("--all", help="Closed alerts too.")]
AlertId = Annotated[str, typer.Argument(metavar="ID", help="Id of an alert, or its first letters.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it (default: the user's login).")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to keep with it.")]


def show(
    context: typer.Context,
    country: CountryArgument,
    every: Every = False,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """List the alerts that stand open, with what was done about them."""
    from contrapeso.locale import say

    language = reader_language(lang)
    with opened(context, ledger, content) as workspace:
        alerts = workspace.docket(country, every=every)
    if json:
        print_json({"alerts": alerts})
        return
    for alert in alerts:
        _print(alert, language)
    note(say("cli.docket", n=len(alerts))[language])


def _print(alert: dict[str, Any], language: Literal["es", "en"]) -> None:
    from contrapeso.locale import word

    state, kind = word("alert-states", alert["state"])[language], word("changes", alert["kind"])[language]
    print(f"{alert['id']}  {alert['on']}  {kind} · {state}")
    print(f"                  {alert['title'][language]}")
    for entry in alert["entries"]:
        done = word("docket-actions", entry["action"])[language]
        print(
            f"                  {entry['at'][:10]} {entry['actor']}: {done}"
            + (f" — {entry['note']}" if entry["note"] else "")
        )


def acknowledge(
    context: typer.Context,
    alert_id: AlertId,
    by: By = None,
    note_text: Note = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Say that an alert was seen and by whom; it stays open until its condition ends."""
    with opened(context, ledger, content) as workspace:
        alert = workspace.acknowledge(alert_id, by=by or _login(), note=note_text)
    _done(alert, reader_language(lang), json)


def answer(
    context: typer.Context,
    alert_id: AlertId,
    by: By = None,
    note_text: Note = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Answer an alert: what was done or found out; it stays on record with the alert."""
    with opened(context, ledger, content) as workspace:
        alert = workspace.answer(alert_id, by=by or _login(), note=note_text)
    _done(alert, reader_language(lang), json)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "user"


def _done(alert: dict[str, Any], language: Literal["es", "en"], json: bool) -> None:
    if json:
        print_json({"alert": alert})
    else:
        _print(alert, language)
