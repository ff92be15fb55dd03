"""What readers call the topics and units of measurements, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from contrapeso.core.facts import Holding, Objective
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.locale import has_word, word


def topic_text(topic: str, evidence: Evidence, purposes: Mapping[str, Text]) -> Text:
    """A topic by name: a purpose of the pack, an objective, a holding, an amount's currency and kind, or a code.

    ``purposes`` are the pack's words for purposes; what nobody names stands as it is.
    """
    currency, _, basis = topic.partition(":")
    if topic in purposes:
        return purposes[topic]
    if has_word("topics", topic):
        return word("topics", topic)
    if basis and has_word("amount-basis", basis):
        kind = word("amount-basis", basis)
        return Text(es=f"{currency}, {kind.es}", en=f"{currency}, {kind.en}")
    objective, holding = evidence.find(f"{Objective.table}:{topic}"), evidence.find(f"{Holding.table}:{topic}")
    if isinstance(objective, Objective):
        return objective.name
    return same(holding.platform if isinstance(holding, Holding) else topic)


def unit_text(unit: str) -> Text:
    """A unit by name; a currency is written by its ISO 4217 code."""
    return word("units", unit) if has_word("units", unit) else same(unit)
