"""Explains a finding: its requirement, norms, rules and facts, each down to the line of a file and its snapshot."""

from __future__ import annotations

from contrapeso.assess.doctrine import Doctrine, Norm
from contrapeso.assess.missing import missing_text
from contrapeso.assess.run import Finding
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.ledger.trace import Link, Snapshots, explain_fact, explain_rule, explain_sources
from contrapeso.locale import word


def explain_finding(
    finding: Finding, evidence: Evidence, doctrine: Doctrine, snapshots: Snapshots, measured: tuple[Link, ...] = ()
) -> Link:
    """The whole chain behind a finding; ``measured`` explains the measurements that it cites."""
    requirement = doctrine.requirement(finding.requirement)
    links = [
        Link("requirement", requirement.id, requirement.title, f"{requirement.file} line {requirement.line}"),
        *(explain_norm(doctrine.norms[norm_id], evidence, snapshots) for norm_id in finding.norms),
        *(
            explain_rule(doctrine.parameters[name], doctrine.at(name, finding.judged_at), evidence)
            for name in finding.rules
        ),
        *(Link("missing", code, missing_text(code, doctrine)) for code in finding.missing),
        *measured,
        *(explain_fact(row, evidence, snapshots) for ref in finding.evidence if (row := evidence.find(ref))),
    ]
    return Link("finding", finding.id, _verdict(finding, doctrine), "", tuple(links))


def explain_norm(norm: Norm, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A norm with its file and the publication where it was read."""
    says = Text(es=f"{norm.cite}: {norm.requires.es}", en=f"{norm.cite}: {norm.requires.en}")
    return Link(
        "norm",
        norm.norm_id,
        says,
        f"{norm.file} line {norm.line}",
        explain_sources((norm.source_id,), evidence, snapshots),
    )


def _verdict(finding: Finding, doctrine: Doctrine) -> Text:
    name = word("verdicts", finding.verdict)
    due = f" {finding.due_on}" if finding.due_on else ""
    if finding.code is None:
        return Text(es=f"{finding.verdict} ({name.es}){due}", en=f"{finding.verdict} ({name.en}){due}")
    why = doctrine.words("codes", finding.code)
    return Text(
        es=f"{finding.verdict} {finding.code}{due}: {why.es}", en=f"{finding.verdict} {finding.code}{due}: {why.en}"
    )
