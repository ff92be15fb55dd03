"""The report in ten lines, for a terminal."""

from __future__ import annotations

from collections import Counter

from contrapeso.assess.run import Finding
from contrapeso.core.state import state_in_sentence
from contrapeso.core.text import Text
from contrapeso.locale import counted, listed, say
from contrapeso.report.briefs.country import figures, naming
from contrapeso.report.briefs.country.measured import least, value_text
from contrapeso.report.briefs.country.view import View
from contrapeso.report.inputs import Inputs


def summary(inputs: Inputs) -> tuple[Text, ...]:
    """Nine lines on what the report says; the writer adds where it lies."""
    view = View(inputs)
    failed, due, unknown = view.of_verdict("FAIL"), view.of_verdict("DUE"), view.of_verdict("UNDETERMINED")
    statuses = [view.pack_word("statuses", status.status) for status in figures.held_statuses(view)]
    bodies = {inputs.doctrine.requirement(finding.requirement).asks for finding in unknown}
    governed = {row.act_id for row in view.act_clauses}
    return (
        say(
            "s-acts",
            name=inputs.name,
            on=inputs.on,
            acts=counted("n-acts", len(view.acts)),
            instruments=counted("n-instruments", len(view.instruments)),
        ),
        say("s-partners", partners=figures.top_partners(view) if figures.partner_counts(view) else say("none")),
        _denial(view),
        say("s-verdicts", checks=counted("n-checks", len(view.applied)), counts=figures.verdicts_text(view)),
        say("s-worst", finding=_said(view, failed[0])) if failed else say("s-worst-none"),
        say("s-next", finding=_said(view, due[0])) if due else say("s-next-none"),
        say("s-status", status=listed(statuses) if statuses else say("none")),
        say("s-conditions", clauses=counted("n-clauses", len(view.clauses)), acts=counted("n-acts", len(governed))),
        say("s-unknown", checks=counted("n-checks", len(unknown)), bodies=counted("n-bodies", len(bodies))),
    )


def _denial(view: View) -> Text:
    """The capability that one state alone could deny most of; among equals, the one with most units behind it."""
    units: Counter[str] = Counter()
    for holding in view.holdings.values():
        units[holding.capability] += holding.quantity or 0 if holding.status == "in-service" else 0
    found = [one for one in view.measures.of("denial-power") if one.object and one.capability and least(one) > 0]
    if not found:
        return say("s-denial-none")
    top = min(found, key=lambda one: (-least(one), -units[one.capability or ""], one.id))
    assert top.object and top.capability
    capability = naming.capability(view, top.capability)
    return say("s-denial", capability=capability, state=state_in_sentence(top.object), figure=value_text(top))


def _said(view: View, finding: Finding) -> Text:
    reason = say("due-by", on=finding.due_on) if finding.due_on else view.reason(finding)
    return say("act-and-reason", act=view.about(finding).text, reason=reason)
