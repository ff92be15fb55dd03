"""Scenarios, shocks and sets of shocks in words, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contrapeso.core.state import is_state, state_in_sentence, state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import listed, say
from contrapeso.stress.scenario import Scenario, Shock

MOST_NAMED = 6


def told_shock(scenario: Scenario, shock: Shock, states: Sequence[str]) -> Text:
    """«Un proveedor deja de dar sostén: fin del sostén de los Estados Unidos»."""
    return say("stress.shock", title=scenario.title, what=_blow(shock.kind, states))


def _blow(kind: str, names: Sequence[str]) -> Text:
    return say(f"stress.kind-{kind}", **({"states": named(names, state_in_sentence)} if names else {}))


def told_scenario(scenario: Scenario, given: Mapping[str, Sequence[str]], titles: Mapping[str, Text]) -> Text:
    """«Un proveedor deja de dar sostén (Estados Unidos)»; ``titles`` are those of the groups named."""
    said = told_given(given, titles)
    return say("stress.about", title=scenario.title, given=said) if said else scenario.title


def told_given(given: Mapping[str, Sequence[str]], titles: Mapping[str, Text]) -> Text | None:
    """The states and groups that were given for a scenario, by name."""
    names = [one for values in given.values() for one in values]
    return listed([titles.get(one) or named([one]) for one in names]) if names else None


def named(states: Sequence[str], name: Callable[[str], Text] = state_name) -> Text:
    """States by name, the first few where there are many; other names as they are."""
    shown = [name(one.upper()) if is_state(one.upper()) else same(one) for one in states[:MOST_NAMED]]
    if len(states) > MOST_NAMED:
        shown.append(say("stress.others", n=len(states) - MOST_NAMED))
    return listed(shown)


def told_set(shocks: Sequence[str]) -> Text:
    """«fin del sostén de Rusia y fin de la ayuda de Suecia»: single shocks by the names that reverse stress gives them."""
    return listed([_single(one) for one in shocks])


def _single(name: str) -> Text:
    kind, colon, about = name.rpartition(":")
    return _blow(kind, [about]) if colon else named([about])
