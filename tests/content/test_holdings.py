"""The platforms of every built-in pack are whole, and those of Peru say what their sources say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from contrapeso.assess.pack import read_doctrine
from contrapeso.core.facts import Component, Holding, Source
from contrapeso.core.period import PartialDate
from contrapeso.core.state import is_state, successors
from contrapeso.ingest.pack import read_pack
from contrapeso.ledger.evidence import Evidence
from tests.architecture.engine import PACKS

ON = date(2026, 11, 26)
PER = next(pack for pack in PACKS if pack.name == "per")
COMBAT = {"combat-air", "attack-rotary", "surface-combat", "submarine"}
WITHOUT_ENGINE = {"satellite", "howitzer", "surface-to-air-missile", "anti-tank-missile"}
CANDIDATES = ("sustainment", "engine", "transmission", "sensor", "weapon")
every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)


@cache
def evidence(pack: Path) -> Evidence:
    rows: dict[str, tuple[object, ...]] = {}
    for content in read_pack((pack,), pack.name.upper()):
        for table, facts in content.facts.items():
            rows[table] = (*rows.get(table, ()), *facts)
    return Evidence(ON, lambda table: rows.get(table, ()))  # type: ignore[arg-type,return-value]


@cache
def holdings(pack: Path) -> dict[str, Holding]:
    return {row.holding_id: row for row in evidence(pack).rows(Holding)}


@cache
def roles(pack: Path) -> dict[str, dict[str, list[Component]]]:
    """The components of each holding, by role."""
    found: dict[str, dict[str, list[Component]]] = defaultdict(lambda: defaultdict(list))
    for row in evidence(pack).rows(Component):
        found[row.holding_id][row.role].append(row)
    return found


def peru(holding_id: str, role: str) -> list[tuple[str, ...]]:
    """The suppliers of each component of a role."""
    return [row.suppliers for row in roles(PER)[holding_id][role]]


@every_pack
def test_every_platform_in_service_has_the_roles_that_it_plainly_has(pack: Path) -> None:
    for name, row in holdings(pack).items():
        had = set(roles(pack)[name])
        if row.status == "in-service":
            assert "sustainment" in had, name
            assert "engine" in had or row.category in WITHOUT_ENGINE, name
            assert "sensor" in had or row.capability not in COMBAT, name
            assert had & {"weapon", "munition"} or row.capability not in COMBAT, name


@every_pack
def test_every_row_cites_a_source_and_every_source_of_a_platform_exists(pack: Path) -> None:
    sources = {row.source_id for row in evidence(pack).rows(Source)}
    platforms: list[Holding | Component] = [*evidence(pack).rows(Holding), *evidence(pack).rows(Component)]
    for row in platforms:
        assert row.source_ids, row.ref
        assert set(row.source_ids) <= sources, row.ref


@every_pack
def test_suppliers_are_states_and_say_how_they_are_known(pack: Path) -> None:
    for row in evidence(pack).rows(Component):
        assert all(is_state(state) and successors(state, ON) for state in row.suppliers), row.ref
        assert bool(row.suppliers) == (row.supplier_basis is not None), row.ref
        assert row.component_id.startswith(f"{row.holding_id}.{row.role}"), row.ref


@every_pack
def test_counts_lie_within_their_bounds(pack: Path) -> None:
    for row in holdings(pack).values():
        ends = (row.quantity_low, row.quantity_high)
        assert (ends[0] is None) == (ends[1] is None), row.ref
        if ends[0] is not None and ends[1] is not None:
            assert 0 <= ends[0] <= (ends[0] if row.quantity is None else row.quantity) <= ends[1], row.ref
        if row.status == "unverified":
            assert row.quantity is None and ends[0] in (0, None), row.ref
        if row.status in ("stored", "retired", "candidate", "dropped"):
            assert row.quantity == 0, row.ref


@every_pack
def test_what_a_platform_is_for_has_words(pack: Path) -> None:
    law = read_doctrine((pack,), pack.name.upper())
    for row in holdings(pack).values():
        law.words("capabilities", row.capability)
        law.words("platform-categories", row.category)
    shown = {row.capability for row in holdings(pack).values()}, {row.category for row in holdings(pack).values()}
    assert shown == (set(law.words.groups["capabilities"]), set(law.words.groups["platform-categories"]))


def test_the_rows_of_peru_are_all_there_by_status() -> None:
    assert set(holdings(PER)) == {f"p{number:03d}" for number in range(1, 103)}
    assert Counter(row.status for row in holdings(PER).values()) == {
        "in-service": 60, "unverified": 18, "candidate": 9, "ordered": 8, "retired": 3, "dropped": 3, "stored": 1,
    }  # fmt: skip


def test_the_partners_behind_the_transport_aircraft_and_the_trainer() -> None:
    assert holdings(PER)["p010"].delivered_by == ("ITA",)
    assert (peru("p010", "engine"), peru("p010", "sustainment")) == ([("USA",)], [("ITA",)])
    assert holdings(PER)["p005"].delivered_by == ("KOR",)
    assert (peru("p005", "engine"), peru("p005", "sustainment")) == ([("CAN",)], [("KOR",)])


def test_two_engines_fitted_are_two_roles_and_two_on_offer_are_alternatives() -> None:
    assert peru("p034", "engine") == [("USA",), ("DEU",)]
    assert peru("p033", "engine") == [("USA",), ("ITA",)]
    assert peru("p099", "engine") == [("KOR", "DEU")]
    assert peru("p039", "weapon") == [("ISR",), ("ESP",)]


def test_who_only_passed_a_platform_on_does_not_sustain_it() -> None:
    for name, dealer, maker in (
        ("p003", "BLR", "RUS"),
        ("p012", "ESP", "USA"),
        ("p041", "NZL", "USA"),
        ("p076", "CYP", "RUS"),
    ):
        assert (holdings(PER)[name].delivered_by, peru(name, "sustainment")) == ((dealer,), [(maker,)])


def test_what_nobody_names_is_unknown_and_not_nobody() -> None:
    assert peru("p045", "sustainment") == peru("p081", "sustainment") == [()]
    assert peru("p041", "engine") == [()]
    assert not roles(PER)["p031"]["engine"]
    assert successors(peru("p054", "sustainment")[0][0], ON) == ("RUS",)


def test_a_deal_is_named_where_a_register_is_cited() -> None:
    registers = {row.source_id for row in evidence(PER).rows(Source) if row.kind == "database"}
    deal = re.compile(r"TR2[56]\[[^\]]+<[^\]]+ \d{4} [^\]]+\]")
    for row in evidence(PER).rows(Component):
        if registers & set(row.source_ids) and row.supplier_basis in ("direct", "type"):
            assert row.note is not None and deal.search(row.note.es) and deal.search(row.note.en), row.ref


def test_assumed_values_agree_with_the_objectives_and_have_their_form() -> None:
    law, on = read_doctrine((PER,), "PER"), PartialDate.of(ON)
    for name, value in {"denial_threshold": 0.30, "supplier_ceiling": 0.35, "portfolio_ceiling": 0.50}.items():
        dated = law.parameters[name].at(on)
        assert (dated.value, dated.is_assumed) == (value, True)
        assert dated.low is not None and dated.high is not None and dated.low < value < dated.high
    degrading = {row.role for row in evidence(PER).rows(Component) if row.criticality == "degrading"}
    assert all(law.parameters[f"loss_without_{role}"].at(on).is_assumed for role in degrading)
    for role in CANDIDATES:
        states = law.parameters[f"candidates_{role}"].at(on).value
        assert states == sorted(set(states)) and all(map(is_state, states))
        assert {"USA", "FRA", "RUS", "CHN"} <= set(states) and "PER" not in states
