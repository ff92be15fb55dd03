"""An answer in sentences: what to take, why it is the best, what it adds, costs and risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from contrapeso.choose.answer import Answer, Best, Curve
from contrapeso.choose.model import End, Model
from contrapeso.choose.plain import core_class
from contrapeso.choose.wording import Wording, cost_text, dollars, lower
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, figure, listed, percent, say, set_apart
from contrapeso.methods.choice.solve import Proof


def best_lines(end: End | None, best: Best, model: Model, words: Wording) -> Iterator[Text]:
    """The best set and everything that follows from it."""
    yield say("choose.taken", end=end_text(end), offers=words.offers(best.offers))
    yield proof_text(best.proof, model)
    if best.added:
        yield say("choose.added", units=added_text(best, words))
    yield say("choose.cost", cost=cost_of(best, model, words))
    for name, left in best.headroom.items():
        yield say("choose.headroom", left=dollars(left), budget=words.rule(name))
    yield from _denial_lines(best, words)
    for name, risk in best.risks.items():
        before = percent(risk.before) if risk.before is not None else say("choose.none-held")
        then = share_text(risk.value, risk.low, risk.high)
        yield say("choose.risk", capability=words.capability(name), before=before, after=then)
    yield from _red_lines(best, model, words)


def _denial_lines(best: Best, words: Wording) -> Iterator[Text]:
    """By capability everyone that can deny most of it after the choice, and who can deny most today."""
    for capability, tied in groupby(best.denials, lambda one: one.capability):
        found = list(tied)
        share, now = found[0].share, found[0].now
        before = say(
            "choose.denial-now", states=listed([state_name(state) for state, _ in now]), share=percent(now[0][1])
        ) if now else say("choose.none-held")  # fmt: skip
        states = listed([state_name(one.partner) for one in found])
        key = "choose.denial" if len(found) == 1 else "choose.denial-each"
        yield say(
            key, states=states, after=share_text(share.value, share.low, share.high),
            capability=words.capability(capability), before=before,
        )  # fmt: skip


def _red_lines(best: Best, model: Model, words: Wording) -> Iterator[Text]:
    """Red lines that what is taken puts to the test, and that nobody can judge on the record."""
    for name in best.offers:
        for objective in model.table.offer(name).touches:
            title = lower(words.title(f"objective:{objective}"))
            yield say("choose.untested", offer=words.offer(name), line=title)


def conflict_line(end: End | None, names: Iterable[str], words: Wording) -> Text:
    """Which rules no set keeps together."""
    return say("choose.infeasible", end=end_text(end), rules=words.rules(names))


def end_text(end: End | None) -> Text:
    """At which end of cost a set is the best; None: at both."""
    if end is None:
        return say("choose.end-both")
    return say("choose.end-most") if end == "most" else say("choose.end-least")


def proof_text(proof: Proof, model: Model) -> Text:
    """Why nothing is better, and how that was checked."""
    if proof.by == "enumeration":
        return say("choose.proof-enumeration", sets=1 << len(model.offers))
    return say("choose.proof-bounds", upper=figure(float(proof.upper_bound)), benefit=figure(proof.solver_bound))


def added_text(best: Best, words: Wording) -> Text:
    return listed([
        say("choose.units", n=low, kind=words.kind(kind)) if low == high
        else say("choose.units-between", low=low, high=high, kind=words.kind(kind))
        for kind, (low, high) in best.added.items()
    ])  # fmt: skip


def cost_of(best: Best, model: Model, words: Wording) -> Text:
    """The stated figures of what is taken, and of which offers there is no lower or no upper end."""
    highs = {name: model.cost(model.table.offer(name), "most") for name in best.offers}
    unbounded = [name for name, high in highs.items() if high is None]
    if len(best.uncosted) == len(best.offers):
        return say("choose.cost-none")
    parts = [_figures(best, is_open=bool(unbounded or best.uncosted))]
    if best.without_least:
        parts.append(say("choose.cost-no-least", offers=words.offers(best.without_least)))
    if unbounded:
        parts.append(say("choose.cost-no-most", offers=words.offers(unbounded)))
    return set_apart(parts)


def _figures(best: Best, is_open: bool) -> Text:
    if is_open:
        return say("choose.cost-at-least", amount=dollars(best.cost_least))
    if best.cost_most is None or best.cost_most == best.cost_least:
        return say("choose.cost-total", least=dollars(best.cost_least))
    if not best.cost_least:
        return say("choose.cost-at-most", amount=dollars(best.cost_most))
    return say("choose.cost-between", low=dollars(best.cost_least), high=dollars(best.cost_most))


def share_text(value: float | None, low: float, high: float) -> Text:
    """«57 % [44–73 %]»."""
    ends = Text(es=f"[{percent(low).es}–{percent(high).es}]", en=f"[{percent(low).en}–{percent(high).en}]")
    if value is None:
        return ends
    said = percent(value)
    if low == high:
        return said
    return Text(es=f"{said.es} {ends.es}", en=f"{said.en} {ends.en}")


def core_header() -> tuple[Text, ...]:
    return (
        say("choose.core-title"), say("choose.core-index"), say("choose.core-class"), say("choose.core-cost"),
        say("choose.core-why"),
    )  # fmt: skip


def core_cells(answer: Answer, words: Wording) -> Iterator[tuple[Text, ...]]:
    """One row an offer: its core index, what that means, its cost, and what bars it."""
    for one in answer.model.offers:
        core, kind = answer.core.get(one.offer_id), core_class(answer, one.offer_id)
        bars = answer.model.barring(one, "most")
        yield (
            one.title, figure(float(core)) if core is not None else same("—"), class_text(kind), cost_text(one),
            words.reasons(bars) if bars else same("—"),
        )  # fmt: skip


def class_text(kind: str | None) -> Text:
    if kind is None:
        return same("—")
    if kind == "core":
        return say("choose.class-core")
    return say("choose.class-exterior") if kind == "exterior" else say("choose.class-borderline")


def closing(answer: Answer, words: Wording) -> Iterator[Text]:
    """The sets that none beats, and the frontiers."""
    if not answer.is_listed:
        yield say("choose.sets-unlisted")
    elif answer.portfolios:
        yield counted("choose.sets", len(answer.portfolios))
        for names in answer.portfolios:
            yield _indented(words.offers(names))
    for curve in answer.curves:
        yield from _curve(curve, words)


def _curve(curve: Curve, words: Wording) -> Iterator[Text]:
    now = percent(curve.now) if curve.now is not None else say("choose.none-held")
    capability = words.capability(curve.capability)
    if curve.measure == "denial":
        yield say("choose.curve-denial", capability=capability, now=now)
    else:
        yield say("choose.curve-aar", capability=capability, now=now)
    for stop in curve.stops:
        line = say(
            "choose.stop",
            n=stop.platforms,
            risk=share_text(stop.risk, stop.low, stop.high),
            offers=words.offers(stop.offers),
        )
        yield _indented(line)


def _indented(text: Text) -> Text:
    return Text(es=f"  {text.es}", en=f"  {text.en}")
