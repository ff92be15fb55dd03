"""Compares what was said of a day with what is known of it now: what was not known then, and what was said wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contrapeso.core.facts import Act, Fact, Stage, Status, to_plain
from contrapeso.core.identity import hash_object
from contrapeso.watch.change import Cause, Change
from contrapeso.watch.compare import act_rule, change_of, new_act, new_row
from contrapeso.watch.level import fits, level_change, side
from contrapeso.watch.memory import Difference, Law, Memory, columns_changed
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import Judged, Reading, State
from contrapeso.watch.walk import Standing

MANY = 20
"""No cause names more rows than this: the rest are counted by the correction of each."""


@dataclass(frozen=True, slots=True)
class Known:
    """Both sides of a comparison of knowledge, on one day."""

    then: Memory
    now: State
    difference: Difference
    law_now: Law
    rules: tuple[WatchRule, ...]
    code_version: str
    standing: Standing = field(default_factory=Standing)
    """What was told before and stands open."""

    @property
    def rule(self) -> WatchRule | None:
        return next((rule for rule in self.rules if rule.kind == "correction"), None)


def correct(known: Known) -> tuple[Change, ...]:
    """What the difference in knowledge changes on a day that was watched before.

    A finding that was judged otherwise is ``corrected``; one that could not be settled then is judged anew. A corrected
    row or rule that moved no finding is told itself, so that each difference is told once. New acts are left to a walk
    through their own history.
    """
    if known.difference.is_empty:
        return ()
    findings, levels = tuple(_findings(known)), tuple(_levels(known))
    told = {ref for change in (*findings, *levels) for ref in change.cause.refs}
    return (
        *findings, *levels, *_rows(known, told), *_new_rows(known), *_law(known, told), *_code(known),
    )  # fmt: skip


def undated_acts(known: Known, state: State) -> Iterator[Change]:
    """New acts of which no step is dated: no walk meets them."""
    for ref in known.difference.new:
        act = state.acts.get(ref.removeprefix("act:")) if ref.startswith("act:") else None
        rule = act_rule(act, known.rules) if act and not act.began else None
        if act and rule:
            yield new_act(act, rule, state)
            for key, one in state.findings.items():
                cause = Cause("fact", (act.ref,), None)
                if one.act == act.act_id and (change := change_of(None, one, cause, state.on, known.rules)):
                    assert key == change.subject
                    yield change


def _findings(known: Known) -> Iterator[Change]:
    then, now = known.then.findings, known.now.findings
    for key in dict.fromkeys([*then, *now]):
        was, one = _judged(then.get(key)), _judged(now.get(key))
        if (was.says if was else None) == (one.says if one else None):
            continue
        act = (one or was or now.get(key) or then[key]).act
        if act and f"act:{act}" in {*known.difference.new, *known.difference.gone}:
            continue
        change = _finding(known, key, was, one)
        if change:
            yield change


def _judged(one: Judged | None) -> Judged | None:
    """A requirement that does not apply to an act has no finding there."""
    return None if one is None or one.verdict == "NOT_APPLICABLE" else one


def _finding(known: Known, key: str, was: Judged | None, now: Judged | None) -> Change | None:
    requirement = key.partition(":")[0]
    if f"requirement:{requirement}" not in known.then.law:
        cause = Cause(
            "code", (f"requirement:{requirement}",), known.then.on, known.law_now.get(f"requirement:{requirement}")
        )
        return change_of(was, now, cause, known.now.on, known.rules)
    cause = _cause(known, [one for one in (was, now) if one])
    if _is_news(known, was, now, cause):
        return change_of(was, now, cause, known.now.on, known.rules, lapsed=key in known.standing.overdue)
    if known.rule is None:
        return None
    return Change(
        rule=known.rule.id, kind="corrected", subject=key, cause=cause, on=known.then.on,
        before=_said(was.to_dict() if was else {"verdict": "NOT_APPLICABLE"}, known),
        after=now.to_dict() if now else {"verdict": "NOT_APPLICABLE", "code": None, "due_on": None},
    )  # fmt: skip


def _is_news(known: Known, was: Judged | None, now: Judged | None, cause: Cause) -> bool:
    """Whether nothing was said wrongly: it could not be settled then, or new rows raise it or settle what was to come.

    Of the country as a whole, whatever new rows alone bring about is news.
    """
    if was and was.verdict == "UNDETERMINED":
        return True
    is_of_country = not any(one.act for one in (was, now) if one)
    by_new_rows = cause.kind == "fact" and set(cause.refs) <= set(known.difference.new)
    return by_new_rows and (is_of_country or was is None or was.verdict == "DUE")


def _said(plain: Mapping[str, Any], known: Known) -> dict[str, Any]:
    return {**plain, "said_on": known.then.on.isoformat(), "said_at": known.then.at or None}


def _cause(known: Known, both: Sequence[Judged | Reading]) -> Cause:
    """The rows it rests on that differ, else the rules it consulted, else what judges, else whatever else differs."""
    found, difference = both[0], known.difference
    act = found.act if isinstance(found, Judged) else None
    rests = {ref for one in both for ref in one.evidence}
    rows = [ref for ref in difference.rows if ref in rests or (act and difference.act_of(ref) == act)]
    rules = {f"parameter:{name}" for one in both for name in one.rules}
    rules |= {f"norm:{key}" for one in both if isinstance(one, Judged) for key in one.norms}
    asked = {f"requirement:{one.requirement}" for one in both if isinstance(one, Judged)}
    elsewhere = [ref for ref in difference.rows if not ref.startswith(("act:", "stage:", "source:", "claim:"))]
    other_law = {ref for ref in difference.law if not ref.startswith("requirement:")}
    for kind, refs in (
        ("fact", rows), ("law", rules & difference.law), ("code", asked & difference.law),
        ("fact", elsewhere or list(difference.rows)), ("law", other_law),
    ):  # fmt: skip
        if refs:
            return _named(known, kind, sorted(refs))
    return Cause("code", (f"code:{known.code_version}",), known.then.on, known.code_version)


def _named(known: Known, kind: str, refs: Sequence[str]) -> Cause:
    """A cause with a name for what the rows or rules say now: a row changed back and forth is two causes."""
    difference, kept = known.difference, tuple(refs[:MANY])
    if kind == "fact":
        rows = [
            difference.new.get(ref) or (difference.changed[ref][1] if ref in difference.changed else None)
            for ref in kept
        ]
        content = hash_object([_content(row) if row else None for row in rows])[:12]
        return Cause("fact", kept, known.then.on, content)
    content = hash_object([known.law_now.get(ref) for ref in kept])[:12]
    return Cause("law" if kind == "law" else "code", kept, known.then.on, content)


def _content(row: Fact) -> dict[str, object]:
    return {name: value for name, value in to_plain(row).items() if name not in ("locator", "snapshot_id")}


def _levels(known: Known) -> Iterator[Change]:
    """Levels that the difference in knowledge carried over their threshold, or back."""
    for rule in known.rules:
        for key, one in known.now.readings.items() if rule.kind == "level" else ():
            was = known.then.readings.get(key)
            if not fits(rule, one) or (was and was.to_dict() == one.to_dict()):
                continue
            is_open = (rule.id, key) in known.standing.levels or bool(was and side(rule, was, known.now))
            beyond = side(rule, one, known.now)
            if beyond is None or beyond == is_open:
                continue
            cause = _cause(known, [one, *([was] if was else [])])
            yield level_change(rule, "new" if beyond else "closed", was, one, cause, known.now)


def _rows(known: Known, told: set[str]) -> Iterator[Change]:
    """Rows that say something else or are no longer there, and moved no finding."""
    rule, difference = known.rule, known.difference
    for ref in sorted({*difference.changed, *difference.gone}) if rule else ():
        assert rule is not None
        then, now = difference.changed.get(ref) or (difference.gone[ref], None)
        part_of = f"act:{getattr(then, 'act_id', None)}"
        if ref in told or then.table not in rule.tables or (ref != part_of and part_of in difference.gone):
            continue
        names = columns_changed(then, now, rule.ignore) if now else ("title", "kind", "stage", "on", "status")
        was, one = to_plain(then), to_plain(now) if now else None
        moved = sum(ref in one.evidence for one in _moved(known))
        after = {**{name: one[name] for name in names}, "measurements": moved} if one is not None else None
        yield Change(
            rule=rule.id, kind="corrected", subject=ref, cause=_named(known, "fact", [ref]), on=known.then.on,
            before=_said({name: was[name] for name in names if name in was}, known), after=after,
        )  # fmt: skip


def _moved(known: Known) -> Iterator[Reading]:
    """Measurements of the day that were said otherwise."""
    for key, one in known.now.readings.items():
        was = known.then.readings.get(key)
        if was and was.to_dict() != one.to_dict():
            yield one


def _new_rows(known: Known) -> Iterator[Change]:
    """Steps of acts already known, designations and undated rows that were not on record."""
    difference = known.difference
    for row in difference.new.values():
        has_begun = not (isinstance(row, Stage) and row.stage_id not in known.now.stages)
        if isinstance(row, Status):
            has_begun = row.status_id in known.now.statuses
        if isinstance(row, Act) or not has_begun or (isinstance(row, Stage) and f"act:{row.act_id}" in difference.new):
            continue
        if isinstance(row, Stage | Status):
            yield from new_row(row, known.rules)
            continue
        rule = next((one for one in known.rules if one.kind == "fact" and one.table == row.table), None)
        if rule:
            plain = _content(row)
            ignored = known.rule.ignore if known.rule else ()
            after = {name: value for name, value in plain.items() if value not in (None, []) and name not in ignored}
            cause = _named(known, "fact", [row.ref])
            yield Change(
                rule=rule.id, kind="new", subject=row.ref, before=None, after=after, cause=cause, on=known.then.on
            )


def _law(known: Known, told: set[str]) -> Iterator[Change]:
    """Norms and parameters that say something else, and moved no finding."""
    if known.rule is None:
        return
    for ref in sorted(known.difference.law - told):
        if not ref.startswith("requirement:"):
            name = ref.removeprefix("parameter:")
            rule = known.now.parameters.get(name) if ref.startswith("parameter:") else None
            was = known.then.law.get(ref)
            yield Change(
                rule=known.rule.id, kind="corrected" if was else "new", subject=ref, on=known.then.on,
                before=_said({"content": was}, known) if was else None,
                after={"value": rule.value, "basis": rule.basis} if rule else {"content": known.law_now.get(ref)},
                cause=_named(known, "law", [ref]),
            )  # fmt: skip


def _code(known: Known) -> Iterator[Change]:
    """Indicators whose measurements other code gives, with no difference in rows or rules to explain it."""
    if known.rule is None or known.difference.rows or known.difference.law:
        return
    moved: dict[str, list[Reading]] = {}
    for one in _moved(known):
        moved.setdefault(one.indicator, []).append(one)
    for name, readings in sorted(moved.items()):
        first = readings[0]
        yield Change(
            rule=known.rule.id, kind="corrected", subject=f"indicator:{name}", on=known.then.on,
            before=_said({"measurement": first.id, **known.then.readings[first.id].to_dict()}, known),
            after={"measurement": first.id, **first.to_dict(), "measurements": len(readings)},
            cause=Cause("code", (f"code:{known.code_version}",), known.then.on, known.code_version),
        )  # fmt: skip
