"""``contrapeso explain``: the chain behind a number or a verdict, down to the line of a file."""

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
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Id of a finding, measurement, requirement, norm, parameter, fact, watch rule or alert."
        ),
    ],
    on: OnOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Show the chain behind a finding, measurement, norm, fact or alert, down to the line of a file."""
    with opened(context, ledger, content) as workspace:
        link = workspace.explain(name, on=day(on))
    if json:
        print_json({"explain": link.to_dict()})
        return
    for line in link.lines(reader_language(lang)):
        print(line)
