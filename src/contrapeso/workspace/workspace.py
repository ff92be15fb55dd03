"""One object for all verbs: a ledger, the packs in view, and a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.request import InformationRequest, draft_request
from contrapeso.assess.run import Finding, assess
from contrapeso.core.errors import UnknownName
from contrapeso.core.period import Clock
from contrapeso.core.state import check_state
from contrapeso.core.text import Text
from contrapeso.ledger.clock import local_today
from contrapeso.ledger.evidence import Evidence
from contrapeso.workspace import discover, explaining, listing, public_record
from contrapeso.workspace.config import Config, configure
from contrapeso.workspace.recording import record

if TYPE_CHECKING:
    from contrapeso.choose.model import Asked
    from contrapeso.core.errors import Fault
    from contrapeso.core.measurement import Measurement
    from contrapeso.ingest.run import Ingested
    from contrapeso.ingest.world.inbox import Fetched
    from contrapeso.ledger.evidence import Overlay
    from contrapeso.ledger.ledger import Ledger
    from contrapeso.ledger.records import Snapshot
    from contrapeso.ledger.trace import Link
    from contrapeso.ledger.world import World
    from contrapeso.measure.assembly import Assembly
    from contrapeso.measure.indicator import Indicator
    from contrapeso.measure.wording import Naming
    from contrapeso.measure.world.frame import WorldFrame
    from contrapeso.stress.reverse import Broken
    from contrapeso.stress.run import Stressed
    from contrapeso.stress.scenario import Scenario
    from contrapeso.watch.replay import Replayed
    from contrapeso.workspace.choosing import Chosen
    from contrapeso.workspace.comparing import Comparison
    from contrapeso.workspace.groups import Group
    from contrapeso.workspace.measuring import Judged
    from contrapeso.workspace.watching import Watched

Progress = Callable[[Text], None]


class Workspace:
    """Opened with ``contrapeso.open()``. Nothing is read before it is asked for.

    >>> import contrapeso, tempfile
    >>> ws = contrapeso.open(tempfile.mkdtemp())
    >>> ws.countries()
    ('PER',)
    """

    def __init__(self, config: Config, *, today: Clock = local_today, progress: Progress | None = None) -> None:
        self.config, self.today = config, today
        self.progress: Progress = progress or (lambda message: None)
        self._doctrines: dict[str, Doctrine] = {}
        self._current: dict[str, tuple[str, ...]] = {}
        self.assemblies: dict[tuple[str, date], Assembly] = {}
        self.frames: dict[tuple[str, ...], WorldFrame] = {}
        self.shared_columns: dict[object, object] = {}
        """What indicators of all states measure from, by the snapshots in view."""

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, opened (and created if absent) on first use."""
        from contrapeso.ledger.ledger import Ledger

        return Ledger.open(self.config.ledger, self.config.register_url)

    def close(self) -> None:
        if "ledger" in self.__dict__:
            self.ledger.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def countries(self) -> tuple[str, ...]:
        """ISO alpha-3 codes of the packs in view."""
        return tuple(sorted(discover.discover(self.config.content)))

    def doctrine(self, country: str) -> Doctrine:
        """The norms, parameters and requirements of a country."""
        from contrapeso.assess.pack import read_doctrine

        code = country.upper()
        if code not in self._doctrines:
            pack = discover.find(code, self.config.content)
            self._doctrines[code] = read_doctrine(pack.folders, code)
        return self._doctrines[code]

    def ingest(self, country: str) -> tuple[str, ...]:
        """Record the country's pack if it is new; the sources that are in view. All or nothing."""
        from contrapeso.ingest.run import ingest_pack

        code = country.upper()
        if code not in self._current:
            folders = discover.find(code, self.config.content).folders
            held = ingest_pack(self.ledger, folders, code, progress=self.progress)
            self._current[code] = tuple(one.snapshot.source for one in held)
        return self._current[code]

    def ingest_source(self, name: str, files: Sequence[Path], vintage: date | None = None) -> Ingested:
        """Record a publisher's files under a source of the public record: all or nothing; known content is a no-op.

        Without files, those that were fetched last.
        """
        return public_record.ingest(self, name, files, vintage)

    def fetch(self, name: str) -> Fetched:
        """Put the files that a source's publisher offers in the inbox: all or none."""
        return public_record.fetch(self, name)

    def sources(self) -> list[dict[str, object]]:
        """The sources of the public record: publisher, terms, grain, coverage, and the vintages on record."""
        return public_record.sources(self)

    def issues(self, source: str, known_at: date | None = None) -> list[dict[str, object]]:
        """Every record of a source that was dropped, or kept with something missing, and why."""
        return public_record.issues(self, source, known_at)

    def world(self, *, known_at: date | None = None, on: date | None = None) -> World:
        """The public record of all states as known at a vintage (default: the newest of each source)."""
        return self.ledger.world(known_at, on)

    def assembly(self, on: date | None = None, known_at: date | None = None) -> Assembly | None:
        """How all states vote by a day (default: today) as known at a vintage; without votes, positions published by others.

        ``assembly().places`` are the positions of all states, estimated once for the same votes and kept in the ledger.
        """
        from contrapeso.workspace.assembly import assembly, snapshot_of_votes
        from contrapeso.workspace.given_positions import given_positions

        when = on or self.today()
        snapshot = snapshot_of_votes(self, known_at, when)
        return assembly(self, snapshot, when) if snapshot else given_positions(self, known_at, when)

    def snapshots(self, country: str, known_at: date | None = None) -> tuple[Snapshot, ...]:
        """The snapshots that evidence of a country is read from."""
        return self.ledger.snapshots(country.upper(), known_at, self.ingest(country))

    def evidence(
        self,
        country: str,
        *,
        on: date | None = None,
        known_at: date | None = None,
        overlay: Overlay | None = None,
        public_only: bool = False,
    ) -> Evidence:
        """The facts of a country as of a day (default: today) and as known at a vintage (default: the newest)."""
        sources = self.ingest(country)
        return self.ledger.evidence(
            country.upper(), on or self.today(), known_at, overlay, public_only, sources=sources
        )

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators in view, by name."""
        from contrapeso.measure.indicator import read_indicators

        return read_indicators(discover.indicator_folders(self.config.content))

    def measure(
        self,
        country: str,
        *,
        on: date | None = None,
        known_at: date | None = None,
        overlay: Overlay | None = None,
        public_only: bool = False,
        indicator: str | None = None,
    ) -> tuple[Measurement, ...]:
        """What the indicators (or the one named) say of a country on a day; a plain measuring by all is kept as a run."""
        from contrapeso.workspace import measuring

        code = country.upper()
        evidence = self.evidence(country, on=on, known_at=known_at, overlay=overlay, public_only=public_only)
        if indicator is not None:
            return measuring.of_one(self, code, evidence, indicator)
        if overlay is not None or public_only:
            return measuring.measurer(self, code, evidence)(None)
        return measuring.measured_and_kept(self, code, evidence)

    def measure_state(
        self, state: str, *, on: date | None = None, known_at: date | None = None, indicator: str | None = None
    ) -> tuple[Measurement, ...]:
        """What all indicators say of any state: those of its pack, if it has one, and those of all states."""
        from contrapeso.workspace import worldwide

        code, has_pack = check_state(state.upper()), state.upper() in self.countries()
        if worldwide.is_world(self, indicator):
            return worldwide.of_state(self, code, on, known_at, indicator)
        if indicator is not None and not has_pack:
            raise worldwide.needs_pack(code, indicator)
        own = self.measure(code, on=on, known_at=known_at, indicator=indicator) if has_pack else ()
        return own if indicator else (*own, *worldwide.of_state(self, code, on, known_at))

    def with_evidence(self, found: Sequence[Measurement]) -> tuple[Measurement, ...]:
        """Measurements of all states with the rows that they rest on, found for those who ask."""
        from contrapeso.workspace import worldwide

        return worldwide.with_evidence(self, found)

    def compare(
        self, states: Sequence[str], *, on: date | None = None, indicator: str | None = None, partner: str | None = None
    ) -> Comparison:
        """States side by side, by the indicators of all states or the one named, in the last year over by a day."""
        from contrapeso.workspace import comparing

        return comparing.compare(self, states, on, indicator, partner)

    def group(self, name: str) -> Group:
        """A group of states by name."""
        from contrapeso.workspace.groups import find_group

        return find_group(name, self.config.content)

    def naming(self, country: str, *, on: date | None = None) -> Naming:
        """What readers call the partners, capabilities and topics that measurements of a state speak of."""
        from contrapeso.measure.wording import Naming

        if country.upper() not in self.countries():
            return Naming(Evidence(on or self.today()), {})
        return Naming(self.evidence(country, on=on), self.doctrine(country).words.groups)

    def assess(
        self,
        country: str,
        *,
        on: date | None = None,
        known_at: date | None = None,
        overlay: Overlay | None = None,
        public_only: bool = False,
    ) -> tuple[Finding, ...]:
        """All findings of a country on a day; a plain assessment is recorded in the register as a run."""
        from contrapeso.workspace import measuring

        code, doctrine = country.upper(), self.doctrine(country)
        evidence = self.evidence(country, on=on, known_at=known_at, overlay=overlay, public_only=public_only)
        started = self.ledger.register.clock()
        findings = assess(evidence.with_measured(measuring.measurer(self, code, evidence)), doctrine)
        if overlay is None and not public_only:
            record(self, "assess", code, evidence, started, findings=findings)
        return findings

    def judge(self, country: str, *, on: date | None = None, public_only: bool = False) -> Judged:
        """The facts of a day with all that is measured and found of them, each worked out once; nothing is recorded."""
        from contrapeso.workspace import measuring

        evidence = self.evidence(country, on=on, public_only=public_only)
        return measuring.judge(self, country.upper(), evidence)

    def finding(self, finding_id: str, *, on: date | None = None) -> Finding:
        """One finding by its id."""
        country = self.country_of(finding_id)
        for finding in self.assess(country, on=on):
            if finding.id == finding_id:
                return finding
        raise UnknownName(
            Text(es=f"no hay hallazgo {finding_id!r}", en=f"there is no finding {finding_id!r}"),
            Text(es=f"use contrapeso list findings {country}", en=f"use contrapeso list findings {country}"),
        )

    def country_of(self, name: str) -> str:
        """The country that a requirement or finding id belongs to: its prefix, or the only pack in view."""
        return discover.country_of(name, self.countries())

    def list(self, what: str, country: str, *, on: date | None = None) -> list[dict[str, object]]:
        """Rows of one kind (acts, stages, clauses …, requirements, findings) as plain values."""
        return listing.rows(self, what, country, on)

    def explain(self, name: str, *, on: date | None = None) -> Link:
        """The chain behind a finding, a norm, a requirement or a fact, down to the line of a file."""
        return explaining.explain(self, name, on)

    def request(self, finding_id: str, *, on: date | None = None) -> InformationRequest:
        """The draft of a request for the facts that a finding lacks."""
        country = self.country_of(finding_id)
        evidence = self.evidence(country, on=on)
        return draft_request(self.finding(finding_id, on=on), evidence, self.doctrine(country))

    def watch(self, country: str, *, since: date | None = None, on: date | None = None, again: bool = False) -> Watched:
        """What changed since a day (default: the last watch, else 30 days ago) and was not told before; it is kept."""
        from contrapeso.workspace import watching

        return watching.watch(self, country.upper(), since, on, again=again)

    def choose(self, country: str, asked: Asked | None = None, *, on: date | None = None) -> Chosen:
        """Which offers to take: the best set and its proof, frontiers, what stays under any weights; kept as a run."""
        from contrapeso.workspace import choosing

        return choosing.choose(self, country.upper(), asked, on)

    def docket(self, country: str, *, every: bool = False) -> tuple[dict[str, Any], ...]:
        """The alerts that stand open (or every alert), weightiest first, with what was done about them."""
        from contrapeso.workspace import attending

        return attending.docket(self, country.upper(), every=every)

    def acknowledge(self, alert_id: str, *, by: str, note: str | None = None) -> dict[str, Any]:
        """Say that an alert was seen; the alert as it then stands."""
        from contrapeso.workspace import attending

        return attending.attend(self, alert_id, "acknowledge", by, note)

    def answer(self, alert_id: str, *, by: str, note: str | None = None) -> dict[str, Any]:
        """Answer an alert; the alert as it then stands."""
        from contrapeso.workspace import attending

        return attending.attend(self, alert_id, "answer", by, note)

    def corrections(self, country: str) -> tuple[dict[str, Any], ...]:
        """What contrapeso said wrongly: what, when, what is right, when it was mended and why; the newest first."""
        from contrapeso.workspace import attending

        return attending.corrections(self, country.upper())

    def backtest(self, country: str, rule: str, *, since: date | None = None, on: date | None = None) -> Replayed:
        """What a watch rule would have raised, day by day, on what was known then."""
        from contrapeso.workspace import backtesting

        return backtesting.backtest(self, country.upper(), rule, since, on)

    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios in view, by name."""
        from contrapeso.workspace import stressing

        return stressing.scenarios(self)

    def stress(
        self,
        country: str,
        scenario: str,
        given: Mapping[str, Sequence[str]] | None = None,
        *,
        on: date | None = None,
        known_at: date | None = None,
    ) -> Stressed:
        """Every measurement and finding before and after a scenario; kept as a run, with what changed."""
        from contrapeso.workspace import stressing

        return stressing.stress(self, country.upper(), scenario, given or {}, on, known_at)

    def stress_proposed(
        self, country: str, *, on: date | None = None, known_at: date | None = None
    ) -> tuple[Stressed, ...]:
        """Every scenario that the country's pack proposes to try."""
        from contrapeso.workspace import stressing

        return stressing.stress_proposed(self, country.upper(), on, known_at)

    def reverse_stress(
        self,
        country: str,
        requirement: str | None = None,
        *,
        floor: float | None = None,
        on: date | None = None,
        known_at: date | None = None,
    ) -> tuple[Broken, ...]:
        """The smallest shocks that break a requirement, or, where none is named, the floor of each capability."""
        from contrapeso.workspace import reversing

        return reversing.reverse(self, country.upper(), requirement, floor, on, known_at)

    def check(self, path: Path | None = None, country: str | None = None) -> tuple[Fault, ...]:
        """All faults of a pack: facts, doctrine, and what joins them. Empty if there are none."""
        from contrapeso.workspace.checking import check_pack

        return check_pack(self.config.content, path, country)


def open_workspace(
    ledger: str | Path | None = None,
    *,
    content: Iterable[str | Path] = (),
    today: Clock = local_today,
    progress: Progress | None = None,
) -> Workspace:
    """Open a workspace on a ledger folder (default: ``CONTRAPESO_LEDGER``, else the user's data folder)."""
    return Workspace(configure(ledger, content), today=today, progress=progress)
