"""Assessing evidence of which a few rows changed: a requirement that reads none of them finds what it found before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.requirement import Requirement
from contrapeso.assess.run import Finding, assess
from contrapeso.ledger.evidence import Evidence


def assess_again(
    before: Sequence[Finding], was: Evidence, evidence: Evidence, doctrine: Doctrine, changed: Collection[str]
) -> tuple[Finding, ...]:
    """All that ``assess`` finds of ``evidence``, given what it found of ``was``, which differs in the tables ``changed`` alone.

    Asked of an act, a requirement that reads none of these tables besides is asked again of the acts that changed.
    """
    held = {name: tuple(found) for name, found in groupby(before, lambda one: one.requirement)}
    acts = {act.act_id: act for act in was.acts}
    moved = {act.act_id for act in evidence.acts if act is not acts.get(act.act_id)}
    gone = acts.keys() - {act.act_id for act in evidence.acts}
    found: list[Finding] = []
    for requirement in doctrine.requirements:
        alone = replace(doctrine, requirements=(requirement,))
        if requirement.id not in held or not _is_apart(requirement, was, changed):
            found += assess(evidence, alone)
        elif requirement.scope == "act" and (moved or gone):
            found += _of_moved(held[requirement.id], evidence, alone, moved, gone)
        else:
            found += held[requirement.id]
    return tuple(found)


def _is_apart(requirement: Requirement, was: Evidence, changed: Collection[str]) -> bool:
    """Whether the requirement was judged on what did not change, as far as it read anything but the act it was asked of."""
    return requirement.id in was.reads and was.reads[requirement.id].isdisjoint(changed)


def _of_moved(
    held: Sequence[Finding], evidence: Evidence, alone: Doctrine, moved: Collection[str], gone: Collection[str]
) -> tuple[Finding, ...]:
    """What was found of acts that stand as they stood, and what is found of those that moved, in the order of acts."""
    kept = [one for one in held if one.act is not None and one.act not in moved and one.act not in gone]
    found = [*kept, *assess(evidence, alone, acts=moved)]
    if not found:
        return assess(evidence, alone)
    place = {act.act_id: at for at, act in enumerate(evidence.acts)}
    return tuple(sorted(found, key=lambda one: place[one.act or ""]))
