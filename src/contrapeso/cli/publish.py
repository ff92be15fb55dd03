"""``contrapeso publish``: the measurements of all states that a release carries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrapeso.cli.session import ContentOption, JsonOption, LedgerOption, opened, print_json

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Default: the package's own folder.")]


def run(
    context: typer.Context,
    out: Out = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Write contrapeso's own indices of all states, for a release: no publisher's figures."""
    from contrapeso.workspace.publishing import publish

    with opened(context, ledger, content) as workspace:
        paths = publish(workspace, out)
    if json:
        print_json({"paths": [str(path) for path in paths]})
        return
    for path in paths:
        print(f"{path}\t{path.stat().st_size}")
