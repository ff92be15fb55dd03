"""Who can deny what: each state's power over each capability, in a heat map, in words, and on what assumptions."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.assess.run import Finding
from contrapeso.charts.heatmap import Cell, heatmap
from contrapeso.core.facts import Component
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import LANGUAGES, Text, same
from contrapeso.locale import counted, either, listed, percent, say, word
from contrapeso.report.briefs.country import naming, rules
from contrapeso.report.briefs.country.balance import threshold
from contrapeso.report.briefs.country.measured import figure, gravest, how_known, least, most, phrase, value_text
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital, commas, mark, phrases
from contrapeso.report.document import (
    Block,
    Callout,
    Column,
    Details,
    Figure,
    Line,
    List,
    Measured,
    Row,
    Run,
    Section,
    Table,
    line,
    note,
    paragraph,
    strong,
)  # fmt: skip

COLUMNS = 8
"""How many states the heat map shows; its table has the others too."""
FEW = 3
"""Up to how many types are named within the sentence; more follow it."""


def section(view: View) -> Section | None:
    if not view.measures.capabilities():
        return None
    parts = (
        paragraph(say("denial-lead")), _heatmap(view), _rest(view), _fleets(view), _coalitions(view), _unnamed(view),
        _assumptions(view), _assumed(view),
    )  # fmt: skip
    return Section("denial", say("h-denial"), tuple(part for part in parts if part))


def states(view: View) -> list[str]:
    """The states with any power to deny, known or possible, the most powerful first."""
    totals: dict[str, list[float]] = {}
    for one in view.measures.of("denial-power"):
        if one.object and (most(one) > 0 or one.low is None):
            total = totals.setdefault(one.object, [0.0, 0.0])
            total[0] += least(one)
            total[1] += most(one)
    return sorted(totals, key=lambda state: (-totals[state][0], -totals[state][1], state))


def _heatmap(view: View) -> Figure | None:
    found, capabilities = states(view), view.measures.capabilities()
    if not found:
        return None
    first = found[:COLUMNS]
    names = {state: state_name(state) for state in found}
    rows = {name: capital(naming.capability(view, name)) for name in capabilities}
    cells = [
        Cell(rows[one.capability], names[one.object], one.value, one.low, one.high, value_text(one))
        for one in view.measures.of("denial-power") if one.object in first and one.capability
    ]  # fmt: skip
    top = gravest(view.measures.of("denial-power"))[0]
    assert top.object and top.capability
    chart = heatmap(
        "denial-power", cells, rows=list(rows.values()), columns=[names[state] for state in first],
        title=say("chart-denial"), units=say("unit-denial"), source=source_line(view), header=say("c-capability"),
        alt=say("alt-denial", states=len(first), capabilities=len(rows), state=names[top.object],
                capability=rows[top.capability], figure=value_text(top)),
        absent=say("none"),
    )  # fmt: skip
    return Figure(chart, _table(view, first, rows), how_known(top.id, key="how-any"))


def _table(view: View, found: list[str], rows: dict[str, Text]) -> Table:
    """The numbers of the heat map, each led to its entry."""
    columns = (Column(say("c-capability"), "wide"), *(Column(state_name(state), "short") for state in found))
    by_pair = {(one.capability, one.object): one for one in view.measures.of("denial-power")}
    cells = tuple(
        Row((line(name), *(
            (figure(by_pair[code, state], is_led=False),) if (code, state) in by_pair else line(say("none")) for state in found
        )))
        for code, name in rows.items()
    )  # fmt: skip
    return Table(say("chart-denial"), columns, cells)


def _rest(view: View) -> Block | None:
    """The states that the heat map has no room for: what each could deny, and who could deny nothing for certain."""
    others = states(view)[COLUMNS:]
    if not others:
        return None
    powers = {
        state: gravest(one for one in view.measures.of("denial-power", object=state) if least(one)) for state in others
    }
    entries = [
        line(strong(state_name(state)), same(": "), *_powers(view, powers[state])) for state in others if powers[state]
    ]
    perhaps = [state_name(state) for state in others if not powers[state]]
    if perhaps:
        entries.append(line(say("denial-perhaps", states=listed(perhaps))))
    return Details(line(counted("denial-others", len(others))), (List(tuple(entries)),))


def _powers(view: View, found: list[Measurement]) -> Line:
    return phrases([
        phrase(one, "topic-figure", topic=naming.capability(view, one.capability)) for one in found if one.capability
    ])  # fmt: skip


def _fleets(view: View) -> Section | None:
    """Whole fleets that somebody could end support for, those with the same coalitions together."""
    by_fleet: dict[str, list[Measurement]] = {}
    for one in view.measures.of("fleet-coalition"):
        by_fleet.setdefault(naming.holding_of(one), []).append(one)
    together: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for fleet, found in by_fleet.items():
        together.setdefault(tuple(sorted(naming.members(one) for one in found)), []).append(fleet)
    if not together:
        return None
    ranked = sorted(together, key=lambda key: (-len(together[key]), key))
    entries = tuple(_fleet(view, key, together[key], by_fleet) for key in ranked)
    return Section("fleets", say("h-fleets"), (paragraph(say("fleets-lead")), List(entries)))


def _fleet(view: View, who: Iterable[tuple[str, ...]], fleets: list[str], found: dict[str, list[Measurement]]) -> Line:
    names = [_fleet_name(view, fleet, found[fleet][0]) for fleet in fleets]
    form = "one" if len(fleets) == 1 else "few" if len(fleets) <= FEW else "other"
    head, tail = (say(f"fleet-{part}-{form}") for part in ("could", "end"))
    said = capital(either([naming.coalition(states) for states in sorted(who, key=lambda one: (len(one), one))]))
    return line(said, head, *(commas(names, between=", ") if form == "other" else _and(names)), tail)


def _and(names: list[Measured]) -> Line:
    """«C-27J Spartan, C-27J NG y Lupo», each led to its entry."""
    *others, last = names
    if not others:
        return (last,)
    joint = listed([same("…"), last.text])
    ends = {language: len(joint[language]) - len(last.text[language]) for language in LANGUAGES}
    joined = Run(Text(es=joint.es[1 : ends["es"]], en=joint.en[1 : ends["en"]]))
    return (*commas(others, between=", "), joined, last)


def _fleet_name(view: View, fleet: str, one: Measurement) -> Measured:
    """The platform, led to the entry of the first measurement of its fleet."""
    return Measured(naming.platform(view, fleet), one.id, one.value)


def _coalitions(view: View) -> Section | None:
    """The smallest coalitions that reach the threshold, capability by capability."""
    limit = threshold(view)
    by_capability: dict[str, list[Measurement]] = {}
    for one in view.measures.of("denial-coalition"):
        if one.capability:
            by_capability.setdefault(one.capability, []).append(one)
    if not by_capability or limit is None:
        return None
    entries = tuple(_coalition(view, name, by_capability[name]) for name in by_capability)
    lead = paragraph(say("coalitions-lead", limit=percent(limit)))
    return Section("coalitions", say("h-coalitions", limit=percent(limit)), (lead, List(entries)))


def _coalition(view: View, name: str, found: list[Measurement]) -> Line:
    ordered = sorted(found, key=lambda one: (len(naming.members(one)), -least(one), one.id))
    said = [phrase(one, "topic-figure", topic=naming.coalition(naming.members(one))) for one in ordered]
    return line(strong(capital(naming.capability(view, name))), same(": "), *phrases(said, between="; "))


def _unnamed(view: View) -> Section | None:
    """Critical roles whose supplier nobody names, by capability and platform."""
    rows = [one for one in view.measures.of("unknown-roles") if one.capability and most(one) > 0]
    if not rows:
        return None
    columns = (Column(say("c-capability")), Column(say("c-unnamed"), "short"), Column(say("c-roles"), "wide"))
    cells = tuple(
        Row((line(capital(naming.capability(view, one.capability))), (figure(one),), line(_roles(view, one))))
        for one in gravest(rows) if one.capability
    )  # fmt: skip
    table = Table(say("unnamed-caption"), columns, cells)
    return Section("unnamed", say("h-unnamed"), (paragraph(say("unnamed-lead")), table))


def _roles(view: View, one: Measurement) -> Text:
    """«C-27J (armas y sensores), An-32 (motor)», of the roles that the measurement found without a supplier."""
    found: dict[str, list[Text]] = {}
    for ref in one.evidence:
        row = view.inputs.evidence.find(ref)
        if isinstance(row, Component) and not row.suppliers and row.holding_id in view.holdings:
            found.setdefault(row.holding_id, []).append(word("roles", row.role))
    named = [
        say("bracketed", text=naming.platform(view, name), detail=listed(list(dict.fromkeys(roles))))
        for name, roles in found.items()
    ]
    return naming.say_all(named) if named else say("none")


def _assumptions(view: View) -> Callout | None:
    """What the numbers suppose: the assumed rules that they consulted, with range."""
    used = dict.fromkeys(
        rule for name in ("denial-power", "denial-coalition") for one in view.measures.of(name) for rule in one.rules
    )
    entries = [*rules.assumed(view, used), line(say("denial-weights"))]
    return Callout("warn", say("denial-assumptions"), (List(tuple(entries)),))


def _assumed(view: View) -> Section | None:
    """Judged by assumed thresholds, not by law: one row a question and verdict, with what it holds of."""
    if not view.assumed:
        return None
    columns = (
        Column(say("c-question"), "wide"), Column(say("c-verdict"), "short"), Column(say("c-reason")),
        Column(say("c-about"), "wide"), Column(say("c-code")),
    )  # fmt: skip
    groups: dict[tuple[str, str, str | None], list[Finding]] = {}
    for one in view.assumed:
        groups.setdefault((one.requirement, one.verdict, one.code), []).append(one)
    rows = tuple(Row(_assumed_cells(view, found)) for found in groups.values())
    table = Table(say("assumed-caption"), columns, rows)
    return Section("assumed", say("h-assumed"), (note(say("assumed-lead")), table))


def _assumed_cells(view: View, found: list[Finding]) -> tuple[Line, ...]:
    first = found[0]
    return (
        line(view.requirement_title(first)), (mark(first.verdict),), line(capital(view.reason(first))),
        line(naming.say_all([naming.subject(view, one) for one in found])),
        (Run(same(f"contrapeso explain {first.id}"), "code"),),
    )  # fmt: skip
