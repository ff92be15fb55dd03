"""Explains any name that a reader may meet: finding, measurement, requirement, norm, act, source, alert …"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from contrapeso.assess.missing import missing_text
from contrapeso.assess.trace import explain_finding, explain_norm
from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import FACTS, Act
from contrapeso.core.text import Text
from contrapeso.ledger.trace import Link, Snapshots, explain_fact
from contrapeso.measure.explain import Behind, explain_indicator, explain_measurement
from contrapeso.workspace import explaining_stress, public_record, worldwide
from contrapeso.workspace.explaining_offers import explain_offer
from contrapeso.workspace.explaining_rules import explain_law, explain_watch

if TYPE_CHECKING:
    from contrapeso.assess.run import Finding
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.workspace.workspace import Workspace

MEASUREMENT = "measurement:"
"""How findings cite a measurement, before its id."""


def explain(workspace: Workspace, name: str, on: date | None) -> Link:
    """The chain behind a name; ``UnknownName`` if nothing is called so."""
    if public_record.is_world(name):
        return public_record.explain(workspace, name, on)
    if name.startswith(explaining_stress.PREFIX):
        return explaining_stress.explain(workspace, name, on)
    name = name.removeprefix(MEASUREMENT)
    told = explain_watch(workspace, name, partial(explain, workspace))
    told = told or explain_offer(workspace, name, partial(explain, workspace, on=on))
    if told is not None:
        return told
    found = worldwide.explain(workspace, name, on)
    if found is not None:
        return found
    country = workspace.country_of(name)
    return (
        _measured(workspace, country, name, on)
        or _judged(workspace, country, name, on)
        or _recorded(workspace, country, name, on)
    )


def _recorded(workspace: Workspace, country: str, name: str, on: date | None) -> Link:
    """The law, a rule of it, or a fact."""
    evidence, snapshots = workspace.evidence(country, on=on), _snapshots(workspace, country)
    return explain_law(name, workspace.doctrine(country), evidence, snapshots) or _fact(name, evidence, snapshots)


def _measured(workspace: Workspace, country: str, name: str, on: date | None) -> Link | None:
    """An indicator, or a measurement of one; ``UnknownName`` if the indicator says nothing of the kind on the day."""
    bare = name.removeprefix(f"{country.lower()}/")
    indicator, colon, _ = bare.partition(":")
    behind = behind_measurements(workspace, country, on)
    if indicator not in behind.indicators:
        return None
    if not colon:
        return explain_indicator(behind.indicators[indicator])
    wanted = f"{country.lower()}/{bare}"
    for one in workspace.measure(country, on=on, indicator=indicator):
        if one.id == wanted:
            return explain_measurement(one, behind)
    raise UnknownName(
        Text(
            es=f"el indicador {indicator} no mide {wanted!r} el {behind.evidence.on}",
            en=f"the indicator {indicator} does not measure {wanted!r} on {behind.evidence.on}",
        ),
        Text(
            es=f"vea sus ID con contrapeso measure {country} --indicator {indicator} --json",
            en=f"see its ids with contrapeso measure {country} --indicator {indicator} --json",
        ),
    )


def behind_measurements(workspace: Workspace, country: str, on: date | None) -> Behind:
    """What stands behind the measurements of a country on a day."""
    doctrine = workspace.doctrine(country)
    return Behind(
        {one.name: one for one in workspace.indicators}, doctrine.parameters, workspace.evidence(country, on=on),
        _snapshots(workspace, country), workspace.naming(country, on=on), lambda code: missing_text(code, doctrine),
        lambda ref: public_link(workspace, ref, on),
    )  # fmt: skip


def public_link(workspace: Workspace, ref: str, on: date | None) -> Link | None:
    """The chain behind a row of the record of all states, or behind the positions estimated from its votes."""
    from contrapeso.measure.assembly import PLACES

    if ref.startswith(f"{PLACES}:"):
        from contrapeso.workspace.assembly import explain_places

        return explain_places(workspace, ref, on)
    if not public_record.is_world(ref):
        return None
    known = public_record.known_sources(workspace)
    world = workspace.world(on=on)
    row = world.find(ref)
    return public_record.explain_row(row, world, known) if row else None


def _judged(workspace: Workspace, country: str, name: str, on: date | None) -> Link | None:
    """A finding or a requirement."""
    doctrine, evidence = workspace.doctrine(country), workspace.evidence(country, on=on)
    snapshots = _snapshots(workspace, country)
    for finding in workspace.assess(country, on=on) if "/" in name else ():
        if finding.id == name:
            return explain_finding(finding, evidence, doctrine, snapshots, _cited(workspace, country, finding, on))
    for requirement in doctrine.requirements:
        if requirement.id == name:
            norms = tuple(explain_norm(doctrine.norms[key], evidence, snapshots) for key in requirement.norms)
            where = f"{requirement.file} line {requirement.line}"
            return Link("requirement", requirement.id, requirement.title, where, norms)
    return None


def _cited(workspace: Workspace, country: str, finding: Finding, on: date | None) -> tuple[Link, ...]:
    """The measurements that a finding rests on, each with what is behind it."""
    refs = [ref for ref in finding.evidence if ref.startswith(MEASUREMENT)]
    return tuple(link for ref in refs if (link := _measured(workspace, country, ref.removeprefix(MEASUREMENT), on)))


def _snapshots(workspace: Workspace, country: str) -> Snapshots:
    return {one.id: one for one in workspace.snapshots(country)}


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
            es="dé el id de un hallazgo, requisito, norma, parámetro, indicador, medición, hecho, regla de vigilancia o aviso",
            en="give the id of a finding, requirement, norm, parameter, indicator, measurement, fact, watch rule or alert",
        ),
    )
