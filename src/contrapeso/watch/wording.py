"""What a change is called, in both languages, so that a reader needs no code to understand it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import TABLES, Fact
from contrapeso.core.state import is_state, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, has_word, listed, number, say, word
from contrapeso.watch.change import Change
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import State

Plain = Mapping[str, Any]


def titled(change: Change, state: State, doctrine: Doctrine, rules: tuple[WatchRule, ...]) -> Change:
    """The change with its title."""
    rule = next((one for one in rules if one.id == change.rule), None)
    kind = change.subject.partition(":")[0]
    if kind == "act" and change.kind == "new":
        title = _act(change, rule)
    elif kind in ("stage", "status") and change.kind != "corrected":
        title = _stage(change, state) if kind == "stage" else _status(change, doctrine)
    elif kind in TABLES and change.kind == "new":
        title = say(
            "watch.row-new", rule=rule.title if rule else same(kind), row=_row_name(change.after or {}, change.subject)
        )
    elif kind == "law":
        title = _law(change, doctrine)
    elif change.kind == "corrected" or kind in ("norm", "parameter"):
        title = _corrected(change, state, doctrine)
    elif rule and rule.kind == "level":
        title = _level(change, rule, doctrine)
    else:
        title = _finding(change, rule, state, doctrine)
    return replace(change, title=Text(es=_capital(title.es), en=_capital(title.en)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_public(change: Change, rows: Mapping[str, Fact]) -> bool:
    """Whether every row that the change names, and its act, may be shown to anybody."""
    kind, _, key = change.subject.partition(":")
    named = {change.subject, f"act:{key}", *change.cause.refs}
    if kind == "stage":
        named.add(f"act:{(change.after or change.before or {}).get('act')}")
    return all(row.public for ref in named if (row := rows.get(ref)))


def _act(change: Change, rule: WatchRule | None) -> Text:
    after = change.after or {}
    partners = [state_name(code) for code in after["partners"]]
    who = listed(partners) if partners else say("watch.no-partner")
    act = Text(es=after["title"]["es"], en=after["title"]["en"])
    line = rule.title if rule and rule.kind == "red-line" else None
    if line:
        return say("watch.red-line", line=line, act=act)
    return say("watch.act", kind=word("kinds", after["kind"]), act=act, partners=who)


def _stage(change: Change, state: State) -> Text:
    after = change.after or {}
    return say("watch.stage", stage=word("stages", after["stage"]), act=about(f"-:{after['act']}", state))


def _status(change: Change, doctrine: Doctrine) -> Text:
    plain = change.after or change.before or {}
    key = "watch.status" if change.kind == "new" else "watch.status-ended"
    name = doctrine.words.groups.get("statuses", {}).get(plain["status"], same(plain["status"]))
    return say(key, status=name, state=state_name(plain["state"]))


def _law(change: Change, doctrine: Doctrine) -> Text:
    came, out = ((side or {}).get("norms", []) for side in (change.after, change.before))
    rules = list((change.after or {}).get("parameters", {}))
    texts = dict.fromkeys(doctrine.norms[key].title for key in (*came, *out) if key in doctrine.norms)
    names = list(texts) or [doctrine.parameters[name].title for name in rules if name in doctrine.parameters]
    shown = names[0] if len(names) == 1 else counted("watch.and-more", len(names) - 1, name=names[0])
    parts = [
        counted(key, n)
        for key, n in (
            ("watch.articles-in", len(came)), ("watch.articles-out", len(out)), ("watch.rules-moved", len(rules)),
        )
        if n
    ]  # fmt: skip
    return say("watch.law", law=shown, what=listed(parts))


def _row_name(plain: Plain, ref: str) -> Text:
    """What a row calls itself."""
    for name in ("name", "title", "platform", "part", "claim"):
        if isinstance(plain.get(name), dict):
            return Text(es=plain[name]["es"], en=plain[name]["en"])
        if plain.get(name):
            return same(str(plain[name]))
    return same(ref)


def _level(change: Change, rule: WatchRule, doctrine: Doctrine) -> Text:
    after, before = change.after or {}, change.before or {}
    shown = after or before
    capabilities = doctrine.words.groups.get("capabilities", {})
    codes = [one for one in change.subject.partition(":")[2].split(":") if one != "-"]
    names = [state_name(one) if is_state(one) else capabilities.get(one, same(one)) for one in codes]
    about = Text(es=" · ".join(one.es for one in names), en=" · ".join(one.en for one in names))
    key = "watch.level" if change.kind == "new" else "watch.level-cleared"
    title = say(key, rule=rule.title, value=_value(shown), about=about)
    return say("watch.assumed", title=title) if after.get("assumed") else title


def _value(plain: Plain) -> Text:
    value, low, high = (plain.get(name) for name in ("value", "low", "high"))
    if value is None:
        return say("watch.no-value")
    if low is None or high is None or low == high:
        return number(round(value, 3))
    ends = f"[{number(round(low, 3)).en}–{number(round(high, 3)).en}]"
    return same(f"{number(round(value, 3)).en} {ends}")


def about(finding_id: str, state: State) -> Text:
    """The title of the act that a finding is about."""
    act = state.acts.get(finding_id.partition(":")[2])
    return act.title if act else same(finding_id.partition(":")[2])


def _question(subject: str, state: State, doctrine: Doctrine) -> Text:
    """A requirement's question and the act that it is asked of."""
    requirement, _, act = subject.partition(":")
    title = next((one.title for one in doctrine.requirements if one.id == requirement), same(requirement))
    named = doctrine.words.groups.get("capabilities", {}).get(act) or about(subject, state)
    return title if act == "-" else say("watch.question", question=title, act=named)


def _finding(change: Change, rule: WatchRule | None, state: State, doctrine: Doctrine) -> Text:
    question = _question(change.subject, state, doctrine)
    after, before = change.after or {}, change.before or {}
    if change.kind in ("due", "overdue"):
        due = date.fromisoformat(after["due_on"])
        return say("watch.due" if change.kind == "due" else "watch.overdue", day=due, question=question)
    if change.kind == "closed":
        now = verdict_text(after, doctrine) if after else say("watch.gone")
        return say("watch.closed", question=question, was=verdict_text(before, doctrine), now=now)
    said = verdict_text(after, doctrine)
    if rule and rule.kind == "red-line":
        return say("watch.red-line", line=rule.title, act=question)
    title = say("watch.found", question=question, verdict=said)
    return say("watch.assumed", title=title) if after.get("verdict") == "WARN" else title


def verdict_text(plain: Plain, doctrine: Doctrine) -> Text:
    """A verdict with its reason or its deadline."""
    name, code, due = word("verdicts", plain["verdict"]), plain.get("code"), plain.get("due_on")
    reasons = doctrine.words.groups.get("codes", {})
    if code is not None and code in reasons:
        return say("watch.verdict", verdict=name, why=reasons[code])
    return say("watch.verdict-due", verdict=name, day=date.fromisoformat(due)) if due else name


def _corrected(change: Change, state: State, doctrine: Doctrine) -> Text:
    after, before = change.after, change.before or {}
    if "verdict" in before and after:
        return say(
            "watch.corrected", question=_question(change.subject, state, doctrine), day=date.fromisoformat(before["said_on"]),
            was=verdict_text(before, doctrine), now=verdict_text(after, doctrine),
        )  # fmt: skip
    kind, _, key = change.subject.partition(":")
    name = _name(kind, key, state, doctrine)
    if kind in ("norm", "parameter"):
        return say("watch.rule-new" if change.kind == "new" else "watch.rule-corrected", rule=name)
    if after is None:
        return say("watch.row-gone", row=name)
    if kind == "indicator":
        return say("watch.code-corrected", indicator=same(key), n=after["measurements"])
    return say("watch.row-corrected", row=name, columns=same(", ".join(one for one in after if one != "measurements")))


def _name(kind: str, key: str, state: State, doctrine: Doctrine) -> Text:
    """What a row or a rule is called."""
    if kind == "parameter" and key in doctrine.parameters:
        return doctrine.parameters[key].title
    if kind == "norm" and key in doctrine.norms:
        return same(doctrine.norms[key].cite)
    if kind == "act" and key in state.acts:
        return state.acts[key].title
    if kind == "stage" and key in state.stages and has_word("stages", state.stages[key].stage):
        stage = state.stages[key]
        return say("watch.stage", stage=word("stages", stage.stage), act=about(f"-:{stage.act_id}", state))
    return same(key)
