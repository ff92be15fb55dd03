"""What all commands share: where the ledger lies, the reader's language, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrapeso.core.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from contrapeso.workspace import Workspace

LedgerOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="DIR", help="Ledger folder (default: CONTRAPESO_LEDGER or the user's data folder)."
    ),
]
ContentOption = Annotated[
    list[Path] | None,
    typer.Option("--content", metavar="DIR", help="Private content folder to mount; may be repeated."),
]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="As of this day, YYYY-MM-DD (default: today).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="es|en", help="Language of what is printed.")]
CountryArgument = Annotated[str, typer.Argument(metavar="COUNTRY", help="ISO 3166-1 alpha-3 code of a pack.")]
StateArgument = Annotated[str, typer.Argument(metavar="STATE", help="ISO 3166-1 alpha-3 code of any state.")]


@contextmanager
def opened(context: typer.Context, ledger: Path | None, content: list[Path] | None) -> Iterator[Workspace]:
    """A workspace for one command; options given before the command count too."""
    from contrapeso.workspace import open_workspace

    shared = context.find_root().params
    folder = ledger or shared.get("ledger")
    mounted = [*(shared.get("content") or []), *(content or [])]
    asked = context.params.get("lang")
    language = reader_language(asked if asked in LANGUAGES else None)
    workspace = open_workspace(folder, content=mounted, progress=lambda message: note(message[language]))
    with workspace:
        yield workspace


def mounted_folders(context: typer.Context, content: list[Path] | None) -> list[Path]:
    """The content folders given before and after the command."""
    return [*(context.find_root().params.get("content") or []), *(content or [])]


def reader_language(asked: str | None) -> Language:
    """The language asked for, else ``CONTRAPESO_LANG``, else the system's, else English."""
    if asked not in (None, "es", "en"):
        raise typer.BadParameter("es | en", param_hint="--lang")
    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    chosen = asked or os.environ.get("CONTRAPESO_LANG") or ("es" if system.startswith("es") else "en")
    return "es" if chosen == "es" else "en"


def language_of_errors(arguments: Sequence[str]) -> Language:
    """The language that a command line asks for with ``--lang``, as far as it names one; else the reader's.

    >>> language_of_errors(["compare", "XXX", "--lang", "es"]), language_of_errors(["compare", "XXX", "--lang=en"])
    ('es', 'en')
    """
    after = [one for before, one in pairwise(arguments) if before == "--lang"]
    joined = [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    return reader_language(next((one for one in [*after, *joined] if one in LANGUAGES), None))


def day(text: str | None, option: str = "--on") -> date | None:
    """The value of an option that takes a day; a wrong one is a usage error."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: YYYY-MM-DD", param_hint=option) from None


def print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def note(line: str) -> None:
    """A line of progress or advice, to stderr."""
    print(line, file=sys.stderr)


def print_table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns that fit the terminal; whole tab-separated cells when the output goes to a file or a pipe."""
    if not sys.stdout.isatty():
        for row in [header, *rows]:
            print("\t".join(str(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console().print(table)


def said(text: Text, language: str | None = None) -> str:
    return text[reader_language(language)]
