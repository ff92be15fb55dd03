"""Explains what judges and what was told: a rule, a norm, the law of a day, a watch rule, an alert."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.trace import explain_norm
from contrapeso.core.errors import UnknownName
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text, same
from contrapeso.ledger.docket import Alert, Docket
from contrapeso.ledger.evidence import Evidence
from contrapeso.ledger.trace import Link, Snapshots, explain_rule
from contrapeso.locale import say
from contrapeso.watch.rule import WatchRule, read_rules
from contrapeso.watch.state import says
from contrapeso.workspace import discover

if TYPE_CHECKING:
    from contrapeso.workspace.workspace import Workspace

Explainer = Callable[[str, date], Link]
LAW = "law:"


def explain_law(name: str, doctrine: Doctrine, evidence: Evidence, snapshots: Snapshots) -> Link | None:
    """``norm:ID``, ``parameter:NAME``, their bare names, or ``law:DATE`` with all that moved that day."""
    if name.startswith(LAW):
        return _law_of_day(name, doctrine, evidence, snapshots)
    kind, _, key = name.rpartition(":")
    if kind in ("", "norm") and key in doctrine.norms:
        return explain_norm(doctrine.norms[key], evidence, snapshots)
    if kind in ("", "parameter") and key in doctrine.parameters:
        return _rule(key, PartialDate.of(evidence.on), doctrine, evidence, snapshots)
    return None


def _rule(name: str, when: PartialDate, doctrine: Doctrine, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A rule as it stands on a day, with the norm that says it."""
    dated = doctrine.at(name, when)
    norm = doctrine.norms.get(dated.norm or "")
    norms = (explain_norm(norm, evidence, snapshots),) if norm else ()
    return replace(explain_rule(doctrine.parameters[name], dated, evidence), rests_on=norms)


def _law_of_day(name: str, doctrine: Doctrine, evidence: Evidence, snapshots: Snapshots) -> Link | None:
    """The norms that came into force or went out that day, and the rules that changed."""
    try:
        day = date.fromisoformat(name.removeprefix(LAW))
    except ValueError:
        return None
    today, yesterday = PartialDate.of(day), PartialDate.of(day - timedelta(days=1))
    norms = [
        norm
        for norm in doctrine.norms.values()
        if norm.in_force.covers(day) != norm.in_force.covers(day - timedelta(days=1))
    ]
    moved = [key for key, one in doctrine.parameters.items() if says(one.at(today)) != says(one.at(yesterday))]
    if not norms and not moved:
        return None
    links = (
        *(explain_norm(norm, evidence, snapshots) for norm in norms),
        *(_rule(key, today, doctrine, evidence, snapshots) for key in moved),
    )
    return Link("law", name, say("cli.law-moved", day=day, norms=len(norms), rules=len(moved)), "", links)


def explain_watch(workspace: Workspace, name: str, explain: Explainer) -> Link | None:
    """A watch rule of any country in view, or an alert by its id."""
    for country in workspace.countries():
        for rule in read_rules(discover.find(country, workspace.config.content).folders, workspace.doctrine(country)):
            if rule.id == name:
                return _watch_rule(rule, explain, workspace.today())
    alert = next((one for one in Docket(workspace.ledger.register).alerts() if one.id == name), None)
    return _alert(workspace, alert, explain) if alert else None


def _watch_rule(rule: WatchRule, explain: Explainer, on: date) -> Link:
    """A rule with the indicator and the thresholds that it looks at."""
    looked_at = [rule.indicator, *(str(one) for one in (rule.opens_at, rule.clears_at) if isinstance(one, str))]
    links = tuple(link for name in dict.fromkeys(looked_at) if name for link in _found(name, explain, on))
    says_why = (
        Text(es=f"{rule.title.es}. {rule.why.es}", en=f"{rule.title.en}. {rule.why.en}") if rule.why else rule.title
    )
    return Link("watch-rule", rule.id, says_why, f"{rule.file} line {rule.line}", links)


def _alert(workspace: Workspace, alert: Alert, explain: Explainer) -> Link:
    """An alert with its rule, its subject on the last day that the watch looked at, and each part of its cause."""
    rules = read_rules(
        discover.find(alert.country, workspace.config.content).folders, workspace.doctrine(alert.country)
    )
    rule = [_watch_rule(one, explain, alert.raised_on) for one in rules if one.id == alert.rule]
    refs = [one for one in alert.cause["refs"] if not alert.subject.startswith(LAW)]
    about = [link for name in dict.fromkeys([alert.subject, *refs]) for link in _found(name, explain, alert.raised_on)]
    return Link("alert", alert.id, alert.title, alert.on.isoformat(), (*rule, *about))


def _found(name: str, explain: Explainer, on: date) -> Iterator[Link]:
    """What a name rests on; what is no longer in view is named as missing, not passed over."""
    try:
        yield explain(name, on)
    except UnknownName:
        yield Link("missing", name, say("cli.not-in-view", name=same(name)))
