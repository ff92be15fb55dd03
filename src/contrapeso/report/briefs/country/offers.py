"""Which offers should we take: what no other set beats, what that makes of autonomy, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.charts.core import Index, core
from contrapeso.charts.frontier import Stop, frontier
from contrapeso.choose.answer import Best, Curve
from contrapeso.choose.offers import Offer
from contrapeso.choose.plain import core_class
from contrapeso.choose.saying import class_text, conflict_line, proof_text
from contrapeso.choose.wording import cost_text, dollars
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, figure, listed, percent, say
from contrapeso.report.briefs.country import naming, rules
from contrapeso.report.briefs.country.balance import threshold
from contrapeso.report.briefs.country.plots import figure as drawn
from contrapeso.report.briefs.country.plots import source_line
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import (
    Block,
    Callout,
    Column,
    Details,
    Figure,
    Line,
    List,
    Row,
    Run,
    Section,
    Table,
    line,
    note,
    paragraph,
    strong,
)
from contrapeso.workspace.choosing import Chosen

CHANCES = ("denial_chance", "denial_chances", "denial_correlation", "denial_horizon")


def section(view: View) -> Section | None:
    """The section; nothing where the pack holds no offers."""
    chosen = view.inputs.chosen
    if chosen is None:
        return None
    parts = (
        paragraph(_lead(chosen)), *_turns(view, chosen), *_frontier(view, chosen), _core(view, chosen),
        _details(chosen), _changes(chosen), _assumptions(view, chosen),
    )  # fmt: skip
    return Section("offers", say("h-offers"), tuple(part for part in parts if part))


def _lead(chosen: Chosen) -> Text:
    """What is in every set that none beats, in some, and in none; or which rules conflict."""
    outcome = chosen.answer.outcomes["most"]
    if outcome.best is None:
        return conflict_line(None, outcome.conflict, chosen.words)
    by_class: dict[str | None, list[str]] = {}
    for one in chosen.answer.model.offers:
        if not chosen.answer.model.barring(one, "most"):
            by_class.setdefault(core_class(chosen.answer, one.offer_id), []).append(one.offer_id)
    if not chosen.answer.is_listed:
        return say("offers-lead-best", offers=chosen.words.offers(outcome.best.offers))
    return say(
        "offers-lead", core=chosen.words.offers(by_class.get("core", ())),
        some=chosen.words.offers(by_class.get("borderline", ())), none=chosen.words.offers(by_class.get("exterior", ())),
    )  # fmt: skip


def _turns(view: View, chosen: Chosen) -> Iterator[Block]:
    """Capability by capability, what an assumed ceiling on a single state would leave."""
    limit = threshold(view)
    curves = [one for one in chosen.answer.curves if one.measure == "denial" and one.stops]
    if limit is None or not curves:
        return
    entries = tuple(_turn(one, limit, chosen) for one in curves)
    yield paragraph(say("offers-ceiling", limit=percent(limit)))
    yield List(entries)


def _turn(curve: Curve, limit: float, chosen: Chosen) -> Line:
    now = percent(curve.now) if curve.now is not None else say("none")
    first = strong(capital(chosen.words.capability(curve.capability)))
    kept = [one for one in curve.stops if one.risk <= limit]
    if kept:
        said = say("offers-kept", now=now, offers=chosen.words.offers(kept[0].offers), n=kept[0].platforms,
                   risk=percent(kept[0].risk))  # fmt: skip
    elif curve.now is not None and curve.stops[-1].risk >= curve.now:
        said = say("offers-unmoved", now=now)
    else:
        last = curve.stops[-1]
        said = say("offers-not-kept", now=now, risk=percent(last.risk), offers=chosen.words.offers(last.offers))
    return line(first, same(": "), said)


def _frontier(view: View, chosen: Chosen) -> Iterator[Block]:
    """The capability with most to choose from, by Autonomy at Risk where chances are stated, else by denial."""
    curves = sorted(chosen.answer.curves, key=lambda one: (-len(one.stops), one.measure == "denial"))
    if not curves or len(curves[0].stops) < 2:
        return
    curve, limit = curves[0], threshold(view)
    is_risk = curve.measure != "denial"
    capability = chosen.words.capability(curve.capability)
    stops = [Stop(chosen.words.offers(one.offers), one.platforms, one.risk, one.low, one.high) for one in curve.stops]
    axis, what = (
        (say("axis-offers-risk"), say("unit-offers-risk")) if is_risk else (say("axis-denial"), say("axis-denial"))
    )
    chart = frontier(
        "offers-frontier", stops, now=curve.now, now_name=say("offers-now"), limit=None if is_risk else limit,
        limit_name=say("offers-limit", limit=percent(limit)) if limit is not None else say("none"),
        axes=(say("axis-units"), axis), title=say("chart-frontier", capability=capability),
        units=say("unit-frontier", what=what), source=source_line(view),
        alt=say("alt-frontier", capability=capability, n=len(stops), first=stops[0].name, most=stops[0].units,
                risk=percent(stops[0].share), last=stops[-1].name, least=stops[-1].units, low=percent(stops[-1].share)),
        header=(say("c-offer-number"), say("c-set"), say("c-units"), say("c-share"), say("c-low"), say("c-high")),
    )  # fmt: skip
    how = line(Run(say("how-offers", country=same(view.inputs.country)), "small"))
    yield Figure(chart, drawn(chart).table, how)
    yield List(tuple(line(one.name) for one in stops), ordered=True)


def _core(view: View, chosen: Chosen) -> Figure | None:
    """Each offer's core index: the share of the sets that none beats in which it stands."""
    answer, total = chosen.answer, len(chosen.answer.portfolios)
    shown = [
        one for one in answer.model.offers if one.offer_id in answer.core and not answer.model.barring(one, "most")
    ]
    if not shown or not total:
        return None
    shown.sort(key=lambda one: -answer.core[one.offer_id])
    indices = [
        Index(one.title, float(answer.core[one.offer_id]), figure(float(answer.core[one.offer_id]))) for one in shown
    ]
    chart = core(
        "offers-core", indices, title=say("chart-core"), units=counted("unit-core", total), source=source_line(view),
        alt=say("alt-core", n=total, core=listed([one.title for one in shown if answer.core[one.offer_id] == 1])),
        header=(say("c-offer"), say("choose.core-index")),
    )  # fmt: skip
    return drawn(chart)


def _details(chosen: Chosen) -> Details:
    return Details(line(counted("n-offers", len(chosen.answer.model.offers))), (_table(chosen),))


def _table(chosen: Chosen) -> Table:
    columns = (
        Column(say("c-offer"), "wide"), Column(say("c-cost"), "short"), Column(say("c-in-sets"), "short"),
        Column(say("c-deniers")), Column(say("c-conditions"), "short"), Column(say("c-bars"), "wide"), Column(say("c-code")),
    )  # fmt: skip
    rows = []
    for one in chosen.answer.model.offers:
        bars = chosen.answer.model.barring(one, "most")
        in_sets = say("none") if bars else class_text(core_class(chosen.answer, one.offer_id))
        rows.append(Row((
            line(one.title), line(cost_text(one)), line(in_sets),
            line(_deniers(chosen, one)), line(same(str(len(chosen.answer.model.conditions.get(one.offer_id, ()))))),
            line(chosen.words.reasons(bars) if bars else say("none")),
            (Run(same(f"contrapeso explain offer:{one.offer_id}"), "code"),),
        )))  # fmt: skip
    return Table(say("offers-caption"), columns, tuple(rows))


def _deniers(chosen: Chosen, offer: Offer) -> Text:
    """«Estados Unidos; Italia (30 %)»: who alone could deny all of what is offered, or which part."""
    found = chosen.answer.model.deniers(offer)
    named = [
        state_name(state) if share >= 1.0 else say("bracketed", text=state_name(state), detail=percent(share))
        for state, share in found.items()
    ]
    return naming.say_all(named) if named else say("none")


def _changes(chosen: Chosen) -> Section | None:
    best = chosen.answer.outcomes["most"].best
    if best is None:
        return None
    entries = [*_headroom(best, chosen), *_gaps(best, chosen)]
    return Section("offers-changes", say("h-offers-changes"), (List(tuple(entries)),))


def _headroom(best: Best, chosen: Chosen) -> Iterator[Line]:
    for name, left in best.headroom.items():
        said = say("offers-headroom", left=dollars(left)) if left else say("offers-no-headroom")
        yield line(strong(capital(chosen.words.rule(name))), same(": "), said)


def _gaps(best: Best, chosen: Chosen) -> Iterator[Line]:
    """Costs without an upper end, red lines that nobody can judge yet, and the worth of a unit."""
    model = chosen.answer.model
    open_ = [name for name in best.offers if model.cost(model.table.offer(name), "most") is None]
    if open_:
        yield line(strong(say("offers-costs")), say("offers-open", offers=chosen.words.offers(open_)))
    for one in model.offers:
        if one.touches:
            lines = listed([chosen.words.title(f"objective:{name}") for name in one.touches])
            yield line(strong(capital(one.title)), same(": "), say("offers-untested", lines=lines))
    yield line(strong(say("offers-worth")), say("offers-worth-said"))


def _assumptions(view: View, chosen: Chosen) -> Callout:
    """What the answer supposes, and how it is known to be the best."""
    is_risk = any(one.measure != "denial" for one in chosen.answer.curves)
    assumed = [one for one in chosen.answer.model.table.competitions if one.is_assumed and one.why]
    entries = [
        *rules.assumed(view, ("denial_threshold",)),
        *(line(strong(capital(one.title)), same(": "), one.why) for one in assumed if one.why),
    ]
    best = chosen.answer.outcomes["most"].best
    blocks: list[Block] = [List(tuple(entries))]
    chances = tuple(rules.assumed(view, CHANCES)) if is_risk else ()
    if chances:
        blocks.append(Details(line(say("offers-chances")), (List(chances),)))
    if best is not None:
        blocks.append(note(proof_text(best.proof, chosen.answer.model)))
    return Callout("warn", say("offers-assumptions"), tuple(blocks))
