"""What would change if a supplier, a bloc or a status went: the cases that the pack proposes, and the smallest shocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from contrapeso.charts.heatmap import Cell, heatmap
from contrapeso.core.measurement import Measurement
from contrapeso.core.period import PartialDate
from contrapeso.core.state import state_in_sentence
from contrapeso.core.text import Text, same
from contrapeso.locale import listed, percent, say
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import how_known, least, value_text
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital, phrases
from contrapeso.report.document import (
    GAP,
    Block,
    Column,
    Figure,
    Line,
    Measured,
    Row,
    Section,
    Table,
    line,
    note,
    paragraph,
    strong,
)
from contrapeso.stress.run import Change, Stressed
from contrapeso.stress.summary import SUPPORTED, Summary, summary
from contrapeso.stress.telling import told_given, told_scenario

THRESHOLD = "denial_threshold"
NAMED = 4


def section(view: View) -> Section | None:
    """The answer, the cases in a table, one chart, and what all of it rests on; nothing where the pack proposes no case."""
    cases = [(one, summary(one)) for one in view.inputs.stressed]
    if not cases:
        return None
    drawn = _chart(view, cases)
    blocks: list[Block] = [_lead(view, cases), *_smallest(view), _table(view, cases), *([drawn] if drawn else [])]
    return Section("what-if", say("h-what-if"), (*blocks, note(say("what-if-assumed", threshold=_threshold(view)))))


Case = tuple[Stressed, Summary]


def _lead(view: View, cases: Sequence[Case]) -> Block:
    found, short = max(cases, key=lambda case: (len(_beyond(view, case[1])), case[1].loss))
    worst = _after(short)
    if worst is None:
        return paragraph(say("what-if-none"))
    said = say(
        "what-if-worst", case=_title(found), n=len(_beyond(view, short)), of=_valued(view), threshold=_threshold(view),
        capability=naming.capability(view, worst.capability or ""),
    )  # fmt: skip
    return paragraph(said, GAP, _figure(found, short.losing[0]), same("."))


def _valued(view: View) -> int:
    """How many capabilities there are of which something is surely in service."""
    return sum(one.value is not None for one in view.measures.of(SUPPORTED))


def _threshold(view: View) -> Text:
    return percent(_share(view))


def _share(view: View) -> float:
    """The pack's threshold of denial on the day; 0 where it states none: any loss counts."""
    parameters = view.inputs.doctrine.parameters
    rule = parameters[THRESHOLD].at(PartialDate.of(view.inputs.on)) if THRESHOLD in parameters else None
    return rule.number if rule and rule.value is not None else 0.0


def _beyond(view: View, short: Summary) -> list[Change]:
    """The capabilities that lose more than the threshold."""
    return [one for one in short.losing if -(one.difference or 0.0) > _share(view)]


def _after(short: Summary) -> Measurement | None:
    after = short.losing[0].after if short.losing else None
    return after if isinstance(after, Measurement) else None


def _left(short: Summary) -> float:
    worst = _after(short)
    return 1.0 if worst is None else least(worst)


def _title(found: Stressed) -> Text:
    return told_scenario(found.scenario, found.given, found.titles)


def _figure(found: Stressed, change: Change) -> Measured:
    """An after-value with the name that explains it."""
    assert isinstance(change.after, Measurement)
    return Measured(value_text(change.after), found.explain_id(change), change.after.value, is_led=False)


def _smallest(view: View) -> Iterator[Block]:
    """In how many capabilities one state is enough, and which need more."""
    broken = view.inputs.smallest
    if not broken:
        return
    floor, of = percent(broken[0].floor or 0.0), len(broken)
    alone = [one for one in broken if one.size == 1]
    counts = Counter(each.shocks[0] for one in alone for each in one.sets)
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]
    states = listed([say("what-if-state", state=state_in_sentence(state), n=n) for state, n in most])
    lines = [
        say("what-if-one", n=len(alone), of=of, floor=floor, states=states)
        if alone
        else say("what-if-one-none", floor=floor)
    ]
    harder = [(say("what-if-states", n=one.size), one) for one in broken if (one.size or 0) > 1]
    harder += [(say("what-if-all"), one) for one in broken if one.size is None]
    if harder:
        each = [say("what-if-in", what=what, capability=naming.capability(view, one.subject)) for what, one in harder]
        lines.append(say("what-if-more", each=listed(each)))
    yield paragraph(*(part for one in lines for part in (one, GAP)))


def _table(view: View, cases: Sequence[Case]) -> Table:
    threshold = _threshold(view)
    columns = (
        Column(say("what-if-case"), "wide"), Column(say("what-if-lost", threshold=threshold), "short"),
        Column(say("what-if-most"), "wide"), Column(say("what-if-worse"), "short"),
    )  # fmt: skip
    rows = tuple(
        Row((
            line(strong(_title(found))),
            line(say("what-if-of", n=len(_beyond(view, short)), of=_valued(view)) if short.is_of_support else say("none")),
            _most(view, found, short), line(same(str(len(short.worse)))),
        ))
        for found, short in cases
    )  # fmt: skip
    return Table(say("what-if-table"), columns, rows)


def _most(view: View, found: Stressed, short: Summary) -> Line:
    """What changes most, before and after; what cannot be measured is named."""
    if not short.most:
        lacking = sorted({source for _, sources in found.unmeasured for source in sources})
        named = listed([same(one) for one in lacking]) if lacking else None
        return line(say("what-if-unmeasured", sources=named) if named else say("what-if-nothing"))
    return phrases([_moved(view, found, one) for one in short.most], between="; ")


def _moved(view: View, found: Stressed, change: Change) -> Line:
    side = change.after or change.before
    assert isinstance(side, Measurement)
    before = value_text(change.before) if isinstance(change.before, Measurement) else say("what-if-absent")
    after = _figure(found, change) if change.after else say("what-if-gone")
    return line(_about(view, side), same(": "), before, same(" → "), after)


def _about(view: View, one: Measurement) -> Text:
    """The capability that loses support, else the indicator and whom it is about."""
    if one.indicator == SUPPORTED:
        return naming.capability(view, one.capability or "")
    parts = [naming.title(view, one), *view.naming.about(one)]
    return Text(es=" · ".join(part.es for part in parts), en=" · ".join(part.en for part in parts))


def _chart(view: View, cases: Sequence[Case]) -> Figure | None:
    """What is left of each capability in each case that takes support; cases that leave the same are drawn once."""
    shown = _different([one for one in cases if one[1].is_of_support])
    if not shown:
        return None
    names = {found.name: _short(found) for found, _ in shown}
    kept = [one for one in view.measures.of(SUPPORTED) if one.capability]
    rows = {one.id: capital(naming.capability(view, one.capability or "")) for one in kept}
    by_case = {found.name: {one.id: one for one in found.measurements} for found, _ in shown}
    cells = [
        Cell(rows[name], names[found.name], after.value, after.low, after.high, value_text(after))
        for found, _ in shown for name in rows if isinstance(after := by_case[found.name][name].after, Measurement)
    ]  # fmt: skip
    found, short = min(shown, key=lambda case: _left(case[1]))
    worst = _after(short)
    assert worst is not None
    alt = say(
        "alt-what-if", capabilities=len(rows), cases=len(shown), capability=naming.capability(view, worst.capability or ""),
        figure=value_text(worst), case=names[found.name],
    )  # fmt: skip
    chart = heatmap(
        "what-if", cells, rows=list(rows.values()), columns=list(names.values()), title=say("chart-what-if"),
        units=say("unit-what-if"), source=source_line(view), alt=alt, header=say("c-capability"), absent=say("none"),
    )  # fmt: skip
    columns = (Column(say("c-capability"), "wide"), *(Column(name, "short") for name in names.values()))
    table = tuple(
        Row((line(rows[name]), *((_figure(case, by_case[case.name][name]),) if by_case[case.name][name].after else line(say("none"))
                                 for case, _ in shown)))
        for name in rows
    )  # fmt: skip
    how = how_known(f"'{found.explain_id(short.losing[0])}'", key="how-any")
    return Figure(chart, Table(say("chart-what-if"), columns, table), how)


def _short(found: Stressed) -> Text:
    """A state by name; «Estados Unidos y otros» where there are several."""
    names = [name for values in found.given.values() for name in values]
    first = told_given({"": names[:1]}, found.titles) or found.scenario.title
    return say("what-if-several", first=first) if len(names) > 1 else first


def _different(cases: Sequence[Case]) -> list[Case]:
    """The cases of which each leaves something else than those before it."""
    kept: dict[tuple[object, ...], Case] = {}
    for found, short in cases:
        left = tuple((one.id, one.after.value if isinstance(one.after, Measurement) else None) for one in short.losing)
        kept.setdefault(left, (found, short))
    return list(kept.values())
