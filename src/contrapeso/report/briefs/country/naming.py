"""What measurements are about, in words: capabilities, platforms, coalitions, topics."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.assess.run import Finding
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import has_word, listed, say, word
from contrapeso.measure.topics import platform_text
from contrapeso.report.briefs.country.view import View, capital

COUNTED = ("in-service", "unverified")
"""The standings in which a platform bears on a capability."""


def capability(view: View, code: str) -> Text:
    return view.pack_word("capabilities", code)


def subject(view: View, finding: Finding) -> Text:
    """The capability that a finding judges, or the country."""
    return capital(capability(view, finding.capability)) if finding.capability else view.inputs.name


def platform(view: View, holding_id: str) -> Text:
    return platform_text(holding_id, view.inputs.evidence)


def bears(view: View, holding_id: str) -> bool:
    """Whether a platform bears on its capability today: one ordered, stored or retired does not."""
    return holding_id in view.holdings and view.holdings[holding_id].status in COUNTED


def coalition(states: Iterable[str]) -> Text:
    """«Italia por su cuenta», «Italia y Francia juntas»: who would have to act, and whether alone."""
    names = [state_in_sentence(state) for state in states]
    return say("alone" if len(names) == 1 else "together", states=listed(names))


def members(one: Measurement) -> tuple[str, ...]:
    """The states of a coalition that a measurement's topic names: ``ITA+USA``, or ``p010:ITA+USA``."""
    return tuple((one.topic or "").rpartition(":")[2].split("+"))


def holding_of(one: Measurement) -> str:
    """The holding that a fleet's measurement is about."""
    return (one.topic or "").partition(":")[0]


def title(view: View, one: Measurement) -> Text:
    """What an indicator is called: its own title, or its name."""
    return view.indicators[one.indicator].title if one.indicator in view.indicators else same(one.indicator)


def about(view: View, one: Measurement) -> Text:
    """«Estados Unidos, transporte aéreo, C-27J»: whom, what and which a measurement is about."""
    parts = [state_name(one.object)] if one.object else []
    parts += [capability(view, one.capability)] if one.capability else []
    parts += [topic(view, one)] if one.topic else []
    return capital(say_all(parts)) if parts else view.inputs.name


def say_all(parts: list[Text]) -> Text:
    return Text(es=", ".join(part.es for part in parts), en=", ".join(part.en for part in parts))


def topic(view: View, one: Measurement) -> Text:
    """A topic in words, as every reader of measurements meets it."""
    return view.naming.topic(one) or view.inputs.name


def counted_topic(view: View, one: Measurement) -> Text:
    """A topic after its number, singular after a lone one: «1 promesa abierta», «2 promesas abiertas»."""
    is_alone = one.value == 1 and has_word("topics-one", one.topic or "")
    return word("topics-one", one.topic or "") if is_alone else topic(view, one)


def short_objective(view: View, code: str) -> Text:
    """An objective by its number, where its name begins with one: «Lineamiento 1.3»."""
    name = view.objectives[code].name
    return Text(es=name.es.partition(":")[0], en=name.en.partition(":")[0])
