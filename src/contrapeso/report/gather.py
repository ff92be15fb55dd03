"""Gathers what a country report is made from out of a workspace, and writes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from contrapeso.core.text import LANGUAGES, Language
from contrapeso.measure.indicator import Indicator
from contrapeso.report.briefs.country.trade import INDICATORS as TRADE
from contrapeso.report.inputs import GroupRecord, IndicatorRecord, Inputs, LackingRecord, SnapshotRecord
from contrapeso.report.render.drawings import DRAWINGS, workers
from contrapeso.report.write import WrittenReport, write_with
from contrapeso.workspace import Workspace, worldwide, yearly
from contrapeso.workspace.choosing import public_choice
from contrapeso.workspace.discover import sources as workspace_sources
from contrapeso.workspace.groups import groups
from contrapeso.workspace.reversing import what_if
from contrapeso.workspace.version import CODE_VERSION
from contrapeso.workspace.worldwide import of_several

OVER_YEARS = (
    "assistance-by-category", "assistance-security-share", "assistance-by-stage", "defence-beside-social",
    "assistance-purposes",
)  # fmt: skip
"""The indicators of all states that sections draw over the years."""
REVISED = ("assistance-by-stage", "obligated")
"""Indicator and stage of the figure whose vintages are shown."""


def report_country(
    workspace: Workspace,
    country: str,
    *,
    out: Path,
    on: date | None = None,
    languages: tuple[Language, ...] = LANGUAGES,
) -> WrittenReport:
    """Write the report of a country as of a day (default: today) from its public evidence."""
    with workers(languages, workspace.ledger.results.folder / DRAWINGS) as by:
        return write_with(by, gather(workspace, country, on), out)


def gather(workspace: Workspace, country: str, on: date | None = None) -> Inputs:
    """The public evidence, doctrine and findings of a country, with the snapshots they rest on."""
    when = on or workspace.today()
    doctrine = workspace.doctrine(country)
    snapshots = tuple(
        SnapshotRecord(one.source, one.vintage, one.sha256, one.retrieved_at, one.licence, one.rows)
        for one in workspace.snapshots(country)
    )
    members = {one: one.on(when) for one in groups(workspace.config.content).values()}
    around = (country.upper(), *sorted({state for states in members.values() for state in states}))
    world, absent = of_several(workspace, country, TRADE, when)
    judged = workspace.judge(country, on=when, public_only=True)
    stressed, smallest = what_if(workspace, country.upper(), judged)
    return Inputs(
        country=country.upper(),
        name=doctrine.title,
        on=when,
        evidence=judged.evidence,
        doctrine=doctrine,
        findings=judged.findings,
        measurements=judged.measurements,
        snapshots=snapshots,
        code_version=CODE_VERSION,
        indicators=tuple(
            IndicatorRecord(one.name, one.title, one.question, one.method, one.source) for one in workspace.indicators
        ),
        left=worldwide.of_state(workspace, country, when, indicator="assembly-left"),
        agreed=worldwide.of_state(workspace, country, when, indicator="assembly-agreement"),
        comparison=workspace.compare(around, on=when),
        world=world,
        lacking=tuple(_lacking(workspace, one) for one in absent),
        chosen=public_choice(workspace, country.upper(), judged),
        groups=tuple(GroupRecord(one.name, one.title, states, one.note) for one, states in members.items()),
        over_years=yearly.years(workspace, country, OVER_YEARS, when),
        editions=yearly.editions(workspace, country, *REVISED, on=when),
        stressed=stressed,
        smallest=smallest,
    )


def _lacking(workspace: Workspace, indicator: Indicator) -> LackingRecord:
    """What a reader must do to get an indicator for which there is nothing."""
    known = workspace_sources(workspace.config.content)
    obtained = tuple((name, known[name].obtain) for name in indicator.sources)
    return LackingRecord(indicator.name, indicator.title, obtained)
