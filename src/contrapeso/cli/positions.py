"""``contrapeso positions``: where each state stands, period by period, from how it votes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrapeso.cli.session import JsonOption, LangOption, note, print_json, reader_language

if TYPE_CHECKING:
    from contrapeso.core.text import Language
    from contrapeso.methods.ideal_point import Positions

Votes = Annotated[
    Path,
    typer.Argument(metavar="VOTES.csv", help="Columns state, roll_call, vote, period and maybe item; plain or .gz."),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE.csv", help="Where the positions go.")]
Binary = Annotated[bool, typer.Option("--binary", help="Leave abstentions out: Yes against No.")]
Anchor = Annotated[str, typer.Option("--anchor", metavar="STATE", help="Whose mean position is positive.")]
Codes = Annotated[
    str, typer.Option("--codes", metavar="CODING", help="letters (Y/A/N), numbers (1/0/-1), words, or voeten (1/2/3).")
]


def run(
    votes: Votes,
    out: Out,
    binary: Binary = False,
    anchor: Anchor = "USA",
    codes: Codes = "letters",
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Estimate positions with standard errors from roll-call votes (dynamic ordinal item-response model)."""
    from contrapeso.workspace.positions import positions

    found = positions(votes, out, ordinal=not binary, anchor=anchor, coding=codes)
    if json:
        print_json(_summary(found, out))
    else:
        _say(found, out, reader_language(lang))


def _summary(found: Positions, out: Path) -> dict[str, object]:
    return {
        "out": str(out),
        "positions": len(found.state),
        "questions": sum(item.slope is not None for item in found.items),
        "unanimous": sum(item.slope is None for item in found.items),
        "unplaced": [{"state": one.state, "period": one.period, "reason": one.reason} for one in found.unplaced],
        "log_posterior": found.trace[-1],
        "iterations": found.iterations,
        "converged": found.converged,
    }


def _say(found: Positions, out: Path, language: Language) -> None:
    from contrapeso.locale import say, word

    unanimous = sum(item.slope is None for item in found.items)
    divided = len(found.items) - unanimous
    note(say("cli.positions", n=len(found.state), file=str(out), divided=divided, unanimous=unanimous)[language])
    for reason, n in sorted(Counter(one.reason for one in found.unplaced).items()):
        note(say("cli.unplaced", n=n, reason=word("unplaced", reason))[language])
    if not found.converged:
        note(say("cli.not-converged", n=found.iterations)[language])
