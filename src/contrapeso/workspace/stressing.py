"""Stresses a country: a scenario laid over its evidence, measured and judged, set beside what it is without."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from contrapeso.assess.again import assess_again
from contrapeso.assess.run import assess
from contrapeso.core.errors import ContentError, Fault, UnknownName
from contrapeso.core.facts import Component
from contrapeso.core.text import Text
from contrapeso.stress import public
from contrapeso.stress.overlay import Overlaid, lay
from contrapeso.stress.run import Change, Judged, Stressed, compare
from contrapeso.stress.scenario import PROPOSED, Case, Scenario, read_proposed, read_scenario
from contrapeso.stress.strike import Target, strike, struck_by
from contrapeso.stress.summary import SUPPORTED
from contrapeso.workspace import discover, measuring
from contrapeso.workspace.groups import find_group, groups
from contrapeso.workspace.recording import record

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine
    from contrapeso.core.measurement import Measurement
    from contrapeso.ingest.world.manifest import Source
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.measure.indicator import Indicator
    from contrapeso.measure.run import Measurer
    from contrapeso.workspace.workspace import Workspace

Given = Mapping[str, Sequence[str]]


def scenarios(workspace: Workspace) -> tuple[Scenario, ...]:
    """Every scenario in view by name; ``ContentError`` with the faults of all."""
    faults: list[Fault] = []
    found: list[Scenario] = []
    for folder in discover.scenario_folders(workspace.config.content).values():
        try:
            found.append(read_scenario(folder))
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    return tuple(found)


def find_scenario(workspace: Workspace, name: str) -> Scenario:
    """The scenario of a name; ``UnknownName`` with the scenarios there are."""
    folders = discover.scenario_folders(workspace.config.content)
    if name in folders:
        return read_scenario(folders[name])
    near = difflib.get_close_matches(name, folders, n=1)
    hint, listed = (f" (¿{near[0]}?)" if near else ""), ", ".join(folders)
    raise UnknownName(
        Text(es=f"no hay escenario {name!r}{hint}", en=f"there is no scenario {name!r}{hint.replace('¿', '')}"),
        Text(es=f"escenarios: {listed}", en=f"scenarios: {listed}"),
    )


def stress(
    workspace: Workspace, country: str, name: str, given: Given, on: date | None, known_at: date | None
) -> Stressed:
    """One scenario upon a country; recorded as a run with what changed."""
    started = workspace.ledger.register.clock()
    found = Bench(workspace, country, known_at).stress(find_scenario(workspace, name), given, on)
    return replace(found, run_id=_record(workspace, country, found, started))


def proposed(workspace: Workspace, country: str) -> tuple[Case, ...]:
    """The cases that the country's pack proposes, those of mounted folders after them."""
    folders = discover.find(country, workspace.config.content).folders
    return tuple(case for folder in folders for case in read_proposed(folder / PROPOSED))


def stress_proposed(
    workspace: Workspace,
    country: str,
    on: date | None = None,
    known_at: date | None = None,
    *,
    plain: Judged | None = None,
) -> tuple[Stressed, ...]:
    """Every case that the pack proposes, each with what it changes.

    Recorded as runs, unless ``plain`` gives public evidence with what was measured and found of it, for a report.
    """
    bench = Bench(workspace, country, known_at, public_only=plain is not None, known=plain)
    found = []
    for case in proposed(workspace, country):
        started = workspace.ledger.register.clock()
        one = bench.stress(find_scenario(workspace, case.scenario), case.given, on)
        found.append(replace(one, run_id=_record(workspace, country, one, started)) if plain is None else one)
    return tuple(found)


class Bench:
    """A country upon which several scenarios are tried: what it is without them is worked out once for each day."""

    def __init__(
        self,
        workspace: Workspace,
        country: str,
        known_at: date | None = None,
        *,
        public_only: bool = False,
        known: Judged | None = None,
        about: str | None = None,
    ) -> None:
        """``about`` is the id of a measurement or finding: then only what it takes is worked out.

        ``known`` is what a day is without any shock, for a report: then only what the report tells is worked out.
        """
        self.workspace, self.country, self.known_at, self.public_only = workspace, country, known_at, public_only
        self.indicators, self.doctrine = _needed(workspace, country, about)
        self.known = _told(known, self) if known else None
        self.evidence, self.plain = cache(self._evidence), cache(self._plain)

    def _evidence(self, on: date) -> Evidence:
        if self.known:
            return self.known.evidence if self.known.evidence.on == on else self.known.evidence.at(on)
        return self.workspace.evidence(self.country, on=on, known_at=self.known_at, public_only=self.public_only)

    def _plain(self, on: date) -> Judged:
        """Evidence, measurements and findings of a day without any shock."""
        if self.known and self.known.evidence.on == on:
            return self.known
        return self.judge(self.evidence(on))

    def judge(self, evidence: Evidence) -> Judged:
        """The one path: evidence measured once, and assessed with what was measured."""
        measurer = self._measurer(evidence)
        measured = replace(measurer, indicators=self.indicators)(None)
        return Judged(evidence, measured, assess(self._view(evidence, measured, measurer), self.doctrine))

    def _view(self, evidence: Evidence, measured: tuple[Measurement, ...], measurer: Measurer) -> Evidence:
        """Evidence with what was measured of it, and what a requirement asks for besides."""
        known = {one.name for one in self.indicators}

        def asked(name: str | None) -> tuple[Measurement, ...]:
            return measured if name is None or name in known else measurer(name)

        return evidence.with_measured(asked)

    def _measurer(self, evidence: Evidence) -> Measurer:
        return measuring.measurer(self.workspace, self.country, evidence)

    def again(self, before: Judged, overlaid: Overlaid) -> Judged:
        """The same path on the evidence with an overlay; what reads none of its tables says what it said before."""
        evidence, reads = overlaid.over(before.evidence), before.evidence.reads
        same = {name for name, tables in reads.items() if not tables & overlaid.tables}
        said = [one for one in before.measurements if one.indicator in same]
        touched = [one for one in self.indicators if one.name not in same]
        measurer = self._measurer(evidence)
        found = [*said, *replace(measurer, indicators=touched)(None)]
        order = {one.name: place for place, one in enumerate(self.indicators)}
        measured = tuple(sorted(found, key=lambda one: order[one.indicator]))
        view = self._view(evidence, measured, measurer)
        findings = assess_again(before.findings, before.evidence, view, self.doctrine, overlaid.tables)
        return Judged(evidence, measured, findings)

    def stress(self, scenario: Scenario, given: Given, on: date | None = None) -> Stressed:
        """Before and after on the day on which every shock has taken effect."""
        filled = scenario.filled({name: tuple(values) for name, values in given.items()})
        day = on or self.workspace.today()
        seen = day + timedelta(days=scenario.notice_days)
        target = self.target(self.evidence(seen), day, filled)
        struck, overlaid = struck_by(scenario, target), lay(strike(scenario, target))
        before = self.plain(seen)
        after = self.again(before, overlaid) if overlaid.rows else before
        world = World(self, struck, before.evidence.on)
        sides = list(world.sides())
        before = replace(before, measurements=(*before.measurements, *(one for was, _ in sides for one in was)))
        after = replace(after, measurements=(*after.measurements, *(one for _, now in sides for one in now)))
        return Stressed(scenario, filled, day, struck, overlaid, before, after, world.unmeasured, self.titles)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the public record."""
        return discover.sources(self.workspace.config.content)

    @cached_property
    def titles(self) -> Mapping[str, Text]:
        """What the groups of states are called."""
        return {name: one.title for name, one in groups(self.workspace.config.content).items()}

    def target(self, evidence: Evidence, on: date, given: Mapping[str, tuple[str, ...]]) -> Target:
        def members(name: str) -> tuple[str, ...]:
            return find_group(name, self.workspace.config.content).on(evidence.on)

        return Target(self.country, evidence, on, given, members)


def _told(known: Judged, bench: Bench) -> Judged:
    """What a report tells in its cases: of a fleet only what is left, and no ceiling on what else follows from the fleet."""
    reads = known.evidence.reads
    names = {one.name for one in bench.indicators if Component.table not in reads.get(one.name, ())} | {SUPPORTED}
    kept = tuple(
        one for one in bench.doctrine.requirements if SUPPORTED in one.indicators or names.issuperset(one.indicators)
    )
    bench.indicators = tuple(one for one in bench.indicators if one.name in names)
    bench.doctrine = replace(bench.doctrine, requirements=kept)
    judged = {one.id for one in kept}
    measured = tuple(one for one in known.measurements if one.indicator in names)
    return Judged(known.evidence, measured, tuple(one for one in known.findings if one.requirement in judged))


def _needed(workspace: Workspace, country: str, about: str | None) -> tuple[tuple[Indicator, ...], Doctrine]:
    """The indicators and the rules that an id takes: those of its requirement, or its indicator alone; all where none is asked."""
    doctrine = workspace.doctrine(country)
    if about is None:
        return workspace.indicators, doctrine
    asked = tuple(one for one in doctrine.requirements if one.id == about.partition(":")[0])
    names = {about.partition("/")[2].partition(":")[0], *(name for one in asked for name in one.indicators)}
    return tuple(one for one in workspace.indicators if one.name in names), replace(doctrine, requirements=asked)


@dataclass(frozen=True)
class World:
    """What shocks change in the public record: the indicators of all states that read it, before and after."""

    bench: Bench
    struck: public.Struck
    on: date

    @cached_property
    def touched(self) -> tuple[Indicator, ...]:
        """The indicators of all states that read a table which a shock changes."""
        changed = public.tables(self.struck)
        if not changed:
            return ()
        known = self.bench.sources
        return tuple(
            one for one in self.bench.indicators
            if one.is_world and any(changed & set(known[name].tables) for name in one.sources if name in known)
        )  # fmt: skip

    def lacking(self, indicator: Indicator) -> tuple[str, ...]:
        """The sources that an indicator needs and the ledger lacks."""
        workspace, known_at = self.bench.workspace, self.bench.known_at
        held = {one.source for one in workspace.ledger.snapshots(None, known_at, indicator.sources)}
        return tuple(sorted(set(indicator.sources) - held))

    @property
    def unmeasured(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((one.name, lacking) for one in self.touched if (lacking := self.lacking(one)))

    def sides(self) -> Iterator[tuple[tuple[Measurement, ...], tuple[Measurement, ...]]]:
        """By indicator that can be measured: what it says of the country before and after."""
        from contrapeso.measure.world.run import measure_everywhere, of_state
        from contrapeso.workspace import worldwide

        workspace, country, known_at = self.bench.workspace, self.bench.country, self.bench.known_at
        for one in self.touched:
            if not self.lacking(one):
                was = worldwide.of_state(workspace, country, self.on, known_at, one.name)
                table = measure_everywhere(one, self.beyond(one).frame)
                yield was, of_state(table, one.name, country, self.on)

    def beyond(self, indicator: Indicator) -> public.Beyond:
        """The public record of an indicator as the shocks would have it."""
        from contrapeso.workspace import worldwide

        frame = worldwide.frame_of(self.bench.workspace, indicator, self.bench.known_at)
        return public.beyond(frame, self.struck, self.bench.country, self.on)


def _record(workspace: Workspace, country: str, found: Stressed, started: datetime) -> str:
    """Keep the run with every measurement and finding that the scenario changed; its id."""
    losses = [_loss(found, one) for one in compare(found.before, found.after)]
    beyond = [found.scenario.content_hash, found.name, found.overlaid.said()]
    return record(
        workspace, "stress", country, found.before.evidence, started, on=found.on, losses=losses, beyond=beyond
    )


def _loss(found: Stressed, change: Change) -> dict[str, Any]:
    plain, given = change.to_dict(), {name: list(values) for name, values in found.given.items()}
    return {
        "id": change.id, "scenario": found.scenario.name, "given": given,
        "kind": "finding" if change.is_finding else "measurement", "before": plain["before"], "after": plain["after"],
        "difference": plain.get("difference"),
    }  # fmt: skip
