"""``contrapeso choose``: which offers to take, what that makes of autonomy, and what would change the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    day,
    note,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.choose.model import Asked
    from contrapeso.core.text import Language, Text
    from contrapeso.workspace.choosing import Chosen

N = TypeVar("N", int, float)
Many = list[str] | None
EVERY = "*"
MILLION = 1_000_000
WANTED = {
    "--budget": "millions of US dollars, 0 or more", "--ceiling": "a share from 0 to 1", "--risk": "a share from 0 to 1",
    "--need": "KIND=NUMBER, a whole number",
}  # fmt: skip

Budget = Annotated[
    Many, typer.Option("--budget", metavar="[YEAR=]MILLIONS", help="US dollars in millions, in all or in one year.")
]
Ceiling = Annotated[
    Many, typer.Option("--ceiling", metavar="[CAPABILITY=]SHARE", help="Most that one state alone may deny after it.")
]
Risk = Annotated[
    Many, typer.Option("--risk", metavar="[CAPABILITY=]SHARE", help="Most that the Autonomy at Risk may be after it.")
]
Take = Annotated[Many, typer.Option("--take", metavar="OFFER", help="This offer must be taken.")]
Leave = Annotated[Many, typer.Option("--leave", metavar="OFFER", help="This offer must be left.")]
Need = Annotated[Many, typer.Option("--need", metavar="KIND=NUMBER", help="At least so many must be added.")]
Waive = Annotated[
    Many, typer.Option("--waive", metavar="RULE", help="This rule (by its name in --json) is not to count.")
]
Prefer = Annotated[
    Many, typer.Option("--prefer", metavar="KIND,KIND", help="The first kind weighs at least as much as the second.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Bar what tests a red line that the record cannot judge.")]


def run(
    context: typer.Context,
    country: CountryArgument,
    budget: Budget = None,
    ceiling: Ceiling = None,
    risk: Risk = None,
    take: Take = None,
    leave: Leave = None,
    need: Need = None,
    waive: Waive = None,
    prefer: Prefer = None,
    strict: Strict = False,
    on: OnOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Choose among the offers on a country's table, with a proof, and show what it makes of its autonomy."""
    asked = _asked(budget, ceiling, risk, take, leave, need, waive, prefer, strict)
    with opened(context, ledger, content) as workspace:
        found = workspace.choose(country, asked, on=day(on))
        if json:
            print_json(found.to_dict())
        else:
            _print(found, reader_language(lang))


def _asked(
    budget: Many,
    ceiling: Many,
    risk: Many,
    take: Many,
    leave: Many,
    need: Many,
    waive: Many,
    prefer: Many,
    strict: bool,
) -> Asked:
    from contrapeso.choose.model import Asked

    budgets = _pairs(budget, "--budget", _dollars)
    years = {name for name in budgets if name != EVERY}
    if not all(year.isdigit() for year in years):
        raise typer.BadParameter(f"{', '.join(sorted(years))}: YEAR=MILLIONS", param_hint="--budget")
    return Asked(
        budget=budgets.get(EVERY), by_year={int(year): budgets[year] for year in sorted(years)},
        ceilings=_pairs(ceiling, "--ceiling", _share), risks=_pairs(risk, "--risk", _share),
        take=tuple(take or ()), leave=tuple(leave or ()), need=_pairs(need, "--need", int), waive=tuple(waive or ()),
        prefer=tuple(_preferred(one) for one in prefer or ()), is_strict=strict,
    )  # fmt: skip


def _pairs(texts: Many, option: str, read: Callable[[str], N]) -> dict[str, N]:
    """``NAME=NUMBER`` by name; a number alone is of all."""
    found: dict[str, N] = {}
    for text in texts or ():
        name, _, number = text.rpartition("=")
        try:
            found[name or EVERY] = read(number)
        except ValueError:
            raise typer.BadParameter(f"{text!r}: {WANTED[option]}", param_hint=option) from None
    return found


def _dollars(text: str) -> int:
    millions = float(text)
    if not 0 <= millions < float("inf"):
        raise ValueError(text)
    return round(millions * MILLION)


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share <= 1.0:
        raise ValueError(text)
    return share


def _preferred(text: str) -> tuple[str, str]:
    first, comma, second = (part.strip() for part in text.partition(","))
    if not (first and comma and second):
        raise typer.BadParameter(repr(text), param_hint="--prefer")
    return first, second


def _print(found: Chosen, language: Language) -> None:
    from contrapeso.locale import say

    for line in _lines(found):
        print(line[language])
    header, rows = _core(found, language)
    print()
    print_table(header, rows)
    print()
    for line in _after(found):
        print(line[language])
    note(say("choose.counted")[language])


def _lines(found: Chosen) -> Iterator[Text]:
    """What surely fits, and what may where that differs."""
    from contrapeso.choose.model import ENDS
    from contrapeso.choose.saying import best_lines, conflict_line

    is_firm = found.answer.is_firm
    for end in ENDS[:1] if is_firm else ENDS:
        outcome, named = found.answer.outcomes[end], None if is_firm else end
        if outcome.best is None:
            yield conflict_line(named, outcome.conflict, found.words)
        else:
            yield from best_lines(named, outcome.best, found.answer.model, found.words)


def _core(found: Chosen, language: Language) -> tuple[list[str], list[list[str]]]:
    from contrapeso.choose.saying import core_cells, core_header

    header = [text[language] for text in core_header()]
    return header, [[text[language] for text in cells] for cells in core_cells(found.answer, found.words)]


def _after(found: Chosen) -> Iterable[Text]:
    from contrapeso.choose.saying import closing

    return closing(found.answer, found.words)
