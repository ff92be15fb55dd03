"""``contrapeso report``: the country report as HTML, PDF and data, in Spanish and English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LedgerOption,
    OnOption,
    day,
    opened,
    print_json,
    reader_language,
)  # fmt: skip

Languages = Annotated[str, typer.Option("--lang", metavar="es|en|both", help="Languages to write.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to write (default: out/COUNTRY).")]


def run(
    context: typer.Context,
    country: CountryArgument,
    on: OnOption = None,
    lang: Languages = "both",
    out: Out = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Write the country report: web pages, tagged PDF and open data, in one self-contained folder."""
    from contrapeso.core.text import LANGUAGES
    from contrapeso.report import report_country

    if lang not in (*LANGUAGES, "both"):
        raise typer.BadParameter("es | en | both", param_hint="--lang")
    languages = LANGUAGES if lang == "both" else tuple(one for one in LANGUAGES if one == lang)
    with opened(context, ledger, content) as workspace:
        folder = out or Path("out") / country.upper()
        written = report_country(workspace, country, on=day(on), out=folder, languages=languages)
    if json:
        print_json({"paths": [str(path) for path in written.paths], "summary": [
            {one: line[one] for one in LANGUAGES} for line in written.summary
        ]})  # fmt: skip
        return
    language = languages[0] if len(languages) == 1 else reader_language(None)
    for line in written.summary:
        print(line[language])
