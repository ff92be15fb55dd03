"""``contrapeso request``: draft the request for information behind an undetermined finding."""

from __future__ import annotations

from typing import Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    day,
    opened,
    print_json,
    reader_language,
)  # fmt: skip


def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of an undetermined finding.")],
    on: OnOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Draft a request for the facts that a finding lacks: to whom, under which article, by when."""
    with opened(context, ledger, content) as workspace:
        draft = workspace.request(name, on=day(on))
    if json:
        print_json({"request": draft.to_dict()})
    else:
        print(draft.letter[reader_language(lang)])
