"""A platform and its roles in words: what is known, how it is known, and what nobody says."""

from __future__ import annotations

from datetime import date

from contrapeso.core.facts import Component, Holding
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.ledger.trace import describe

NOTHING = Evidence(date(2026, 11, 26), lambda table: ())


def holding(quantity: int | None, low: int | None, high: int | None) -> Holding:
    return Holding(
        holding_id="h1", state="URY", platform="C-27J Spartan", category="transport", capability="air-lift",
        status="in-service", quantity=quantity, quantity_low=low, quantity_high=high,
    )  # fmt: skip


def component(**said: object) -> Component:
    values: dict[str, object] = {
        "component_id": "h1.engine",
        "holding_id": "h1",
        "role": "engine",
        "criticality": "critical",
    }
    return Component(**(values | said))  # type: ignore[arg-type]


def test_a_platform_says_its_state_number_and_status() -> None:
    said = describe(holding(4, None, None), NOTHING)
    assert said == Text(es="C-27J Spartan · Uruguay · 4 · en servicio", en="C-27J Spartan · Uruguay · 4 · in service")
    assert describe(holding(None, 1, 3), NOTHING).en == "C-27J Spartan · Uruguay · 1–3 · in service"
    assert describe(holding(None, None, None), NOTHING).en == "C-27J Spartan · Uruguay · in service"


def test_a_role_says_who_fills_it_and_how_that_is_known() -> None:
    note = Text(es="una nota", en="a note")
    said = describe(
        component(part="DV27K; MT 883", suppliers=("KOR", "DEU"), supplier_basis="type", note=note), NOTHING
    )
    assert (
        said.en == "engine · DV27K; MT 883 · South Korea · Germany · a source says so of the type · critical · a note"
    )
    assert said.es.endswith("Corea del Sur · Alemania · lo dice una fuente sobre el tipo · crítico · una nota")


def test_a_role_without_supplier_says_that_no_source_names_it() -> None:
    assert describe(component(), NOTHING).en == "engine · no source names the supplier · critical"
