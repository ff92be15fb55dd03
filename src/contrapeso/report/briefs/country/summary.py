"""The report in ten lines, for a terminal."""

from __future__ import annotations

from contrapeso.assess.run import Finding
from contrapeso.core.text import Text
from contrapeso.locale import counted, listed, say
from contrapeso.report.briefs.country import figures
from contrapeso.report.briefs.country.view import View, capital
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
        say("s-checks", n=len(view.applied)),
        say("s-verdicts", counts=capital(figures.verdicts_text(view))),
        say("s-worst", finding=_said(view, failed[0])) if failed else say("s-worst-none"),
        say("s-next", finding=_said(view, due[0])) if due else say("s-next-none"),
        say("s-status", status=listed(statuses) if statuses else say("none")),
        say("s-conditions", clauses=counted("n-clauses", len(view.clauses)), acts=counted("n-acts", len(governed))),
        say("s-unknown", checks=counted("n-checks", len(unknown)), bodies=counted("n-bodies", len(bodies))),
    )


def _said(view: View, finding: Finding) -> Text:
    reason = say("due-by", on=finding.due_on) if finding.due_on else view.reason(finding)
    return say("act-and-reason", act=view.about(finding).text, reason=reason)
