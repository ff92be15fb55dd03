"""``contrapeso watch``: what changed since the last look, each change with its cause, told once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    day,
    note,
    opened,
    print_json,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.core.text import Language
    from contrapeso.watch.replay import Replayed
    from contrapeso.workspace import Workspace

MOST = 30
"""Changes of one kind that are printed; the rest are counted."""
NAMED = 4
"""Rows or rules that a printed cause names."""
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="From the end of this day (default: the last watch, or 30 days ago)."),
]
Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write the deadlines ahead as a calendar.")]
Atom = Annotated[Path | None, typer.Option("--atom", metavar="FILE", help="Write what was told as a feed.")]
Again = Annotated[bool, typer.Option("--again", help="Tell also what was told before.")]
Corrections = Annotated[
    bool, typer.Option("--corrections", help="Instead, list what contrapeso said wrongly, and when it was mended.")
]
Backtest = Annotated[
    str | None, typer.Option("--backtest", metavar="RULE", help="Instead, replay a rule on what was known then.")
]


def run(
    context: typer.Context,
    country: CountryArgument,
    since: Since = None,
    on: OnOption = None,
    again: Again = False,
    ics: Ics = None,
    atom: Atom = None,
    corrections: Corrections = False,
    backtest: Backtest = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Tell what changed in facts, law and deadlines, each with its cause and only once."""
    language = reader_language(lang)
    with opened(context, ledger, content) as workspace:
        if corrections:
            found = workspace.corrections(country)
            print_json({"corrections": found}) if json else _print_corrections(found, language)
        elif backtest:
            replayed = workspace.backtest(country, backtest, since=day(since, "--since"), on=day(on))
            print_json({"backtest": replayed.to_dict()}) if json else _print_replay(replayed, language)
        else:
            _watch(workspace, country, (since, on, again, ics, atom), language, json)


def _watch(workspace: Workspace, country: str, asked: tuple[Any, ...], language: Language, json: bool) -> None:
    from contrapeso.workspace.feeds import write_atom, write_calendar

    since, on, again, ics, atom = asked
    watched = workspace.watch(country, since=day(since, "--since"), on=day(on), again=again)
    if ics:
        write_calendar(workspace, country, watched, ics, language)
    if atom:
        write_atom(workspace, country, watched, atom, language)
    if json:
        print_json({"changes": [change.to_dict() for change in watched.changes]})
        return
    _print([change.to_dict() for change in watched.changes], language)
    _say("watch-told", n=len(watched.changes), since=watched.since, on=watched.on, language=language)


def _say(key: str, *, language: Language, **values: object) -> None:
    from contrapeso.locale import say

    note(say(f"cli.{key}", **values)[language])


def _print(changes: list[dict[str, Any]], language: Language) -> None:
    """The changes in the order of their weight, under a heading for each kind; long kinds are cut, and say so."""
    from contrapeso.locale import say, word

    for kind in dict.fromkeys(change["kind"] for change in changes):
        of_kind = [change for change in changes if change["kind"] == kind]
        print(f"{word('changes', kind)[language]} ({len(of_kind)})")
        for change in of_kind[:MOST]:
            print(f"  {_when(change):<10}  {change['title'][language]}{_found(change, language)}")
            print(f"              {change['id']}  {change['subject']}  ← {_why(change, language)}")
        if len(of_kind) > MOST:
            print(f"  {say('cli.watch-more', n=len(of_kind) - MOST)[language]}")


def _when(change: dict[str, Any]) -> str:
    """The day as far as it is known: of an act or a step, at the precision of its source."""
    after = change["after"] or {}
    stated = after.get("began") or after.get("from") or after.get("on")
    return str(stated) if stated and change["kind"] == "new" else str(change["on"])


def _found(change: dict[str, Any], language: Language) -> str:
    """What is found of a new act, but for what it passes."""
    from contrapeso.locale import counted_word, has_word

    counts = (change["after"] or {}).get("findings") or {}
    told = [
        counted_word("verdict-counts", verdict, n)[language]
        for verdict, n in counts.items()
        if verdict != "PASS" and has_word("verdict-counts", verdict)
    ]
    return f" · {', '.join(told)}" if told else ""


def _why(change: dict[str, Any], language: Language) -> str:
    from contrapeso.locale import word

    cause = change["cause"]
    refs = cause["refs"][:NAMED] + (["…"] if len(cause["refs"]) > NAMED else [])
    return f"{word('causes', cause['kind'])[language]} {', '.join(refs)}".strip()


def _print_corrections(found: tuple[dict[str, Any], ...], language: Language) -> None:
    for one in found:
        print(f"{one['mended_at'][:10]}  {one['title'][language]}")
        print(f"            {one['id']}  {one['subject']}  ← {_why(one, language)}")
    _say("corrections", n=len(found), language=language)


def _print_replay(replayed: Replayed, language: Language) -> None:
    for line in replayed.lines():
        print(line[language])
