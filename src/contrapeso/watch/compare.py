"""Compares two states known alike: what arose, lapsed, ended or came into force from one day to a later one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from contrapeso.core.facts import Act, Stage, Status
from contrapeso.watch.change import Cause, Change, ChangeKind
from contrapeso.watch.rule import RuleKind, WatchRule, counts
from contrapeso.watch.state import Judged, State, says

ALARMS = ("FAIL", "WARN")


def compare(
    before: State, after: State, rules: Sequence[WatchRule], *, overdue: Collection[str] = ()
) -> tuple[Change, ...]:
    """Every change from one state to a later one; ``overdue`` names findings whose lapsed deadline still stands open.

    A state compared with itself yields nothing. One difference yields one change: a red line goes before the rule that
    would tell the same more mildly.
    """
    found = [
        *_findings(before, after, rules, overdue),
        *_acts(before, after, rules),
        *_stages(before, after, rules),
        *_statuses(before, after, rules),
        *_law(before, after, rules),
    ]
    return tuple(found)


def step_of(was: Judged | None, now: Judged | None, on: date) -> tuple[RuleKind, ChangeKind] | None:
    """What a finding's move means, and which kind of rule tells it; None if it is nothing to tell.

    A deadline that lapses is overdue, whatever the verdict then, unless the step was taken or the rule is only assumed.
    """
    before, after = was.verdict if was else None, now.verdict if now else None
    if (was.says if was else None) == (now.says if now else None):
        return None
    has_lapsed = bool(before == "DUE" and was and was.due_on and on > was.due_on)
    if has_lapsed and after in ("FAIL", "UNDETERMINED"):
        return ("deadline", "overdue")
    if after == "DUE":
        return ("deadline", "due")
    if after in ALARMS:
        return ("finding", "new")
    if before == "DUE":
        return ("deadline", "closed")
    return ("finding", "closed") if before in ALARMS else None


def rule_for(kind: RuleKind, one: Judged, rules: Sequence[WatchRule]) -> WatchRule | None:
    """The rule that tells a move of a finding: a red line if one names it, else the first of its kind."""
    for rule in rules:
        named = one.requirement in rule.requirements
        if rule.kind == "red-line" and kind == "finding" and named and one.verdict in rule.verdicts:
            return rule
        fits = named or not rule.requirements
        if rule.kind == kind and fits and (kind == "deadline" or one.verdict in rule.verdicts):
            return rule
    return None


def change_of(was: Judged | None, now: Judged | None, cause: Cause, on: date, rules: Sequence[WatchRule],
              *, lapsed: bool = False) -> Change | None:  # fmt: skip
    """The change of one finding; ``lapsed`` says that its overdue deadline still stood open."""
    if lapsed and now is not None and now.verdict == "PASS":
        step: tuple[RuleKind, ChangeKind] | None = ("deadline", "closed")
    else:
        step = step_of(was, now, on)
    if step is None:
        return None
    kind, move = step
    telling = was if move == "closed" or (kind == "deadline" and was and was.verdict == "DUE") else now
    one = telling or now or was
    rule = rule_for(kind, one, rules) if one else None
    if rule is None or one is None:
        return None
    after = now.to_dict() if now else None
    if move == "overdue" and was and after:
        after["due_on"] = was.to_dict()["due_on"]
    if rule.kind == "red-line" and after and move != "closed":
        after["red_line"] = rule.objective
    return Change(
        rule=rule.id, kind=move, subject=one.id, before=was.to_dict() if was else None, after=after, cause=cause, on=on
    )


def _findings(before: State, after: State, rules: Sequence[WatchRule], overdue: Collection[str]) -> Iterator[Change]:
    for key in dict.fromkeys([*before.findings, *after.findings]):
        was, now = before.findings.get(key), after.findings.get(key)
        if was == now:
            continue
        change = change_of(was, now, _cause(was, now, before, after), after.on, rules, lapsed=key in overdue)
        if change:
            yield change


def _cause(was: Judged | None, now: Judged | None, before: State, after: State) -> Cause:
    """A row that began, else a rule that changed among those consulted, else the day itself."""
    both = [one for one in (now, was) if one]
    act = both[0].act
    steps = [f"stage:{key}" for key, stage in after.stages.items() if stage.act_id == act]
    rows = dict.fromkeys([f"act:{act}"] if act else [], None)
    rows |= dict.fromkeys([ref for one in both for ref in one.evidence] + steps)
    return cause_of(list(rows), [name for one in both for name in one.rules], before, after, _norms(both), act)


def _norms(both: Sequence[Judged]) -> set[str]:
    """The norms that apply to one side only."""
    return set(both[0].norms) ^ set(both[1].norms) if len(both) == 2 else set()


def cause_of(
    rows: Sequence[str], rules: Collection[str], before: State, after: State, norms: Collection[str] = (),
    act: str | None = None,
) -> Cause:  # fmt: skip
    """The cause of a move that rests on rows and rules, from what differs between two days."""
    new = sorted({ref for ref in rows if after.has(ref) != before.has(ref)})
    if new:
        return Cause("fact", tuple(new), after.on)
    moved = sorted({name for name in rules if says(before.parameters.get(name)) != says(after.parameters.get(name))})
    came = sorted(key for key in norms if (key in before.norms) != (key in after.norms))
    if moved or came:
        return Cause("law", (*(f"norm:{key}" for key in came), *(f"parameter:{name}" for name in moved)), after.on)
    return Cause("date", (f"act:{act}",) if act else (), after.on)


def _acts(before: State, after: State, rules: Sequence[WatchRule]) -> Iterator[Change]:
    for key, act in after.acts.items():
        rule = act_rule(act, rules)
        if key not in before.acts and rule:
            yield new_act(act, rule, after)


def act_rule(act: Act, rules: Sequence[WatchRule]) -> WatchRule | None:
    """The rule that tells of a new act: a red line that it crosses, else the one for its type of record."""
    for rule in rules:
        if rule.kind == "red-line" and rule.act and all(getattr(act, name) == value for name, value in rule.act):
            return rule
        if rule.kind == "fact" and rule.table == "act" and counts(rule, act):
            return rule
    return None


def new_act(act: Act, rule: WatchRule, state: State) -> Change:
    """An act that was not there; its day is that of its first step, if one is known."""
    began = act.began.first if act.began else None
    after: dict[str, Any] = {
        "kind": act.kind, "record_type": act.record_type, "partners": list(act.partners), "status": act.status,
        "began": str(act.began) if act.began else None, "steps": [one.stage for one in act.stages],
        "findings": state.counts(act.act_id), "title": {"es": act.title.es, "en": act.title.en},
    }  # fmt: skip
    if rule.kind == "red-line":
        after["red_line"] = rule.objective
    cause = Cause("fact", (act.ref,), began)
    return Change(
        rule=rule.id, kind="new", subject=act.ref, before=None, after=after, cause=cause, on=began or state.on
    )


def _stages(before: State, after: State, rules: Sequence[WatchRule]) -> Iterator[Change]:
    """New steps of acts that were there; the steps that an act begins with belong to it."""
    for key, stage in after.stages.items():
        if key not in before.stages and stage.act_id in before.acts:
            yield from new_row(stage, rules)


def _statuses(before: State, after: State, rules: Sequence[WatchRule]) -> Iterator[Change]:
    for key, status in after.statuses.items():
        if key not in before.statuses:
            yield from new_row(status, rules)
    for key, status in before.statuses.items():
        if key not in after.statuses:
            for change in new_row(status, rules):
                cause = Cause("fact", (status.ref,), after.on)
                yield Change(
                    rule=change.rule, kind="closed", subject=status.ref, before=change.after, after=None, cause=cause,
                    on=after.on,
                )  # fmt: skip


def new_row(row: Stage | Status, rules: Sequence[WatchRule]) -> Iterator[Change]:
    """A step or a designation that began, told by the first rule that counts it."""
    rule = next((one for one in rules if one.kind == "fact" and one.table == row.table and counts(one, row)), None)
    if rule is None:
        return
    if isinstance(row, Stage):
        on = row.on.first
        after: dict[str, Any] = {
            "act": row.act_id, "stage": row.stage, "on": str(row.on), "body": row.body, "instrument": row.instrument,
        }  # fmt: skip
    else:
        on = row.start.first
        after = {"status": row.status, "state": row.state, "from": str(row.start), "instrument": row.instrument}
    cause = Cause("fact", (row.ref,), on)
    yield Change(rule=rule.id, kind="new", subject=row.ref, before=None, after=after, cause=cause, on=on)


def _law(before: State, after: State, rules: Sequence[WatchRule]) -> Iterator[Change]:
    """One change for the day: the articles that came into force or went out, and the rules that changed with them."""
    rule = next((one for one in rules if one.kind == "law"), None)
    norms = sorted(set(before.norms) ^ set(after.norms))
    moved = [
        name
        for name in sorted({*before.parameters, *after.parameters})
        if says(before.parameters.get(name)) != says(after.parameters.get(name))
    ]
    if rule and (norms or moved):
        refs = (*(f"norm:{key}" for key in norms), *(f"parameter:{name}" for name in moved))
        yield Change(
            rule=rule.id, kind="new", subject=f"law:{after.on.isoformat()}", cause=Cause("law", refs, after.on),
            before=_in_force(before, norms, moved), after=_in_force(after, norms, moved), on=after.on,
        )  # fmt: skip


def _in_force(state: State, norms: Sequence[str], rules: Sequence[str]) -> dict[str, Any]:
    held = {name: state.parameters.get(name) for name in rules}
    values = {name: rule.value if rule and rule.in_force else None for name, rule in held.items()}
    return {"norms": [key for key in norms if key in state.norms], "parameters": values}
