"""What readers call the topics and units of measurements, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from contrapeso.core.facts import Body, Holding, Objective
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import has_word, listed, say, word


def topic_text(topic: str, evidence: Evidence, purposes: Mapping[str, Text]) -> Text:
    """A topic by name: a purpose of the pack, an objective, a holding, an amount's currency and kind, or a code.

    ``purposes`` are the pack's words for purposes; what nobody names stands as it is.
    """
    if has_word("un-topics", topic):
        return word("un-topics", topic)
    currency, _, basis = topic.partition(":")
    if topic in purposes:
        return purposes[topic]
    if has_word("topics", topic):
        return word("topics", topic)
    if basis and has_word("amount-basis", basis):
        kind = word("amount-basis", basis)
        return Text(es=f"{currency}, {kind.es}", en=f"{currency}, {kind.en}")
    objective = evidence.find(f"{Objective.table}:{topic}")
    return objective.name if isinstance(objective, Objective) else platform_text(topic, evidence)


def platform_text(holding_id: str, evidence: Evidence) -> Text:
    """«C-27J Spartan»; with the service, «An-32B (Marina)», where several services have the type."""
    row = evidence.find(f"{Holding.table}:{holding_id}")
    if not isinstance(row, Holding):
        return same(holding_id)
    is_shared = sum(one.platform == row.platform for one in evidence.rows(Holding)) > 1
    bodies = [evidence.find(f"{Body.table}:{one}") for one in row.services]
    names = [body.name for body in bodies if isinstance(body, Body)]
    if not (is_shared and names):
        return same(row.platform)
    return say("cli.bracketed", text=same(row.platform), detail=listed(names))


def unit_text(unit: str) -> Text:
    """A unit by name; a currency is written by its ISO 4217 code, with the year of its prices where it has one.

    >>> unit_text("USD of 2020").es
    'USD de 2020'
    """
    return word("units", unit) if has_word("units", unit) else Text(es=unit.replace(" of ", " de "), en=unit)
