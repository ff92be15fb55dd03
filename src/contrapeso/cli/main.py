"""The ``contrapeso`` command. Importing it loads no stage: each command loads what it needs when it runs."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from contrapeso.cli import (
    assess,
    check,
    choose,
    compare,
    docket,
    explain,
    fetch,
    ingest,
    listing,
    measure,
    new,
    positions,
    publish,
    report,
    request,
    sources,
    stress,
    watch,
)
from contrapeso.cli.session import ContentOption, LedgerOption, language_of_errors, note

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# matrices here are small: several threads gain little on an idle machine, and on a busy one wait for each other

BAD_INPUT = 2
RARELY = (200_000, 50, 100)
"""When to look for garbage: a command makes many small objects that live until it ends."""
INTERRUPTED = 130

app = typer.Typer(
    name="contrapeso",
    help="Holds a state's strategic partnerships to account: what was signed, was it lawful and controlled.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
new_app = typer.Typer(help="Add content to a private folder.", no_args_is_help=True, rich_markup_mode=None)
check_app = typer.Typer(help="Check a pack, the ledger, or IATI files.", no_args_is_help=True, rich_markup_mode=None)

app.command("fetch")(fetch.run)
app.command("ingest")(ingest.run)
app.command("sources")(sources.run)
app.command("issues")(sources.issues)
app.command("list")(listing.run)
app.command("measure")(measure.run)
app.command("compare")(compare.run)
app.command("assess")(assess.run)
app.command("choose")(choose.run)
app.command("explain")(explain.run)
app.command("request")(request.run)
app.command("report")(report.run)
app.command("publish")(publish.run)
app.command("positions")(positions.run)
app.command("watch")(watch.run)
app.command("stress")(stress.run)
app.command("docket")(docket.show)
app.command("acknowledge")(docket.acknowledge)
app.command("answer")(docket.answer)
check_app.command("pack")(check.pack)
check_app.command("ledger")(check.ledger)
check_app.command("iati")(check.iati)
new_app.command("act")(new.act)
app.add_typer(check_app, name="check")
app.add_typer(new_app, name="new")


def _show_version(wanted: bool) -> None:
    if wanted:
        from contrapeso.workspace.version import CODE_VERSION

        print(f"contrapeso {CODE_VERSION}")
        raise typer.Exit


@app.callback()
def _shared(
    ledger: LedgerOption = None,
    content: ContentOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options given here count for every command; they may also follow it."""


def main() -> None:
    """Run the command; refused input ends with exit code 2 and a message that says how to mend it."""
    from contrapeso.core.errors import ContrapesoError

    gc.set_threshold(*RARELY)
    try:
        app()
    except ContrapesoError as error:
        note(error.say(language_of_errors(sys.argv[1:])))
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
