"""Explains any name that a reader may meet: finding, requirement, norm, act, clause, source …"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from contrapeso.assess.trace import explain_finding, explain_norm
from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import FACTS, Act
from contrapeso.core.text import Text
from contrapeso.ledger.trace import Link, Snapshots, explain_fact
from contrapeso.workspace import public_record

if TYPE_CHECKING:
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.workspace.workspace import Workspace


def explain(workspace: Workspace, name: str, on: date | None) -> Link:
    """The chain behind a name; ``UnknownName`` if nothing is called so."""
    if public_record.is_world(name):
        return public_record.explain(workspace, name, on)
    country = workspace.country_of(name)
    doctrine, evidence = workspace.doctrine(country), workspace.evidence(country, on=on)
    snapshots: Snapshots = {one.id: one for one in workspace.snapshots(country)}
    for finding in workspace.assess(country, on=on) if "/" in name else ():
        if finding.id == name:
            return explain_finding(finding, evidence, doctrine, snapshots)
    for requirement in doctrine.requirements:
        if requirement.id == name:
            norms = tuple(explain_norm(doctrine.norms[key], evidence, snapshots) for key in requirement.norms)
            where = f"{requirement.file} line {requirement.line}"
            return Link("requirement", requirement.id, requirement.title, where, norms)
    if name in doctrine.norms:
        return explain_norm(doctrine.norms[name], evidence, snapshots)
    return _fact(name, evidence, snapshots)


def _fact(name: str, evidence: Evidence, snapshots: Snapshots) -> Link:
    """A fact by ``table:key`` or by its bare key; an act with its steps."""
    wanted = name.lower() if ":" not in name else name
    for fact in FACTS:
        for row in evidence.rows(fact):
            if wanted in (row.ref, row.key) or name in (row.ref, row.key):
                link = explain_fact(row, evidence, snapshots)
                steps = evidence.act(row.key).stages if isinstance(row, Act) else ()
                links = tuple(explain_fact(step, evidence, snapshots) for step in steps)
                return Link(link.kind, link.name, link.says, link.where, (*link.rests_on, *links))
    raise UnknownName(
        Text(es=f"nada se llama {name!r}", en=f"nothing is called {name!r}"),
        Text(
            es="dé el id de un hallazgo, requisito, norma o hecho",
            en="give the id of a finding, requirement, norm or fact",
        ),
    )
