"""What a missing fact is called, in both languages, and who can supply it."""

from __future__ import annotations

from contrapeso.assess.doctrine import Doctrine
from contrapeso.core.text import Text, same
from contrapeso.locale import has_word, word

_ASPECTS = ("date", "body", "votes")


def missing_text(code: str, doctrine: Doctrine) -> Text:
    """The name of a missing fact: the pack's own word, else a rule, a column of the act, or a step and its aspect."""
    own = doctrine.words.groups.get("missing", {})
    if code in own:
        return own[code]
    if code.startswith("rule-"):
        name = code.removeprefix("rule-")
        rule = doctrine.parameters.get(name.replace("-", "_"))
        return _filled("rule", rule=rule.title if rule else same(name))
    if has_word("missing-columns", code):
        return word("missing-columns", code)
    stage, _, aspect = code.rpartition("-")
    if aspect in _ASPECTS and has_word("stages", stage):
        return _filled(aspect, stage=word("stages", stage))
    return _filled("step", stage=word("stages", code)) if has_word("stages", code) else doctrine.words("missing", code)


def _filled(pattern: str, **names: Text) -> Text:
    form = word("missing-patterns", pattern)
    return Text(
        es=form.es.format(**{key: name.es for key, name in names.items()}),
        en=form.en.format(**{key: name.en for key, name in names.items()}),
    )
