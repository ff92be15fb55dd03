"""``contrapeso fetch``: download the files that a source's publisher offers into the inbox."""

from __future__ import annotations

from typing import Annotated

import typer

from contrapeso.cli.session import ContentOption, JsonOption, LedgerOption, opened, print_json, print_table


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a source of the public record.")],
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Download what a publisher offers (CONTRAPESO_INBOX, or inbox in the ledger folder); then `ingest NAME` records it."""
    with opened(context, ledger, content) as workspace:
        fetched = workspace.fetch(name)
    rows = [
        {"source": name, "retrieved_on": fetched.on.isoformat(), "new": fetched.is_new, "file": str(file)}
        for file in fetched.files
    ]
    if json:
        print_json({"fetched": rows})
    else:
        shown = [
            [row["source"], row["retrieved_on"], "new" if row["new"] else "unchanged", row["file"]] for row in rows
        ]
        print_table(("source", "retrieved", "content", "file"), shown)
