"""Conditions on a day: they end with the term of their act, and stood while it ran."""

from __future__ import annotations

from datetime import date

import pytest

from contrapeso.core.facts import Act, ActClause, Clause
from contrapeso.core.period import PartialDate
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.conditions import conditions

CASE = same("case")


def standing(applies: str, end: str | None, on: str, *, public_only: bool = False, public: bool = True) -> list[str]:
    act = Act(
        act_id="a", kind="troop-entry", title=CASE, stay_to=PartialDate.parse(end) if end else None, public=public
    )
    clause = Clause(
        clause_id="k", type="vetting", holder="FRA", name=CASE, trigger=CASE, requires=CASE, effect=CASE,
        citation="case", discretion="low", reversibility="low", scope="unit",
    )  # fmt: skip
    row = ActClause(act_id="a", clause_id="k", applies=applies, basis="statutory", why=CASE)  # type: ignore[arg-type]
    overlay = {"act": [act], "clause": [clause], "act_clause": [row]}
    return [
        one.standing for one in conditions(Evidence(date.fromisoformat(on), overlay=overlay, public_only=public_only))
    ]


@pytest.mark.parametrize(
    ("applies", "end", "on", "expected"),
    [
        ("in-force", None, "2026-01-01", "in-force"), ("in-force", "2026-01-01", "2026-01-01", "in-force"),
        ("in-force", "2025-12-31", "2026-01-01", "expired"), ("in-force", "2025-12", "2025-12-15", "in-force"),
        ("expired", "2025-12-31", "2025-06-01", "in-force"), ("expired", "2025-12-31", "2026-01-01", "expired"),
        ("expired", None, "2025-06-01", "expired"), ("if-concluded", "2025-12-31", "2026-06-01", "if-concluded"),
    ],
)  # fmt: skip
def test_a_condition_stands_as_long_as_its_act(applies: str, end: str | None, on: str, expected: str) -> None:
    assert standing(applies, end, on) == [expected]


def test_a_condition_upon_an_act_that_is_not_in_view_is_not_either() -> None:
    assert standing("in-force", None, "2026-01-01", public=False, public_only=True) == []
