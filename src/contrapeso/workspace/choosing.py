"""Chooses for whoever asks: the offers of a pack, the fleet and the findings of a day, put to the solver and kept as a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contrapeso.assess.run import Finding, assess
from contrapeso.choose.answer import Answer, answer
from contrapeso.choose.exposure import exposures
from contrapeso.choose.model import Asked, Model, kinds_of
from contrapeso.choose.offers import Offer, Table, read_offers
from contrapeso.choose.plain import plain_answer, plain_asked, register_rows
from contrapeso.choose.wording import Wording, wording
from contrapeso.core.errors import ContrapesoError
from contrapeso.core.facts import Act, ActClause, Holding, Objective
from contrapeso.core.text import Text, same
from contrapeso.locale import say
from contrapeso.watch.rule import read_rules
from contrapeso.workspace import discover, measuring
from contrapeso.workspace.recording import record

if TYPE_CHECKING:
    from contrapeso.ledger.evidence import Evidence
    from contrapeso.workspace.workspace import Workspace

PAYMENT_YEARS = "payment_years"


@dataclass(frozen=True)
class Chosen:
    """An answer with the words for what it says."""

    country: str
    on: date
    answer: Answer
    words: Wording

    def to_dict(self) -> dict[str, Any]:
        return {"country": self.country, "on": self.on.isoformat(), **plain_answer(self.answer, self.words)}


def choose(workspace: Workspace, country: str, asked: Asked | None, on: date | None) -> Chosen:
    """The answer for a country on a day; ``ContrapesoError`` where its pack holds no offers."""
    evidence, started = workspace.evidence(country, on=on), workspace.ledger.register.clock()
    table = offers_of(workspace, country)
    if not table.offers:
        raise ContrapesoError(say("choose.no-offers", country=same(country)), say("choose.no-offers-mend"))
    if not _in_view(table, evidence).offers:
        raise ContrapesoError(
            say("choose.none-yet", country=same(country), on=evidence.on), say("choose.none-yet-mend")
        )
    workspace.progress(say("choose.progress", n=len(table.offers)))
    judged = evidence.with_measured(measuring.measurer(workspace, country, evidence))
    found = chosen(workspace, country, evidence, assess(judged, workspace.doctrine(country)), asked)
    _keep(workspace, found, evidence, started)
    return found


def chosen(
    workspace: Workspace, country: str, evidence: Evidence, findings: Iterable[Finding], asked: Asked | None = None
) -> Chosen:
    """The same from facts and findings at hand; nothing is recorded."""
    known, table = tuple(findings), offers_of(workspace, country)
    doctrine = workspace.doctrine(country)
    holdings = {one.holding_id: one.category for one in evidence.rows(Holding)}
    seen = _in_view(table, evidence)
    rule = doctrine.at(PAYMENT_YEARS, evidence.on) if PAYMENT_YEARS in doctrine.parameters else None
    votes = workspace.assembly(evidence.on, evidence.known_at)
    model = Model(
        table=seen, kinds=kinds_of(seen.offers, holdings), bars=_bars(workspace, country, seen, evidence, known),
        exposures=exposures(country, evidence, doctrine.parameters, seen.offers, votes),
        payment_years=int(rule.number) if rule and rule.in_force and rule.value is not None else None,
        first_year=evidence.on.year + 1, asked=asked or Asked(), conditions=_conditions(seen, evidence),
    )  # fmt: skip
    words = wording(model, doctrine.words.groups, _titles(workspace, country, evidence, known))
    return Chosen(country, evidence.on, answer(model), words)


def public_choice(workspace: Workspace, country: str, judged: measuring.Judged) -> Chosen | None:
    """The answer without a question, from what was judged already; None where the pack holds no offers."""
    if not _in_view(offers_of(workspace, country), judged.evidence).offers:
        return None
    return chosen(workspace, country, judged.evidence, judged.findings)


def offers_of(workspace: Workspace, country: str) -> Table:
    """The offers of a country's pack folders."""
    return read_offers(discover.find(country, workspace.config.content).folders)


def _in_view(table: Table, evidence: Evidence) -> Table:
    """The offers on the table on the day, and public if the evidence is: one of their acts had begun, or they were known of.

    A budget counts once its act exists.
    """
    begun = {one.act_id for one in evidence.acts}
    held = {one.holding_id: one for one in evidence.rows(Holding)}
    offers = _with_what_they_need(one for one in table.offers if _is_there(one, begun, held, evidence.on))
    budgets = tuple(one for one in table.budgets if one.act_id is None or one.act_id in begun)
    return Table(offers, table.competitions, budgets, table.content_hash)


def _with_what_they_need(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Those whose required offers are there too, and theirs."""
    found = tuple(offers)
    names = {one.offer_id for one in found}
    kept = tuple(one for one in found if names.issuperset(one.requires))
    return kept if len(kept) == len(found) else _with_what_they_need(kept)


def _is_there(offer: Offer, begun: set[str], held: dict[str, Holding], on: date) -> bool:
    kinds = [one.holding_id for one in offer.adds if one.holding_id]
    if offer.acts:
        return not begun.isdisjoint(offer.acts) and held.keys() >= set(kinds)
    return all(name in held and not _is_later(held[name], on) for name in kinds)


def _is_later(holding: Holding, on: date) -> bool:
    """Whether the record speaks of it from a later year on."""
    return holding.as_of is not None and holding.as_of.first.year > on.year


def _conditions(table: Table, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """By offer the clauses attached to its acts that have not expired."""
    clauses = [one for one in evidence.rows(ActClause) if one.applies != "expired"]
    return {
        offer.offer_id: tuple(dict.fromkeys(one.clause_id for one in clauses if one.act_id in offer.acts))
        for offer in table.offers
    }


def _bars(
    workspace: Workspace, country: str, table: Table, evidence: Evidence, findings: tuple[Finding, ...]
) -> dict[str, tuple[str, ...]]:
    """By offer, the breaches found of its acts and the steps it waits for."""
    folders = discover.find(country, workspace.config.content).folders
    rules = read_rules(folders, workspace.doctrine(country))
    lines = {name: rule.objective for rule in rules if rule.kind == "red-line" for name in rule.requirements}
    done = {(act.act_id, step.stage) for act in evidence.acts for step in act.stages}
    return {
        offer.offer_id: (*_breaches(offer, findings, lines), *(
            f"after:{step.act_id}:{step.stage}:{offer.offer_id}"
            for step in offer.after if (step.act_id, step.stage) not in done
        ))
        for offer in table.offers
    }  # fmt: skip


def _breaches(offer: Offer, findings: tuple[Finding, ...], lines: dict[str, str]) -> Iterable[str]:
    """A requirement of law that an act of the offer fails, as the red line it guards where it guards one."""
    for finding in findings:
        if finding.verdict == "FAIL" and finding.act in offer.acts:
            line = lines.get(finding.requirement)
            yield f"red-line:{line}:{offer.offer_id}" if line else f"law:{finding.id}"


def _titles(workspace: Workspace, country: str, evidence: Evidence, findings: tuple[Finding, ...]) -> dict[str, Text]:
    doctrine = workspace.doctrine(country)
    titles = {f"objective:{one.objective_id}": one.name for one in evidence.rows(Objective)}
    titles |= {f"act:{one.act_id}": one.title for one in evidence.rows(Act)}
    return titles | {one.id: doctrine.requirement(one.requirement).title for one in findings if one.verdict == "FAIL"}


def _keep(workspace: Workspace, found: Chosen, evidence: Evidence, started: datetime) -> None:
    """The same question on the same facts, rules and offers is kept once."""
    beyond = [found.words.table.content_hash, plain_asked(found.answer.model.asked)]
    rows = register_rows(found.answer)
    record(workspace, "choose", found.country, evidence, started, choices=rows, beyond=beyond)
