"""What an earlier watch saw, and how what is known now differs from what was known then: rows, rules and code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.columns import columns
from contrapeso.core.facts import Fact
from contrapeso.core.identity import hash_object
from contrapeso.watch.state import Judged, Reading, State

Rows = Mapping[str, Fact]
"""Rows of evidence by ``table:key``."""
Law = Mapping[str, str]
"""Norms, parameters and requirements by ``norm:…``, ``parameter:…``, ``requirement:…``, with a hash of what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a watch saw on its last day, as it was known then."""

    on: date
    findings: Mapping[str, Judged]
    readings: Mapping[str, Reading]
    law: Law
    code_version: str
    at: str = ""
    """When it was seen: an instant in ISO form."""

    def kept(self) -> dict[str, Any]:
        """As the register keeps it; the day and the code are columns there."""
        return {
            "findings": [one.kept() for one in self.findings.values()],
            "readings": [one.kept() for one in self.readings.values()],
            "law": dict(self.law),
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any], on: date, code_version: str, at: str = "") -> Memory:
        findings = (Judged.read(one) for one in plain["findings"])
        readings = (Reading.read(one) for one in plain["readings"])
        return cls(
            on=on, findings={one.id: one for one in findings}, readings={one.id: one for one in readings},
            law=plain["law"], code_version=code_version, at=at,
        )  # fmt: skip

    @classmethod
    def of(cls, state: State, law: Law, code_version: str) -> Memory:
        return cls(on=state.on, findings=state.findings, readings=state.readings, law=law, code_version=code_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is known otherwise now: refs of rows and rules, and whether other code judges."""

    new: Rows
    gone: Rows
    changed: Mapping[str, tuple[Fact, Fact]]
    """Rows that say something else: then and now."""
    law: frozenset[str]
    is_other_code: bool

    @property
    def rows(self) -> frozenset[str]:
        return frozenset({*self.new, *self.gone, *self.changed})

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.law or self.is_other_code)

    def act_of(self, ref: str) -> str | None:
        """The act that a differing row is, or belongs to."""
        row = self.new.get(ref) or self.gone.get(ref) or (self.changed[ref][1] if ref in self.changed else None)
        return getattr(row, "act_id", None)


def differ(
    then: Rows, now: Rows, law_then: Law, law_now: Law, *, is_other_code: bool, ignore: Collection[str] = ()
) -> Difference:
    """How two bodies of knowledge differ; a row whose ``ignore`` columns alone changed says the same."""
    changed = {
        ref: (row, now[ref]) for ref, row in then.items() if ref in now and columns_changed(row, now[ref], ignore)
    }
    return Difference(
        new={ref: row for ref, row in now.items() if ref not in then},
        gone={ref: row for ref, row in then.items() if ref not in now},
        changed=changed,
        law=frozenset(ref for ref in {*law_then, *law_now} if law_then.get(ref) != law_now.get(ref)),
        is_other_code=is_other_code,
    )


def columns_changed(then: Fact, now: Fact, ignore: Collection[str] = ()) -> tuple[str, ...]:
    """The columns in which two versions of a row differ; its place in a file is none."""
    named = (name for name in columns(type(then)) if name not in ignore)
    return tuple(name for name in named if getattr(then, name) != getattr(now, name))


def by_ref(rows: Iterable[Fact]) -> dict[str, Fact]:
    return {row.ref: row for row in rows}


def law_of(doctrine: Doctrine, code: Mapping[str, str]) -> dict[str, str]:
    """Every norm, parameter and requirement with a hash of what it says; ``code`` has the hashes of requirements."""
    said: dict[str, object] = {}
    for norm in doctrine.norms.values():
        said[f"norm:{norm.norm_id}"] = [
            norm.cite, norm.in_force.start, norm.in_force.end, norm.requires.es, norm.requires.en, norm.deadline,
        ]  # fmt: skip
    for one in doctrine.parameters.values():
        said[f"parameter:{one.name}"] = [one.unit] + [
            [value.period.start, value.period.end, value.value, value.basis, value.norm, value.low, value.high]
            for value in one.values
        ]
    hashed = {ref: hash_object(content)[:16] for ref, content in said.items()}
    return hashed | {f"requirement:{key}": content for key, content in code.items()}
