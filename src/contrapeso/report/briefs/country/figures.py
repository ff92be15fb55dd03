"""The figures of a country report, counted once: acts, partners, money, verdicts, privileges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.facts import Act, Privilege, Status
from contrapeso.core.state import state_name
from contrapeso.core.text import Text
from contrapeso.locale import amount, counted, counted_word, listed, say, word, words_of
from contrapeso.measure.money import by_currency_and_basis, total
from contrapeso.report.briefs.country.view import View

TOP_PARTNERS = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of one currency on one basis; ``total`` is None for aggregate figures, which are never added."""

    currency: str
    basis: str
    acts: int
    total: float | None


def sums(view: View) -> tuple[Sum, ...]:
    """The register's money by currency and basis, the currency with most acts first."""
    groups = by_currency_and_basis(view.acts)
    uses = Counter({currency: 0 for currency, _ in groups})
    for (currency, _), acts in groups.items():
        uses[currency] += len(acts)
    bases = words_of("amount-basis")
    ordered = sorted(groups, key=lambda key: (-uses[key[0]], key[0], bases.index(key[1])))
    return tuple(
        Sum(currency, basis, len(groups[currency, basis]), total(basis, groups[currency, basis]))
        for currency, basis in ordered
    )


def sum_text(one: Sum) -> Text:
    if one.total is None:
        return counted("money-aggregate", one.acts)
    return counted("money-sum", one.acts, amount=amount(one.total), basis=word("amount-basis", one.basis))


def kinds_text(acts: tuple[Act, ...]) -> Text:
    """«12 tratados, 40 compras y 3 donaciones»."""
    counts: Counter[str] = Counter(act.kind for act in acts)
    return listed([counted_word("kind-counts", kind, counts[kind]) for kind in words_of("kinds") if counts[kind]])


def partner_counts(view: View) -> Counter[str]:
    return Counter(state for act in view.acts for state in act.partners)


def top_partners(view: View, most: int = TOP_PARTNERS) -> Text:
    ranked = sorted(partner_counts(view).items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return listed([say("partner-count", partner=state_name(state), n=n) for state, n in ranked])


def held_statuses(view: View) -> tuple[Status, ...]:
    """The statuses that the country itself holds on the day."""
    rows = view.inputs.evidence.in_force(Status)
    return tuple(row for row in rows if row.state == view.inputs.country)


def privileges(view: View, *given: str) -> tuple[Privilege, ...]:
    rows = view.inputs.evidence.rows(Privilege)
    return tuple(row for row in rows if not given or row.given in given)


def verdicts_text(view: View) -> Text:
    """«2 incumplen, 1 está por vencer … y 107 cumplen»."""
    return listed([counted_word("verdict-counts", verdict, view.verdicts[verdict]) for verdict in VERDICTS[:-1]])
