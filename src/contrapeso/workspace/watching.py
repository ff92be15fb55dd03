"""Watching a country: steps through the days, compares with what earlier watches saw, and keeps what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import ContentError, ContrapesoError
from contrapeso.core.facts import TABLES, Fact, Objective
from contrapeso.core.identity import hash_bytes
from contrapeso.core.text import Text
from contrapeso.ledger.docket import Alert, Docket, Ending, Watch
from contrapeso.ledger.evidence import Evidence
from contrapeso.watch.agenda import days_of_evidence, days_of_law, days_of_rows
from contrapeso.watch.change import Change, by_weight
from contrapeso.watch.correct import Known, correct, undated_acts
from contrapeso.watch.lifecycle import Settled, fold, settle, standing
from contrapeso.watch.memory import Difference, Memory, by_ref, differ, law_of
from contrapeso.watch.rule import WatchRule, read_rules
from contrapeso.watch.state import State, observe
from contrapeso.watch.walk import Standing, Walked, of_acts, walk
from contrapeso.watch.wording import is_public, titled
from contrapeso.workspace import discover
from contrapeso.workspace.checking import unwatched
from contrapeso.workspace.version import CODE_VERSION

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine
    from contrapeso.workspace.workspace import Workspace

DEFAULT_DAYS = 30
SHOWN_EACH = 10
"""Progress is told every so many days looked at."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch tells, weightiest first, and the state on its last day."""

    since: date
    on: date
    changes: tuple[Change, ...]
    """What was not told before; with ``again``, what was told as well."""
    state: State


class Look:
    """One country as a watch looks at it: its evidence read once, seen on any day."""

    def __init__(self, workspace: Workspace, country: str, known_at: date | None = None) -> None:
        self.workspace, self.country = workspace, country
        self.doctrine: Doctrine = workspace.doctrine(country)
        folders = discover.find(country, workspace.config.content).folders
        self.rules: tuple[WatchRule, ...] = read_rules(folders, self.doctrine)
        self.snapshots = workspace.snapshots(country, known_at)
        self.sources = tuple(sorted(one.source for one in self.snapshots))
        self.vintages = {one.id: one.vintage.isoformat() for one in self.snapshots}
        self.reader = self._reader()
        self.evidence = Evidence(workspace.today(), self.reader)
        faults = list(unwatched(self.rules, self.reader(Objective.table), workspace.indicators))
        if faults:
            raise ContentError(faults)
        self.at: Callable[[date], State] = cache(self._at)
        self.whole: Callable[[date], State] = cache(lambda on: self._at(on, whole=True))

    def _reader(self) -> Callable[[str], tuple[Fact, ...]]:
        ledger = self.workspace.ledger
        return cache(lambda table: tuple(row for one in self.snapshots for row in ledger.facts(table, one)))

    def _at(self, on: date, *, whole: bool = False) -> State:
        """The state on a day, with the readings that level rules look at, or with all."""
        read = None if whole else {rule.indicator for rule in self.rules}
        return observe(self.evidence.at(on), self.doctrine, self.workspace.indicators, self.vintages, read=read)

    def of_acts(self, acts: frozenset[str], on: date) -> State:
        """The state on a day as far as some acts are concerned."""
        return observe(self.evidence.at(on), self.doctrine, acts=acts)

    def days(self) -> Iterator[date]:
        yield from days_of_evidence(self.reader)
        yield from days_of_law(self.doctrine)

    @cached_property
    def rows(self) -> dict[str, Fact]:
        """Every row in view by its ref."""
        return by_ref(row for table in TABLES for row in self.reader(table))

    @cached_property
    def law(self) -> dict[str, str]:
        """Every rule with a hash of what it says."""
        requirements = self.doctrine.requirements
        code = {one.id: hash_bytes(Path(one.test.__code__.co_filename).read_bytes())[:16] for one in requirements}
        return law_of(self.doctrine, code)


def watch(workspace: Workspace, country: str, since: date | None, on: date | None, *, again: bool = False) -> Watched:
    """Everything that changed and was not told before; it is kept in the register, all or nothing."""
    look, docket, last_day = Look(workspace, country), Docket(workspace.ledger.register), on or workspace.today()
    earlier = [one for one in docket.watches(country, look.sources) if one.on <= last_day]
    first_day = since or (earlier[-1].on if earlier else last_day - timedelta(days=DEFAULT_DAYS))
    refuse_backwards(first_day, last_day)
    past = _past(workspace, look, earlier[-1]) if earlier else None
    begin = past.skip_to(first_day) if past and not again else first_day
    alerts = [one for one in docket.alerts(country) if _in_view(one, earlier)]
    live = [one for one in alerts if one.state != "closed"]
    if not look.rules:
        workspace.progress(
            Text(
                es="El paquete no tiene rules.yml: no hay qué vigilar.",
                en="The pack has no rules.yml: nothing is watched.",
            )
        )
    walked = walk(
        look.at, look.rules, begin, last_day, look.days(), standing=standing(live), passing=_progress(workspace)
    )
    changes = _all_changes(look, walked, past, earlier, standing(live)) if past else walked.changes
    told = {one.id for one in docket.alerts(country)} | {part for one in alerts for part in one.parts}
    settled = settle(changes, told, live, walked.last, look.rules)
    raised = _keep(docket, look, walked, settled, first_day)
    kept = [change for change in settled.raised if change.id in {one.id for one in raised}]
    shown = [*kept, *(one for one in fold(walked.changes) if one.id in told)] if again else kept
    titles = tuple(titled(change, walked.last, look.doctrine, look.rules) for change in shown)
    return Watched(first_day, last_day, tuple(sorted(titles, key=by_weight)), walked.last)


@dataclass(frozen=True, slots=True)
class Past:
    """The last watch, what it saw, and how what is known now differs."""

    made: Watch
    memory: Memory
    difference: Difference

    def skip_to(self, first_day: date) -> date:
        """Days that were walked with the very same knowledge need not be walked again."""
        is_walked = self.difference.is_empty and self.made.since <= first_day <= self.made.on
        return self.made.on if is_walked else first_day


def _past(workspace: Workspace, look: Look, made: Watch) -> Past:
    memory = Memory.read(Docket(workspace.ledger.register).seen(made), made.on, made.code_version, made.at)
    ignored = next((rule.ignore for rule in look.rules if rule.kind == "correction"), ())
    then, is_other_code = _rows_then(workspace, made), memory.code_version != CODE_VERSION
    difference = differ(then, look.rows, memory.law, look.law, is_other_code=is_other_code, ignore=ignored)
    return Past(made, memory, difference)


def _in_view(alert: Alert, earlier: Iterable[Watch]) -> bool:
    """Whether a watch raised it that read nothing but what is in view now."""
    return alert.watch_seq in {one.seq for one in earlier}


def _all_changes(
    look: Look, walked: Walked, past: Past, earlier: Sequence[Watch], open_before: Standing
) -> tuple[Change, ...]:
    """What the walk met, and what became known since the last watch."""
    difference = past.difference
    if difference.is_empty:
        return tuple(one for one in walked.changes if not _is_watched(one, earlier))
    now = look.whole(past.memory.on)
    known = Known(past.memory, now, difference, look.law, look.rules, CODE_VERSION, open_before)
    news = frozenset(ref.removeprefix("act:") for ref in difference.new if ref.startswith("act:"))
    met = [one for one in walked.changes if not _is_watched(one, earlier) or _is_news(one, difference, news)]
    history = _histories(look, news, walked.first.on)
    moved = {change.subject for change in (*met, *history)}
    learned = [one for one in correct(known) if not (one.subject in moved and one.kind != "corrected")]
    return (*history, *undated_acts(known, walked.last), *learned, *met)


def _rows_then(workspace: Workspace, last: Watch) -> dict[str, Fact]:
    """The rows that an earlier watch read: evidence is never overwritten."""
    named = set(last.snapshots)
    held = [one for one in workspace.ledger.register.all_snapshots() if one.subject in named]
    return by_ref(row for table in TABLES for one in held for row in workspace.ledger.facts(table, one))


def _is_watched(change: Change, earlier: Iterable[Watch]) -> bool:
    """Whether an earlier watch went through that day: what the day looks like now is then for ``correct`` to tell."""
    return any(one.since < change.on <= one.on for one in earlier)


def _is_news(change: Change, difference: Difference, acts: frozenset[str]) -> bool:
    """Whether a change comes from a row that no earlier watch knew."""
    if any(of_acts([change], acts)):
        return True
    is_of_act = change.subject.startswith(("act:", "stage:")) or ("/" in change.subject and ":-" not in change.subject)
    is_new_row = change.subject in difference.new
    return is_new_row or (not is_of_act and bool(set(change.cause.refs) & set(difference.new)))


def _histories(look: Look, acts: frozenset[str], until: date) -> tuple[Change, ...]:
    """What a walk through the days of acts that were not known would have told, up to where the main walk begins."""
    evidence = Evidence(until, look.reader)
    old = [act for act in evidence.acts if act.act_id in acts and act.began]
    if not old:
        return ()
    named = frozenset(act.act_id for act in old)
    began = min(act.began.first for act in old if act.began)
    days = [*days_of_rows([row for act in old for row in (act, *act.stages)]), *look.days()]
    own = walk(lambda day: look.of_acts(named, day), look.rules, began - timedelta(days=1), until, days)
    return tuple(of_acts(own.changes, named))


def _keep(docket: Docket, look: Look, walked: Walked, settled: Settled, since: date) -> tuple[Alert, ...]:
    """Write the watch, its alerts and its endings in one transaction."""
    seen = Memory.of(look.whole(walked.last.on), look.law, CODE_VERSION).kept()
    made = Watch(
        country=look.country, since=since, on=walked.last.on, code_version=CODE_VERSION, sources=look.sources,
        snapshots=[one.subject for one in look.snapshots], seen=seen,
    )  # fmt: skip
    endings = [Ending(one.alert_id, one.cause.to_dict(), one.on) for one in settled.closings]
    return docket.record(made, [_alert(look, walked.last, change) for change in settled.raised], endings)


def _alert(look: Look, last: State, change: Change) -> Alert:
    """A change as the register keeps it; what tells only that something ended is closed from the start."""
    plain = titled(change, last, look.doctrine, look.rules)
    assert plain.title is not None
    alert = Alert(
        id=change.id, country=look.country, rule=change.rule, kind=change.kind, subject=change.subject,
        before=change.before, after=change.after, cause=change.cause.to_dict(), on=change.on, title=plain.title,
        public=is_public(change, look.rows), parts=change.parts,
    )  # fmt: skip
    if change.kind != "closed":
        return alert
    return replace(alert, state="closed", closed_on=change.on, closed_by=change.cause.to_dict())


def _progress(workspace: Workspace) -> Callable[[date, int], None]:
    looked = 0

    def tell(day: date, left: int) -> None:
        nonlocal looked
        looked += 1
        if looked % SHOWN_EACH == 0:
            workspace.progress(
                Text(es=f"Vigilando: {day}; fechas que faltan: {left}…", en=f"Watching: {day}; days to go: {left}…")
            )

    return tell


def refuse_backwards(since: date, on: date) -> None:
    """Refuse a period that ends before it begins."""
    if since > on:
        raise ContrapesoError(
            Text(es=f"{since} es posterior a {on}", en=f"{since} is later than {on}"),
            Text(es="dé un --since anterior a --on", en="give a --since before --on"),
        )
