"""``contrapeso ingest``: record a country's pack, or a publisher's files, in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from contrapeso.core.text import Language
    from contrapeso.ledger.records import Snapshot


def run(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Code of a pack's country, or name of a source of the public record.")
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…", help="The publisher's files, as downloaded (default: those fetched last, or carried)."
        ),
    ] = None,
    vintage: Annotated[
        str | None,
        typer.Option("--vintage", metavar="DATE", help="The files' day, if you know it and they do not say it."),
    ] = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Record a country's pack (done by itself on first use) or a publisher's files: all or nothing."""
    with opened(context, ledger, content) as workspace:
        if files or name.upper() not in workspace.countries():
            snapshots: tuple[Snapshot, ...] = (
                workspace.ingest_source(name, files or [], day(vintage, "--vintage")).snapshot,
            )
        else:
            snapshots = workspace.snapshots(name)
        rows = [
            {
                "id": one.id, "source": one.source, "vintage": one.vintage.isoformat(), "label": one.label, "rows": one.rows,
                "issues": one.issues, "retrieved_at": one.retrieved_at, "licence": one.licence, "sha256": one.sha256,
            }
            for one in snapshots
        ]  # fmt: skip
    if json:
        print_json({"snapshots": rows})
    else:
        _print(rows, reader_language(lang))


def _print(rows: list[dict[str, Any]], language: Language) -> None:
    from contrapeso.locale import word, words_of

    columns = words_of("snapshot-columns")
    print_table(
        [word("snapshot-columns", column)[language] for column in columns],
        [[row[column] for column in columns] for row in rows],
    )
