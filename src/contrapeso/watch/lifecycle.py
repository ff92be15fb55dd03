"""What becomes of changes: those told before are not told again, and alerts close when their condition ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from contrapeso.core.facts import TABLES
from contrapeso.core.identity import hash_object
from contrapeso.watch.change import Cause, Change
from contrapeso.watch.compare import step_of
from contrapeso.watch.level import side
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import Judged, State
from contrapeso.watch.walk import Standing


def is_lasting(subject: str) -> bool:
    """Whether it tells of what happened, and stays until somebody answers: all but findings, measures, designations."""
    head = subject.partition(":")[0]
    return "/" not in head and head != "status"


class Told(Protocol):
    """What a change and an alert have in common."""

    @property
    def id(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def before(self) -> Mapping[str, Any] | None: ...
    @property
    def after(self) -> Mapping[str, Any] | None: ...


def strand(one: Told) -> str:
    """What later changes are about the same: the finding or designation; of a measure, its level by one rule."""
    return f"{one.rule} {one.subject}" if "unit" in (one.after or one.before or {}) else one.subject


@dataclass(frozen=True, slots=True)
class Closing:
    """An alert that ends, by what and when."""

    alert_id: str
    cause: Cause
    on: date


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be told and what closes."""

    raised: tuple[Change, ...]
    closings: tuple[Closing, ...]


def standing(alerts: Iterable[Told]) -> Standing:
    """What a walk must know of the alerts that stand open."""
    held = list(alerts)
    return Standing(
        levels=frozenset((one.rule, one.subject) for one in held if one.kind == "new"),
        overdue=frozenset(one.subject for one in held if one.kind == "overdue"),
    )


def settle(
    changes: Iterable[Change], told: Collection[str], alerts: Sequence[Told], last: State, rules: Sequence[WatchRule]
) -> Settled:
    """Each cause once, parts with their whole, and every alert closed whose condition ended."""
    standing_so = {(one.subject, hash_object(one.after)) for one in alerts}
    fresh: dict[str, Change] = {}
    for change in fold(changes):
        is_told = change.id in told or (change.subject, hash_object(change.after)) in standing_so
        if not is_told and change.id not in fresh:
            fresh[change.id] = change
    ended = _ended(alerts, fresh.values(), last, rules)
    fresh |= {change.id: change for change in ended if change.id not in told}
    in_order = sorted(fresh.values(), key=lambda change: change.on)
    return Settled(tuple(in_order), tuple(_closings(in_order, alerts, [*in_order, *ended])))


def fold(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Some changes become part of the one that tells them better.

    A step belongs to its new act, a step or another row to what it causes; a deadline, breach or level that arose and ended or lapsed on
    the same way belongs to what it came to.
    """
    held = list(changes)
    parts = _steps(held)
    for whole, ids in _superseded(held).items():
        parts.setdefault(whole, []).extend(ids)
    folded = {part for ids in parts.values() for part in ids}
    inherited = {change.id: parts.get(place, []) for place, change in enumerate(held)}
    return tuple(
        replace(change, parts=tuple(_with_parts([*change.parts, *parts.get(place, ())], inherited)))
        for place, change in enumerate(held)
        if change.id not in folded
    )


def _with_parts(ids: Sequence[str], inherited: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Parts and the parts of parts."""
    for one in ids:
        yield one
        yield from _with_parts(inherited.get(one, ()), inherited)


def _superseded(held: Sequence[Change]) -> dict[int, list[str]]:
    """Of each finding and level, what was opened before its last change, by the place of that change."""
    last: dict[str, int] = {}
    for place, change in enumerate(held):
        key = strand(change)
        if "/" in change.subject and (key not in last or held[last[key]].on <= change.on):
            last[key] = place
    found: dict[int, list[str]] = {}
    for place, change in enumerate(held):
        whole = last.get(strand(change), place)
        if whole != place and change.kind != "corrected" and change.id != held[whole].id:
            found.setdefault(whole, []).append(change.id)
    return found


def _steps(held: Sequence[Change]) -> dict[int, list[str]]:
    wholes: dict[str, int] = {}
    for place, change in enumerate(held):
        if change.subject.startswith("act:") and change.kind == "new":
            wholes[change.subject] = place
        for ref in change.cause.refs if not _is_row(change) else ():
            wholes.setdefault(ref, place)
    parts: dict[int, list[str]] = {}
    for change in filter(_is_row, held):
        whole = wholes.get(f"act:{(change.after or {}).get('act')}", wholes.get(change.subject))
        if whole is not None:
            parts.setdefault(whole, []).append(change.id)
    return parts


def _is_row(change: Change) -> bool:
    """Whether it tells only that a row began: a step, a designation, a holding."""
    table = change.subject.partition(":")[0]
    return change.kind == "new" and table in TABLES and table != "act"


def _ended(alerts: Iterable[Told], changes: Iterable[Change], last: State, rules: Sequence[WatchRule]) -> list[Change]:
    """Changes for alerts whose condition ended where no walk passed."""
    moved = {strand(change) for change in changes}
    return [
        change for one in alerts if strand(one) not in moved and (change := _end(one, last, rules))
    ]  # fmt: skip


def _end(alert: Told, last: State, rules: Sequence[WatchRule]) -> Change | None:
    after = dict(alert.after or {})
    if is_lasting(alert.subject) or alert.kind == "closed":
        return None
    rule = next((one for one in rules if one.id == alert.rule and one.kind == "level"), None)
    if rule:
        reading = last.readings.get(alert.subject)
        is_over = reading is None or side(rule, reading, last) is False
        return _closed(alert, reading.to_dict() if reading else None, last) if is_over else None
    if "verdict" not in after or after["verdict"] in ("PASS", "NOT_APPLICABLE") or not _is_finding(alert.subject):
        return None
    now = last.findings.get(alert.subject)
    if alert.kind == "overdue":
        is_over = now is None or now.verdict in ("PASS", "NOT_APPLICABLE")
        return _closed(alert, now.to_dict() if now else None, last) if is_over else None
    was = _as_judged(alert.subject, after)
    if now and now.says == was.says:
        return None
    step = step_of(was, now, last.on)
    if step and step[1] == "overdue" and now and was.due_on:
        cause = Cause("date", (f"act:{now.act}",) if now.act else (), was.due_on)
        told = {**now.to_dict(), "due_on": after["due_on"]}
        return Change(
            rule=alert.rule, kind="overdue", subject=alert.subject, before=after, after=told, cause=cause, on=last.on
        )
    return _closed(alert, now.to_dict() if now else None, last)


def _is_finding(subject: str) -> bool:
    return "/" in subject.partition(":")[0]


def _as_judged(subject: str, plain: Mapping[str, Any]) -> Judged:
    requirement, _, act = subject.partition(":")
    due = plain.get("due_on")
    return Judged(
        id=subject, requirement=requirement, act=None if act == "-" else act, verdict=plain["verdict"],
        code=plain.get("code"), due_on=date.fromisoformat(due) if due else None,
    )  # fmt: skip


def _closed(alert: Told, after: Mapping[str, Any] | None, last: State) -> Change:
    act = alert.subject.partition(":")[2]
    cause = Cause("date", (f"act:{act}",) if act in last.acts else (f"alert:{alert.id}",), last.on)
    return Change(
        rule=alert.rule, kind="closed", subject=alert.subject, before=alert.after, after=after, cause=cause, on=last.on
    )


def _closings(raised: Sequence[Change], alerts: Sequence[Told], ending: Sequence[Change]) -> Iterator[Closing]:
    """A later change of the same finding, level or designation ends the alert before it."""
    live: dict[str, list[str]] = {}
    for one in alerts:
        live.setdefault(strand(one), []).append(one.id)
    fresh = {change.id for change in raised}
    for change in sorted({one.id: one for one in ending}.values(), key=lambda one: one.on):
        if is_lasting(change.subject):
            continue
        for alert_id in live.pop(strand(change), ()):
            yield Closing(alert_id, change.cause, change.on)
        if change.id in fresh and change.kind != "closed":
            live.setdefault(strand(change), []).append(change.id)
