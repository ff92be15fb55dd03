"""``contrapeso measure``: what the indicators say of a country, with intervals and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    StateArgument,
    day,
    note,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from contrapeso.core.measurement import Measurement
    from contrapeso.core.text import Language, Text
    from contrapeso.measure.wording import Naming
    from contrapeso.workspace import Workspace

_COLUMNS = ("indicator", "partner", "capability", "topic", "value", "unit", "period", "from")
KnownAt = Annotated[str | None, typer.Option("--known-at", metavar="DATE", help="As known on this day (vintages).")]
IndicatorOption = Annotated[
    str | None, typer.Option("--indicator", metavar="NAME", help="This indicator only (see: list indicators).")
]


def run(
    context: typer.Context,
    country: StateArgument,
    indicator: IndicatorOption = None,
    on: OnOption = None,
    known_at: KnownAt = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Measure a state by every indicator, each value with its interval or with what is missing."""
    with opened(context, ledger, content) as workspace:
        found = workspace.measure_state(country, indicator=indicator, on=day(on), known_at=day(known_at, "--known-at"))
        if json:
            print_json({"measurements": [_plain(one) for one in workspace.with_evidence(found)]})
        else:
            naming = workspace.naming(country, on=day(on))
            _print(found, workspace, naming, reader_language(lang))
            if not found:
                note(_silence(country.upper(), day(on) or workspace.today())[reader_language(lang)])


def _plain(one: Measurement) -> dict[str, object]:
    """As JSON tells it: how many rows it rests on, of which the first are named; null where a release does not say."""
    count = one.evidence_count if one.evidence_count is not None or one.release else len(one.evidence)
    return {**one.to_dict(), "evidence_count": count}


def _print(found: Sequence[Measurement], workspace: Workspace, naming: Naming, language: Language) -> None:
    """A table of what was measured; the title of each indicator, as its name is a code."""
    from contrapeso.locale import say, word

    titles = {one.name: one.title[language] for one in workspace.indicators}
    header = [word("measurement-columns", name)[language] for name in _COLUMNS]
    print_table(header, [[titles[one.indicator], *_cells(one, naming, language)] for one in found])
    note(say("cli.measure-hint")[language])


def _silence(state: str, on: date) -> Text:
    """Why nothing was measured: the state was no more on the day, or nothing is on record of it."""
    from contrapeso.core.state import state_name, successors
    from contrapeso.locale import listed, say

    heirs, named = successors(state, on), {"state": state_name(state), "day": on}
    if heirs != (state,):
        return say("cli.measure-no-more", heirs=listed([state_name(one) for one in heirs]), **named)
    return say("cli.measure-nothing", **named)


def _cells(one: Measurement, naming: Naming, language: Language) -> Iterable[str]:
    from contrapeso.locale import dated, say
    from contrapeso.measure.topics import unit_text
    from contrapeso.measure.wording import value_text

    named = (naming.partner(one), naming.capability(one), naming.topic(one))
    yield from (part[language] if part else "" for part in named)
    yield value_text(one)[language]
    yield unit_text(one.unit)[language]
    yield dated(one.period)[language]
    yield (say("cli.from-release", release=dated(one.release)) if one.release else dated(one.vintage))[language]
