"""One main partner as two columns: what it brings, and what it costs in autonomy; never one number for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, has_word, listed, say, word
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import figure, gravest, least, most, phrase, up_to
from contrapeso.report.briefs.country.view import View, phrases
from contrapeso.report.document import GAP, Entry, Inline, Line, Measured, Ref, Run, Section, Side, Sides, line

SHOWN = 5
"""How many capabilities a partner's entry names; the heat map has them all."""
_TAUGHT = ("training-received", "knowledge-acts")


def section(view: View, state: str) -> Section:
    sides = Sides((
        Side(say("h-brings"), "good", _filled(_brings(view, state))),
        Side(say("h-costs"), "warn", _filled(_costs(view, state))),
    ))  # fmt: skip
    return Section(f"balance-{state.lower()}", state_name(state), (sides,))


def _filled(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found = tuple(entry for entry in entries if entry.said)
    return found or (Entry(say("l-nothing"), (line(say("nothing-on-record")),)),)


def _brings(view: View, state: str) -> tuple[Entry, ...]:
    acts = view.measures.one("cooperation-acts", object=state)
    return (
        Entry(say("l-cooperation"), ((figure(acts),),) if acts else ()),
        Entry(say("l-objectives"), _objectives(view, state)),
        Entry(say("l-purposes"), _purposes(view, state)),
        Entry(say("l-money"), _money(view, state)),
        Entry(say("l-privileges"), _counts(view, "privileges", state)),
        Entry(say("l-promises"), _counts(view, "reciprocity", state, but=_TAUGHT)),
        Entry(say("l-received"), _counts(view, "reciprocity", state, only=_TAUGHT)),
    )


def _purposes(view: View, state: str) -> tuple[Line, ...]:
    found = gravest(one for one in view.measures.of("acts-by-purpose", object=state) if least(one))
    if not found:
        return ()
    rest = (Run(counted("more-purposes", len(found) - SHOWN)),) if len(found) > SHOWN else ()
    return ((*phrases([_named(view, one) for one in found[:SHOWN]]), *rest),)


def _objectives(view: View, state: str) -> tuple[Line, ...]:
    """A line an objective that can be measured: how many acts with the partner serve it."""
    found = gravest(one for one in view.measures.of("partner-objectives", object=state) if most(one))
    return tuple(line(figure(one), GAP, naming.short_objective(view, one.topic or "")) for one in found)


def _money(view: View, state: str) -> tuple[Line, ...]:
    """A line a sum: amounts of different currencies and bases are never added up, aggregate figures not at all."""
    return tuple(
        line(figure(one) if one.value is not None else _not_added(one), _basis(one))
        for one in gravest(view.measures.of("cooperation-amount", object=state))
    )


def _not_added(one: Measurement) -> Measured:
    return Measured(say("not-added", currency=one.unit), one.id)


def _basis(one: Measurement) -> Text:
    basis = (one.topic or "").partition(":")[2]
    return say("in-brackets", text=word("amount-basis", basis) if has_word("amount-basis", basis) else same(basis))


def _counts(
    view: View, indicator: str, state: str, *, only: Sequence[str] = (), but: Sequence[str] = ()
) -> tuple[Line, ...]:
    """«3 cumplidas, 1 fuera de plazo»: the counts of an indicator by topic, nothing said of those that are 0."""
    found = [
        one for one in view.measures.of(indicator, object=state)
        if (not only or one.topic in only) and one.topic not in but and (one.value is None or one.value)
    ]  # fmt: skip
    return (phrases([_named(view, one) for one in found]),) if found else ()


def _named(view: View, one: Measurement) -> Line:
    """«12 capacitación»: a count and its topic, led to its entry."""
    return phrase(one, "figure-of", topic=naming.counted_topic(view, one))


def _costs(view: View, state: str) -> tuple[Entry, ...]:
    return (
        Entry(say("l-denial"), _denial(view, state)),
        Entry(say("l-possible"), _possible(view, state)),
        Entry(say("l-unnamed"), _unnamed(view, state)),
        Entry(say("l-conditions-in-force"), _conditions(view, state)),
        Entry(say("l-commitments"), _counts(view, "commitments", state)),
    )


def _denial(view: View, state: str) -> tuple[Line, ...]:
    """A line a capability, gravest first: the share with its interval, and which platforms."""
    found = gravest(one for one in view.measures.of("denial-power", object=state) if least(one) > 0)
    lines = [_denied(view, state, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append((Ref(counted("more-capabilities", len(found) - SHOWN), "denial"),))
    return tuple(lines)


def _denied(view: View, state: str, one: Measurement) -> Line:
    assert one.capability is not None
    rows = [
        row for row in view.measures.of("platform-denial", capability=one.capability)
        if row.topic and naming.bears(view, row.topic)
    ]  # fmt: skip
    names = [
        naming.platform(view, row.topic) for row in gravest(rows) if row.topic and row.object == state and least(row)
    ]
    counted_in = {row.topic for row in rows}
    head: list[Text | Inline] = [naming.capability(view, one.capability), GAP, figure(one)]
    if not names:
        return line(*head)
    key = "denied-only" if len(counted_in) == 1 else "denied-platforms"
    said = say(key, n=len(names), of=len(counted_in), names=listed(names))
    return line(*head, Run(said, "small"))


def _possible(view: View, state: str) -> tuple[Line, ...]:
    """Capabilities in which only roles that nobody names a supplier for could be this partner's."""
    found = gravest(one for one in view.measures.of("denial-power", object=state) if not least(one) and most(one))
    named = [(Run(naming.capability(view, one.capability)), GAP, up_to(one)) for one in found if one.capability]
    return ((*phrases(named[:SHOWN]), *_rest(named)),) if named else ()


def _rest(named: Sequence[Line]) -> Line:
    return line(GAP, Ref(counted("more-capabilities", len(named) - SHOWN), "denial")) if named[SHOWN:] else ()


def _unnamed(view: View, state: str) -> tuple[Line, ...]:
    """How much of those capabilities hangs on roles without a known supplier."""
    capabilities = [one.capability for one in gravest(view.measures.of("denial-power", object=state)) if least(one) > 0]
    rows = [view.measures.one("unknown-roles", capability=name) for name in capabilities[:SHOWN]]
    named = [
        phrase(one, "topic-figure", topic=naming.capability(view, one.capability))
        for one in rows if one and one.capability and (one.value is None or one.value)
    ]  # fmt: skip
    return (phrases(named),) if named else ()


def _conditions(view: View, state: str) -> tuple[Line, ...]:
    """How many are in force, how many more would be, and how heavy they are: what was not read is not 0."""
    count = view.measures.one("conditions-in-force", object=state)
    pending = view.measures.one("conditions-in-force", object=state, topic="if-concluded")
    load = view.measures.one("conditionality-load", object=state)
    if count is None or count.value is None:
        return (phrase(count, "clauses-unread"),) if count else ()
    has_section = any(clause.holder == state for clause in view.clauses.values())
    more: list[Inline] = [GAP, Ref(say("see-them"), f"holder-{state.lower()}")] if has_section else []
    lines: list[Line] = [(*phrase(count, "figure-clauses"), *more)]
    lines += [
        phrase(one, key) for one, key in ((pending, "figure-pending"), (load, "figure-load")) if one and most(one)
    ]
    return tuple(lines)
