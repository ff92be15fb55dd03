"""A small fictional register and doctrine, built from fact objects, with one private act planted in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from typing import TypeVar

from contrapeso.assess.doctrine import Doctrine, Norm, Words
from contrapeso.assess.elements import step
from contrapeso.assess.requirement import Requirement
from contrapeso.assess.run import Finding, assess
from contrapeso.assess.verdict import NOT_APPLICABLE, PASS, UNDETERMINED, Due, Verdict, decide
from contrapeso.core.facts import (
    Act,
    ActClause,
    Body,
    Claim,
    Clause,
    Component,
    Coverage,
    Fact,
    Holding,
    Objective,
    Privilege,
    Source,
    SpentEntry,
    Stage,
    Status,
)  # fmt: skip
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import PartialDate, Period
from contrapeso.core.text import Text
from contrapeso.core.working_days import WorkingDays
from contrapeso.ledger.evidence import Evidence
from contrapeso.report import IndicatorRecord, Inputs, SnapshotRecord

R = TypeVar("R")
SECRET = "Zarzamora"
"""A word that only private facts carry: it may appear in no output file."""
ON = date(2026, 11, 23)


def both(es: str, en: str) -> Text:
    return Text(es=es, en=en)


def when(text: str) -> PartialDate:
    return PartialDate.parse(text)


def stage(act: str, name: str, on: str, **more: object) -> Stage:
    return Stage(
        stage_id=f"{act}.{name}", act_id=act, stage=name, on=when(on), precision=when(on).precision, **more  # type: ignore[arg-type]
    )  # fmt: skip


ACTS = [
    Act(act_id="uy-act-1", kind="treaty", title=both("Tratado de cooperación <naval> & aérea", "Treaty on <naval> & air cooperation"),
        partners=("USA", "BRA"), domains=("naval",), route="congress-approved", matter=("defence",), matter_basis="route",
        status="in-force", source_ids=("gazette", "blog"), note=both("Nota pública.", "Public note.")),
    Act(act_id="uy-act-2", kind="troop-entry", title=both("Ingreso del buque «Norte»", "Entry of the ship “Norte”"),
        partners=("ARG",), stay_from=when("2026-10-01"), stay_to=when("2026-12-31"), armed=True, personnel_count=1,
        route="legislative-resolution", status="in-force", source_ids=("press",)),
    Act(act_id="uy-act-3", kind="purchase", title=both("=Compra de radares", "=Purchase of radars"), partner_basis="unknown",
        amount=1234567.5, currency="USD", amount_basis="contract", status="unknown", confidence="low"),
    Act(act_id="uy-act-4", kind="finance", record_type="figure", title=both("Ayuda de 2024", "Aid in 2024"),
        partner_basis="several", amount=5e6, currency="USD", amount_basis="aggregate"),
    Act(act_id="uy-act-9", kind="purchase", title=both(f"Compra {SECRET}", f"Purchase {SECRET}"), partners=("FRA",),
        amount=99.0, currency="EUR", amount_basis="contract", public=False),
]  # fmt: skip
STAGES = [
    stage("uy-act-1", "signed", "2024-03-05", instrument="Tratado 1"),
    stage(
        "uy-act-1",
        "approved",
        "2024",
        body="congress",
        votes_for=80,
        votes_against=10,
        votes_abstain=2,
        basis="inferred",
    ),
    stage("uy-act-2", "approved", "2026-09-15", body="senate", votes_for=25),
    stage("uy-act-2", "published", "2026-09"),
    stage("uy-act-3", "signed", "2025-01"),
    stage("uy-act-4", "financed", "2024"),
    stage("uy-act-9", "signed", "2025-05-05", note=both(SECRET, SECRET)),
    stage("uy-act-1", "audited", "2025-06-01", note=both(f"paso {SECRET}", f"step {SECRET}"), public=False),
]
OTHERS: list[Fact] = [
    Source(source_id="gazette", title="Gaceta oficial", publisher="Estado", language="es", kind="gazette", rank="official",
           url="https://example.org/a?b=1&c=2", published_on=when("2024-03-06")),
    Source(source_id="press", title="Diario", publisher="Prensa", language="es", kind="news", rank="press", url="https://example.org/p"),
    Source(source_id="blog", title="Un cuaderno", publisher="Alguien", language="es", kind="blog", rank="other", url="https://example.org/hidden"),
    Source(source_id="leak", title=SECRET, publisher="x", language="es", kind="x", rank="press", url=f"https://example.org/{SECRET}", public=False),
    Body(body_id="congress", name=both("Asamblea General", "General Assembly"), state="URY"),
    Body(body_id="senate", name=both("Cámara de Senadores", "Senate"), state="URY"),
    Status(status_id="ally-ury", status="ally", state="URY", start=when("2026-01-14"), start_precision="day", instrument="PD 1"),
    Status(status_id="ally-bra", status="ally", state="BRA", start=when("2019"), start_precision="year", end=when("2022"), end_precision="year"),
    Clause(clause_id="c01", type="consent", holder="USA", name=both("Consentimiento", "Consent"), trigger=both("transferir", "transfer"),
           requires=both("pedir permiso", "ask leave"), effect=both("sin permiso, no", "no leave, no"), citation="22 USC 1",
           discretion="high", reversibility="low", scope="item", source_ids=("gazette",)),
    Clause(clause_id="c02", type="consent", holder="FRA", name=both(SECRET, SECRET), trigger=both("a", "a"), requires=both("a", "a"),
           effect=both("a", "a"), citation=SECRET, discretion="high", reversibility="low", scope="item", public=False),
    ActClause(act_id="uy-act-1", clause_id="c01", applies="in-force", basis="statutory", why=both("ley", "law")),
    ActClause(act_id="uy-act-3", clause_id="c01", applies="if-concluded", basis="statutory", why=both("ley", "law")),
    ActClause(act_id="uy-act-9", clause_id="c01", applies="in-force", basis="statutory", why=both(SECRET, SECRET)),
    Privilege(privilege_id="p01", type="privilege", name=both("Préstamos", "Loans"), gives=both("elegibilidad", "eligibility"),
              needs=both("un acuerdo", "an agreement"), citation="22 USC 2", given="yes", used="unknown",
              evidence_acts=("uy-act-1", "uy-act-9"), conditions=("c01", "c02")),
    Privilege(privilege_id="n01", type="not-a-privilege", name=both("Defensa mutua", "Mutual defence"), gives=both("nada", "nothing"),
              given="no", used="no", source_ids=("gazette",)),
    Claim(claim_id="only", claim=both("Solo dos la tienen.", "Only two have it."), said_by=both("Prensa", "Press"), said_on=when("2026-02"),
          verdict="contradicted", answer=both("Son tres.", "They are three."), source_ids=("press",), answer_source_ids=("gazette",)),
    Objective(objective_id="o1", kind="objective", name=both("Proteger el mar", "Protect the sea"), domains=("naval",), basis="policy", norms=("N1",)),
    Objective(objective_id="o2", kind="ceiling", name=both("Tope por proveedor", "Supplier ceiling"), basis="assumption", low=0.25, high=0.45),
    Coverage(kind="treaty", stage=None, start=when("1990"), end=when("2026"), complete=False, basis=both("fuentes públicas", "public sources")),
    SpentEntry(resolution="100", published_from=when("2001-02-03"), published_to=when("2001-03-04"), spent_by="Ley 9",
               spent_article="1", spent_on=when("2009-12-18")),
]  # fmt: skip


HOLDINGS: list[Fact] = [
    Holding(holding_id="p1", state="URY", platform="=Albatros 4", category="transport", capability="air-lift", status="in-service",
            quantity=6, maker_states=("ITA",), delivered_by=("ITA",), source_ids=("gazette",)),
    Holding(holding_id="p2", state="URY", platform="Cormorán", category="transport", capability="air-lift", status="in-service",
            quantity=4, maker_states=("BRA",), delivered_by=("BRA",), source_ids=("gazette",)),
    Holding(holding_id="p3", state="URY", platform="Delfín", category="submarine", capability="submarine", status="in-service",
            maker_states=("DEU",), delivered_by=("DEU",)),
    Holding(holding_id="p9", state="URY", platform=SECRET, category="drone", capability="air-lift", status="in-service", quantity=1,
            public=False),
    Component(component_id="p1.sustainment", holding_id="p1", role="sustainment", suppliers=("ITA",), criticality="critical"),
    Component(component_id="p1.engine", holding_id="p1", role="engine", suppliers=("USA",), criticality="critical"),
    Component(component_id="p2.sustainment", holding_id="p2", role="sustainment", suppliers=("BRA",), criticality="critical"),
    Component(component_id="p2.engine", holding_id="p2", role="engine", criticality="critical"),
    Component(component_id="p9.engine", holding_id="p9", role="engine", suppliers=("FRA",), criticality="critical"),
]  # fmt: skip


def _measured(indicator: str, value: float | None, unit: str = "share", **more: object) -> Measurement:
    """Exact unless ``low`` and ``high`` say otherwise."""
    ends = {"low": value, "high": value} | more
    return Measurement(
        indicator=indicator, subject="URY", period=ON.isoformat(), value=value, unit=unit, vintage="2026-05-31", **ends  # type: ignore[arg-type]
    )  # fmt: skip


LIFT, SUBS = {"capability": "air-lift"}, {"capability": "submarine"}
POWER = {"rules": ("denial_threshold",), "is_assumed": True}
MEASURED = (
    _measured("denial-power", 0.6, object="ITA", evidence=("holding:p1", "component:p1.sustainment"), **LIFT, **POWER),
    _measured("denial-power", 0.6, object="USA", low=0.6, high=1.0, missing=("supplier",), evidence=("component:p1.engine",), **LIFT, **POWER),
    _measured("denial-power", 0.4, object="BRA", evidence=("component:p2.sustainment",), **LIFT, **POWER),
    _measured("denial-power", 0.0, object="FRA", low=0.0, high=0.4, missing=("supplier",), **LIFT, **POWER),
    _measured("denial-power", None, object="DEU", missing=("quantity",), **SUBS, **POWER),
    _measured("denial-power", 1.0, object="FRA", capability="air-lift", topic=SECRET, evidence=("holding:p9",)),
    _measured("platform-denial", 1.0, object="ITA", topic="p1", **LIFT),
    _measured("platform-denial", 1.0, object="USA", topic="p1", **LIFT),
    _measured("platform-denial", 0.0, object="USA", topic="p2", low=0.0, high=1.0, missing=("supplier",), **LIFT),
    _measured("platform-exposure", 1.0, object="USA", topic="p1", **LIFT),
    _measured("direct-share", 0.6, object="ITA", **LIFT), _measured("direct-share", 0.4, object="BRA", **LIFT),
    _measured("direct-share", 0.0, object="USA", **LIFT),
    _measured("lookthrough-exposure", 0.6, object="ITA", **LIFT), _measured("lookthrough-exposure", 0.6, object="USA", **LIFT),
    _measured("lookthrough-exposure", 0.4, object="BRA", **LIFT),
    _measured("denial-coalition", 0.6, topic="ITA", **LIFT), _measured("denial-coalition", 0.6, topic="USA", **LIFT),
    _measured("denial-coalition", 0.4, topic="BRA", **LIFT),
    _measured("fleet-coalition", 0.6, topic="p1:ITA", **LIFT), _measured("fleet-coalition", 0.6, topic="p1:USA", **LIFT),
    _measured("fleet-coalition", 0.4, topic="p2:BRA", **LIFT),
    _measured("unknown-roles", 0.25, evidence=("component:p1.engine", "component:p1.sustainment", "component:p2.engine"), **LIFT),
    _measured("cooperation-acts", 1, "acts", object="USA", low=1, high=2, missing=("partners",), evidence=("act:uy-act-1",)),
    _measured("acts-by-purpose", 1, "acts", object="USA", topic="naval", evidence=("act:uy-act-1",)),
    _measured("cooperation-amount", 1234567.5, "USD", object="USA", topic="USD:contract"),
    _measured("privileges", 0, "privileges", object="USA", topic="used", low=0, high=1),
    _measured("privileges", 1, "privileges", object="USA", topic="unknown", missing=("privilege-use",)),
    _measured("reciprocity", 2, "acts", object="USA", topic="promises-kept"), _measured("reciprocity", 1, "acts", object="USA", topic="training-received"),
    _measured("commitments", 1, "commitments", object="USA", topic="unknown"),
    _measured("conditions-in-force", 1, "clauses", object="USA", evidence=("clause:c01",)),
    _measured("conditions-in-force", 1, "clauses", object="USA", topic="if-concluded", evidence=("clause:c01",)),
    _measured("conditionality-load", 0.5, "index", object="USA", low=0.33, high=0.67, is_assumed=True),
    _measured("conditions-in-force", None, "clauses", object="ARG", missing=("clauses",)),
    _measured("security-share", 0.25, topic="any", low=0.25, high=0.5), _measured("objective-acts", 0.25, topic="o1"),
    _measured("objective-acts", None, topic="o2", missing=("objective-wording",)),
)  # fmt: skip
INDICATORS = (
    IndicatorRecord("denial-power", both("Poder de negación", "Denial power"), both("¿Quién puede negar qué?", "Who can deny what?"),
                    both("Suma de pesos.", "Sum of weights."), "docs/explanation/methods/denial.md"),
)  # fmt: skip


def reader(table: str) -> Iterable[Fact]:
    """The fictional register, table by table."""
    return [row for row in [*ACTS, *STAGES, *OTHERS, *HOLDINGS] if row.table == table]


def _approved_first(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    if act.kind != "treaty":
        return NOT_APPLICABLE
    return decide(("ratified-first", step(act, "approved", evidence).before(step(act, "signed", evidence))))


def _chamber(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    if act.kind != "troop-entry":
        return NOT_APPLICABLE
    approved = step(act, "approved", evidence)
    return decide(("wrong-chamber", approved.by(doctrine.at("chamber", approved.on))))


def _leaves(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    if not act.stay_to:
        return NOT_APPLICABLE
    return decide(("overstayed", Due(act.stay_to.last, frozenset([act.ref]))))


def _price(act: Act, evidence: Evidence, doctrine: Doctrine) -> Verdict:
    if act.kind != "purchase":
        return NOT_APPLICABLE
    return Verdict("FAIL", "no-contract-published", grounds=(act.ref,)) if act.act_id == "uy-act-3" else PASS()


def _council(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    return UNDETERMINED("council-minutes")


def _ceiling(evidence: Evidence, doctrine: Doctrine) -> Verdict:
    return NOT_APPLICABLE


OVER_CEILING = Finding(
    "ury/ceiling:air-lift", "ury/ceiling", None, "WARN", "over-ceiling", (), "medium", None, (),
    ("measurement:ury/direct-share:ITA:air-lift",), rules=("supplier_ceiling",), capability="air-lift",
)  # fmt: skip


def made(record: type[R], **said: object) -> R:
    """A record of doctrine with what a test cares about; all its other fields are None."""
    needed = [field.name for field in fields(record) if field.default is MISSING and field.default_factory is MISSING]  # type: ignore[arg-type]
    return record(**{**dict.fromkeys(needed), **said})


def _parameter(name: str, title: Text, unit: str, *values: ParameterValue) -> Parameter:
    return made(Parameter, name=name, title=title, unit=unit, values=values, file="p.yml", line=1)


def _norm(norm_id: str, cite: str, *, text_read: bool = True) -> Norm:
    return made(
        Norm, norm_id=norm_id, norm="ley-1", cite=cite, title=both("Ley 1", "Law 1"), rank="law", article="1",
        in_force=Period(), requires=both("algo", "something"), source_id="gazette", confidence="high", text_read=text_read,
        file="law/ley-1.yml", line=3,
    )  # fmt: skip


def _requirement(
    name: str,
    family: str,
    test: object,
    title: Text,
    *,
    scope: str = "act",
    severity: str = "high",
    norms: tuple[str, ...] = ("N1",),
) -> Requirement:
    return made(
        Requirement, id=f"ury/{name}", family=family, title=title, norms=norms, severity=severity, asks="congress", scope=scope,
        test=test, file="requirements/x.py", line=1, doc="",
    )  # fmt: skip


def _value(start: str, end: str | None, value: str | None) -> ParameterValue:
    period = Period(date.fromisoformat(start), date.fromisoformat(end) if end else None)
    missing = None if value else both("no se leyó", "not read")
    return made(ParameterValue, period=period, value=value, basis="norm", norm="N1", missing=missing, line=1)


def _assumed(value: float, low: float, high: float) -> ParameterValue:
    why = both("Supuesto nuestro.", "Our assumption.")
    return made(ParameterValue, period=Period(), value=value, basis="assumption", low=low, high=high, why=why, line=1)


@cache
def doctrine() -> Doctrine:
    """The law of the fictional state."""
    chamber = (_value("1990-01-01", "2026-07-26", "congress"), _value("2026-07-27", None, "senate"))
    words = {
        "families": {
            "treaties": both("Tratados", "Treaties"),
            "entry": both("Ingreso de tropas", "Troop entry"),
            "dependence": both("Dependencia", "Dependence"),
        },
        "codes": {
            "ratified-first": both("se ratificó antes", "ratified first"),
            "over-ceiling": both(
                "un solo proveedor pasa del tope supuesto", "one supplier exceeds the assumed ceiling"
            ),
            "no-contract-published": both("el contrato no se publicó", "the contract was not published"),
        },
        "missing": {
            "quantity": both("número en servicio", "number in service"),
            "supplier": both("proveedor", "supplier"),
            "council-minutes": both("actas del consejo", "council minutes"),
        },
        "capabilities": {
            "air-lift": both("transporte aéreo", "air lift"),
            "submarine": both("submarinos", "submarines"),
        },
        "domains": {"naval": both("naval", "naval")},
        "clause-types": {"consent": both("consentimiento previo", "prior consent")},
        "statuses": {"ally": both("aliado principal", "major ally")},
    }
    return made(
        Doctrine, country="URY", title=both("Uruguay", "Uruguay"),
        norms={"N1": _norm("N1", "Ley 1, art. 1"), "N2": _norm("N2", "Ley 2, art. 9", text_read=False)},
        parameters={
            "chamber": _parameter("chamber", both("Cámara", "Chamber"), "body", *chamber),
            "denial_threshold": _parameter("denial_threshold", both("Umbral de negación", "Denial threshold"), "share", _assumed(0.3, 0.2, 0.4)),
            "supplier_ceiling": _parameter("supplier_ceiling", both("Tope por proveedor", "Supplier ceiling"), "share", _assumed(0.35, 0.25, 0.45)),
            "limit": _parameter("limit", both("Plazo", "Limit"), "months", _value("2020-01-01", None, None)),
        },
        requirements=(
            _requirement("approval", "treaties", _approved_first, both("¿Se aprobó antes?", "Approved first?")),
            _requirement("chamber", "entry", _chamber, both("¿Consintió la cámara debida?", "Did the right chamber consent?")),
            _requirement("council", "entry", _council, both("¿Sesionó el consejo?", "Did the council meet?"), scope="country"),
            _requirement("leaves", "entry", _leaves, both("¿Salió a tiempo?", "Did it leave in time?"), severity="medium"),
            _requirement("ceiling", "dependence", _ceiling, both("¿Pasa alguien del tope?", "Does anybody exceed the ceiling?"), scope="country", norms=()),
            _requirement("price", "treaties", _price, both("¿Se publicó el contrato?", "Was the contract published?")),
        ),
        words=Words(words), calendar=WorkingDays("UY"), content_hash="0123456789abcdef",
    )  # fmt: skip


@cache
def inputs() -> Inputs:
    """Findings are made from all facts, private ones too: the report itself must hold them back."""
    findings = (*assess(Evidence(ON, reader), doctrine()), OVER_CEILING)
    snapshot = SnapshotRecord("pack-ury", date(2026, 5, 31), "ab" * 32, "2026-06-01T00:00:00Z", "CC-BY-4.0", 40)
    return Inputs(
        "URY", both("Uruguay", "Uruguay"), ON, Evidence(ON, reader, public_only=True), doctrine(), findings, MEASURED, (snapshot,), "0.0.0",
        INDICATORS,
    )  # fmt: skip
