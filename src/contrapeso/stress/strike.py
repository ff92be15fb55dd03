"""What each kind of shock does to the evidence of a state: who stops supplying, what ends, what is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contrapeso.core.errors import ContrapesoError, UnknownName
from contrapeso.core.facts import Act, ActClause, Clause, Component, Holding, Stage, Status
from contrapeso.core.identity import hash_object
from contrapeso.core.period import PartialDate
from contrapeso.core.state import is_state
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.fleet import suppliers_today
from contrapeso.stress import wording
from contrapeso.stress.overlay import Added, Blow, Edit
from contrapeso.stress.scenario import Scenario, Shock

HOLDER = "holder of "
RUNNING = {"in-force": "expired", "pending": "cancelled"}
"""By status of an act that a shock ends, the status that it then has."""


@dataclass(frozen=True)
class Target:
    """Whom shocks strike: a state, its evidence on the day on which all has taken effect, and the day of the blow."""

    home: str
    evidence: Evidence
    on: date
    """The day on which the shocks strike; notice runs from it."""
    given: Mapping[str, tuple[str, ...]]
    """What the user names for each parameter: codes of states or names of groups."""
    members: Callable[[str], tuple[str, ...]]
    """The states of a group on the day; raises for a name that nobody gave a group."""

    def states(self, shock: Shock, name: str) -> tuple[str, ...]:
        """The states that a field of a shock names, the struck one left out of groups."""
        found = [state for token in shock.fields.get(name) or () for state in self._states(token, shock)]
        return tuple(sorted(dict.fromkeys(found)))

    def _states(self, token: str, shock: Shock) -> tuple[str, ...]:
        if token.startswith("$"):
            return tuple(state for one in self.given[token[1:]] for state in self._states(one, shock))
        if token.startswith(HOLDER):
            return self._holders(token.removeprefix(HOLDER), shock)
        if is_state(token.upper()):
            if token.upper() == self.home:
                raise ContrapesoError(wording.HOME.format(state=self.home), wording.HOME_MEND, where=shock.where)
            return (token.upper(),)
        return tuple(state for state in self.members(token) if state != self.home)

    def _holders(self, kind: str, shock: Shock) -> tuple[str, ...]:
        held = {clause.holder for clause in self.evidence.rows(Clause) if clause.type == kind} - {self.home}
        if not held:
            raise UnknownName(wording.NO_HOLDER.format(type=kind), wording.NO_HOLDER_MEND, where=shock.where)
        return tuple(sorted(held))

    def clauses(self, kinds: tuple[str, ...], holders: tuple[str, ...] = ()) -> tuple[Clause, ...]:
        """The clauses of these types that one of the states holds (any, where none is named); those of acts long over are none."""
        governed: dict[str, set[str]] = {}
        for row in self.evidence.rows(ActClause):
            governed.setdefault(row.clause_id, set()).add(row.applies)
        return tuple(
            row for row in self.evidence.rows(Clause)
            if row.type in kinds and (not holders or row.holder in holders) and governed.get(row.clause_id) != {"expired"}
        )  # fmt: skip


def strike(scenario: Scenario, target: Target) -> Iterator[Blow]:
    """All that the shocks of a scenario change in the evidence of a state."""
    for shock in scenario.shocks:
        yield from KINDS[shock.kind](shock, target) if shock.kind in KINDS else ()


def struck_by(scenario: Scenario, target: Target) -> tuple[tuple[Shock, tuple[str, ...]], ...]:
    """Each shock with the states that it names, of whatever kind."""
    fields = {"end_support": "by", "end_flow": "from", "add_act": "partners", "start_conflict": "state"}
    return tuple(
        (shock, target.states(shock, fields[shock.kind]) if shock.kind in fields else ()) for shock in scenario.shocks
    )


def end_support(states: tuple[str, ...], shock: Shock, target: Target) -> Iterator[Edit]:
    """The states no longer fill any role, nor one for which nobody is named, if it was they who did."""
    own = {row.holding_id for row in target.evidence.rows(Holding) if row.state == target.home}
    for part in target.evidence.rows(Component):
        if part.holding_id in own:
            named = suppliers_today(part, target.evidence.on)
            ended = tuple(state for state in states if not part.suppliers or state in named)
            if ended:
                yield Edit(part, "ended_by", ended, shock)


def _end_support(shock: Shock, target: Target) -> Iterator[Edit]:
    return end_support(target.states(shock, "by"), shock, target)


def _end_flow(shock: Shock, target: Target) -> Iterator[Blow]:
    """Acts of the kinds named that run or are pending with the states end, with a step that says so."""
    states, kinds = target.states(shock, "from"), shock.fields.get("acts") or ()
    for act in target.evidence.acts:
        if act.kind in kinds and act.status in RUNNING and set(act.partners) & set(states):
            yield from _end_act(act, "withdrawn", target.on, shock, target)


def _end_act(act: Act, stage: str, on: date, shock: Shock, target: Target) -> Iterator[Blow]:
    """An act that ends: its status on the day, and the step that ended it."""
    row = target.evidence.get(Act, act.act_id)
    yield Edit(row, "status", RUNNING[act.status], shock)
    if act.status == "in-force":
        yield Edit(row, "expires_on", PartialDate.of(on), shock)
    yield Added(_stage(act.act_id, stage, on, shock), shock)


def _end_status(shock: Shock, target: Target) -> Iterator[Blow]:
    """The statuses that the state holds end after the notice, and so do the acts that gave them."""
    end = target.on + timedelta(days=int(shock.fields.get("notice_days") or 0))
    wanted = shock.fields.get("status") or ()
    held = [row for row in target.evidence.in_force(Status) if row.state == target.home]
    for status in held:
        if wanted and status.status not in wanted:
            continue
        yield Edit(status, "end", PartialDate.of(end), shock)
        for act in target.evidence.acts:
            given = any(_meet(step.on, status.start) for step in act.steps("designated"))
            if act.kind == "status-designation" and given and act.status in RUNNING:
                yield from _end_act(act, "withdrawn", end, shock, target)


def _meet(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


def _add_act(shock: Shock, target: Target) -> Iterator[Blow]:
    """An act signed on the day of the blow, with the clauses of the type that would govern it."""
    partners = target.states(shock, "partners")
    act_id = f"what-if-{hash_object([shock.where, list(partners)])[:8]}"
    act = Act(
        act_id=act_id, kind=shock.fields["kind"], title=shock.fields["title"], partners=partners, status="in-force",
        confidence="low", locator=shock.where,
    )  # fmt: skip
    yield Added(act, shock)
    yield Added(_stage(act_id, "signed", target.on, shock), shock)
    for clause in _governing(shock.fields.get("governed_by"), partners, shock, target):
        row = ActClause(
            act_id=act_id, clause_id=clause.clause_id, applies="in-force", basis="inferred", why=clause.trigger,
            locator=shock.where,
        )  # fmt: skip
        yield Added(row, shock)


def _governing(kind: str | None, partners: tuple[str, ...], shock: Shock, target: Target) -> list[Clause]:
    """The clauses of a type that an act with these partners sets off; an error where all of them are about other states."""
    every = target.clauses((kind,)) if kind else ()
    found = [clause for clause in every if not clause.concerns or set(clause.concerns) & set(partners)]
    if every and not found:
        about = ", ".join(sorted({state for clause in every for state in clause.concerns}))
        what = wording.OTHERS.format(type=kind or "", states=about, partners=", ".join(partners))
        raise ContrapesoError(what, wording.OTHERS_MEND.format(states=about), where=shock.where)
    return found


def _stage(act_id: str, stage: str, on: date, shock: Shock) -> Stage:
    return Stage(
        stage_id=f"{act_id}.{stage}-what-if", act_id=act_id, stage=stage, on=PartialDate.of(on), precision="day",  # type: ignore[arg-type]
        confidence="low", locator=shock.where,
    )  # fmt: skip


KINDS: Mapping[str, Callable[[Shock, Target], Iterator[Blow]]] = {
    "end_support": _end_support, "end_flow": _end_flow, "end_status": _end_status, "add_act": _add_act,
}  # fmt: skip
"""The kinds that change the evidence of a state; conflicts and flows of the public record: see ``stress.public``."""
