"""A small invented country with two old fleets and four offers, as the tests of choosing need it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from contrapeso.choose.answer import Answer, answer
from contrapeso.choose.exposure import exposures
from contrapeso.choose.model import Asked, Model, kinds_of
from contrapeso.choose.offers import Table, read_offers
from contrapeso.core.facts import Component, Holding
from contrapeso.core.given import fact_of
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import Period
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence

ON = date(2026, 5, 1)
HELD: list[dict[str, Any]] = [
    {"holding_id": "old", "capability": "air", "category": "fighter", "status": "in-service", "quantity": 12},
    {"holding_id": "tanks", "capability": "land", "category": "tank", "status": "in-service", "quantity": 10},
    {"holding_id": "north", "capability": "air", "category": "fighter", "status": "candidate", "quantity": 0},
    {"holding_id": "south", "capability": "air", "category": "fighter", "status": "candidate", "quantity": 0},
    {"holding_id": "new-tank", "capability": "land", "category": "tank", "status": "candidate", "quantity": 0},
]
ROLES = {"old": "FRA", "tanks": "RUS", "north": "USA", "south": "SWE", "new-tank": "KOR"}
OFFERS = """\
competitions:
  - {competition: fighters, title: {es: cazas, en: fighters}, basis: source, sources: [gazette]}
budgets:
  - {budget: fighters-ceiling, title: {es: Techo, en: Ceiling}, limit_usd: 1000, competition: fighters, sources: [gazette]}
offers:
  - offer: north
    title: {es: 12 del norte, en: 12 from the north}
    status: open
    partner: USA
    competition: fighters
    acts: []
    adds: [{holding: north, quantity: 12}]
    cost: {usd: 900, basis: notification, sources: [gazette]}
    sources: [gazette]
  - offer: south
    title: {es: 24 del sur, en: 24 from the south}
    status: open
    partner: SWE
    competition: fighters
    acts: []
    adds: [{holding: south, quantity: {at_least: 20, at_most: 24}}]
    cost: {usd: {at_most: 1000}, basis: offer, sources: [gazette]}
    sources: [gazette]
  - offer: tank
    title: {es: 10 tanques, en: 10 tanks}
    status: open
    partner: KOR
    acts: []
    adds: [{holding: new-tank, quantity: 10}]
    cost: {usd: {more_than: 500}, basis: estimate, sources: [gazette]}
    sources: [gazette]
  - offer: base
    title: {es: una base, en: a base}
    status: open
    partner: USA
    acts: []
    adds: [{facility: base, name: {es: base, en: base}, quantity: 1}]
    cost: {missing: {es: no consta, en: not on record}}
    touches: [no-base]
    sources: [gazette]
"""


def evidence() -> Evidence:
    common = {"state": "URY", "services": [], "source_ids": [], "confidence": "high"}
    holdings = [fact_of(Holding, {**common, "platform": row["holding_id"], **row}) for row in HELD]
    roles = [
        fact_of(Component, {
            "component_id": f"{name}.engine", "holding_id": name, "role": "engine", "suppliers": [state],
            "criticality": "critical", "criticality_basis": "assumption", "source_ids": [], "confidence": "high",
        })
        for name, state in ROLES.items()
    ]  # fmt: skip
    return Evidence(ON, overlay={"holding": holdings, "component": roles})


def rule(name: str, value: object) -> Parameter:
    stated = ParameterValue(Period(), value, "assumption", None, None, None, None, same("?"), None, None, 1)
    return Parameter(name, same(name), "share", (stated,), None, "rules.yml", 1)


CHANCES = {name: rule(name, value) for name, value in
           {"denial_chance": 0.05, "denial_horizon": 1, "denial_correlation": 0.0}.items()}  # fmt: skip


def table(folder: Path, text: str = OFFERS) -> Table:
    (folder / "offers.yml").write_text(text, encoding="utf-8")
    return read_offers([folder])


def model(
    folder: Path,
    asked: Asked | None = None,
    *,
    text: str = OFFERS,
    rules: dict[str, Parameter] | None = None,
    bars: dict[str, tuple[str, ...]] | None = None,
    years: int | None = 5,
) -> Model:
    facts, found = evidence(), table(folder, text)
    categories = {row["holding_id"]: row["category"] for row in HELD}
    seen = exposures("URY", facts, rules or {}, found.offers)
    return Model(found, kinds_of(found.offers, categories), bars or {}, seen, years, ON.year + 1, asked or Asked())


def ask(folder: Path, **asked: Any) -> Answer:
    return answer(model(folder, Asked(**asked)))
