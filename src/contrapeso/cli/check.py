"""``contrapeso check``: all faults of a pack or an IATI file with file and line; the integrity of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    mounted_folders,
    note,
    opened,
    print_json,
    reader_language,
)  # fmt: skip

BAD_INPUT = 2
INVALID = 1


def pack(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="Pack folder, or country code (default: all).")
    ] = None,
    lang: LangOption = None,
    json: JsonOption = False,
    content: ContentOption = None,
) -> None:
    """List every fault of a pack with file, line and how to mend it; exit 2 if there is one."""
    from contrapeso.locale import say
    from contrapeso.workspace.checking import check_pack

    mounted = mounted_folders(context, content)
    country = str(path) if path is not None and not path.exists() and len(str(path)) == 3 else None
    faults = check_pack(mounted, None if country else path, country)
    language = reader_language(lang)
    if json:
        print_json({"faults": [fault.to_dict() for fault in faults]})
    for fault in () if json else faults:
        print(fault.say(language))
    if faults:
        note(say("cli.faults", n=len(faults))[language])
        raise typer.Exit(BAD_INPUT)
    note(say("cli.no-faults")[language])


def ledger(
    context: typer.Context,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Verify the audit trail and every evidence file of the ledger; exit 2 if anything was changed."""
    from contrapeso.locale import say

    language = reader_language(lang)
    with opened(context, ledger, content) as workspace:
        broken = workspace.ledger.verify()
    if json:
        print_json({"intact": broken is None, "broken": str(broken) if broken else None})
    if broken:
        note(str(broken))
        raise typer.Exit(BAD_INPUT)
    note(say("cli.intact")[language])


def iati(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files of IATI activities or organisations.")],
    schema: Annotated[
        str | None, typer.Option("--schema", metavar="2.03|2.02|2.01", help="Version (default: the file's own).")
    ] = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Hold IATI files against the standard's schema and rules; exit 1 if one is not valid by the schema."""
    from contrapeso.ingest.iati.grammar import VERSIONS
    from contrapeso.locale import say
    from contrapeso.workspace.checking import check_iati

    if schema not in (None, *VERSIONS):
        raise typer.BadParameter(" | ".join(VERSIONS), param_hint="--schema")
    language, found = reader_language(lang), []
    for checked in check_iati(files, schema):
        found.append(checked.to_dict(language))
        for fault in () if json else checked.shown():
            print(f"{checked.path}:{fault.line} [{fault.rule}] {fault.says[language]}")
        outcome = "invalid" if not checked.valid else "sound" if checked.rules_ok else "against-rules"
        note(say(f"cli.iati-{outcome}", path=checked.path, version=checked.version or "—")[language])
    if json:
        print_json({"files": found})
    if not all(one["valid"] for one in found):
        raise typer.Exit(INVALID)
