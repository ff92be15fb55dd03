"""What the rules, offers and costs of a choice are called, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from contrapeso.choose.model import Asked, Model
from contrapeso.choose.offers import Offer, Table
from contrapeso.core.errors import UnknownName
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import amount, counted, listed, money, percent, say, word

Titles = Mapping[str, Text]


@dataclass(frozen=True)
class Wording:
    """Names rules, given what the pack calls things."""

    table: Table
    asked: Asked
    groups: Mapping[str, Titles]
    """The pack's words: capabilities, platform categories."""
    titles: Titles
    """Objectives, acts and findings by id."""

    def rule(self, name: str) -> Text:
        """A rule in words: «que un solo Estado, Corea del Sur, pueda negar a lo sumo 30 % de blindados»."""
        kind, _, rest = name.partition(":")
        return _RULES[kind](self, rest)

    def reasons(self, names: Iterable[str]) -> Text:
        """Why one offer may not be taken, beside its name."""
        return listed(
            [_REASONS[kind]() if (kind := name.partition(":")[0]) in _REASONS else self.rule(name) for name in names]
        )

    def rules(self, names: Iterable[str]) -> Text:
        return listed([self.rule(name) for name in names])

    def offer(self, offer_id: str) -> Text:
        return self.table.offer(offer_id).title

    def offers(self, names: Iterable[str]) -> Text:
        found = [self.offer(name) for name in names]
        return listed(found) if found else say("choose.nothing")

    def capability(self, name: str) -> Text:
        return self._pack_word("capabilities", name)

    def kind(self, name: str) -> Text:
        """A category of the pack, or the name of a facility."""
        for offer in self.table.offers:
            for one in offer.adds:
                if one.facility == name and one.name:
                    return one.name
        return self._pack_word("platform-categories", name)

    def title(self, ref: str) -> Text:
        return self.titles.get(ref, same(ref))

    def _pack_word(self, group: str, code: str) -> Text:
        try:
            return self.groups[group][code]
        except KeyError:
            mend = Text(es=f"añádala a words/, grupo {group}", en=f"add it to words/, group {group}")
            raise UnknownName(
                Text(
                    es=f"el paquete no tiene palabra para {group}/{code}", en=f"the pack has no word for {group}/{code}"
                ),
                mend,
            ) from None

    def ceiling(self, capability: str, of: Mapping[str, float]) -> Text:
        return percent(of.get(capability, of.get("*", 0.0)))


def _budget(words: Wording, rest: str) -> Text:
    if not rest:
        return say("choose.rule-budget", amount=dollars(words.asked.budget or 0))
    if rest.isdigit():
        return say("choose.rule-budget-year", year=same(rest), amount=dollars(words.asked.by_year[int(rest)]))
    (one,) = (one for one in words.table.budgets if one.budget_id == rest)
    return say("choose.rule-budget-record", title=lower(one.title), amount=dollars(one.limit))


def _denial(words: Wording, rest: str) -> Text:
    capability, _, state = rest.partition(":")
    return say(
        "choose.rule-denial", state=state_name(state), capability=words.capability(capability),
        ceiling=words.ceiling(capability, words.asked.ceilings),
    )  # fmt: skip


def _risk(words: Wording, rest: str) -> Text:
    ceiling = words.ceiling(rest, words.asked.risks)
    return say("choose.rule-risk", capability=words.capability(rest), ceiling=ceiling)


def _alternatives(words: Wording, rest: str) -> Text:
    return say("choose.rule-alternatives", title=words.table.competition(rest).title)


def _requires(words: Wording, rest: str) -> Text:
    offer, _, needed = rest.partition(":")
    return say("choose.rule-requires", offer=words.offer(offer), needed=words.offer(needed))


def _after(words: Wording, rest: str) -> Text:
    act, stage, offer = rest.split(":")
    return say(
        "choose.rule-after", offer=words.offer(offer), act=words.title(f"act:{act}"), stage=word("stages", stage)
    )


def _need(words: Wording, rest: str) -> Text:
    return say("choose.rule-need", kind=words.kind(rest), n=words.asked.need[rest])


def _red_line(words: Wording, rest: str) -> Text:
    line, _, offer = rest.partition(":")
    return say("choose.rule-red-line", offer=words.offer(offer), line=lower(words.title(f"objective:{line}")))


def _untested(words: Wording, rest: str) -> Text:
    line, _, offer = rest.partition(":")
    return say("choose.rule-untested", offer=words.offer(offer), line=lower(words.title(f"objective:{line}")))


def _law(words: Wording, rest: str) -> Text:
    return say("choose.rule-law", title=lower(words.title(rest)), finding=same(rest))


_RULES: Mapping[str, Callable[[Wording, str], Text]] = {
    "budget": _budget, "denial": _denial, "risk": _risk, "alternatives": _alternatives, "requires": _requires,
    "after": _after, "need": _need, "red-line": _red_line, "untested": _untested, "law": _law,
    "take": lambda words, rest: say("choose.rule-take", offer=words.offer(rest)),
    "leave": lambda words, rest: say("choose.rule-leave", offer=words.offer(rest)),
    "dropped": lambda words, rest: say("choose.rule-dropped", offer=words.offer(rest)),
    "unknown-number": lambda words, rest: say("choose.rule-unknown-number", offer=words.offer(rest)),
    "unknown-cost": lambda words, rest: say("choose.rule-unknown-cost", offer=words.offer(rest)),
    "unknown-payment": lambda words, rest: say("choose.rule-unknown-payment", offer=words.offer(rest)),
}  # fmt: skip


_REASONS: Mapping[str, Callable[[], Text]] = {
    "dropped": lambda: say("choose.why-dropped"),
    "unknown-number": lambda: say("choose.why-unknown-number"),
    "unknown-cost": lambda: say("choose.why-unknown-cost"),
    "unknown-payment": lambda: say("choose.why-unknown-payment"),
    "leave": lambda: say("choose.why-leave"),
}  # fmt: skip


def cost_text(offer: Offer) -> Text:
    """What an offer costs as the record says: a sum, an end of one, or that nobody says."""
    low, high = offer.cost.amount.low, offer.cost.amount.high
    if low is not None and high is not None:
        return dollars(low) if low == high else say("choose.cost-between", low=dollars(low), high=dollars(high))
    if high is not None:
        return say("choose.cost-at-most", amount=dollars(high))
    if low is None:
        return say("choose.cost-unknown")
    if offer.cost.amount.is_above:
        return say("choose.cost-more-than", amount=dollars(low - 1))
    return say("choose.cost-at-least", amount=dollars(low))


def dollars(n: int) -> Text:
    """Millions of dollars, rounded to ten thousand dollars; less than a million as it is.

    >>> dollars(1_000_000).es, dollars(1_500_000).es
    ('USD 1 millón', 'USD 1.50 millones')
    """
    if n < 1_000_000:
        return money(n, "USD")
    millions = round(n / 1e6, 2)
    return counted("choose.dollars", 1 if millions == 1 else 2, amount=amount(millions))


def lower(text: Text) -> Text:
    """A title within a sentence; one that begins with an acronym or a name in capitals stays."""
    return Text(es=_lower(text.es), en=_lower(text.en))


def _lower(text: str) -> str:
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def wording(model: Model, groups: Mapping[str, Titles], titles: Titles) -> Wording:
    return Wording(model.table, model.asked, groups, titles)
