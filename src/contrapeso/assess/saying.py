"""What readers call a finding: the title of its requirement, what it is about, and its verdict in a word."""

from __future__ import annotations

from collections.abc import Iterable

from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.facts import Act
from contrapeso.core.text import Text, same
from contrapeso.locale import say, word

NOTHING = "-"
"""What an id ends with where neither an act nor a capability is concerned."""


def verdict_text(verdict: str) -> Text:
    """«Advertencia» for WARN."""
    return word("verdicts", verdict)


def finding_text(finding_id: str, doctrine: Doctrine, acts: Iterable[Act] = ()) -> Text:
    """«Submarinos: ¿quitó el fin…? (per/support-lost:submarine)»: subject, requirement, and the id that explain takes."""
    requirement, _, about = finding_id.partition(":")
    title = doctrine.requirement(requirement).title
    subject = _subject(about, doctrine, acts)
    said = say("cli.about", title=title, about=subject) if subject else title
    return say("cli.bracketed", text=said, detail=same(finding_id))


def _subject(about: str, doctrine: Doctrine, acts: Iterable[Act]) -> Text | None:
    """The capability or the act by name; the code where the pack has no word for it."""
    if about in ("", NOTHING):
        return None
    capabilities = doctrine.words.groups.get("capabilities", {})
    if about in capabilities:
        named = capabilities[about]
        return Text(es=named.es[:1].upper() + named.es[1:], en=named.en[:1].upper() + named.en[1:])
    return next((one.title for one in acts if one.act_id == about), same(about))
