"""``contrapeso assess``: judge every act by the law in force when each step was taken."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

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
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.assess.run import Finding
    from contrapeso.core.text import Language
    from contrapeso.workspace import Workspace

FOUND = 1
KnownAt = Annotated[str | None, typer.Option("--known-at", metavar="DATE", help="As known on this day (vintages).")]
FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="VERDICTS", help="Exit 1 if any finding has one of these, e.g. FAIL,DUE."),
]


def run(
    context: typer.Context,
    country: CountryArgument,
    on: OnOption = None,
    known_at: KnownAt = None,
    fail_on: FailOn = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Judge every act by the law in force when each step was taken."""
    alarming = _verdicts(fail_on)
    with opened(context, ledger, content) as workspace:
        findings = workspace.assess(country, on=day(on), known_at=day(known_at, "--known-at"))
        if json:
            print_json({"findings": [finding.to_dict() for finding in findings]})
        else:
            _print(workspace, country, findings, reader_language(lang))
    if any(finding.verdict in alarming for finding in findings):
        raise typer.Exit(FOUND)


def _verdicts(text: str | None) -> set[str]:
    from contrapeso.assess.verdict import VERDICTS

    asked = {part.strip().upper() for part in (text or "").split(",") if part.strip()}
    strange = asked - set(VERDICTS)
    if strange:
        raise typer.BadParameter(f"{', '.join(sorted(strange))}: {', '.join(VERDICTS)}", param_hint="--fail-on")
    return asked


def _print(workspace: Workspace, country: str, findings: tuple[Finding, ...], language: Language) -> None:
    """The count of each verdict, then what needs attention: verdict, requirement and subject by name, reason, id."""
    from contrapeso.assess.saying import finding_text, verdict_text
    from contrapeso.assess.verdict import VERDICTS
    from contrapeso.core.facts import Act
    from contrapeso.locale import day as day_text
    from contrapeso.locale import say

    counts, doctrine = Counter(finding.verdict for finding in findings), workspace.doctrine(country)
    acts = workspace.evidence(country).rows(Act)
    for verdict in VERDICTS:
        print(f"{counts[verdict]:>5}  {verdict:<15} {verdict_text(verdict)[language]}")
    for finding in sorted(findings, key=lambda one: VERDICTS.index(one.verdict)):
        if finding.verdict in ("FAIL", "DUE", "WARN"):
            due = day_text(finding.due_on)[language] if finding.due_on else ""
            why = doctrine.words("codes", finding.code)[language] if finding.code else due
            cites = f"  ({'; '.join(finding.cites)})" if finding.cites else ""
            title = finding_text(finding.id, doctrine, acts)[language]
            print(f"{verdict_text(finding.verdict)[language]}  {title}  {why}{cites}")
    note(say("cli.assess-hint")[language])
