"""``contrapeso sources`` and ``contrapeso issues``: what the public record rests on, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    day,
    note,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.core.text import Language


COLUMNS = ("source", "publisher", "terms", "grain", "coverage", "vintages", "obtain")
ISSUE_COLUMNS = ("where", "record", "field", "value", "why")


def run(
    context: typer.Context,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """List the sources of the public record: publisher, terms, grain, coverage, vintages, issues, how to get each."""
    with opened(context, ledger, content) as workspace:
        rows = workspace.sources()
    if json:
        print_json({"sources": rows})
        return
    language = reader_language(lang)
    cells = ({**row, "vintages": _held(row), "obtain": _obtained(row, language)} for row in rows)
    shown = [[_side(row[name], language) for name in COLUMNS] for row in cells]
    print_table(_heads("source-columns", COLUMNS, language), shown)


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
        held = next(one["vintages"] for one in workspace.sources() if one["source"] == source)
    if json:
        print_json({"issues": rows})
        return
    from contrapeso.core.text import same
    from contrapeso.locale import say, word

    language = reader_language(lang)
    shown = [
        [
            row["locator"],
            word("issue-kept", "dropped" if row["dropped"] else "kept")[language],
            row["field"],
            row["value"],
            _side(row["why"], language),
        ]
        for row in rows
    ]
    print_table(_heads("issue-columns", ISSUE_COLUMNS, language), [[_cell(cell) for cell in row] for row in shown])
    if not held:
        note(say("cli.issues-not-held", source=same(source))[language])


def _heads(kind: str, columns: Sequence[str], language: Language) -> list[str]:
    from contrapeso.locale import word

    return [word(kind, column)[language] for column in columns]


def _obtained(row: dict[str, Any], language: Language) -> str:
    """How to get a source's files, with the publisher's address."""
    said = _side(row["obtain"], language)
    return f"{said} {row['homepage']}" if row["homepage"] else said


def _held(row: dict[str, Any]) -> str:
    """«2026-05-18: 29916 rows, 4 issues; …»; an edition, and a bound where the file states no day: «v25.1 ≤2026-11-26»."""
    return "; ".join(f"{one['label']}: {one['rows']} / {one['issues']}" for one in row["vintages"])


def _side(text: Any, language: Language) -> str:
    """A text's side of a language; what has no sides is the same in both."""
    return str(text[language] if isinstance(text, dict) else text or "")


def _cell(value: object) -> str:
    return "" if value is None else str(value)
