"""The opening: what each main partner brings beside what it costs, what matters most, and what is unknown."""

from __future__ import annotations

from collections import Counter

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, listed, percent, say
from contrapeso.report.briefs.country import chief, figures, naming, partner, risk
from contrapeso.report.briefs.country.measured import figure, gravest, how_known, least, phrase
from contrapeso.report.briefs.country.view import View, capital, phrases
from contrapeso.report.document import (
    GAP,
    Block,
    Line,
    List,
    Paragraph,
    Ref,
    Run,
    Section,
    line,
    note,
    paragraph,
    strong,
)  # fmt: skip

BY_ACTS, BY_DENIAL = 3, 3
THRESHOLD = "denial_threshold"
"""The assumed share of a capability from which one state's power to deny it is called great."""


def section(view: View) -> Section:
    blocks: list[Block] = [
        _lead(view), *_denied(view), *_partners(view), *_serves(view), chief.section(view), _unknown(view), _short(view),
    ]  # fmt: skip
    return Section("balance", say("h-balance"), tuple(blocks))


def _lead(view: View) -> Paragraph:
    said = say(
        "balance-answer", on=view.inputs.on, name=view.inputs.name, acts=counted("n-acts", len(view.acts)),
        instruments=counted("are-instruments", len(view.instruments)),
        states=counted("n-states", len(figures.partner_counts(view))),
    )  # fmt: skip
    return Paragraph(line(said), "lead")


def threshold(view: View) -> float | None:
    """The share from which denial counts as great, where the pack assumes one for the day."""
    found = view.inputs.doctrine.parameters.get(THRESHOLD)
    dated = view.inputs.doctrine.at(THRESHOLD, view.inputs.on) if found else None
    return dated.number if dated and dated.in_force and not dated.missing else None


def great(view: View) -> tuple[Measurement, ...]:
    """The denial powers at or above the threshold, gravest first; without a threshold, all that are not nothing."""
    limit = threshold(view) or 0.0
    return tuple(one for one in gravest(view.measures.of("denial-power")) if least(one) > 0 and least(one) >= limit)


def _denied(view: View) -> tuple[Block, ...]:
    """In how many capabilities one state alone reaches the threshold, and who most often."""
    limit, found, measured = threshold(view), great(view), view.measures.capabilities()
    if limit is None or not measured:
        return ()
    if not found:
        return (Paragraph(line(say("denial-none-great", limit=percent(limit), of=len(measured))), "lead"),)
    held = Counter(one.object for one in found if one.object)
    top = [say("partner-count", partner=state_name(state), n=n) for state, n in held.most_common(3)]
    capabilities = len({one.capability for one in found})
    sure = len({one.capability for one in found if one.low is not None and one.low >= limit})
    said = say("denial-great", n=capabilities, of=len(measured), limit=percent(limit), sure=sure, top=listed(top))
    return (Paragraph((Run(said), GAP, Ref(say("see-denial"), "denial")), "lead"),)


def main_partners(view: View) -> tuple[str, ...]:
    """Those with most instruments, then those that could deny most capabilities by themselves; none twice."""
    signed = Counter(state for act in view.instruments for state in act.partners)
    by_acts = sorted(signed, key=lambda state: (-signed[state], state))[:BY_ACTS]
    found = great(view)
    held = Counter(one.object for one in found if one.object)
    worst = {state: max(least(one) for one in found if one.object == state) for state in held}
    by_denial = sorted(held, key=lambda state: (-held[state], -worst[state], state))
    others = [state for state in by_denial if state not in by_acts]
    return (*by_acts, *others[:BY_DENIAL])


def _partners(view: View) -> tuple[Block, ...]:
    chosen = main_partners(view)
    if not chosen or not view.measures.rows:
        return ()
    asked = ("denial-power", "cooperation-acts")
    example = next((one for name in asked for one in view.measures.of(name, object=chosen[0])), view.measures.rows[0])
    names = [state_in_sentence(state) for state in chosen]
    return (
        paragraph(say("balance-lead", partners=listed(names))),
        *(partner.section(view, state) for state in chosen),
        note(say("balance-rule", acts=BY_ACTS, denial=BY_DENIAL), GAP, *how_known(example.id)),
    )


def _serves(view: View) -> tuple[Section, ...]:
    """What all the cooperation serves: priorities of security, and the declared objectives that can be measured."""
    security, objectives = list(view.measures.of("security-share")), list(view.measures.of("objective-acts"))
    worded = [one for one in objectives if one.value is not None]
    entries = [
        line(capital(naming.topic(view, one)), same(": "), figure(one)) for one in (*security, *worded) if one.value is not None
    ]  # fmt: skip
    unworded = len(objectives) - len(worded)
    if unworded:
        entries.append(line(counted("serves-unworded", unworded)))
    return (Section("balance-serves", say("h-serves"), (List(tuple(entries)),)),) if entries else ()


def _unknown(view: View) -> Section:
    entries = [entry for entry in (_open_checks(view), _unnamed_roles(view), _uncounted(view)) if entry]
    blocks: tuple[Block, ...] = (List(tuple(entries)),) if entries else (paragraph(say("answer-unknown-none")),)
    return Section("balance-unknown", say("h-unknown-short"), blocks)


def _open_checks(view: View) -> Line:
    found = view.of_verdict("UNDETERMINED")
    if not found:
        return ()
    bodies = Counter(view.inputs.doctrine.requirement(finding.requirement).asks for finding in found)
    top = [say("partner-count", partner=view.body(body), n=n) for body, n in bodies.most_common(3)]
    acts = counted("n-acts", len({finding.act for finding in found if finding.act}))
    said = counted("answer-unknown", len(found), acts=acts, bodies=counted("n-bodies", len(bodies)), top=listed(top))
    return line(said, GAP, say("see"), Ref(say("h-unknown"), "unknown"), same("."))


def _unnamed_roles(view: View) -> Line:
    """The capabilities with most roles for which nobody names a supplier."""
    rows = [one for one in gravest(view.measures.of("unknown-roles")) if least(one) > 0 and one.capability]
    if not rows:
        return ()
    named = [
        phrase(one, "topic-figure", topic=naming.capability(view, one.capability)) for one in rows[:3] if one.capability
    ]  # fmt: skip
    head = counted("unknown-roles-in", len(rows))
    return line(
        head,
        GAP,
        *phrases(named),
        same(". "),
        say("see"),
        Ref(say("h-unnamed"), "unnamed"),
        same("."),
    )


def _uncounted(view: View) -> Line:
    """Capabilities whose number in service nobody states."""
    names = dict.fromkeys(one.capability for one in view.measures.of("denial-power") if one.value is None)
    found = [naming.capability(view, name) for name in names if name]
    return line(counted("uncounted", len(found), names=listed(found))) if found else ()


def _short(view: View) -> Section:
    """The rest in few lines, each with the section that says it in full."""
    requirements = counted("n-requirements", len(view.law))
    checks = counted("n-checks", len(view.applied))
    control = say("answer-control", requirements=requirements, checks=checks, counts=figures.verdicts_text(view))
    statuses = [view.pack_word("statuses", status.status) for status in figures.held_statuses(view)]
    status = say("short-status", status=listed(statuses) if statuses else say("none"), uses=_uses(view))
    lost = risk.in_short(view)
    entries = (
        *([_brief("h-risk-short", lost, "risk")] if lost else []),
        _brief("h-acts-short", say("answer-kinds", kinds=figures.kinds_text(view.instruments)), "acts"),
        _brief("h-control-short", control, "control"),
        _brief("h-status-short", status, "status"),
    )
    return Section("balance-short", say("h-short"), (List(entries),))


def _uses(view: View) -> Text:
    used = sum(row.used == "yes" for row in figures.privileges(view))
    return counted("status-used", used) if used else say("status-unused")


def _brief(heading: str, said: Text, anchor: str) -> Line:
    return line(strong(say(heading)), GAP, said, GAP, Ref(say("in-full"), anchor))
