"""``contrapeso sources`` and ``contrapeso issues``: what the public record rests on, and what could not be read."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    day,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip


def run(
    context: typer.Context,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """List the sources of the public record: publisher, terms, grain, coverage, vintages, issues."""
    with opened(context, ledger, content) as workspace:
        rows = workspace.sources()
    if json:
        print_json({"sources": rows})
        return
    language = reader_language(lang)
    texts = ("publisher", "grain", "coverage")
    shown = [
        [row["source"], row["licence"], *(_side(row[name], language) for name in texts), _held(row)] for row in rows
    ]
    print_table(("source", "licence", *texts, "vintages"), shown)


def issues(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Name of a source of the public record.")],
    vintage: Annotated[
        str | None, typer.Option("--vintage", metavar="DATE", help="As known on this day (default: the newest).")
    ] = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """List every record of a source that was dropped, or kept with something missing, and why."""
    with opened(context, ledger, content) as workspace:
        rows = workspace.issues(source, day(vintage, "--vintage"))
    if json:
        print_json({"issues": rows})
        return
    language = reader_language(lang)
    shown = [
        [
            row["locator"],
            "dropped" if row["dropped"] else "kept",
            row["field"],
            row["value"],
            _side(row["why"], language),
        ]
        for row in rows
    ]
    print_table(("where", "record", "field", "value", "why"), [[_cell(cell) for cell in row] for row in shown])


def _held(row: dict[str, Any]) -> str:
    """«2026-05-18: 29916 rows, 4 issues; …»; an edition, and a bound where the file states no day: «v25.1 ≤2026-11-26»."""
    return "; ".join(f"{one['label']}: {one['rows']} / {one['issues']}" for one in row["vintages"])


def _side(text: Any, language: str) -> str:
    return str(text[language]) if text else ""


def _cell(value: object) -> str:
    return "" if value is None else str(value)
