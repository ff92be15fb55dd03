"""The charts of a country report, each with the table of the numbers it draws."""

from __future__ import annotations

from collections import Counter
from datetime import date

from contrapeso.charts.bars import Count, stacked_bars
from contrapeso.charts.calendar import Stay, Turn, stays
from contrapeso.charts.chart import Chart
from contrapeso.charts.path import PathStep, control_path
from contrapeso.charts.theme import APPLIES_COLOURS, GROUP_COLOURS, VERDICT_COLOURS
from contrapeso.charts.timeline import KindYear, acts_by_year
from contrapeso.core.facts import Act, Body, Stage
from contrapeso.core.period import PartialDate
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, day, listed, say, word, words_of
from contrapeso.report.briefs.country import figures
from contrapeso.report.briefs.country.view import View, capital, span
from contrapeso.report.document import Column, Figure, Row, Table, line

GROUPS = {
    "treaty": "agreements", "executive-agreement": "agreements", "mou": "agreements", "purchase": "purchases",
    "donation": "donations", "finance": "donations", "training": "training", "exercise": "training",
    "troop-entry": "troops", "status-designation": "status",
}  # fmt: skip
STEPS = ("requested", "council-vote", "opinion", "approved", "authorised", "published", "accounted")
TOP, PATHS, CALENDAR_YEARS = 10, 14, 5


def source_line(view: View) -> Text:
    vintages = sorted({snapshot.vintage for snapshot in view.inputs.snapshots})
    return say("chart-source", vintage=say("vintage", on=vintages[-1]) if vintages else same(view.inputs.code_version))


def figure(chart: Chart) -> Figure:
    """A chart with its numbers as a table."""
    columns = tuple(
        Column(header, "number" if chart.rows and isinstance(chart.rows[0][at], (int, float)) else "text")
        for at, header in enumerate(chart.header)
    )
    rows = tuple(Row(tuple(line(_cell(cell)) for cell in row)) for row in chart.rows)
    return Figure(chart, Table(chart.title, columns, rows))


def _cell(cell: Text | float) -> Text:
    from contrapeso.locale import number

    return cell if isinstance(cell, Text) else number(cell)


def years(view: View) -> Figure | None:
    counts: Counter[tuple[str, int]] = Counter((act.kind, act.began.first.year) for act in view.acts if act.began)
    if not counts:
        return None
    records = [
        KindYear(word("kinds-short", kind), year, counts[kind, year])
        for kind in words_of("kinds") for year in sorted({y for k, y in counts if k == kind})
    ]  # fmt: skip
    totals = Counter({year: 0 for _, year in counts})
    for (_, year), n in counts.items():
        totals[year] += n
    top, most = max(totals.items(), key=lambda pair: (pair[1], pair[0]))
    alt = say(
        "alt-years",
        acts=counted("n-acts", sum(totals.values())),
        first=str(min(totals)),
        last=str(max(totals)),
        top=str(top),
        most=most,
    )
    header = (say("c-kind"), say("c-year"), say("c-acts"))
    return figure(acts_by_year(
        records, title=say("chart-years"), units=say("unit-acts"), source=source_line(view), alt=alt, header=header
    ))  # fmt: skip


def partners(view: View) -> Figure | None:
    ranked = [state for state, _ in sorted(figures.partner_counts(view).items(), key=lambda pair: (-pair[1], pair[0]))]
    if not ranked:
        return None
    shown = ranked if len(ranked) <= TOP + 1 else ranked[:TOP]
    rest = set(ranked) - set(shown)
    names = {state: state_name(state) for state in shown}
    counts: Counter[tuple[Text, str]] = Counter()
    for act in view.acts:
        labels = [names[state] for state in act.partners if state in names]
        if rest & set(act.partners):
            labels.append(counted("rest-partners", len(rest)))
        if not act.partners:
            labels.append(word("partner-basis", act.partner_basis))
        counts.update((label, GROUPS[act.kind]) for label in labels)
    last = [counted("rest-partners", len(rest)), *(word("partner-basis", basis) for basis in words_of("partner-basis"))]
    order = [*names.values(), *last]
    records = [
        Count(label, group, counts[label, group])
        for label in order
        for group in words_of("kind-groups")
        if counts[label, group]
    ]
    return figure(stacked_bars(
        "acts-by-partner", records, series={group: word("kind-groups", group) for group in words_of("kind-groups")},
        colours=GROUP_COLOURS, title=say("chart-partners"), units=say("unit-acts-partners"), source=source_line(view),
        alt=say("alt-partners", partners=figures.top_partners(view)), header=say("c-partner"),
    ))  # fmt: skip


def verdicts(view: View) -> Figure | None:
    if not view.applied:
        return None
    counts: Counter[tuple[str, str]] = Counter((view.family(finding), finding.verdict) for finding in view.applied)
    records = [
        Count(view.pack_word("families", family), verdict, counts[family, verdict])
        for family in view.families for verdict in VERDICT_COLOURS if counts[family, verdict]
    ]  # fmt: skip
    return figure(stacked_bars(
        "verdicts-by-family", records, series={verdict: word("verdicts", verdict) for verdict in VERDICT_COLOURS},
        colours=VERDICT_COLOURS, title=say("chart-verdicts"), units=say("unit-findings"), source=source_line(view),
        alt=say("alt-verdicts", counts=figures.verdicts_text(view)), header=say("c-family"),
    ))  # fmt: skip


def clauses(view: View) -> Figure | None:
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in view.act_clauses:
        clause = view.clauses[row.clause_id]
        counts[clause.holder, clause.type, row.applies] += 1
    if not counts:
        return None
    totals: Counter[tuple[str, str]] = Counter()
    for (holder, kind, _), n in counts.items():
        totals[holder, kind] += n
    has_many = len({holder for holder, _ in totals}) > 1
    ranked = sorted(totals, key=lambda pair: (-totals[pair], pair))

    def label(holder: str, kind: str) -> Text:
        name = capital(view.pack_word("clause-types", kind))
        by = state_name(holder)
        return Text(es=f"{name.es} ({by.es})", en=f"{name.en} ({by.en})") if has_many else name

    records = [
        Count(label(holder, kind), applies, counts[holder, kind, applies])
        for holder, kind in ranked for applies in APPLIES_COLOURS if counts[holder, kind, applies]
    ]  # fmt: skip
    alt = say(
        "alt-clauses", top=view.pack_word("clause-types", ranked[0][1]), acts=counted("n-acts", totals[ranked[0]])
    )
    return figure(stacked_bars(
        "clauses-by-type", records, series={applies: capital(word("applies", applies)) for applies in APPLIES_COLOURS},
        colours=APPLIES_COLOURS, title=say("chart-clauses"), units=say("unit-clauses"), source=source_line(view), alt=alt,
        header=say("c-type"),
    ))  # fmt: skip


def _entries(view: View) -> list[Act]:
    """The entries of foreign troops, latest first."""
    acts = [act for act in view.acts if act.kind == "troop-entry" and act.began and act.record_type == "instrument"]
    return sorted(acts, key=lambda act: (act.stay_from or act.began or _NEVER, act.act_id), reverse=True)


_NEVER = PartialDate.of(date.min)


def _entry_label(view: View, act: Act, seen: Counter[str]) -> Text:
    """«Estados Unidos, oct 2025», told apart where two would read the same."""
    when = act.stay_from or act.stay_to or act.began
    assert when is not None
    month = day(PartialDate.parse(str(when)[:7]), short=True)
    states = [state_name(state) for state in act.partners] or [word("partner-basis", act.partner_basis)]
    name = (
        listed(states)
        if len(states) < 3
        else Text(es=f"{states[0].es} +{len(states) - 1}", en=f"{states[0].en} +{len(states) - 1}")
    )
    label = Text(es=f"{name.es}, {month.es}", en=f"{name.en}, {month.en}")
    seen[label.es] += 1
    times = seen[label.es]
    return label if times == 1 else Text(es=f"{label.es} ({times})", en=f"{label.en} ({times})")


def path(view: View) -> tuple[int, Figure] | None:
    """The control path of the latest entries, and how many they are."""
    acts = _entries(view)[:PATHS]
    if not acts:
        return None
    seen: Counter[str] = Counter()
    used = [step for step in STEPS if step != "authorised" or any(act.steps(step) for act in acts)]
    records = [
        _path_step(act, step, label) for act in acts for label in [_entry_label(view, act, seen)] for step in used
    ]
    known = sum(record.is_recorded for record in records)
    alt = say("alt-path", acts=counted("n-entries", len(acts)), steps=len(used), known=known, cells=len(records))
    return len(acts), figure(control_path(
        records, title=say("chart-path"), units=say("unit-path"), source=source_line(view), alt=alt,
        header=say("c-entry"), absent=say("not-on-record"),
    ))  # fmt: skip


def _path_step(act: Act, step: str, label: Text) -> PathStep:
    found = act.steps(step)
    if not found:
        return PathStep(label, word("steps-short", step), False)
    return PathStep(label, word("steps-short", step), True, day(found[0].on, short=True), votes(found[0]))


def votes(stage: Stage) -> str | None:
    """«76–23–4», or None where the register lacks a count."""
    counts = (stage.votes_for, stage.votes_against, stage.votes_abstain)
    return None if None in counts else "–".join(str(count) for count in counts)


def calendar(view: View) -> Figure | None:
    """Authorised stays of the last years, with the day on which the consenting body changes."""
    since = date(view.inputs.on.year - CALENDAR_YEARS + 1, 1, 1)
    seen: Counter[str] = Counter()
    acts = [act for act in reversed(_entries(view)) if act.stay_to and act.stay_to.last >= since]
    records = [
        Stay(_entry_label(view, act, seen), act.stay_from.first if act.stay_from else None, act.stay_to.last,
             span(act.stay_from, act.stay_to) or say("not-on-record"))
        for act in acts if act.stay_to
    ]  # fmt: skip
    if not records:
        return None
    alt = say("alt-stays", stays=counted("n-stays", len(records)), first=str(since.year))
    return figure(stays(
        records, _turn(view), view.inputs.on, title=say("chart-stays"), units=say("unit-stays"), source=source_line(view),
        alt=alt, header=(say("c-entry"), say("c-stay")), today_label=say("today"),
    ))  # fmt: skip


def _turn(view: View) -> Turn | None:
    """The day on which most rules about who decides change hands, with the bodies before and after."""
    bodies = {body.body_id: body.name for body in view.inputs.evidence.rows(Body)}
    turns: Counter[tuple[date, str, str]] = Counter()
    for parameter in view.inputs.doctrine.parameters.values():
        if parameter.unit != "body":
            continue
        for before, after in zip(parameter.values, parameter.values[1:], strict=False):
            named = all(isinstance(one.value, str) and one.value in bodies for one in (before, after))
            if named and after.period.start:
                turns[after.period.start, before.value, after.value] += 1
    if not turns:
        return None
    (on, before_id, after_id), _ = max(turns.items(), key=lambda pair: (pair[1], pair[0]))
    return Turn(on, say("turn", before=bodies[before_id], after=bodies[after_id]))
