"""``contrapeso compare``: states side by side, in the terminal and as a page and PDF in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    note,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.core.text import Language
    from contrapeso.workspace import Workspace
    from contrapeso.workspace.comparing import Comparison
    from contrapeso.workspace.groups import Group

States = Annotated[list[str] | None, typer.Argument(metavar="STATE…", help="ISO 3166-1 alpha-3 codes.")]
GroupOption = Annotated[
    str | None, typer.Option("--group", metavar="NAME", help="andean-community, south-america, mnna, or your own.")
]
YearOption = Annotated[int | None, typer.Option("--year", metavar="YEAR", help="Default: the last year that is over.")]
IndicatorOption = Annotated[str | None, typer.Option("--indicator", metavar="NAME", help="This indicator only.")]
PartnerOption = Annotated[
    str | None, typer.Option("--partner", metavar="STATE", help="What relates each to this state, votes too.")
]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write a page and a PDF here.")]


def run(
    context: typer.Context,
    states: States = None,
    group: GroupOption = None,
    indicator: IndicatorOption = None,
    partner: PartnerOption = None,
    year: YearOption = None,
    out: OutOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Compare states by every indicator that measures all states, or by one."""
    with opened(context, ledger, content) as workspace:
        on = date(year, 12, 31) if year else workspace.today()
        members = workspace.group(group).on(on) if group else ()
        asked = [*(states or []), *members]
        if not asked:
            raise typer.BadParameter(_nobody(workspace, reader_language(lang)), param_hint="STATE…")
        found = workspace.compare(asked, on=on, indicator=indicator, partner=partner)
        alone = workspace.group(group) if group and not states else None
        paths = _written(workspace, found, out, alone) if out else ()
    if json:
        from contrapeso.report.comparison import to_plain

        print_json({**to_plain(found), "paths": [str(path) for path in paths]})
        return
    _print(found, reader_language(lang))
    for path in paths:
        note(str(path))


def _nobody(workspace: Workspace, language: Language) -> str:
    from contrapeso.locale import say
    from contrapeso.workspace.groups import groups

    return say("cli.compare-nobody", groups=", ".join(groups(workspace.config.content)))[language]


def _written(workspace: Workspace, found: Comparison, out: Path, alone: Group | None) -> tuple[Path, ...]:
    from contrapeso.report import compare_states

    return compare_states(workspace, found, out, alone)


def _print(found: Comparison, language: Language) -> None:
    """A row a question, a column a state; where each row comes from last."""
    from contrapeso.core.state import state_in_sentence
    from contrapeso.core.text import same
    from contrapeso.locale import say, set_apart, word
    from contrapeso.measure.world.words import cell_text, is_bound, line_title, origin

    header = [
        word("measurement-columns", "indicator")[language],
        *found.states,
        word("measurement-columns", "from")[language],
    ]
    rows = [
        [line_title(line.indicator, line.topic)[language],
         *(cell_text(line.cells[state])[language] for state in found.states), origin(line.cells.values())[language]]
        for line in found.lines
    ]  # fmt: skip
    print_table(header, rows)
    if found.partner:
        note(say("cli.compare-with", on=found.on, partner=state_in_sentence(found.partner))[language])
    else:
        note(say("cli.compare-title", on=found.on)[language])
    if is_bound(cell for line in found.lines for cell in line.cells.values()):
        note(say("cli.bound")[language])
    if found.silent:
        names = set_apart(one.title for one in found.silent)
        note(say("cli.compare-silent", indicators=names, on=found.on)[language])
    if found.absent:
        names = set_apart(one.title for one in found.absent)
        sources = same(", ".join(sorted({source for one in found.absent for source in one.sources})))
        note(say("cli.compare-absent", indicators=names, sources=sources)[language])
