"""The rows that readers may see, without any mention of rows that they may not."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from contrapeso.assess.run import Finding
from contrapeso.core.columns import Column, columns
from contrapeso.core.facts import FACTS, Act, Claim, Fact, Stage
from contrapeso.core.measurement import Measurement
from contrapeso.ledger.evidence import Evidence
from contrapeso.report.inputs import Inputs

F = TypeVar("F", bound=Fact)


def rows(evidence: Evidence, table: type[F]) -> tuple[F, ...]:
    """The rows of a table; one that hangs on a hidden row is left out, other mentions of hidden rows are dropped."""
    recorded = evidence.acts if table is Act else evidence.rows(table)
    seen = [_without_hidden(cast("F", row), evidence) for row in recorded]
    return tuple(row for row in seen if row is not None)


def findings(inputs: Inputs) -> tuple[Finding, ...]:
    """The findings on visible acts, each citing visible rows only."""
    keys = _visible(inputs.evidence) | {"measurement": frozenset(one.id for one in measurements(inputs))}
    acts = keys["act"]
    return tuple(
        replace(one, evidence=tuple(ref for ref in one.evidence if _is_visible(ref, keys)))
        for one in inputs.findings
        if one.act is None or one.act in acts
    )


def measurements(inputs: Inputs) -> tuple[Measurement, ...]:
    """The measurements that rest on visible rows only."""
    keys = _visible(inputs.evidence)
    return tuple(one for one in inputs.measurements if all(_is_visible(ref, keys) for ref in one.evidence))


def _without_hidden(row: F, evidence: Evidence) -> F | None:
    keys, changes = _visible(evidence), dict[str, Any]()
    for spec in columns(type(row)).values():
        value = getattr(row, spec.name)
        if spec.refers and value and not _points_at_visible(spec, value, keys):
            if spec.required:
                return None
            changes[spec.name] = (
                tuple(one for one in value if one in keys[spec.refers]) if spec.type == "list" else None
            )
    if isinstance(row, Claim):
        changes["refs"] = tuple(ref for ref in row.refs if _is_visible(ref, keys))
    if isinstance(row, Act):
        changes["stages"] = tuple(stage for stage in row.stages if stage.key in keys["stage"])
    return replace(row, **changes) if changes else row


def _points_at_visible(spec: Column, value: Any, keys: dict[str, frozenset[str]]) -> bool:
    seen = keys[cast("str", spec.refers)]
    return all(one in seen for one in value) if spec.type == "list" else value in seen


def _is_visible(ref: str, keys: dict[str, frozenset[str]]) -> bool:
    table, _, key = ref.partition(":")
    return table not in keys or key in keys[table]


@lru_cache(maxsize=4)
def _visible(evidence: Evidence) -> dict[str, frozenset[str]]:
    """The keys of all visible rows, by table."""
    keys = {fact.table: frozenset(row.key for row in evidence.rows(fact)) for fact in FACTS}
    acts = frozenset(act.act_id for act in evidence.acts)
    stages = frozenset(stage.key for stage in evidence.rows(Stage) if stage.act_id in acts)
    return {**keys, "act": acts, "stage": stages}
