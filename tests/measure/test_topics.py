"""Topics and units by the names that readers know."""

from __future__ import annotations

from datetime import date

from contrapeso.core.facts import Holding, Objective
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.topics import topic_text, unit_text

ORDER = Text(es="orden interno", en="order within")
EVIDENCE = Evidence(
    date(2026, 3, 1),
    overlay={
        "objective": [Objective(objective_id="o1", kind="objective", name=ORDER, basis="policy")],
        "holding": [
            Holding(
                holding_id="p1", state="HOM", platform="Patrol boat", category="ship", capability="patrol-vessel",
                status="in-service",
            )
        ],
    },
)  # fmt: skip


def test_a_topic_is_named_by_the_pack_the_engine_or_the_record() -> None:
    assert topic_text("order", EVIDENCE, {"order": ORDER}) == ORDER
    assert topic_text("kept", EVIDENCE, {}) == Text(es="cumplidos", en="kept")
    assert topic_text("USD:contract", EVIDENCE, {}) == Text(es="USD, contrato", en="USD, contract")
    assert topic_text("o1", EVIDENCE, {}) == ORDER
    assert topic_text("p1", EVIDENCE, {}) == same("Patrol boat")
    assert topic_text("ITA+FRA", EVIDENCE, {}) == same("ITA+FRA")


def test_a_unit_is_named_and_a_currency_stands_as_its_code() -> None:
    assert unit_text("acts") == Text(es="actos", en="acts")
    assert unit_text("PEN") == same("PEN")
