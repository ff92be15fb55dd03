"""Strict YAML: what is wrong is said with its exact line, and everything wrong at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.manifest import MAX_BYTES, read_list, read_mapping
from contrapeso.core.text import Text

GOOD = """\
name: uno
count: 3
open: true
when: 2026-07
title: {es: Título, en: Title}
kind: law
from: 2026-01-01
to: 2026-12-31
"""


def read(path: Path, content: str | bytes) -> tuple[list[tuple[int, str, str]], dict[str, object]]:
    """Read every kind of value from a file; its faults as (line, field, words), and the values."""
    file = path / "manifest.yml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    values: dict[str, object] = {}
    entry = read_mapping(file, "manifest.yml", faults)
    if entry is not None:
        values = {"name": entry.string("name"), "count": entry.number("count"), "open": entry.boolean("open")}
        values |= {
            "when": entry.when("when"),
            "title": entry.text("title"),
            "kind": entry.code("kind", ("law", "decree")),
        }
        values["period"] = entry.period()
        entry.done()
    return [(fault.line, fault.field, fault.what.en) for fault in faults], values


def test_a_good_file_reads_whole(tmp_path: Path) -> None:
    faults, values = read(tmp_path, GOOD)
    assert faults == []
    assert (values["name"], values["count"], values["open"]) == ("uno", 3, True)
    assert str(values["when"]) == "2026-07"
    assert values["title"] == Text(es="Título", en="Title")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: uno\n", "", (1, "name", "name is missing")),
        ("name: uno", "name: 12", (1, "name", "not a string")),
        ("count: 3", "count: three", (2, "count", "not a number")),
        ("count: 3", "count: true", (2, "count", "not a number")),
        ("open: true", "open: 'yes'", (3, "open", "neither true nor false")),
        ("when: 2026-07", "when: July 2026", (4, "when", "not a date: July 2026")),
        ("when: 2026-07", "when: 2026-07-32", (4, "when", "not a date: 2026-07-32")),
        ("{es: Título, en: Title}", "Título", (5, "title", "title lacks a translation: es, en")),
        ("{es: Título, en: Title}", "{es: Título}", (5, "title", "title lacks a translation: en")),
        ("{es: Título, en: Title}", "{es: Título, en: ' '}", (5, "title", "title lacks a translation: en")),
        ("{es: Título, en: Title}", "{es: Título, en: Title, fr: T}", (5, "title", "title lacks a translation: ?")),
        ("kind: law", "kind: Law", (6, "kind", "unknown code: Law")),
        ("to: 2026-12-31", "to: 2025-12-31", (8, "to", "ends (2025-12-31) before it starts (2026-01-01)")),
        ("count: 3", "count: 3\ncount: 4", (3, "count", "repeated key")),
        ("count: 3", "count: 3\ncuont: 4", (3, "cuont", "unknown key: cuont")),
        ("name: uno", "name: &a uno", (1, "", "YAML anchors and aliases are not allowed")),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str, fault: tuple[int, str, str]) -> None:
    assert old in GOOD
    assert fault in read(tmp_path, GOOD.replace(old, new))[0]


def test_all_faults_are_found_in_one_pass(tmp_path: Path) -> None:
    broken = GOOD.replace("count: 3", "count: three").replace("kind: law", "kind: custom") + "extra: 1\n"
    faults, _ = read(tmp_path, broken)
    assert [(line, field) for line, field, _ in faults] == [(2, "count"), (6, "kind"), (9, "extra")]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (GOOD.encode().replace("í".encode(), b"\xed"), 5, "not UTF-8"),
        (b"name: uno\ncount: [3\nopen: true\n", 3, "malformed YAML"),
        (b"- name: uno\n", 1, "not a mapping"),
        (b"name: " + b"x" * (MAX_BYTES + 1), 0, f"the file has {MAX_BYTES + 7} bytes"),
        (b"a: " + b"[" * 20_000, 0, "malformed YAML"),
    ],
    ids=["latin-1", "unclosed", "list", "too big", "too deep"],
)
def test_an_unreadable_file_is_one_fault(tmp_path: Path, content: bytes, line: int, what: str) -> None:
    faults, values = read(tmp_path, content)
    assert len(faults) == 1
    assert faults[0][2].startswith(what)
    assert faults[0][0] == line or what == "malformed YAML"
    assert not values


def test_a_list_reports_what_is_no_mapping(tmp_path: Path) -> None:
    file = tmp_path / "list.yml"
    file.write_text("- {name: a}\n- b\n- {name: c}\n")
    faults: list[Fault] = []
    assert [entry.string("name") for entry in read_list(file, "list.yml", faults)] == ["a", "c"]
    assert [(fault.line, fault.what.en) for fault in faults] == [(2, "not a mapping")]


@given(st.one_of(st.binary(max_size=200), st.text("ab:- \n[]{}!&*\"'#?|>1ñ\ufeff", max_size=30).map(str.encode)))
@example(b"# nothing but a comment")
def test_no_content_is_more_than_a_fault(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    faults, values = read(tmp_path_factory.mktemp("fuzz"), content)
    assert faults or values or not yaml.safe_load(content)


def test_errors_say_where_what_and_how_to_mend_in_both_languages() -> None:
    one = Fault("b.yml", 3, "x", Text(es="falta x", en="x is missing"), Text(es="añádala", en="add it"))
    two = Fault("a.yml", 0, "", Text(es="no está en UTF-8", en="not UTF-8"), Text(es="guárdelo", en="save it"))
    error = ContentError([one, two])
    assert error.faults == (two, one)
    assert error.say("en") == "a.yml: not UTF-8 → save it\nb.yml:3 [x]: x is missing → add it"
    assert error.say("es") == "a.yml: no está en UTF-8 → guárdelo\nb.yml:3 [x]: falta x → añádala"
