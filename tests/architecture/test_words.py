"""Interface words: every key used exists, every key that exists is used, both languages say the same things."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.columns import columns
from contrapeso.core.facts import FACTS
from contrapeso.core.text import LANGUAGES
from tests.architecture.engine import PACKAGE, engine_files, place, tree

LOCALE = PACKAGE / "locale"
FILES = sorted(LOCALE.glob("*.yml"))
SENTENCES = [path for path in FILES if path.stem != "words"]


@cache
def content(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def leaves(value: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every bilingual leaf below a value: a mapping that holds no mapping."""
    if not isinstance(value, dict) or not any(isinstance(side, dict) for side in value.values()):
        yield name, value
        return
    for key, inner in value.items():
        yield from leaves(inner, f"{name}/{key}")


ALL_LEAVES = [leaf for path in FILES for leaf in leaves(content(path), path.name)]


def test_every_word_is_in_both_languages_and_no_other() -> None:
    wrong = [
        name
        for name, sides in ALL_LEAVES
        if not isinstance(sides, dict)
        or set(sides) != set(LANGUAGES)
        or not all(str(s).strip() for s in sides.values())
    ]
    assert not wrong, "\n".join(wrong)


def test_both_languages_have_the_same_placeholders() -> None:
    wrong = [
        f"{name}: es {sorted(placeholders(sides['es']))}, en {sorted(placeholders(sides['en']))}"
        for name, sides in ALL_LEAVES
        if placeholders(sides["es"]) != placeholders(sides["en"])
    ]
    assert not wrong, "\n".join(wrong)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(str(text)) if field}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Calls of the functions ``say``, ``word`` … anywhere in the engine (not of methods that are called so)."""
    for path in engine_files(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                yield path, node


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_key_used_exists() -> None:
    known = {key for path in SENTENCES for key in content(path)}
    groups = content(LOCALE / "words.yml")
    wrong = [
        f"{place(path, node.lineno)}: {key}"
        for path, node in calls("say", "counted")
        if (key := literal(node.args[0])) is not None and key not in known
    ]
    for path, node in calls("word", "counted_word", "has_word", "words_of"):
        group = literal(node.args[0])
        code = literal(node.args[1]) if len(node.args) > 1 else None
        if path.parent == LOCALE or group is None:
            continue
        if group not in groups or (code is not None and code not in groups[group]):
            wrong.append(f"{place(path, node.lineno)}: {group}/{code}")
    assert not wrong, "\n".join(wrong)


@cache
def mentioned() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """String constants of the engine, and its f-strings as patterns."""
    constants: set[str] = set()
    patterns: set[str] = set()
    for path in engine_files(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(literal(part) or "") if isinstance(part, ast.Constant) else ".+" for part in node.values
                )
                patterns.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
    for path in engine_files(".html", ".jinja", ".j2"):
        constants |= set(re.findall(r"""["']([\w.-]+)["']""", path.read_text(encoding="utf-8")))
    telling = (pattern for pattern in patterns if re.search(r"[a-z]\\?[.-]", pattern))
    return frozenset(constants), tuple(re.compile(pattern) for pattern in telling)


def used(key: str) -> bool:
    constants, patterns = mentioned()
    return key in constants or any(pattern.fullmatch(key) for pattern in patterns)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_key_that_exists_is_used(path: Path) -> None:
    unused = [key for key in content(path) if not used(key)]
    assert not unused, "\n".join(unused)


CODES = {
    "kinds": "act.kind", "record-types": "act.record_type", "stages": "stage.stage", "ranks": "source.rank",
    "confidence": "act.confidence", "act-status": "act.status", "routes": "act.route", "grades": "clause.discretion",
    "amount-basis": "act.amount_basis", "partner-basis": "act.partner_basis", "matter-basis": "act.matter_basis",
    "stage-basis": "stage.basis", "scopes": "clause.scope", "applies": "act_clause.applies",
    "clause-basis": "act_clause.basis", "given": "privilege.given", "used": "privilege.used",
    "claim-verdicts": "claim.verdict", "objective-kinds": "objective.kind", "doctrine-basis": "objective.basis",
    "holding-status": "holding.status", "roles": "component.role", "criticality": "component.criticality",
    "supplier-basis": "component.supplier_basis",
}  # fmt: skip


@pytest.mark.parametrize("group", sorted(CODES))
def test_every_code_of_a_closed_list_has_a_word(group: str) -> None:
    table, _, column = CODES[group].partition(".")
    codes = next(columns(fact)[column].codes for fact in FACTS if fact.table == table)
    assert set(codes) <= set(content(LOCALE / "words.yml")[group])


def test_every_verdict_has_a_word() -> None:
    assert set(VERDICTS) == set(content(LOCALE / "words.yml")["verdicts"])
