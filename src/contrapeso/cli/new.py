"""``contrapeso new``: add an act to a private folder by answering questions, or many from a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    mounted_folders,
    note,
    print_json,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.core.facts import Act, Source, Stage
    from contrapeso.core.text import Language

PRIVATE = Path("contrapeso-private")
From = Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Import acts from an .xlsx or .csv file.")]


def act(
    context: typer.Context,
    country: Annotated[str | None, typer.Argument(metavar="COUNTRY", help="Default: the only pack in view.")] = None,
    file: From = None,
    lang: LangOption = None,
    json: JsonOption = False,
    content: ContentOption = None,
) -> None:
    """Add acts to the private folder given with --content (default: ./contrapeso-private), fully checked or not at all."""
    from contrapeso.locale import say
    from contrapeso.workspace.adding import add_act, add_file, only_country

    language = reader_language(lang)
    mounted = mounted_folders(context, content) or [PRIVATE]
    code = country or only_country(mounted)
    added = add_file(code, file, mounted) if file else add_act(code, *_ask(language), mounted)
    if json:
        print_json({"folder": str(added.folder), "acts": list(added.acts), "stages": list(added.stages)})
    note(say("cli.added", n=len(added.acts), folder=str(added.folder))[language])


def _ask(language: Language) -> tuple[Act, Stage, Source]:
    """One act with its first step and its source, from answers; a wrong answer is asked again."""
    from contrapeso.core.facts import Act, Kind, Rank, RecordType, Source, Stage, StageName
    from contrapeso.core.period import PartialDate
    from contrapeso.core.text import Text

    def ask(key: str, codes: tuple[str, ...] = (), default: str | None = None) -> str:
        from contrapeso.locale import say

        label = say(f"cli.ask-{key}")[language] + (f" ({'|'.join(codes)})" if codes else "")
        while True:
            answer = str(typer.prompt(label, default=default, err=True)).strip()
            if answer and (not codes or answer in codes):
                return answer

    act_id = ask("id")
    kind, record = ask("kind", get_args(Kind)), ask("record", get_args(RecordType), "instrument")
    title = Text(es=ask("title-es"), en=ask("title-en"))
    partners = tuple(part for part in ask("partners", default="-").upper().split(";") if part != "-")
    stage, on = ask("stage", get_args(StageName), "signed"), _date(ask)
    source = Source(
        source_id=f"{act_id}-source", title=ask("source-title"), publisher=ask("publisher"), language=language,
        kind="document", rank=ask("rank", get_args(Rank)), url=ask("url"),  # type: ignore[arg-type]
    )  # fmt: skip
    when = PartialDate.parse(on)
    new = Act(
        act_id=act_id, record_type=record, kind=kind, title=title, partners=partners,  # type: ignore[arg-type]
        partner_basis="named" if partners else "unknown", source_ids=(source.source_id,), confidence="medium",
    )  # fmt: skip
    step = Stage(
        stage_id=f"{act_id}.{stage}", act_id=act_id, stage=stage, on=when, precision=when.precision,  # type: ignore[arg-type]
        source_id=source.source_id, confidence="medium",
    )  # fmt: skip
    return new, step, source


def _date(ask: object) -> str:
    from contrapeso.core.period import PartialDate

    assert callable(ask)
    while True:
        answer = str(ask("on"))
        try:
            PartialDate.parse(answer)
        except ValueError:
            continue
        return answer
