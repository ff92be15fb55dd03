"""Explains an offer or a budget of a choice: what the pack says of it, and the acts, platforms and publications behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from contrapeso.choose.offers import FILE, Budget, Offer
from contrapeso.choose.wording import cost_text, dollars
from contrapeso.core.errors import UnknownName
from contrapeso.core.text import same
from contrapeso.ledger.trace import Link
from contrapeso.locale import say
from contrapeso.workspace.choosing import offers_of

if TYPE_CHECKING:
    from contrapeso.workspace.workspace import Workspace

OFFER, BUDGET = "offer:", "budget:"
Explainer = Callable[[str], Link]


def explain_offer(workspace: Workspace, name: str, explain: Explainer) -> Link | None:
    """``offer:NAME`` or ``budget:NAME`` of any pack in view, with all that it rests on; None for another name."""
    if not name.startswith((OFFER, BUDGET)):
        return None
    for country in workspace.countries():
        table = offers_of(workspace, country)
        for offer in table.offers:
            if name == f"{OFFER}{offer.offer_id}":
                return _offer(offer, explain)
        for budget in table.budgets:
            if name == f"{BUDGET}{budget.budget_id}":
                return _budget(budget, explain)
    return None


def _offer(offer: Offer, explain: Explainer) -> Link:
    said = say("choose.explain-offer", title=offer.title, cost=cost_text(offer))
    note = offer.note or offer.cost.amount.missing
    says = say("choose.explain-note", said=said, note=note) if note else said
    refs = [
        *(f"act:{act}" for act in offer.acts),
        *(f"holding:{one.holding_id}" for one in offer.adds if one.holding_id),
        *(f"source:{source}" for source in (*offer.cost.source_ids, *offer.source_ids)),
        *(f"objective:{line}" for line in offer.touches),
    ]
    return Link("offer", f"{OFFER}{offer.offer_id}", says, f"{FILE} line {offer.line}", tuple(_found(refs, explain)))


def _budget(budget: Budget, explain: Explainer) -> Link:
    refs = [*([f"act:{budget.act_id}"] if budget.act_id else []), *(f"source:{one}" for one in budget.source_ids)]
    says = say("choose.explain-budget", title=budget.title, limit=dollars(budget.limit))
    return Link(
        "budget", f"{BUDGET}{budget.budget_id}", says, f"{FILE} line {budget.line}", tuple(_found(refs, explain))
    )


def _found(refs: list[str], explain: Explainer) -> Iterator[Link]:
    """What a name rests on; what is not in view is named as missing, not passed over."""
    for ref in dict.fromkeys(refs):
        try:
            yield explain(ref)
        except UnknownName:
            yield Link("missing", ref, say("cli.not-in-view", name=same(ref)))
