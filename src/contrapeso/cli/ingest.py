"""``contrapeso ingest``: record a country's pack in the ledger."""

from __future__ import annotations

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LedgerOption,
    opened,
    print_json,
    print_table,
)  # fmt: skip


def run(
    context: typer.Context,
    country: CountryArgument,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Record a country's pack: all of it or nothing. Done by itself on first use."""
    with opened(context, ledger, content) as workspace:
        snapshots = workspace.snapshots(country)
        rows = [
            {
                "id": one.id, "source": one.source, "vintage": one.vintage.isoformat(), "rows": one.rows,
                "issues": one.issues, "retrieved_at": one.retrieved_at, "licence": one.licence, "sha256": one.sha256,
            }
            for one in snapshots
        ]  # fmt: skip
    if json:
        print_json({"snapshots": rows})
    else:
        print_table(
            ("snapshot", "source", "vintage", "rows"), [(r["id"], r["source"], r["vintage"], r["rows"]) for r in rows]
        )
