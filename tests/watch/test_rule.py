"""Watch rules are read strictly: every fault with its line, and nothing half-read."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.core.errors import ContentError, UnknownName
from contrapeso.watch.rule import find_rule, read_rules
from tests.assess.small import doctrine, parameter, value

DOCTRINE = doctrine(parameter("limit", value(0.3)))
TITLE = "title: {es: Uno, en: One}"
WHY = "why: {es: porque, en: because}"


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rules.yml").write_text(text, encoding="utf-8")
    return folder


def faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as refused:
        read_rules([write(tmp_path, text)], DOCTRINE)
    return [(fault.line, fault.field) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("kind: fact, table: nonsense", "table"),
        ("kind: fact, table: act, names: [treaty-of-nothing]", "names"),
        ("kind: finding", "verdicts"),
        ("kind: finding, verdicts: [MAYBE]", "verdicts"),
        ("kind: deadline, requirements: [no/such]", "requirements"),
        ("kind: deadline, opens_at: 0.3", "opens_at"),
        ("kind: red-line, objective: o", "objective"),
        ("kind: red-line, objective: o, act: {colour: red}", "colour"),
        ("kind: level, indicator: i, opens_at: 0.3, clears_at: 0.2", "why"),
        (f"kind: level, indicator: i, opens_at: 0.3, clears_at: 0.4, {WHY}", "clears_at"),
        (f"kind: level, indicator: i, opens_at: 0.3, clears_at: 0.2, below: true, {WHY}", "clears_at"),
        ("kind: level, indicator: i, opens_at: nonsense, clears_at: limit", "opens_at"),
        ("kind: level, indicator: i, opens_at: limit, clears_at: limit, for: 0", "for"),
        ("kind: correction, tables: [act], ignore: [colour]", "ignore"),
        ("kind: nonsense", "kind"),
    ],
)
def test_faults_name_their_line_and_field(tmp_path: Path, body: str, field: str) -> None:
    assert (1, field) in faults(tmp_path, f"- {{rule: a, {TITLE}, {body}}}\n")


def test_a_title_in_one_language_and_a_rule_twice_are_faults(tmp_path: Path) -> None:
    one = f"- {{rule: a, {TITLE}, kind: deadline}}\n"
    assert faults(tmp_path, one + one) == [(1, "rule"), (2, "rule")]
    assert (1, "title") in faults(tmp_path, "- {rule: a, title: {es: Uno}, kind: deadline}\n")


def test_red_lines_come_first_and_a_later_folder_adds(tmp_path: Path) -> None:
    first = write(tmp_path / "a", f"- {{rule: a, {TITLE}, kind: deadline}}\n")
    second = write(tmp_path / "b", f"- {{rule: b, {TITLE}, kind: red-line, objective: o, act: {{base: true}}}}\n")
    rules = read_rules([first, second], DOCTRINE)
    assert [rule.id for rule in rules] == ["b", "a"] and rules[0].act == (("base", True),)
    with pytest.raises(UnknownName, match="a"):
        find_rule("c", rules)


def test_a_pack_without_rules_watches_nothing(tmp_path: Path) -> None:
    assert read_rules([tmp_path], DOCTRINE) == ()


@pytest.mark.parametrize("narrowed", ["object: Narnia", "capability: nonsense"])
def test_a_level_of_nobody_is_refused(tmp_path: Path, narrowed: str) -> None:
    text = f"- {{rule: u/r, {TITLE}, kind: level, indicator: i, opens_at: limit, clears_at: limit, {narrowed}}}\n"
    assert [field for _, field in faults(tmp_path, text)] == [narrowed.partition(":")[0]]
