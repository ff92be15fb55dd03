"""Documentation is a failing test: pages up to date, links that lead somewhere, commands that exist."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.engine import ROOT, place

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROSE = [page for page in PAGES if page.parent.name != "reference"]


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date() -> None:
    written = generator().pages()
    held = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").glob("*.md")}
    stale = {name for name in {*written, *held} if written.get(name) != held.get(name)}
    assert not stale, f"run make docs: {sorted(stale)}"


@pytest.mark.parametrize("page", PROSE, ids=place)
def test_links_lead_to_files_that_exist(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    broken = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not broken


def commands(page: Path) -> Iterator[list[str]]:
    """The ``contrapeso …`` lines of a page's shell blocks, as words without comments."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            words = line.split("#")[0].split()
            if "contrapeso" in words:
                yield words[words.index("contrapeso") + 1 :]


@pytest.mark.parametrize("page", PROSE, ids=place)
def test_commands_and_options_in_examples_exist(page: Path) -> None:
    import typer

    from contrapeso.cli.main import app

    root = typer.main.get_command(app)
    for words in commands(page):
        command, options = root, {"--help", "--content", "--ledger", "--version"}
        for word in words:
            inner = getattr(command, "commands", {})
            if word in inner:
                command = inner[word]
                options |= {flag for parameter in command.params for flag in parameter.opts}
            elif word.startswith("--"):
                assert word in options, f"{' '.join(words)}: no option {word}"
        assert not getattr(command, "commands", {}), f"{' '.join(words)}: no such command"


def test_both_readmes_have_the_same_parts() -> None:
    english, spanish = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.es.md"))
    for mark in ("\n## ", "\n|", "\n```", "\n- ", "]("):
        assert english.count(mark) == spanish.count(mark), mark


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "explanation" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}[^)]+)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_make_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        name
        for page in PROSE
        for name in re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*(?:#|\n|`|\)))", page.read_text("utf-8"))
    }
    assert named & targets and not {name for name in named if name not in targets}, named - targets
