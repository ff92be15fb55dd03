"""Which conditions stand on a day: clauses with the acts they govern, in force or if those acts are concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contrapeso.core.facts import Act, ActClause, Clause, Fact
from contrapeso.ledger.evidence import Evidence

Standing = Literal["in-force", "if-concluded", "expired"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A clause upon an act, as it stands on the day."""

    clause: Clause
    act: Act
    row: ActClause
    standing: Standing

    @property
    def is_certain(self) -> bool:
        """Whether a law or the instrument says that it governs the act; otherwise that is inferred."""
        return self.row.basis != "inferred"

    @property
    def rows(self) -> tuple[Fact, ...]:
        return (self.row, self.clause)


def conditions(evidence: Evidence) -> tuple[Condition, ...]:
    """Every clause upon an act that is in view, in recorded order."""
    acts = {act.act_id: act for act in evidence.acts}
    clauses = {clause.clause_id: clause for clause in evidence.rows(Clause)}
    return tuple(
        Condition(clauses[row.clause_id], acts[row.act_id], row, _standing(row, acts[row.act_id], evidence.on))
        for row in evidence.rows(ActClause)
        if row.act_id in acts and row.clause_id in clauses
    )


def _standing(row: ActClause, act: Act, on: date) -> Standing:
    """As recorded, but a condition ends with the term of its act and stood while that term ran."""
    end = act.stay_to or act.expires_on
    if row.applies == "in-force" and end is not None and end.last < on:
        return "expired"
    if row.applies == "expired" and end is not None and on <= end.first:
        return "in-force"
    return row.applies
